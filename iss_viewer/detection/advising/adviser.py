"""The next best action: which hatches to close now, how long to wait, what it tells, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from iss_viewer.detection.advising.breathing import Airing, machine_switches, next_airing
from iss_viewer.detection.advising.classic import classic_hatches
from iss_viewer.detection.advising.constraints import SearchConstraints
from iss_viewer.detection.advising.crew import hatches_on, moves_needed
from iss_viewer.detection.advising.plan import Circumstances, HatchPlan, Outlook
from iss_viewer.detection.advising.search import Choice, Search, far_first, hold_s
from iss_viewer.detection.advising.shares import shares_of
from iss_viewer.detection.belief import LEAST_CHANCE
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, ReadGauge, SwitchEquipment
from iss_viewer.station.topology import Person, cut_off, inner_hatches, parts_of, way
from iss_viewer.telemetry.events import Advice, AdviceKind, Grounds, SearchOrder
from iss_viewer.telemetry.frames import Floats

_EASY_PA = 500.0  # a hatch with less between its sides is closed or opened as usual
_ENOUGH = 0.9  # of all that a plan can tell: then it has told enough

_WORTH_SEARCHING = 0.5  # of the probability that anything leaks
_STILL_FOUND = 0.9  # what was found stays found until its probability falls below this
_SECOND_LEAK = 0.2  # of the probability of several leaks, above which the search goes on


def next_best_action(
    locator: Locator, situation: SearchConstraints, previous: Advice | None = None
) -> Advice:
    """What to do now, by the locator's beliefs and what the situation allows.

    Deterministic. `previous` is the last advice, if any, from which this one only departs for a
    clear gain.
    """
    procedure, pace_s = locator.priors.procedure, situation.pace_reserve_s
    location = locator.location()
    airing = next_airing(
        locator.station,
        locator.closed,
        situation.people,
        situation.oxygen_pa,
        _differences(locator.station, situation),
        dict(zip(location.module_ids, location.modules.tolist(), strict=True)),
        procedure,
    )
    return replace(
        _next(locator, situation, previous, airing),
        hatch_s=procedure.closing_s(pace_s),
        moving_s=procedure.moving_s(pace_s),
        air_s=airing.in_s,
    )


def _next(
    locator: Locator, situation: SearchConstraints, previous: Advice | None, airing: Airing
) -> Advice:
    location, station = locator.location(), locator.station
    procedure = locator.priors.procedure
    limit_s = min(
        procedure.most_of_reserve * situation.reserve_s,
        situation.reserve_s - procedure.leave_before_s,
    )
    closing_s = procedure.closing_s(situation.pace_reserve_s)
    if location.leak < _WORTH_SEARCHING or not np.isfinite(location.rate_kg_s):
        if airing.in_s <= 0.0:
            return _air(locator, situation, airing, closing_s)
        return _gauge(station, situation) if _can_ask(station, situation) else _watch(situation)
    if limit_s < closing_s:
        return _leave(station, situation)
    wanted = procedure.confidence
    if previous is not None and previous.kind is AdviceKind.ISOLATE:
        wanted = min(wanted, _STILL_FOUND)
    found = location.found(wanted)
    if len(found) > 1 or (found and location.several < _SECOND_LEAK):
        return _isolate(locator, location, situation, found, closing_s)
    if airing.in_s <= 0.0:
        return _air(locator, situation, airing, closing_s)
    if _can_ask(station, situation):
        return _gauge(station, situation)
    outlook = _outlook(locator, location, limit_s, found[:1], situation)
    standing = _standing(locator)
    moving_s = procedure.moving_s(situation.pace_reserve_s)
    parties = procedure.parties_of(len(situation.people))
    search = Search(
        station, outlook, locator.closed, situation.people, closing_s, moving_s, parties
    )
    if situation.order is SearchOrder.CLASSIC:
        choice, wait = _classic(locator, situation, outlook, standing, closing_s / parties)
    else:
        planned = previous.hatches if previous is not None else ()
        choice, wait = search.best(standing, planned)
    if not choice.layout.hatches:
        return _wait(locator, location, situation, choice, outlook)
    return _close(locator, location, situation, choice, wait, outlook)


def _outlook(
    locator: Locator,
    location: Location,
    limit_s: float,
    found: tuple[str, ...],
    situation: SearchConstraints,
) -> Outlook:
    """What closures promise: of the one leak, or of the second where the first was found."""
    alone = location.alone / max(1.0 - location.several, LEAST_CHANCE)
    chances = dict(zip(location.module_ids, alone.tolist(), strict=True))
    rates = np.array([location.rate_low_kg_s, location.rate_kg_s, location.rate_high_kg_s])
    if found:
        chances, rates = _of_the_second(locator, location, found[0])
    return Outlook(
        locator.station,
        chances,
        rates,
        SlopeNoise.of(locator.priors.noise),
        locator.priors.procedure,
        limit_s,
        Circumstances(
            locator.priors.memory.floor_kg_s,
            locator.errors_kg_s(),
            Counter(person.vehicle for person in situation.people),
            situation.oxygen_pa,
        ),
    )


def _of_the_second(
    locator: Locator, location: Location, first: str
) -> tuple[dict[str, float], Floats]:
    """The probability of each module to have the second leak, and its size: what the likeliest other
    part loses, as it was read.
    """
    chances = dict(zip(location.module_ids, location.modules.tolist(), strict=True))
    chances[first] = 0.0
    scale = min(1.0, 1.0 / max(math.fsum(chances.values()), LEAST_CHANCE))
    chances = {module: scale * chance for module, chance in chances.items()}
    losses, errors = locator.losses_kg_s(), locator.errors_kg_s()
    others = [part for part in losses if first not in part and part in errors]
    part = max(others, key=lambda p: math.fsum(chances[m] for m in sorted(p)), default=None)
    least = locator.priors.sizes.least_leak_kg_s
    loss, error = (losses[part], errors[part]) if part is not None else (location.rate_kg_s, 0.0)
    return chances, np.maximum(np.array([loss - error, loss, loss + error]), least)


def _standing(locator: Locator) -> HatchPlan:
    spans = locator.spans_s()
    parts = locator.parts()
    return HatchPlan(parts, tuple(-spans.get(part, 0.0) for part in parts))


def _classic(
    locator: Locator,
    situation: SearchConstraints,
    outlook: Outlook,
    standing: HatchPlan,
    closing_s: float,
) -> tuple[Choice, Choice]:
    """The crew's order: own vehicles, then segments, then module by module."""
    wait = Choice(standing, outlook.prospect(standing))
    hatches = classic_hatches(locator, situation.people)
    if not hatches:
        return wait, wait
    closed = locator.closed | set(hatches)
    parts = parts_of(locator.station, closed)
    done_s = closing_s * len(hatches)
    age = dict(zip(standing.parts, standing.formed_s, strict=True))
    formed = tuple(age.get(part, done_s) for part in parts)
    layout = HatchPlan(parts, formed, hatches, done_s)
    return Choice(layout, outlook.prospect(layout)), wait


