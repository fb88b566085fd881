"""What people were ordered to do, how far it is and what came of it, in a sentence by ids."""

from __future__ import annotations

from collections.abc import Callable

from iss_viewer.situation.words.actions import order_words
from iss_viewer.situation.words.refusals import refusal_words
from iss_viewer.station import Station
from iss_viewer.telemetry.events import (
    CostsSet,
    FallTimed,
    LeakCheckEnded,
    OrderChanged,
    OrderState,
    RepairEnded,
    SearchEnded,
)
from iss_viewer.units import PA_PER_MMHG, duration_text

OrderEvent = OrderChanged | CostsSet | SearchEnded | RepairEnded | LeakCheckEnded | FallTimed


def order_event_words(station: Station, event: OrderEvent) -> str:
    """What happened with an order, or came of one."""
    match event:
        case OrderChanged():
            return (
                f"order {event.order}, {order_words(station, event.action)}: {state_words(event)}"
            )
        case CostsSet(are_on=are_on):
            return f"actions take {'time and people from now on' if are_on else 'no time any more'}"
        case SearchEnded(module=module, found=0):
            return f"{module} searched: no leak found"
        case SearchEnded(module=module, found=found):
            return f"{module} searched: {'a leak' if found == 1 else f'{found} leaks'} found"
        case RepairEnded(module=module, repair=repair, site=0):
            return f"{repair} applied in {module}, where no leak was found: it covers none"
        case RepairEnded(module=module, repair=repair, site=site):
            return f"{repair} applied to leak {site} found in {module}"
        case LeakCheckEnded(module=module, is_tight=is_tight):
            verdict = "passed" if is_tight else "failed"
            return f"leak check of {module} {verdict}: {_fall(event.fall_pa, event.over_s)}"
        case FallTimed(module=module, fall_pa=fall_pa, over_s=over_s):
            return f"{module} timed: {_fall(fall_pa, over_s)}"


def state_words(event: OrderChanged, name: Callable[[str], str] = str) -> str:
    """How far an order is, in a few words: who, why; the time is shown beside it. name: of a person."""
    who, state = ", ".join(map(name, event.people)), event.state
    why = "" if event.obstacle is None else refusal_words(event.obstacle)
    match state:
        case OrderState.WAITING:
            return f"waits for {who or 'people'}"
        case OrderState.WORKING:
            return f"under way by {who}" if who else "under way by telecommand"
        case OrderState.REFUSED:
            return f"not possible: {why}"
    return str(state.value)


def _fall(fall_pa: float, over_s: float) -> str:
    return f"{_mmhg(fall_pa)} mmHg in {duration_text(over_s)}"


def _mmhg(fall_pa: float) -> str:
    return (
        f"{fall_pa / PA_PER_MMHG:.2g}"
        if abs(fall_pa) < 10 * PA_PER_MMHG
        else f"{fall_pa / PA_PER_MMHG:.0f}"
    )
