"""The whole plan of an advice, line by line: who does what from where, until when one waits and what comes then, what is
promised if the leak is where people are, and why the obvious other thing is not advised.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, ReadGauge, SwitchEquipment
from iss_viewer.telemetry.events import (
    MOST_NAMED,
    Advice,
    AdviceKind,
    AirReserve,
    CrewStep,
    NotAdvised,
    Promise,
    WayOut,
    WhyNot,
)
from iss_viewer.units import PA_PER_MMHG, duration_text

_KPA = 1e3  # Pa
_NEXT = {
    AdviceKind.CLOSE: "the next closure",
    AdviceKind.WAIT: "wait for the verdict",
    AdviceKind.GAUGE: "read the gauge",
    AdviceKind.HOLD: "stay there and hold",
    AdviceKind.LEAVE: "into the ships that hold",
}
_FOUND = (AdviceKind.ISOLATE, AdviceKind.OPEN, AdviceKind.HOLD)
_NOT = {AdviceKind.WAIT: "Waiting", AdviceKind.CLOSE: "Closing"}


def plan_lines(station: Station, advice: Advice) -> tuple[str, ...]:
    """The lines of an advice's plan; none of a recording of before, which has no steps."""
    grounds = advice.grounds
    if grounds.told is not None:
        return ()
    lines = [*_step_lines(station, advice), *_valve_line(station, advice), *_wait_line(advice)]
    lines += [f"These will not open by hand while it leaks behind them: {_hatches(station, grounds.stays_shut)}."] if grounds.stays_shut else []  # fmt: skip
    lines += (
        [f"No seat in a ship that holds: {', '.join(grounds.unseated)}."]
        if grounds.unseated
        else []
    )
    lines += [_promise_line(station, grounds.promise)] if grounds.promise is not None else []
    lines += [_not_line(station, one) for one in grounds.not_advised]
    lines += [_reserve_line(station, grounds.reserve)] if grounds.reserve is not None else []
    return tuple(lines)


def _step_lines(station: Station, advice: Advice) -> Iterator[str]:
    """Each step: who, from where, what, done when and by when."""
    if len(advice.steps) != len(advice.actions):
        return
    for number, (action, step) in enumerate(zip(advice.actions, advice.steps, strict=True), 1):
        who = _people(station, step)
        until = f" (by {duration_text(step.ends_s)})" if step.ends_s > 0.0 else ""
        yield f"{number}. {who}: {_what(station, action, step)}{until}"


def _what(station: Station, action: Action, step: CrewStep) -> str:
    match action:
        case MoveCrew(module=module):
            return f"from {_room(station, step.start)} to {_room(station, module)}"
        case MoveHatch(hatch=hatch, is_open=False):
            return f"shut {station.hatch_words(hatch)} from {_room(station, step.start)}; done when it and its valve are shut"
        case MoveHatch(hatch=hatch):
            return f"equalise and open {station.hatch_words(hatch)} from {_room(station, step.start)}; done when it stands open"
        case SwitchEquipment(equipment=machine, is_on=is_on):
            name = next((m.name for m in station.equipment if m.id == machine), machine)
            return f"switch {name} {'on' if is_on else 'off'}; done when it {'runs' if is_on else 'stands'}"
        case ReadGauge(module=module):
            return f"read the gauge in {_room(station, module)}; done when it is called down"
    return ""


def _valve_line(station: Station, advice: Advice) -> Iterator[str]:
    """Which valves to look at where the leak was found: one that is open looks like a hole."""
    if advice.kind not in _FOUND or len(advice.grounds.modules) > MOST_NAMED:
        return
    for module in advice.grounds.modules:
        valves = station.valves_outside(module) if module in station.module_ids else ()
        if valves:
            names = valves[0] if len(valves) == 1 else f"{', '.join(valves[:-1])} and {valves[-1]}"
            yield f"A valve to space that is open looks like a hole. In {_room(station, module)}, check: {names}."


