"""The one timer of a window: takes what the link brings and says when there is something to draw."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from iss_viewer.link.link import (
    Announced,
    Ended,
    Link,
    Message,
    Opened,
    Pace,
    Past,
    Preparing,
    Recalled,
    Refused,
)
from iss_viewer.link.memory import SpareMemory
from iss_viewer.situation.board import Board, Ledger
from iss_viewer.situation.moment import Moment, OpenRun, moment_of
from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.frames import Frames
from iss_viewer.telemetry.history import History

TICK_MS = 25
#: after so many ticks in which nothing was drawn or moved, the next ones come as rarely as a frozen session speaks
STILL_TICKS, REST_MS = 80, 100
#: what is drawn in turn, one a tick: each ten times a second and none for long. Mostly nothing of the
#: station has changed, and its tick is left for what has waited.
PARTS = ("scene", "pressures", "panels", "rates")
#: a tick that took longer draws at the next one; one that took less has time to spare
BUSY_S, SPARE_S = 0.006, 0.003
_STILL = Pace(0.0, False, 0.0, 0.0)
#: a session speaks ten times a second, whatever it does: one that has said nothing for so long hangs
SILENT_S = 2.0


class FramePump(QObject):
    """3D, the two plots and panels are drawn in turn, each ten times a second, and only on change.

    Where nothing changes for two seconds it ticks as rarely, until something does.

    No tick does two things that take long: who waits for the next paint must not wait for both.
    """

    announced = Signal(object)  # Announced
    preparing = Signal(object)  # Preparing
    opened = Signal(object)  # OpenRun
    scene_due = Signal(object)  # Moment
    pressures_due = Signal(object)  # Moment
    rates_due = Signal(object)  # Moment
    panels_due = Signal(object)  # Moment
    live_changed = Signal(
        object, object
    )  # OpenRun and the Board of its present, whatever is looked at
    has_time = Signal()  # this tick left time for what can wait
    refused = Signal(str)
    noticed = Signal(str)
    ended = Signal(object)  # Ended

    def __init__(self, playhead: Playhead, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.playhead = playhead
        self.link: Link | None = None
        self.run: OpenRun | None = None
        self.pace = _STILL
        self.is_lost = self._has_ended = False
        self._ledger: Ledger | None = None
        self._live: Ledger | None = None
        self._live_board: Board | None = None
        self._heard_s, self._silent_s = time.monotonic(), 0
        self._moment: Moment | None = None  # as it is
        self._shown: Moment | None = None  # as this window may show it
        #: what is shown of a moment, and of the board of the present, to whom the window is for
        self.show_of: Callable[[Moment], Moment] = lambda moment: moment
        self.board_of: Callable[[OpenRun, Board], Board] = lambda _, board: board
        self._drawn: dict[str, Moment | None] = dict.fromkeys(PARTS)
        self._turn = self._still_ticks = 0
        self._is_late = False
        #: while the camera moves, plots and panels wait for it: they are drawn three times a second
        self.is_camera_moving: Callable[[], bool] = lambda: False
        self._last_s = time.monotonic()
        self._memory = SpareMemory()
        self.frame_ms = 0.0  # how long the last drawing took
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    def start(self, link: Link) -> None:
        """Turn to a link; the one before is closed, and nothing is shown of its run any more."""
        self.stop()
        self.link, self.is_lost, self.pace = link, False, _STILL
        self.run, self._ledger, self._live = None, None, None
        self._moment, self._has_ended = None, False
        self.playhead.go_live()
        self.playhead.loop = None
        self._heard_s = time.monotonic()
        self._keep_pace()
        self._timer.start()

    def stop(self) -> None:
        """End the session and stop drawing."""
        self._timer.stop()
        if self.link is not None:
            self.link.close()
        self.link = None

    def hold(self) -> None:
        """Tick no more by itself, but keep the session: whoever holds it calls `tick`."""
        self._timer.stop()

    def tick(self) -> None:
        """Take what came, let the past play, and draw one part of the window, or do what has waited."""
        began_s = time.perf_counter()
        if self.link is not None:
            for message in self.link.receive():
                self.take(message)
                self._heard_s = time.monotonic()
            self._announce_present()
        self._silent_s = self._whole_silence_s()
        now_s = time.monotonic()
        if self.run is not None:
            self.playhead.advance(now_s - self._last_s, self.run.history)
        self._last_s = now_s
        self._is_late = not self._is_late and time.perf_counter() - began_s > BUSY_S
        if self._is_late:
            return
        self._turn += 1
        part = PARTS[self._turn % len(PARTS)]
        if part == "scene" or self._turn % 12 < len(PARTS) or not self.is_camera_moving():
            self._draw(part)
        self._still_ticks += 1
        if self.is_camera_moving():
            self._keep_pace()
        elif self._still_ticks == STILL_TICKS:
            self._timer.setInterval(REST_MS)
        if time.perf_counter() - began_s < SPARE_S and not self._pack():
            self._memory.give_back()
            self.has_time.emit()

    @property
    def interval_ms(self) -> int:
        """How long after a tick the next one comes."""
        return self._timer.interval()

    def _keep_pace(self) -> None:
        """Something is drawn or moves: what comes next is not to wait."""
        self._still_ticks = 0
        if self._timer.interval() != TICK_MS:
            self._timer.setInterval(TICK_MS)

    def _announce_present(self) -> None:
        """Tell of the present of a run that goes on, also while its past is looked at."""
        if self.run is None or self._live is None or self.run.opened.is_over:
            return
        history = self.run.history
        board = Board() if history.is_empty else self._live.at(history.end_s)
        if board is not self._live_board:
            self._live_board = board
            self.live_changed.emit(self.run, self.board_of(self.run, board))

    @property
    def silence_s(self) -> float:
        """Since the last message of the session."""
        return time.monotonic() - self._heard_s

    def _whole_silence_s(self) -> int:
        """For how many whole seconds a session that should speak has said nothing; 0 where it speaks."""
        is_spoken_to = self.run is not None and self.link is not None and not self._has_ended
        silent_s = self.silence_s
        return int(silent_s) if is_spoken_to and silent_s >= SILENT_S else 0

    def _pack(self) -> bool:
        return self.run is not None and self.run.history.pack()

    def take(self, message: Message) -> None:
        """Take one message of the link."""
        if isinstance(message, Opened):
            self.open(message, History(message.sampled, message.assessed))
        elif isinstance(message, Recalled):
            self.open(message.opened, message.history)
            self.playhead.look_at(message.history.start_s)
        elif isinstance(message, Announced):
            self.announced.emit(message)
        elif isinstance(message, Preparing):
            self.preparing.emit(message)
        elif isinstance(message, Frames):
            if self.run is not None:
                self.run.history.append(message)
        elif isinstance(message, Past):
            if self.run is not None:
                self.run.history.take_packed(message.chunk, message.events)
        elif isinstance(message, Pace):
            if message.notice != self.pace.notice:
                self.noticed.emit(message.notice)
            self.pace = message
        elif isinstance(message, Refused):
            self.refused.emit(message.reason)
        elif isinstance(message, Ended):
            self.is_lost, self._has_ended = message.is_failure, True
            self.pace = Pace(self.pace.time_s, False, self.pace.speed_asked, 0.0)
            self.ended.emit(message)

    def open(self, opened: Opened, history: History) -> None:
        """Turn to a run with the history there is of it."""
        self.run = OpenRun(opened, history)
        self._ledger, self._moment = Ledger(history), None
        self._live, self._live_board = Ledger(history), None
        self._has_ended = opened.is_over
        self._drawn = dict.fromkeys(PARTS)
        self.opened.emit(self.run)

    def moment(self) -> Moment | None:
        """The instant that is shown; the same object while nothing changed. None before a run."""
        if self.run is None or self._ledger is None:
            return None
        history, time_s = self.run.history, self.playhead.time_s(self.run.history)
        board = self._ledger.at(time_s) if not history.is_empty else Board()
        is_live, old, silent_s = self.playhead.is_live, self._moment, self._silent_s
        if (
            old is not None
            and (old.time_s == time_s or (history.is_empty and old.row.size == 0))
            and old.board is board
            and (old.is_live, old.pace) == (is_live, self.pace)
            and (old.is_lost, old.silent_s) == (self.is_lost, silent_s)
        ):
            return self._shown
        self._moment = moment_of(
            self.run, board, time_s, is_live, self.pace, self.is_lost, silent_s
        )
        self._shown = self.show_of(self._moment)
        return self._shown

    def draw_all(self) -> None:
        """Draw all parts now, and tell of the present."""
        self._announce_present()
        for part in ("panels", "pressures", "rates", "scene"):
            self._draw(part)

    def forget_drawn(self) -> None:
        """Draw all again at the next ticks, whatever changed: after a change of units, theme or workspace."""
        self._moment = self._live_board = None
        self._drawn = dict.fromkeys(PARTS)
        self._keep_pace()

    def _draw(self, part: str) -> None:
        moment = self.moment()
        if moment is None or self._drawn[part] is moment:
            return
        began_s = time.perf_counter()
        self._keep_pace()
        self._drawn[part] = moment
        due = {
            "scene": self.scene_due, "pressures": self.pressures_due, "rates": self.rates_due,
            "panels": self.panels_due,
        }  # fmt: skip
        due[part].emit(moment)
        self.frame_ms = 0.8 * self.frame_ms + 0.2 * (time.perf_counter() - began_s) * 1e3
