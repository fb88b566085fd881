"""How simulated time follows the wall clock: the speed asked for, and the speed reached."""

from __future__ import annotations

from collections import deque


class Pacer:
    """Says how far the run should be by now; forgives what could not be reached in time."""

    def __init__(self, speed: float, wall_s: float, time_s: float) -> None:
        self.speed = speed
        self.is_running = False
        self._anchor_wall_s, self._anchor_time_s = wall_s, time_s
        self._marks: deque[tuple[float, float]] = deque([(wall_s, time_s)])

    def run(self, wall_s: float, time_s: float) -> None:
        """Let time flow from here."""
        self.is_running = True
        self.anchor(wall_s, time_s)

    def freeze(self, wall_s: float, time_s: float) -> None:
        """Hold time here."""
        self.is_running = False
        self.anchor(wall_s, time_s)

    def anchor(self, wall_s: float, time_s: float) -> None:
        """Count from here on: after a change of speed, or when the run could not keep up."""
        self._anchor_wall_s, self._anchor_time_s = wall_s, time_s
        self._marks.clear()
        self._marks.append((wall_s, time_s))

    def due_s(self, wall_s: float) -> float:
        """The simulated time that should be reached now."""
        if not self.is_running:
            return self._anchor_time_s
        return self._anchor_time_s + (wall_s - self._anchor_wall_s) * self.speed

    def mark(self, wall_s: float, time_s: float) -> None:
        """Note how far the run is; when it is late by over half a second, stop chasing."""
        self._marks.append((wall_s, time_s))
        while len(self._marks) > 2 and wall_s - self._marks[0][0] > 2.0:
            self._marks.popleft()
        if self.due_s(wall_s) - time_s > 0.5 * self.speed:
            self._anchor_wall_s, self._anchor_time_s = wall_s, time_s

    def reached(self) -> float:
        """Simulated seconds a second over the last two seconds; 0 while frozen."""
        (wall_0, time_0), (wall_1, time_1) = self._marks[0], self._marks[-1]
        if not self.is_running or wall_1 <= wall_0:
            return 0.0
        return (time_1 - time_0) / (wall_1 - wall_0)
