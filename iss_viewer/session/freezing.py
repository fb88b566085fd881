"""When a run is to be held: at a time, at the next event, where the exercise was left; and what the log says of it."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.telemetry.commands import Freeze
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    BoundReached,
    Event,
    ExerciseEnded,
    GaugeRead,
    LeakOpened,
    MalfunctionChanged,
    MalfunctionState,
    MessageCame,
    OrderChanged,
    RunFrozen,
)

NEVER_S = float("inf")


class FreezePlan:
    """What a run is to be held at, and why."""

    def __init__(self) -> None:
        self.at_s = NEVER_S
        self.at_event = False
        self._reason, self._actor = "", ""

    def take(self, order: Freeze, actor: str) -> bool:
        """Take an order to freeze; whether time is to be held now."""
        self._reason, self._actor = order.reason, actor
        if order.at_s is not None:
            self.at_s = order.at_s
        self.at_event = order.at_event
        return order.at_s is None and not order.at_event

    def is_due(self, time_s: float, events: Sequence[Event]) -> bool:
        """Whether time is to be held after a row at which some events came."""
        if any(isinstance(event, ExerciseEnded) for event in events):
            self._reason, self._actor = "the exercise is over", "exercise"
            return True
        bound = next((e for e in events if _is_holding_bound(e)), None)
        if isinstance(bound, BoundReached):
            self._reason, self._actor = bound.text, "exercise"
            return True
        if any(isinstance(event, RunFrozen) for event in events):
            self._reason, self._actor = "", ""  # an umpire has said why
            return True
        return time_s >= self.at_s or (self.at_event and any(map(is_striking, events)))

    def held(self, time_s: float) -> tuple[Event, ...]:
        """Time is held: nothing is waited for any more; what the log says, where a reason was given."""
        event = RunFrozen(time_s, self._reason, self._actor)
        self.at_s, self.at_event, self._reason, self._actor = NEVER_S, False, "", ""
        return (event,) if event.reason else ()


def is_striking(event: Event) -> bool:
    """Whether an event is one at which somebody may want to stop: an alarm, an action, a malfunction, a message."""
    match event:
        case AlarmChanged(change=change):
            return change is AlarmChange.RAISE
        case MalfunctionChanged(state=state):
            return state in (MalfunctionState.ACTIVE, MalfunctionState.CLEARED)
        case OrderChanged(state=order_state):
            return order_state.is_over
    return isinstance(event, ActionDone | GaugeRead | LeakOpened | MessageCame)


def _is_holding_bound(event: Event) -> bool:
    return isinstance(event, BoundReached) and event.consequence != "note"
