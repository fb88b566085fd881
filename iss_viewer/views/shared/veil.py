"""A veil over a part of the window whose figures are not of what is being shown: they are not to be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from iss_viewer.views.style.theme import DARK, Palette

_OPACITY = 225  # of 255: what is under it is felt, not read


class Veil(QWidget):
    """Covers a widget wholly, takes its clicks, and says why."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over, self._words = over, ""
        self._palette: Palette = DARK
        over.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """Why it is there; empty where it is not."""
        return self._words

    def draw(self, words: str) -> None:
        """Cover the widget, with these words."""
        self._words = words
        self.setAccessibleName(words)
        self._settle()
        self.show()
        self.raise_()
        self.update()

    def lift(self) -> None:
        """Uncover the widget."""
        self._words = ""
        self.hide()

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self._palette = palette
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self._settle()
        return False

    def _settle(self) -> None:
        """Cover all but the border."""
        self.setGeometry(self._over.rect().adjusted(1, 0, -1, -1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it with its words in the middle."""
        painter, cloth = QPainter(self), QColor(self._palette.panel)
        cloth.setAlpha(_OPACITY)
        painter.fillRect(self.rect(), cloth)
        painter.setPen(QColor(self._palette.muted))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(16, 8, -16, -8), flags, self._words)
        painter.end()
