"""What was true, known and done in a run of an exercise, and what was noted, on one time axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iss_viewer.situation.moment import OpenRun, short_name
from iss_viewer.situation.words.actions import order_words
from iss_viewer.situation.words.training import tick_words
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    AnswerGiven,
    BoundReached,
    Event,
    LocationEstimated,
    MalfunctionChanged,
    MalfunctionState,
    NoteWritten,
    OrderChanged,
    OrderState,
    RankedLocation,
    RunAgain,
    RunFrozen,
    StepTicked,
    is_truth,
)

_LIKELY = 0.5  # of a leak at all, from which its place is told
_SURE, _NAMED = 0.95, 3  # of its probability that suspects hold; as many are named


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
    told = [_known(run, e) for e in events if isinstance(e, AlarmChanged | AnswerGiven)]
    known = [*(one for one in told if one is not None), *_located(run, events)]
    known.sort(key=lambda bar: bar.from_s)
    marks = (LaneBar(e.time_s, e.time_s, _mark_words(e), "notice") for e in events if _is_mark(e))
    return (
        Lane("True", "what went wrong", tuple(_true(run, events, end_s)), "truth", "nothing went wrong"),
        Lane("Known", "alarms, place, answers", tuple(known), "accent", "no alarm, no answer"),
        Lane("Done", "orders, actions, steps", tuple(_done(run, events, end_s)), "text", "nothing was done"),
        Lane("Marks", "notes, freezes", tuple(marks), "notice", "no notes were written"),
    )  # fmt: skip


def _true(run: OpenRun, events: Iterable[Event], end_s: float) -> Iterable[LaneBar]:
    begun: dict[str, float] = {}
    cover = run.opened.cover
    cards = () if cover is None or cover.sheet is None else cover.sheet.malfunctions
    words = {card.id: ", ".join(filter(None, (card.what, card.where))) for card in cards}
    for event in events:
        match event:
            case MalfunctionChanged(malfunction=name, state=MalfunctionState.ACTIVE):
                begun[name] = event.time_s
            case MalfunctionChanged(malfunction=name) if name in begun:
                yield LaneBar(begun.pop(name), event.time_s, words.get(name, name), "truth")
            case BoundReached(text=text):
                yield LaneBar(event.time_s, event.time_s, text, "bad")
    for name, since_s in begun.items():
        yield LaneBar(since_s, end_s, words.get(name, name), "truth")


def _known(run: OpenRun, event: AlarmChanged | AnswerGiven) -> LaneBar | None:
    if isinstance(event, AnswerGiven):
        return LaneBar(event.time_s, event.time_s, f"{event.question}: {event.text}", "accent")
    if event.change is not AlarmChange.RAISE:
        return None
    return LaneBar(event.time_s, event.time_s, run.words.named(event), "bad")


def _located(run: OpenRun, events: Sequence[Event]) -> Iterable[LaneBar]:
    """When the detector had halved its suspects, and when it had named the place."""
    fewest, named = len(run.station.module_ids), ""
    for event in events:
        if not isinstance(event, LocationEstimated) or event.location.leak < _LIKELY:
            continue
        suspects = _suspects(event.location)
        names = [short_name(run.station.module(one)) for one in suspects[:_NAMED]]
        more = f" and {len(suspects) - _NAMED} more" if len(suspects) > _NAMED else ""
        if len(suspects) == 1 and suspects[0] != named:
            named = suspects[0]
            yield LaneBar(event.time_s, event.time_s, f"located: {names[0]}", "suspect")
        elif 1 < len(suspects) <= fewest / 2:
            words = f"{len(suspects)} suspects: {', '.join(names)}{more}"
            yield LaneBar(event.time_s, event.time_s, words, "suspect")
        fewest = min(fewest, len(suspects))


def _suspects(location: RankedLocation) -> list[str]:
    """The likeliest modules that hold nearly all of the probability of a leak."""
    wanted = _SURE * math.fsum(chance for _, chance in location.ranked)
    found: list[str] = []
    for module, chance in location.ranked:
        if wanted <= 0.0:
            break
        found.append(module)
        wanted -= chance
    return found


def done_bars(run: OpenRun, events: Sequence[Event]) -> tuple[LaneBar, ...]:
    """What people ordered and did, without ticks and acknowledgements."""
    return tuple(bar for bar in _done(run, events, run.history.end_s) if bar.tone != "good")


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
