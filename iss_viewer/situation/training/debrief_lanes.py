"""What was true, known and done in a run of an exercise, and what was noted, on one time axis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.words.actions import order_words
from iss_viewer.situation.words.training import tick_words
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    AnswerGiven,
    BoundReached,
    Event,
    MalfunctionChanged,
    MalfunctionState,
    NoteWritten,
    OrderChanged,
    OrderState,
    RunAgain,
    RunFrozen,
    StepTicked,
    is_truth,
)


@dataclass(frozen=True, slots=True)
class LaneBar:
    """Something on the time axis, from when to when; a mark where both are one."""

    from_s: float
    to_s: float
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """What belongs together, on its own height. empty: what stands there where nothing happened."""

    name: str
    note: str
    bars: tuple[LaneBar, ...]
    tone: str
    empty: str


def lanes_of(run: OpenRun, events: Sequence[Event]) -> tuple[Lane, ...]:
    """The four lanes of a run, from above to below."""
    end_s = run.history.end_s
    known = [_known(run, e) for e in events if isinstance(e, AlarmChanged | AnswerGiven)]
    marks = (LaneBar(e.time_s, e.time_s, _mark_words(e), "notice") for e in events if _is_mark(e))
    return (
        Lane("True", "what went wrong", tuple(_true(events, end_s)), "truth", "nothing went wrong"),
        Lane("Known", "alarms, answers", tuple(k for k in known if k), "accent", "no alarm, no answer"),
        Lane("Done", "orders, actions, steps", tuple(_done(run, events, end_s)), "text", "nothing was done"),
        Lane("Marks", "notes, freezes", tuple(marks), "notice", "no notes were written"),
    )  # fmt: skip


def _true(events: Iterable[Event], end_s: float) -> Iterable[LaneBar]:
    begun: dict[str, float] = {}
    for event in events:
        match event:
            case MalfunctionChanged(malfunction=name, state=MalfunctionState.ACTIVE):
                begun[name] = event.time_s
            case MalfunctionChanged(malfunction=name) if name in begun:
                yield LaneBar(begun.pop(name), event.time_s, name, "truth")
            case BoundReached(text=text):
                yield LaneBar(event.time_s, event.time_s, text, "bad")
    for name, since_s in begun.items():
        yield LaneBar(since_s, end_s, name, "truth")


def _known(run: OpenRun, event: AlarmChanged | AnswerGiven) -> LaneBar | None:
    if isinstance(event, AnswerGiven):
        return LaneBar(event.time_s, event.time_s, f"{event.question}: {event.text}", "accent")
    if event.change is not AlarmChange.RAISE:
        return None
    return LaneBar(event.time_s, event.time_s, run.words.named(event), "bad")


def _done(run: OpenRun, events: Sequence[Event], end_s: float) -> Iterable[LaneBar]:
    """Orders from their beginning to their end; without a queue of orders the actions themselves."""
    begun: dict[str, OrderChanged] = {}
    has_orders = any(isinstance(e, OrderChanged) for e in events)
    for event in events:
        match event:
            case OrderChanged(state=OrderState.WORKING):
                begun[event.order] = event
            case OrderChanged() if event.state.is_over:
                start = begun.pop(event.order, event)
                words = order_words(run.station, event.action)
                is_done = event.state is OrderState.DONE
                ending = "" if is_done else f", {event.state.value}"
                yield LaneBar(
                    start.time_s, event.time_s, words + ending, "closed" if is_done else "notice"
                )
            case ActionDone() if not has_orders and not is_truth(event):
                yield LaneBar(event.time_s, event.time_s, run.words.named(event), "closed")
            case StepTicked():
                yield LaneBar(event.time_s, event.time_s, tick_words(event), "good")
            case AlarmChanged(change=AlarmChange.ACKNOWLEDGE):
                yield LaneBar(event.time_s, event.time_s, "acknowledged", "good")
    for started in begun.values():
        yield LaneBar(started.time_s, end_s, order_words(run.station, started.action), "closed")


def _is_mark(event: Event) -> bool:
    return isinstance(event, NoteWritten | RunFrozen | RunAgain)


def _mark_words(event: Event) -> str:
    if isinstance(event, RunAgain):
        return f"again from here, try {event.attempt}"
    return str(getattr(event, "text", "") or getattr(event, "reason", ""))