def _watch(situation: SearchConstraints) -> Advice:
    return Advice(AdviceKind.WATCH, situation.time_s, order=situation.order)


def _can_ask(station: Station, situation: SearchConstraints) -> bool:
    """Whether the hand gauge is wanted, and there is one."""
    return bool(situation.silent) and station.gauge is not None


def _gauge(station: Station, situation: SearchConstraints) -> Advice:
    """Read the hand gauge in each silent air space: where people are, else in its largest room."""
    manned = {person.module for person in situation.people}
    rooms = tuple(
        max(part, key=lambda m: (m in manned, station.module(m).free_volume_m3))
        for part in situation.silent
    )
    actions = tuple(ReadGauge(room) for room in rooms)
    grounds = Grounds(modules=rooms)
    return Advice(AdviceKind.GAUGE, situation.time_s, grounds, actions, order=situation.order)


def _leave(station: Station, situation: SearchConstraints) -> Advice:
    groups: dict[str, list[str]] = {}
    for person in situation.people:
        if person.module != person.vehicle:
            groups.setdefault(person.vehicle, []).append(person.id)
    actions = tuple(MoveCrew(tuple(names), vehicle) for vehicle, names in groups.items())
    grounds = Grounds(reserve_s=situation.reserve_s)
    return Advice(AdviceKind.LEAVE, situation.time_s, grounds, actions, order=situation.order)


