"""What no look elsewhere may hide: the alarms of the two upper classes of the run that goes on, in the frame of
the window, with their tones; also while the past, another page or nothing at all is looked at.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from iss_viewer.situation.alarm_cells import watch_text
from iss_viewer.situation.board import Board
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.expected_alarms import calling_alarms
from iss_viewer.situation.moment import OpenRun, present_of
from iss_viewer.situation.words.status import CLASS_WORDS
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.views.alarms.alarm_commands import UNSEEN, acknowledge
from iss_viewer.views.alarms.sounds import Annunciator
from iss_viewer.views.shared.widgets import as_tip, button, label, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import set_role, set_tone


class AlarmWatch(QFrame):
    """A strip over the whole width, and the tones; fed with the live board, whatever the panels show.

    The strip stands while an emergency or a warning waits to be acknowledged, and while one is active that the
    panels do not show.
    """

    show_asked = Signal()  # go to the present, and to the list of alarms
    told = Signal(
        str
    )  # the class that the strip tells of, in a word; empty where there is no strip

    def __init__(
        self, context: WindowContext, has_sound: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.annunciator = Annunciator(has_sound, self)
        self._run: OpenRun | None = None
        self._board = Board()
        self._calling: list[Alarm] = []  # what was to be expected after an order calls nobody
        self._is_present_shown = self._is_answered = True
        self.named: list[Alarm] = []
        self._told: frozenset[str] = frozenset()
        self._build_layout()
        context.looks_changed.connect(self._show)

    def _build_layout(self) -> None:
        set_role(self, "strip")
        self.words = label("", "strip-words")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.acknowledge = button(
            "Acknowledge", self._acknowledge, tip="Acknowledges the alarms that this line names"
        )
        self.show_alarms = button(
            "Show", self.show_asked.emit, tip="Goes back to live and to the list of alarms"
        )
        line = row(self.words, self.acknowledge, self.show_alarms, spacing=6)
        line.setContentsMargins(10, 3, 6, 3)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setAccessibleName("Live alarms")
        self.hide()

    def take(self, run: OpenRun, board: Board) -> None:
        """Take the alarms of the present of a run that goes on."""
        if board is not self._board or run is not self._run:
            self._run, self._board = run, board
            self._calling = calling_alarms(present_of(run, board))
            self.annunciator.follow(self.unseen())
            self._show()

    def clear(self) -> None:
        """Turn to a run of which nothing is known yet."""
        self._run, self._board, self._told = None, Board(), frozenset()
        self._calling = []
        self.annunciator.follow({})
        self._show()

    def follow_look(self, is_present_shown: bool) -> None:
        """Learn whether the list of alarms shows the present, in sight."""
        if is_present_shown is not self._is_present_shown:
            self._is_present_shown = is_present_shown
            self._show()

    def follow_session(self, is_answered: bool) -> None:
        """Learn whether the session still speaks: without it the strip says what was known last, and takes no order."""
        if is_answered is not self._is_answered:
            self._is_answered = is_answered
            self._show()

    def unseen(self) -> dict[str, AlarmClass]:
        """The alarms that nobody has acknowledged, each raising of one apart, with their classes."""
        return {
            f"{alarm.id} {alarm.raised_s}": alarm.alarm_class
            for alarm in self._calling
            if alarm.state in UNSEEN
        }

    def silence(self) -> None:
        """Stop the tone of what is new now; nothing is acknowledged."""
        self.annunciator.silence(self.unseen())

    def _show(self) -> None:
        upper = [alarm for alarm in self._calling if alarm.alarm_class >= AlarmClass.WARNING]
        new = [alarm for alarm in upper if alarm.state in UNSEEN]
        self.named = new or ([] if self._is_present_shown else [a for a in upper if a.is_active])
        is_there = bool(self.named) and self._run is not None
        self.setVisible(is_there)
        self.told.emit(CLASS_WORDS[self.named[0].alarm_class].upper() if is_there else "")
        if not self.named or self._run is None:
            return
        run = self._run
        text = watch_text(self.named, run.station, run.words, run.clock.text, self._is_answered)
        set_text(self.words, text)
        self.words.setToolTip(as_tip(text))
        self.setAccessibleDescription(text)
        set_tone(self, ALARM_TONE[self.named[0].alarm_class])
        self.acknowledge.setVisible(bool(new))
        self.acknowledge.setEnabled(self._is_answered)
        self._call_for_attention({f"{alarm.id} {alarm.raised_s}" for alarm in new})

    def _call_for_attention(self, new: set[str]) -> None:
        """Have the desktop mark a window that is minimised or behind others, once for each raising."""
        if new - self._told:
            QApplication.alert(self.window())
        self._told = frozenset(new)

    def _acknowledge(self) -> None:
        acknowledge(self._context, self.named)
