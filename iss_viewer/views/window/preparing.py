"""What a person sees while a session is prepared: that something goes on, and how long it may take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from iss_viewer.views.shared.widgets import column, label
from iss_viewer.views.style.theme import set_role

_PATIENCE_MS = 1500  # most starts are over before
_WIDTH_PX, _FROM_BELOW_PX = 430, 64


class PreparingCard(QFrame):
    """A card over the station, shown when readings are long in coming."""

    def __init__(self, place: QWidget) -> None:
        super().__init__(place)
        self._place = place
        set_role(self, "panel")
        self.title = label("Preparing the session", "title")
        self.words = label(
            "The first start on a machine builds the simulator and takes about half a minute. "
            "Later starts take a second or two.",
            "muted",
            wraps=True,
        )
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        self.setLayout(column(self.title, self.words, bar, spacing=10, margin=18))
        self.setFixedWidth(_WIDTH_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._wait = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._wait.timeout.connect(self.appear)
        place.installEventFilter(self)
        self.hide()

    def wait(self) -> None:
        """Appear in a while, unless readings come before."""
        self._wait.start()

    def leave(self) -> None:
        """The readings are there, or will never come."""
        self._wait.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the place, near its lower edge."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return False

    def appear(self) -> None:
        """Be there now."""
        self.show()
        self.raise_()
        self._settle()

    def _settle(self) -> None:
        self.adjustSize()
        room = self._place.rect()
        self.move(
            (room.width() - self.width()) // 2, room.height() - self.height() - _FROM_BELOW_PX
        )