def _air(
    locator: Locator, situation: SearchConstraints, airing: Airing, closing_s: float
) -> Advice:
    """Open the way to more air for people who are shut in with little."""
    station = locator.station
    parts = parts_of(station, locator.closed - set(airing.hatches))
    switches = machine_switches(station, parts, situation.people, _running(station, situation))
    actions: tuple[Action, ...] = (
        *(MoveHatch(name, True) for name in airing.hatches),
        *switches,
    )
    inside = tuple(module for module in station.module_ids if module in airing.part)
    return Advice(
        AdviceKind.AIR,
        situation.time_s,
        Grounds(modules=inside, opened=tuple(airing.hatches)),
        actions,
        parts=len(parts),
        closing_s=closing_s * len(airing.hatches),
        order=situation.order,
    )


def _isolate(
    locator: Locator,
    location: Location,
    situation: SearchConstraints,
    modules: tuple[str, ...],
    closing_s: float,
) -> Advice:
    """Shut off what was found, and open again what was shut only for the search."""
    station = locator.station
    found = set(modules)
    around = [h for h in inner_hatches(station) if (h.a in found) != (h.b in found)]
    shut = tuple(h.id for h in around if h.id not in locator.closed)
    keep = locator.closed | set(shut)
    opened = tuple(
        h.id
        for h in inner_hatches(station)
        if h.id in locator.closed
        and h.normally == "open"
        and h not in around
        and abs(_differences(station, situation).get(h.id, 0.0)) < _EASY_PA
    )
    parts = parts_of(station, keep - set(opened))
    moves = moves_needed(station, keep - set(opened), situation.people)
    people = _after(moves, situation.people)
    switches = machine_switches(station, parts, people, _running(station, situation))
    order = far_first(station, shut, situation.people)
    actions: tuple[Action, ...] = (
        *moves,
        *(switch for switch in switches if switch.is_on),
        *(MoveHatch(name, False) for name in order),
        *(MoveHatch(name, True) for name in opened),
        *(switch for switch in switches if not switch.is_on),
    )
    names = tuple(sorted(found))
    least = min(float(location.modules[location.module_ids.index(m)]) for m in names)
    return Advice(
        AdviceKind.ISOLATE,
        situation.time_s,
        Grounds(names, least, shut, opened),
        actions,
        hatches=order,
        parts=len(parts),
        closing_s=closing_s * (len(shut) + len(opened)),
        order=situation.order,
    )


def _wait(
    locator: Locator,
    location: Location,
    situation: SearchConstraints,
    choice: Choice,
    outlook: Outlook,
) -> Advice:
    station, parts = locator.station, choice.layout.parts
    hold, name = hold_s(
        station,
        parts,
        locator.closed & {h.id for h in inner_hatches(station)} & set(situation.closed_since_s),
        _differences(station, situation),
        location.rate_kg_s,
        locator.priors.procedure,
    )
    bits = outlook.entropy(parts) / np.log(2.0)
    wait_s = _verdict_s(choice.layout, outlook)
    likeliest, chance = location.ranked()[0]
    return Advice(
        AdviceKind.WAIT,
        situation.time_s,
        Grounds((likeliest,), chance),
        parts=len(parts),
        wait_s=wait_s,
        gain_bits=choice.prospect.gain / np.log(2.0),
        left_bits=bits,
        hold_s=hold,
        hold_hatch=name,
        order=situation.order,
    )


