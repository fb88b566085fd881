"""Panels that dock and float, with a title bar of the window's own look."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QMainWindow,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.views.shared.veil import Veil
from iss_viewer.views.shared.widgets import (
    IconButton,
    heading,
    label,
    press_by_enter,
    row,
    set_text,
)
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, set_role

_EDGES, _EDGES_BARE = (9, 2, 9, 9), (9, 8, 9, 9)  # round the content, with a title and without


class PanelDock(QDockWidget):
    """A rounded panel with a title, unless a tab says it; its content may come later than itself.

    least_px: its least width, whatever words its content shows: longer ones must not widen the window.
    """

    def __init__(self, name: str, title: str, window: QMainWindow, least_px: int) -> None:
        super().__init__(title, window)
        self.setObjectName(name)
        self._body = QFrame()
        set_role(self._body, "panelbody")
        self._body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        letters.give_size(self._body, "setMinimumWidth", least_px)
        self._room = QVBoxLayout(self._body)
        self._room.setContentsMargins(*_EDGES)
        self.floater = IconButton("float", "Float, or dock again", self._toggle_float)
        self.closer = IconButton("cross", "Close (the View menu brings it back)", self.close)
        for part in (self.floater, self.closer):
            set_role(part, "flat")
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._bar, self._no_bar, self._has_tab = QFrame(), QWidget(self), False
        self._no_bar.hide()
        set_role(self._bar, "paneltop")
        self.mode = label("", "badge")
        self.mode.hide()
        line = row(heading(title), 8, self.mode, None, self.floater, self.closer, spacing=0)
        line.setContentsMargins(10, 4, 5, 1)
        self._bar.setLayout(line)
        self.setTitleBarWidget(self._bar)
        self.setWidget(self._body)
        self.veil = Veil(self._body)

    def put(self, content: QWidget) -> None:
        """Put the content in."""
        self._room.addWidget(content)
        self.veil.raise_()

    def show_mode(self, words: str, tone: str) -> None:
        """Say which kind of run this is where the panel stands apart from the window that says it, and where what
        it shows is only what was known last.
        """
        set_text(self.mode, words, tone)
        self.mode.setVisible(self.isFloating() or tone == "bad")
        self._share_bar()

    def leave_title_out(self, has_tab: bool) -> None:
        """A panel with a tab that says what it is needs no title, but where that says that the data are old."""
        self._has_tab = has_tab
        self._share_bar()

    def _share_bar(self) -> None:
        is_bare = self._has_tab and self.mode.isHidden()
        wanted = self._no_bar if is_bare else self._bar
        if self.titleBarWidget() is not wanted:
            self.setTitleBarWidget(wanted)
            self._room.setContentsMargins(*(_EDGES_BARE if is_bare else _EDGES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, also where the panel floats."""
        if not press_by_enter(event):
            super().keyPressEvent(event)

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self.veil.apply_theme(palette)
        self.floater.apply_theme(palette, tone="muted")
        self.closer.apply_theme(palette, tone="muted")

    def _toggle_float(self) -> None:
        self.setFloating(not self.isFloating())
