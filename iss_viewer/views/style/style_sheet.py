"""What gives every tone and role its colour: the style sheet of a palette, and an application in it."""

from __future__ import annotations

import re
from string import Template

from PySide6.QtCore import QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.theme import (
    BASE_PX,
    FIGURE_PX,
    GREAT_PX,
    LARGE_PX,
    SMALL_PX,
    Palette,
    mixed,
)

_SHEET = Template("""
* { outline: 0; font-family: $family; }
QWidget { color: $text; font-size: ${base}px; }
QMainWindow, QDialog, QMainWindow::separator { background: $window; }
QDialog { border: 1px solid $border; }
QMainWindow::separator { width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $border; }
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 5px; }

QFrame[role="panel"] { background: $panel; border: 1px solid $border; border-radius: 8px; }
QFrame[role="paneltop"] { background: $panel; border: 1px solid $border; border-bottom: 0;
  border-top-left-radius: 8px; border-top-right-radius: 8px; }
QFrame[role="panelbody"] { background: $panel; border: 1px solid $border; border-top: 0;
  border-bottom-left-radius: 8px; border-bottom-right-radius: 8px; }
QFrame[role="card"] { background: $field; border: 1px solid $border; border-radius: 6px; }
QFrame[role="strip"] { background: $strip; border: 1px solid $bad; border-radius: 6px; }
QLabel[role="strip-words"] { font-size: ${large}px; font-weight: 700; }
QFrame[role="line"] { background: $border; max-height: 1px; border: 0; }
QFrame[role="panel"][tone="bad"], QFrame[role="card"][tone="bad"] { border: 1px solid $bad; }
QFrame[role="card"][tone="notice"] { border: 1px solid $notice; }
QFrame[role="panel"][tone="mode"], QFrame[role="card"][tone="mode"] { border: 1px solid $mode; }
QFrame[role="panel"][tone="accent"], QFrame[role="card"][tone="accent"] { border: 1px solid $accent; }

QFrame[role="step"] { border: 0; border-bottom: 1px solid $border; }
QFrame[role="step-now"] { background: $checked; border: 0; border-left: 3px solid $accent; border-radius: 3px; }
QLabel[role="step-words"] { font-weight: 600; }
QLabel { background: transparent; }
QLabel[role="heading"] { color: $muted; font-size: ${small}px; font-weight: 600; }
QLabel[role="muted"] { color: $muted; font-size: ${small}px; }
QLabel[role="soft"] { color: $soft; font-size: ${small}px; }
QLabel[role="title"] { font-size: ${large}px; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}px; font-weight: 600; }
QLabel[role="great"] { font-size: ${great}px; font-weight: 700; }
QLabel[role="great-small"] { font-size: 28px; font-weight: 700; }
QLabel[role="figure-small"] { font-size: 16px; font-weight: 600; }
QLabel[role="headline"] { font-size: 17px; font-weight: 600; }
QLabel[role="headline-small"] { font-size: ${large}px; font-weight: 600; }
QLabel[role="badge"] { border-radius: 4px; padding: 2px 7px; font-size: ${small}px; font-weight: 700;
  border: 1px solid $border; background: $raised; }
$tones
QLabel[role="badge"][tone="mode"] { background: $mode; color: $field; border-color: $mode; }
QMenuBar { background: $window; padding: 0; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; color: $soft; }
QMenuBar::item:selected { background: $raised; color: $text; }
QMenu { background: $panel; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $raised; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QDockWidget { font-size: ${small}px; font-weight: 600; color: $muted; }
QTabBar { background: transparent; qproperty-drawBase: 0; qproperty-elideMode: 3; }
QTabBar::tab { background: transparent; color: $soft; padding: 5px 11px; font-size: ${small}px;
  font-weight: 600; border: 0; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabWidget::pane { border: 0; }
QTabWidget { background: transparent; }

QPushButton, QToolButton, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox {
  background: $raised; border: 1px solid $edge; border-radius: 5px; padding: 3px 9px; min-height: 19px; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { border-color: $accent; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QDoubleSpinBox:focus {
  border-color: $accent; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {
  background: $checked; border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: $panel; border-color: $border; }
QPushButton[tone="accent"]:disabled { background: $panel; color: $muted; border-color: $border; }
QPushButton[tone="accent"]:enabled { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[tone="bad"] { color: $bad; border-color: $bad; font-weight: 600; }
QPushButton[tone="mode"] { background: $mode; color: $field; border-color: $mode; font-weight: 600; }
QPushButton[role="small"], QComboBox[role="small"] { padding: 2px 4px; min-height: 17px; font-size: ${small}px; }
QPushButton[role="link"] { background: transparent; border: 0; color: $accent; padding: 0 2px; text-align: left; }
QToolButton[role="flat"] { background: transparent; border: 1px solid transparent; padding: 2px; }
QToolButton[role="flat"]:hover { border-color: $border; background: $raised; }
QToolButton[role="verdict"] { font-size: ${small}px; font-weight: 700; padding: 3px 6px; }
QToolButton[role="over-picture"] { background: rgba(9,14,24,190); color: #b9c7da; border: 1px solid #2b3a52;
  border-radius: 4px; padding: 2px 7px; font-size: ${small}px; min-height: 16px; }
QToolButton[role="over-picture"]:hover, QToolButton[role="over-picture"]:focus { color: #ffffff; border-color: #3cbcf7; }
QToolButton[role="over-picture"]:pressed { background: #14304a; }
QToolButton::menu-indicator { image: none; width: 0; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  subcontrol-origin: border; width: 0; border: 0; }
QComboBox QLineEdit, QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: 18px; }
QComboBox::down-arrow { image: url($arrow); width: 9px; height: 9px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $border; selection-background-color: $raised;
  selection-color: $text; }
QLineEdit, QSpinBox, QDoubleSpinBox, QTextEdit, QTextBrowser, QPlainTextEdit { background: $field; }
QTextEdit, QTextBrowser, QPlainTextEdit { border: 1px solid $border; border-radius: 5px; }
QTextBrowser[role="page"] { border: 0; background: transparent; }

QTableView, QTreeView, QListView { background: transparent; border: 0; alternate-background-color: $field;
  selection-background-color: $checked; gridline-color: $border; }
QTableView, QTreeView { font-size: ${small}px; }
QTreeView, QListView { selection-color: $text; }
QTableView::item { padding: 0 6px; border: 0; }
QTableView[role="legend"]::item { padding: 0 3px; }
QListView::item { padding: 3px; border-radius: 4px; }
QListView::item:selected { background: $checked; }
QListView[role="popup"] { background: $panel; border: 1px solid $edge; border-radius: 5px; }
QHeaderView, QHeaderView::section { background: $panel; color: $muted; border: 0; font-size: ${small}px;
  font-weight: 600; padding: 3px 6px; }
QHeaderView::section { border-bottom: 1px solid $border; }
QTableCornerButton::section { background: $panel; border: 0; }

QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $field; border: 1px solid $border; border-radius: 4px; height: 8px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid $edge; border-radius: 3px; background: $field; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($tick); }
QToolBar { background: $window; border: 0; spacing: 0; padding: 0; }
QSplitter::handle { background: transparent; }
QPlainTextEdit[role="text"] { border: 0; border-radius: 0; }
""")