def _wait_line(advice: Advice) -> Iterator[str]:
    """Until what is waited, at most how long, and what then."""
    then = "" if advice.next_kind is None else f"; then {_NEXT.get(advice.next_kind, 'ask anew')}"
    if advice.wait_s > 0.0 and math.isfinite(advice.wait_s):
        most = "" if math.isinf(advice.most_s) else f", at most {duration_text(advice.most_s)}"
        yield f"Wait until one part is seen to fall and the others to stand: about {duration_text(advice.wait_s)}{most}{then}."
    elif then:
        yield f"{then.removeprefix('; then ').capitalize()} afterwards."


def _promise_line(station: Station, promise: Promise) -> str:
    """What holds if the leak is where people are."""
    where = _room(station, promise.modules[0]) if promise.modules else ""
    low = _lowest(promise)
    if promise.harmed > 0.0:
        return f"Not safe for all: in expectation {promise.harmed:.1f} people are harmed; nothing else harms fewer.{low}"
    rooms = " and ".join(_room(station, room) for room in promise.rooms[:3])
    hatches = _hatches(station, promise.hatches)
    match promise.way:
        case WayOut.STAY:
            return f"Nobody is where the leak may be.{low}"
        case WayOut.BEHIND:
            return f"If it leaks in the part of {where}: shut {hatches} behind you, and stay in {rooms}.{low}"
        case WayOut.THROUGH:
            return f"If it leaks in the part of {where}: out through {hatches} into {rooms}, and shut it again.{low}"
        case WayOut.SHIPS:
            return f"If it leaks in the part of {where}: shut {hatches} from outside; into those ships that hold.{low}"
        case WayOut.NONE:
            return f"If it leaks in the part of {where} there is no way out that serves wherever it is."


def _lowest(promise: Promise) -> str:
    if not math.isfinite(promise.pressure_pa):
        return ""
    return (
        f" Nobody meets less than {promise.pressure_pa / PA_PER_MMHG:.0f} mmHg"
        f" or {promise.oxygen_pa / _KPA:.1f} kPa of oxygen."
    )


def _not_line(station: Station, one: NotAdvised) -> str:
    """Why another thing is not advised."""
    what = _NOT.get(one.kind, "That")
    what += f" {_hatches(station, one.hatches)}" if one.hatches else ""
    people = f"{one.people} people" if one.people != 1 else "1 person"
    match one.why:
        case WhyNot.HARM:
            return f"{what} is not advised: it would harm {people} before it is judged."
        case WhyNot.NO_WAY_OUT:
            return f"{what} is not advised: {people} could be with the leak, and no one way out serves wherever it is."
        case WhyNot.UNTESTED:
            return f"{what} is not advised: untested, it would shut in {people}."
        case WhyNot.STUCK:
            return f"{what} is not advised: a hatch on the way would not open by hand."
        case WhyNot.UNREACHABLE:
            return f"{what} is not advised: nobody gets there through open hatches."


def _reserve_line(station: Station, reserve: AirReserve) -> str:
    """Both limits, the first named first."""
    first, rule = duration_text(reserve.first_s), duration_text(reserve.rule_s)
    others = len(reserve.modules) - 1
    where = _room(station, reserve.modules[0]) + (f" and {others} more" if others > 0 else "")
    if not reserve.by_oxygen:
        return f"If it leaks where people are ({where}), 490 mmHg is reached in {rule}."
    return (
        f"If it leaks where people are ({where}), oxygen falls to its limit in {first},"
        f" the pressure to 490 mmHg in {rule}."
    )


def _people(station: Station, step: CrewStep) -> str:
    names = {person.id: person.name for person in station.crew}
    return ", ".join(names.get(name, name) for name in step.crew) or "Whoever is there"


def _room(station: Station, module: str) -> str:
    return station.module(module).short_name if module in station.module_ids else "where they are"


def _hatches(station: Station, hatches: Sequence[str]) -> str:
    return ", ".join(station.hatch_words(hatch) for hatch in hatches)
