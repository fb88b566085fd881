"""A short word to the person, in the free room of the menu bar: it takes no place from anything and covers nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QMenuBar

from iss_viewer.views.shared.widgets import as_tip, set_text

_GAP_PX = 24


class NoticeLine(QLabel):
    """One line between the menus and what stands in the corner; all of it as a tool tip."""

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self.said, self._tone = "", "muted"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName("Notice")
        bar.installEventFilter(self)
        self.hide()

    def show_text(self, text: str, tone: str = "muted") -> None:
        """Show a notice; an empty text hides it."""
        self.said, self._tone = text, tone
        self.setToolTip(as_tip(text))
        self.setAccessibleDescription(text)
        self._fit()
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the free room whenever the bar changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return False

    def _fit(self) -> None:
        bar, corner = self._bar, self._bar.cornerWidget()
        left = (
            max((bar.actionGeometry(menu).right() for menu in bar.actions()), default=0) + _GAP_PX
        )
        right = (corner.x() if corner is not None else bar.width()) - _GAP_PX
        self.setGeometry(QRect(left, 0, max(right - left, 0), bar.height()))
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.said, elide, self.width())
        set_text(self, shown, self._tone if self.said else None)
