"""The orders of a run as they stand at an instant: who does what, until when, and who is free."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.actions import order_words
from iss_viewer.situation.words.orders import state_words
from iss_viewer.situation.words.spans import capitalized
from iss_viewer.station.actions import Action
from iss_viewer.station.names import name_of, with_names
from iss_viewer.telemetry.events import OrderChanged, OrderState
from iss_viewer.units import duration_text

#: orders that are over and still listed, the last ones
MOST_OVER = 8
_TONES = {
    OrderState.WAITING: "notice", OrderState.WORKING: "accent", OrderState.DONE: "good", OrderState.REFUSED: "bad",
    OrderState.WITHDRAWN: "muted",
}  # fmt: skip


@dataclass(frozen=True)
class OrderRow:
    """One order on a list: its number, what is ordered, how it stands, and how long it takes still."""

    order: str
    words: str
    state: str
    left: str
    tone: str
    is_over: bool


def order_rows(moment: Moment) -> tuple[OrderRow, ...]:
    """The orders under way, the oldest first, then those that are over, the last one first."""
    orders = sorted(moment.board.orders.values(), key=lambda event: int(event.order))
    going = [event for event in orders if not event.state.is_over]
    over = sorted((e for e in orders if e.state.is_over), key=lambda e: -e.time_s)
    return tuple(_row(moment, event) for event in (*going, *over[:MOST_OVER]))


def _row(moment: Moment, event: OrderChanged) -> OrderRow:
    words = capitalized(order_words(moment.station, event.action))
    state = state_words(event, partial(name_of, moment.station))
    return OrderRow(
        event.order,
        with_names(moment.station, words),
        capitalized(with_names(moment.station, state)),
        _left(moment, event),
        _TONES[event.state],
        event.state.is_over,
    )


def _left(moment: Moment, event: OrderChanged) -> str:
    """How long it takes still, or when it was over."""
    if event.state.is_over:
        return f"at {moment.clock.text(event.time_s)}"
    left_s = max(0.0, event.until_s - moment.time_s)
    begins = "begins in" if event.state is OrderState.WAITING else "done in"
    return f"{begins} {duration_text(left_s)}" if left_s else "soon"


def actions_on_order(moment: Moment) -> tuple[Action, ...]:
    """What was ordered and is not over."""
    return tuple(e.action for e in moment.board.orders.values() if not e.state.is_over)


def overtaken(
    moment: Moment, before: Collection[Action], now: Collection[Action]
) -> tuple[str, ...]:
    """The orders of an advice of before that nobody has begun with, and that the advice of now does not ask for."""
    return tuple(
        event.order
        for event in moment.board.orders.values()
        if event.state is OrderState.WAITING and event.action in before and event.action not in now
    )


def hands_words(moment: Moment) -> str:
    """Whether orders take time, and how many people are free for one."""
    if not moment.board.are_costs_on:
        return "done at once, as far as hands reach"
    aboard = [person.id for person in moment.station.crew]
    free = len(set(aboard) - busy_people(moment))
    return f"{free} of {len(aboard)} free"


def busy_people(moment: Moment) -> frozenset[str]:
    """Who is on an order."""
    going = (e for e in moment.board.orders.values() if e.state is OrderState.WORKING)
    return frozenset(person for event in going for person in event.people)