def _close(
    locator: Locator,
    location: Location,
    situation: SearchConstraints,
    choice: Choice,
    wait: Choice,
    outlook: Outlook,
) -> Advice:
    station, layout = locator.station, choice.layout
    order = far_first(station, layout.hatches, situation.people)
    closed = locator.closed | set(order)
    moves = moves_needed(station, closed, situation.people)
    people, running = _after(moves, situation.people), _running(station, situation)
    switches = machine_switches(station, layout.parts, people, running)
    needed = [switch for switch in switches if switch.is_on]
    actions: tuple[Action, ...] = (
        *_way_back(locator, situation),
        *moves,
        *needed,
        *(MoveHatch(name, True) for name in choice.passage),
        *(MoveHatch(name, False) for name in order),
        *(MoveHatch(name, False) for name in reversed(choice.passage)),
    )
    hold, name = hold_s(
        station,
        layout.parts,
        {*order, *situation.closed_since_s} & {h.id for h in inner_hatches(station)} & closed,
        _differences(station, situation),
        location.rate_kg_s,
        locator.priors.procedure,
    )
    wait_s = _verdict_s(layout, outlook)
    grounds = Grounds(
        shut=tuple(layout.hatches),
        shares=shares_of(station, location, layout.parts),
        pace_nats_s=choice.prospect.pace,
        idle_nats_s=wait.prospect.pace,
        parties=locator.priors.procedure.parties_of(len(situation.people)),
        has_moves=bool(moves),
        machines_in=_places(station, needed),
    )
    return Advice(
        AdviceKind.CLOSE,
        situation.time_s,
        grounds,
        actions,
        hatches=order,
        parts=len(layout.parts),
        closing_s=layout.closing_s,
        wait_s=wait_s,
        gain_bits=choice.prospect.gain / np.log(2.0),
        left_bits=outlook.entropy(layout.parts) / np.log(2.0),
        hold_s=hold,
        hold_hatch=name,
        order=situation.order,
    )


def _after(moves: Collection[MoveCrew], people: Collection[Person]) -> tuple[Person, ...]:
    """People once they have moved."""
    places = {name: move.module for move in moves for name in move.crew}
    return tuple(replace(p, module=places.get(p.id, p.module)) for p in people)


def _places(station: Station, switches: Collection[SwitchEquipment]) -> tuple[str, ...]:
    """The modules of machines, in the order of the station."""
    machines = {switch.equipment for switch in switches}
    places = {machine.module for machine in station.equipment if machine.id in machines}
    return tuple(module for module in station.module_ids if module in places)


def _running(station: Station, situation: SearchConstraints) -> Collection[str]:
    """The machines that are on; as the station's file says where nobody told."""
    if situation.running is not None:
        return situation.running
    return {machine.id for machine in station.equipment if machine.on}


def _way_back(locator: Locator, situation: SearchConstraints) -> tuple[MoveHatch, ...]:
    """Open what already stands between someone and their vehicle."""
    station, closed = locator.station, locator.closed
    opened: list[str] = []
    for person in cut_off(station, closed, situation.people):
        path = hatches_on(station, way(station, closed, person.module, person.vehicle))
        opened += [h for h in path if h in closed and h not in opened]
    return tuple(MoveHatch(name, True) for name in opened)


def _verdict_s(layout: HatchPlan, outlook: Outlook) -> float:
    """After the last closure: when nine tenths of what the layout can tell are told, in expectation."""
    gains, total_s = outlook.gains(layout)
    enough = np.flatnonzero(gains >= _ENOUGH * outlook.entropy(layout.parts))
    index = int(enough[0]) if len(enough) else len(total_s) - 1
    return float(total_s[index] - layout.closing_s)


def _differences(station: Station, situation: SearchConstraints) -> dict[str, float]:
    """The pressure difference across each inner hatch, where both sides are known."""
    known = situation.pressures_pa
    return {
        h.id: known[h.a] - known[h.b]
        for h in inner_hatches(station)
        if h.a in known and h.b in known and VACUUM not in (h.a, h.b)
    }
