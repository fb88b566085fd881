"""Where in the run the window looks: at the newest frame, or back at an instant of the history."""

from __future__ import annotations

from iss_viewer.telemetry.history import History


class Playhead:
    """Moves `now` over a history: live, held, or playing at a speed, also round a loop."""

    def __init__(self) -> None:
        self._at_s: float | None = None
        self.is_playing = False
        self.speed = 60.0
        self.loop: tuple[float, float] | None = None

    @property
    def is_live(self) -> bool:
        """Whether the newest frame is shown."""
        return self._at_s is None

    def time_s(self, history: History) -> float:
        """The instant that is shown; NaN where the history is empty."""
        if history.is_empty:
            return float("nan")
        if self._at_s is None:
            return history.end_s
        return min(max(self._at_s, history.start_s), history.end_s)

    def look_at(self, time_s: float) -> None:
        """Look back at an instant."""
        self._at_s = time_s

    def go_live(self) -> None:
        """Back to the newest frame."""
        self._at_s, self.is_playing = None, False

    def step(self, history: History, rows: int) -> None:
        """Look back at the frame so many rows after (or before) the present one."""
        if not history.is_empty:
            self.is_playing = False
            self._at_s = history.step_from(self.time_s(history), rows)

    def play(self, is_playing: bool) -> None:
        """Let the past go on by itself, or hold it."""
        self.is_playing = is_playing

    def advance(self, wall_s: float, history: History) -> None:
        """Let `wall_s` seconds of wall time pass. At the end of the run it goes live again."""
        if not self.is_playing or self._at_s is None or history.is_empty:
            return
        at_s = self._at_s + wall_s * self.speed
        if self.loop is not None and at_s > self.loop[1]:
            at_s = self.loop[0]
        if at_s >= history.end_s:
            self.go_live()
        else:
            self._at_s = at_s
