"""The time bar: run and freeze the session, look back over the run, and come back to now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.playhead import Playhead
from iss_viewer.telemetry.commands import Freeze, Run, SetSpeed, Step
from iss_viewer.units import duration_text
from iss_viewer.views.shared.widgets import IconButton, button, label, named, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import set_role
from iss_viewer.views.window.time_track import TimeTrack

SPEEDS = (0.1, 1, 5, 10, 30, 60, 120, 300, 600, 1200, 3600, 10000, 30000, 100000)


class TimeBar(QFrame):
    """Live, the buttons drive the session; looking back, they drive the past."""

    restart_asked = Signal()
    moved = Signal()  # the playhead is elsewhere

    def __init__(self, context: WindowContext, playhead: Playhead) -> None:
        super().__init__()
        self._context, self._playhead = context, playhead
        self._speed_set: float | None = None
        self._shown: tuple[object, ...] = ()
        self._build_layout()
        self._connect()
        self._apply_theme()

    def _build_layout(self) -> None:
        set_role(self, "panel")
        self.restart = IconButton("restart", "Start the scenario anew", self.restart_asked.emit)
        self.back = IconButton("step_back", "One frame back (Left)", lambda: self.step(-1))
        self.run = IconButton("run", "Run or freeze (Space)", self.toggle_run)
        self.ahead = IconButton("step", "One step on (Right)", lambda: self.step(1))
        self.previous = IconButton("previous", "Previous mark (P)", lambda: self.go_to_mark(-1))
        self.next = IconButton("next", "Next mark (N)", lambda: self.go_to_mark(1))
        self.speed = named(QComboBox(), "Speed")
        self.speed.setToolTip("Simulated seconds a second (- and + keys)")
        self.speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed.addItems([_speed_name(speed) for speed in SPEEDS])
        self.speed.setCurrentIndex(-1)  # not known yet
        self.track = TimeTrack(self._context)
        self.live = button("LIVE", self.go_live, tip="Back to the newest frame (Home)")
        self.live.setCheckable(True)
        self.away = label("", "muted")
        for part in (self.restart, self.back, self.run, self.ahead, self.previous, self.next):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        bar = row(
            self.restart, self.back, self.run, self.ahead, self.speed, self.track, self.previous,
            self.next, self.away, self.live, spacing=5, margin=6,
        )  # fmt: skip
        bar.setStretch(5, 1)
        self.setLayout(bar)

    def _connect(self) -> None:
        self.track.time_asked.connect(self.look_at)
        self.track.loop_asked.connect(self._loop)
        self.speed.activated.connect(lambda at: self.set_speed(SPEEDS[at]))
        self._context.time_asked.connect(self.look_at)
        self._context.looks_changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._shown = ()
        for part in (self.restart, self.back, self.run, self.ahead, self.previous, self.next):
            part.apply_theme(self._context.palette)

    def show_moment(self, moment: Moment) -> None:
        """Show where and how fast time goes."""
        self.track.loop = self._playhead.loop
        self.track.show_moment(moment)
        is_past = moment.is_over or not moment.is_live
        is_running = self._playhead.is_playing if is_past else moment.pace.is_running
        asked = self._playhead.speed if is_past else moment.pace.speed_asked
        behind_s = 0.0 if moment.is_live else moment.run.history.end_s - moment.time_s
        is_present = moment.is_live and moment.is_current
        wanted = (is_running, asked, is_present, self._context.palette.name, round(behind_s))
        if wanted == self._shown:
            return
        self._shown = wanted
        self.run.apply_theme(
            self._context.palette,
            "freeze" if is_running else "run",
            "accent" if moment.is_live else "mode",
        )
        self.live.setChecked(is_present)
        self.live.setText("END" if moment.is_over else "LIVE")
        set_text(self.away, "" if moment.is_live else f"{duration_text(behind_s)} ago", "mode")
        exact = _speed_name(asked)
        self.speed.setPlaceholderText(exact)  # shown where the speed is none of the list
        self.speed.setCurrentIndex(SPEEDS.index(asked) if asked in SPEEDS else -1)
        self.speed.setToolTip(f"Asked for: {exact} (- and + keys)")

    def has_moment(self) -> bool:
        """Whether there is time to go about in."""
        return self._context.moment is not None

    def toggle_run(self) -> None:
        """Run or freeze: the session when live, the past when looking back."""
        moment = self._context.moment
        if moment is not None and moment.is_over and self._playhead.is_live:
            self._playhead.look_at(moment.run.history.start_s)
            self._playhead.play(True)
        elif not self._playhead.is_live:
            self._playhead.play(not self._playhead.is_playing)
        elif moment is not None:
            self._context.post(Freeze() if moment.pace.is_running else Run())
        self.moved.emit()

    def step(self, rows: int) -> None:
        """One frame back or on; live and frozen, a step on lets the session make one sample."""
        moment = self._context.moment
        if moment is None:
            return
        if rows > 0 and self._playhead.is_live:
            if moment.is_over:
                return
            self._context.post(Step(rows)) if not moment.pace.is_running else self._context.post(
                Freeze()
            )
            return
        self._playhead.step(moment.run.history, rows)
        if rows > 0 and self._playhead.time_s(moment.run.history) >= moment.run.history.end_s:
            self._playhead.go_live()
        self.moved.emit()

    def change_speed(self, steps: int) -> None:
        """To the next faster or slower speed of the list."""
        at = min(max(self.speed.currentIndex() + steps, 0), len(SPEEDS) - 1)
        self.set_speed(SPEEDS[at])

    def set_speed(self, speed: float) -> None:
        """Set the speed of the session when live, of the past when looking back."""
        moment = self._context.moment
        if self._playhead.is_live and not (moment is not None and moment.is_over):
            self._context.post(SetSpeed(float(speed)))
        else:
            self._playhead.speed = float(speed)
            self.moved.emit()

    def look_at(self, time_s: float) -> None:
        """Look back at an instant; at the newest frame it goes live."""
        moment = self._context.moment
        if moment is None or moment.run.history.is_empty:
            return
        if time_s >= moment.run.history.end_s:
            self._playhead.go_live()
        else:
            if self._playhead.is_live and moment.pace.speed_asked > 0:
                self._playhead.speed = moment.pace.speed_asked
            self._playhead.look_at(time_s)
        self.moved.emit()

    def go_live(self) -> None:
        """Back to the newest frame."""
        self._playhead.go_live()
        self.moved.emit()

    def go_to_mark(self, step: int) -> None:
        """To the next or previous event that is marked."""
        moment = self._context.moment
        if moment is None:
            return
        times = sorted({event.time_s for event in self.track.marks()})
        now_s = self._playhead.time_s(moment.run.history)
        later = [t for t in times if t > now_s + 1e-6]
        earlier = [t for t in times if t < now_s - 1e-6]
        if step > 0 and later:
            self.look_at(later[0])
        elif step < 0 and earlier:
            self.look_at(earlier[-1])

    def _loop(self, loop: tuple[float, float] | None) -> None:
        self._playhead.loop = loop
        if loop is not None and self._playhead.is_live:
            self._playhead.look_at(loop[0])
        self.moved.emit()


def _speed_name(speed: float) -> str:
    return f"{speed:,g}×" if speed < 1000 else f"{speed:,.0f}×"