_TONES = (
    "bad",
    "suspect",
    "notice",
    "good",
    "closed",
    "plan",
    "truth",
    "mode",
    "accent",
    "soft",
    "muted",
)


def style_sheet(palette: Palette, family: str = "sans-serif") -> str:
    """The QSS of a palette and a font family."""
    checked = mixed(palette.accent, palette.panel, 0.2)
    strip = mixed(palette.bad, palette.panel, 0.3)
    tones = "\n".join(
        f'QLabel[tone="{tone}"], QToolButton[tone="{tone}"] {{ color: {palette.tone(tone)}; }}\n'
        f'QLabel[role="badge"][tone="{tone}"], QToolButton[role="verdict"][tone="{tone}"] '
        f"{{ border-color: {palette.tone(tone)}; "
        f"background: {mixed(palette.tone(tone), palette.panel, 0.14)}; }}"
        for tone in _TONES
    )
    sizes = {
        "small": SMALL_PX,
        "base": BASE_PX,
        "large": LARGE_PX,
        "figure": FIGURE_PX,
        "great": GREAT_PX,
    }
    colours = {key: value for key, value in vars(palette).items() if key != "name"}
    pictures = {name: picture_file(name, palette) for name in ("arrow", "tick")}
    sheet = _SHEET.substitute(
        colours,
        tones=tones,
        checked=checked,
        strip=strip,
        family=f'"{family}"',
        **sizes,
        **pictures,
    )
    return _PIXELS.sub(lambda found: f"{_grown_px(int(found[1]))}px", sheet)


_PIXELS = re.compile(r"\b(\d\d?)px")
_pictures: list[QTemporaryDir] = []


def _grown_px(size_px: int) -> int:
    return size_px if size_px < 3 else letters.px(size_px)


def picture_file(name: str, palette: Palette) -> str:
    """A small picture that the style sheet needs as a file, drawn in a palette's colours."""
    if not _pictures:
        _pictures.append(QTemporaryDir())
    path = _pictures[0].filePath(f"{name}-{palette.name}.png")
    drawn, colour = {"arrow": ("down", palette.muted), "tick": ("check", palette.on_accent)}[name]
    icons.pixmap(drawn, colour).save(path)
    return path


def apply(application: QApplication, palette: Palette) -> None:
    """Dress the whole application; nothing is done where it wears this palette already."""
    worn = f"{palette.name} {letters.share_1()}"
    if application.property("worn") == worn:
        return
    application.setProperty("worn", worn)
    application.setStyle("Fusion")
    family = "Inter" if "Inter" in QFontDatabase.families() else application.font().family()
    font = QFont(family)
    font.setPixelSize(letters.px(BASE_PX))
    font.setFeature(
        QFont.Tag("tnum"), 1
    )  # a number that changes does not move what stands beside it
    application.setFont(font)
    application.setPalette(_qt_palette(palette))
    application.setStyleSheet(style_sheet(palette, family))


def _qt_palette(palette: Palette) -> QPalette:
    qt = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, palette.window),
        (QPalette.ColorRole.WindowText, palette.text),
        (QPalette.ColorRole.Base, palette.field),
        (QPalette.ColorRole.AlternateBase, palette.panel),
        (QPalette.ColorRole.Text, palette.text),
        (QPalette.ColorRole.PlaceholderText, palette.muted),
        (QPalette.ColorRole.Button, palette.raised),
        (QPalette.ColorRole.ButtonText, palette.text),
        (QPalette.ColorRole.Highlight, palette.accent),
        (QPalette.ColorRole.HighlightedText, palette.on_accent),
        (QPalette.ColorRole.ToolTipBase, palette.raised),
        (QPalette.ColorRole.ToolTipText, palette.text),
        (QPalette.ColorRole.Link, palette.accent),
    ):
        qt.setColor(role, QColor(colour))
    return qt
