"""Everything that a key or a menu does, in one table; the sheet behind ``?`` is made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QMainWindow, QMenu, QWidget

from iss_viewer.views.widgets import button, column, heading, label, row, scrolled


@dataclass(frozen=True)
class Deed:
    """One thing a person can do: where it stands in the menus, its words, its keys."""

    menu: str
    text: str
    keys: tuple[str, ...]
    do: Callable[[], object]
    is_last_of_group: bool = False


def build_menus(window: QMainWindow, deeds: Iterable[Deed]) -> dict[str, QMenu]:
    """Give the window menus and shortcuts for all deeds; the menus by name."""
    menus: dict[str, QMenu] = {}
    for deed in deeds:
        if deed.menu not in menus:
            menus[deed.menu] = window.menuBar().addMenu(deed.menu)
        action = QAction(deed.text, window)
        action.setShortcuts([QKeySequence(key) for key in deed.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _=False, do=deed.do: do())
        menus[deed.menu].addAction(action)
        window.addAction(action)
        if deed.is_last_of_group:
            menus[deed.menu].addSeparator()
    return menus


class ShortcutSheet(QDialog):
    """All keys on one sheet."""

    def __init__(self, parent: QWidget, deeds: Iterable[Deed]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(4)
        menu, line = "", 0
        for deed in deeds:
            if not deed.keys:
                continue
            if deed.menu != menu:
                menu = deed.menu
                grid.addWidget(heading(menu.replace("&", "")), line, 0, 1, 2)
                line += 1
            grid.addWidget(label(key_text(deed.keys), "badge"), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(deed.text.replace("&", "").rstrip("…")), line, 1)
            line += 1
        for key, text in (
            ("Drag, wheel, right drag", "Orbit, zoom, pan the station"),
            ("Wheel, drag on a plot", "Zoom and move in time; a double click follows again"),
            ("Ctrl+click on a plot", "Look back at that instant"),
            ("Shift+drag on the time bar", "Loop a range; Shift+click ends it"),
        ):
            grid.addWidget(label(key, "badge"), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(text), line, 1)
            line += 1
        page = QWidget()
        page.setLayout(grid)
        self.setLayout(column(scrolled(page), row(None, button("Close", self.accept)), margin=14))
        self.resize(560, 640)


def key_text(keys: tuple[str, ...]) -> str:
    """Keys as words for people."""
    return "  or  ".join(
        QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys
    )
