"""Everything that a key or a menu does, in one table; the sheet behind ``?`` is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QMainWindow,
    QMenu,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.widgets import button, column, heading, label, row, scrolled

Line = tuple[str, str, str]  # menu, keys, words


class Menus:
    """The menus of a window and the shortcuts of all that stands in them; by name."""

    def __init__(self, window: QMainWindow, actions: Sequence[MenuAction]) -> None:
        self._window = window
        self.by_name: dict[str, QMenu] = {}
        self._shown = [(action, self._add(action)) for action in actions]
        self.refresh()

    def _add(self, action: MenuAction) -> QAction:
        menu = self.by_name.get(action.menu)
        if menu is None:
            menu = self.by_name[action.menu] = self._window.menuBar().addMenu(action.menu)
            menu.aboutToShow.connect(self.refresh)
        shown = QAction(action.text, self._window)
        shown.setShortcuts([QKeySequence(key) for key in action.keys])
        shown.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown.triggered.connect(lambda: action.do())
        menu.addAction(shown)
        self._window.addAction(shown)
        if action.is_last_of_group:
            menu.addSeparator()
        return shown

    def refresh(self) -> None:
        """Enable what can be done now, and nothing else."""
        for action, shown in self._shown:
            shown.setEnabled(action.is_enabled())


class ShortcutSheet(QDialog):
    """All keys on one sheet."""

    def __init__(self, parent: QWidget, actions: Iterable[MenuAction]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        lines: list[Line] = [
            (action.menu.replace("&", ""), key_text(action.keys), _plain(action.text))
            for action in actions
            if action.keys
        ]
        lines += [("Mouse", keys, text) for keys, text in _MOUSE]
        page = QWidget()
        page.setLayout(row(*(_sheet(part) for part in _columns(lines, 3)), spacing=30))
        close = button("Close", self.accept, "accent")
        self.setLayout(column(scrolled(page), row(None, close), margin=16))
        self.resize(1200, 690)


def keeps_key(widget: QWidget | None, key: int) -> bool:
    """Whether a key belongs to the control that has the focus: it presses what is pressed by it."""
    if key == Qt.Key.Key_Space:
        return isinstance(widget, QAbstractButton | QComboBox | QAbstractItemView)
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home):
        return isinstance(widget, QTabBar | QComboBox | QAbstractItemView)
    return False


_MOUSE = (
    ("Drag, wheel, right drag", "Orbit, zoom, pan the station"),
    ("Wheel or drag on a plot", "Zoom or move in time; a double click follows again"),
    ("Ctrl+click on a plot", "Look back at that instant"),
    (
        "Click on a trace",
        "Show it alone; once more, or Esc: all of them (. and , on a plot: the next, the last)",
    ),
    ("+ - PageUp PageDown on a plot", "Zoom or move in time by keys"),
    ("Drag or wheel on an axis of values", "Move or stretch it; a double click is automatic again"),
    ("Double click on an alarm", "Look back at when it was raised"),
    ("Shift+drag on the time bar", "Loop a range; Shift+click ends it"),
)


def _columns(lines: list[Line], count: int) -> list[list[Line]]:
    """Lines in columns of about one length; what belongs together stays so."""
    columns: list[list[Line]] = [[]]
    for _, group in groupby(lines, key=lambda line: line[0]):
        held = list(group)
        over = len(columns[-1]) + len(held) / 2 > len(lines) / count
        if columns[-1] and over and len(columns) < count:
            columns.append([])
        columns[-1] += held
    return columns


def _sheet(lines: list[Line]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    menu = ""
    for group, keys, text in lines:
        if group != menu:
            menu = group
            grid.addWidget(heading(menu), grid.rowCount(), 0, 1, 2)
        at = grid.rowCount()
        grid.addWidget(label(keys, "badge"), at, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(text, wraps=True), at, 1)
    return column(grid, None)


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def key_text(keys: tuple[str, ...]) -> str:
    """Keys as words for people."""
    return "  or  ".join(
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys
    )
