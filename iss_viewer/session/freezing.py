"""When a run is to be held: at a time, at the next event, where the exercise was left; and what the log says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from iss_viewer.telemetry.commands import Freeze
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    BoundReached,
    Event,
    ExerciseEnded,
    FreezeAsked,
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
    """What a run is to be held at: times, and the next event. waiting: as they were asked for."""

    def __init__(self) -> None:
        self.waiting: tuple[FreezeAsked, ...] = ()

    @property
    def at_s(self) -> float:
        """The first of the times; never, where none is waited for."""
        return min((one.at_s for one in self.waiting if one.at_s is not None), default=NEVER_S)

    @property
    def at_event(self) -> bool:
        """Whether the next event is waited for."""
        return any(one.at_s is None for one in self.waiting)

    def ask(self, order: Freeze, actor: str, time_s: float) -> tuple[Event, ...]:
        """Wait for a time or the next event, or no more; what the log says of it."""
        gone = [one for one in self.waiting if one.at_s == order.at_s]
        self.waiting = tuple(one for one in self.waiting if one not in gone)
        if order.is_withdrawn:
            return tuple(_over(one, time_s, actor) for one in gone)
        asked = FreezeAsked(time_s, "", order.reason, True, actor, order.at_s)
        self.waiting += (asked,)
        return (asked,)

    def recall(self, events: Iterable[Event]) -> None:
        """Go on waiting for what the past of this run has asked for and not seen."""
        for event in events:
            if isinstance(event, FreezeAsked) and not event.when:
                kept = (one for one in self.waiting if one.at_s != event.at_s)
                self.waiting = (*kept, event) if event.is_waiting else tuple(kept)

    def due(self, time_s: float, events: Sequence[Event]) -> tuple[Event, ...] | None:
        """What the log says where time is held after a row at which some events came; None: it is not held."""
        if any(isinstance(event, ExerciseEnded) for event in events):
            return (RunFrozen(time_s, "the exercise is over", "exercise"),)
        bound = next((e for e in events if _is_holding_bound(e)), None)
        if isinstance(bound, BoundReached):
            return (RunFrozen(time_s, bound.text, "exercise"),)
        is_struck = any(map(is_striking, events))
        due = [one for one in self.waiting if _is_due(one, time_s, is_struck)]
        if not due and not any(isinstance(event, RunFrozen) for event in events):
            return None  # a freeze among the events is an umpire's, who has said why
        self.waiting = tuple(one for one in self.waiting if one not in due)
        held = (RunFrozen(time_s, one.reason, one.actor) for one in due if one.reason)
        return (*held, *(_over(one, time_s, one.actor) for one in due))


def _is_due(one: FreezeAsked, time_s: float, is_struck: bool) -> bool:
    return is_struck if one.at_s is None else time_s >= one.at_s


def _over(one: FreezeAsked, time_s: float, actor: str) -> FreezeAsked:
    return replace(one, time_s=time_s, is_waiting=False, actor=actor)


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
