"""Where one malfunction stands, and the rules by which that changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.telemetry.events import MalfunctionState

NEVER_S = float("inf")
#: so long an instructor has to hold what falls due
ASKED_S = 10.0


@dataclass(frozen=True, slots=True)
class MalfunctionRecord:
    """Where a malfunction stands. since_s: in this state; due_s: when it bites, once that is known. tries: how often
    people have met it. has_been: it was active once.
    """

    state: MalfunctionState = MalfunctionState.OFF
    since_s: float = 0.0
    due_s: float = NEVER_S
    tries: int = 0
    has_been: bool = False

    @property
    def is_armed(self) -> bool:
        """Whether it waits to bite."""
        return self.state in (
            MalfunctionState.ARMED,
            MalfunctionState.ASKED,
            MalfunctionState.HELD,
        )

    @property
    def is_active(self) -> bool:
        """Whether it bites."""
        return self.state is MalfunctionState.ACTIVE

    def into(self, state: MalfunctionState, time_s: float) -> MalfunctionRecord:
        """It in another state."""
        is_active = state is MalfunctionState.ACTIVE
        return replace(
            self, state=state, since_s=time_s, has_been=self.has_been or is_active,
            due_s=time_s + ASKED_S if state is MalfunctionState.ASKED else NEVER_S,
            tries=self.tries if state is MalfunctionState.ACTIVE and self.is_active else 0,
        )  # fmt: skip

    def due(self, due_s: float) -> MalfunctionRecord:
        """It with the time at which it bites."""
        return replace(self, due_s=due_s)

    def tried(self) -> MalfunctionRecord:
        """It once people have met it once more."""
        return replace(self, tries=self.tries + 1)
