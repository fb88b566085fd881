"""What a person sees while a session is prepared: that something goes on, and how long it may take."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from iss_viewer.link.link import Preparing
from iss_viewer.situation.words.preparing import preparing_words
from iss_viewer.views.shared.widgets import column, label
from iss_viewer.views.style import letters
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
            "It takes a second or two; longer where the machine is busy.",
            "muted",
            wraps=True,
        )
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        letters.give_size(self.bar, "setFixedHeight", 6)
        self.setLayout(column(self.title, self.words, self.bar, spacing=10, margin=18))
        letters.give_size(self, "setFixedWidth", _WIDTH_PX)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._wait = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._wait.timeout.connect(self.appear)
        place.installEventFilter(self)
        self.hide()

    def wait(self) -> None:
        """Appear in a while, unless readings come before."""
        self._wait.start()

    def show_progress(self, preparing: Preparing) -> None:
        """Say how much of the simulator is built, and be there."""
        self.title.setText("Building the simulator for this machine")
        self.words.setText(preparing_words(preparing.done, preparing.count))
        self.bar.setRange(0, preparing.count)
        self.bar.setValue(preparing.done)
        if not self.isVisible():
            self.appear()

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
