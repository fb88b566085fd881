"""From moves that were weighed to an advice as it is announced: actions with who, from where and when, what is promised
if it is wrong, and why not the obvious other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from iss_viewer.detection.advising.aboard import seated
from iss_viewer.detection.advising.admissible import Bar, Review
from iss_viewer.detection.advising.air import left_over_pa
from iss_viewer.detection.advising.breathing import machine_switches
from iss_viewer.detection.advising.course import Move, expected
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.advising.way_out import Retreat, Way
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, SwitchEquipment
from iss_viewer.station.topology import Person, parts_of
from iss_viewer.telemetry.events import (
    Advice,
    AdviceKind,
    CrewStep,
    Grounds,
    NotAdvised,
    Promise,
    WayOut,
    WhyNot,
)

_WAYS = {Way.BEHIND: WayOut.BEHIND, Way.THROUGH: WayOut.THROUGH, Way.TESTED: WayOut.SHIPS}
_WHY = {
    Bar.HARM: WhyNot.HARM,
    Bar.NO_RETREAT: WhyNot.NO_WAY_OUT,
    Bar.UNTESTED: WhyNot.UNTESTED,
    Bar.STUCK: WhyNot.STUCK,
    Bar.UNREACHABLE: WhyNot.UNREACHABLE,
}


def announced(scene: Scene, kind: AdviceKind, moves: Sequence[Move], grounds: Grounds) -> Advice:
    """The advice of some moves: their actions with steps, machines where people are shut in, hatches in order."""
    outset = scene.outset
    table = expected(outset, moves)
    actions: list[Action] = []
    steps: list[CrewStep] = []
    places = list(outset.places)
    order = sorted(range(len(moves)), key=lambda k: (table.ends_s[k], k)) if table else []
    for k in order:
        assert table is not None
        move = table.moves[k]
        if move.hatch == NONE and all(places[p] == move.to for p in move.who):
            continue
        crew = tuple(outset.people[p].id for p in move.who)
        at = move.to if move.hatch != NONE else (places[move.who[0]] if move.who else NONE)
        start = outset.layout.modules[at] if at != NONE else ""
        steps.append(CrewStep(crew, start, table.starts_s[k], table.ends_s[k]))
        if move.hatch == NONE:
            actions.append(MoveCrew(crew, outset.layout.modules[move.to]))
        else:
            actions.append(MoveHatch(outset.layout.hatches[move.hatch], move.is_open))
        for p in move.who:
            places[p] = move.to
    closed = table.closed if table else outset.closed
    lasts_s = table.lasts_s if table else 0.0
    switches = _switches(scene, places, closed)
    for switch in switches:
        crew, start = _operators(scene, switch, places)
        steps.append(CrewStep(crew, start, lasts_s, lasts_s))
        actions.append(switch)
    needed = tuple(switch for switch in switches if switch.is_on)
    hatches = tuple(a.hatch for a in actions if isinstance(a, MoveHatch) and not a.is_open)
    opened = tuple(a.hatch for a in actions if isinstance(a, MoveHatch) and a.is_open)
    grounds = replace(
        grounds,
        shut=hatches,
        opened=opened,
        has_moves=any(isinstance(a, MoveCrew) for a in actions),
        machines_in=_places_of(scene, needed),
        parties=_parties(moves),
        reserve=scene.reserve(),
        reserve_s=scene.situation.reserve_s,
        stays_shut=_stays_shut(outset, moves),
    )
    return Advice(
        kind,
        scene.situation.time_s,
        grounds,
        tuple(actions),
        hatches=hatches,
        parts=len(outset.layout.parts(closed)),
        closing_s=lasts_s,
        order=scene.situation.order,
        steps=tuple(steps),
    )


def promise_of(outset: Outset, review: Review) -> Promise:
    """What a review promises, of the likeliest part that people would share with the leak."""
    worst = review.worst()
    pressure, oxygen = review.least_pa
    if worst is None:
        return Promise(WayOut.STAY, (), (), (), pressure, oxygen, review.harmed)
    modules = outset.layout.names(worst.part)
    retreat = worst.retreat
    if retreat is None:
        return Promise(WayOut.NONE, modules, (), (), pressure, oxygen, review.harmed)
    return Promise(
        _WAYS[retreat.way],
        modules,
        hatches_of(outset, retreat),
        tuple(dict.fromkeys(outset.layout.modules[m] for m in retreat.places)),
        pressure,
        oxygen,
        review.harmed,
    )


def hatches_of(outset: Outset, retreat: Retreat) -> tuple[str, ...]:
    """The hatches of a retreat in the order in which they are moved."""
    moved = [m.hatch for m in (*retreat.moves, *retreat.then) if m.hatch != NONE]
    return tuple(outset.layout.hatches[h] for h in dict.fromkeys(moved))


def not_advised(outset: Outset, kind: AdviceKind, shut: int, review: Review) -> NotAdvised:
    """Why something is not advised. review: one that is barred."""
    assert review.bar is not None
    hatches = outset.layout.hatch_names(shut)
    return NotAdvised(kind, hatches, _WHY[review.bar], len(review.people))


def _switches(scene: Scene, places: Sequence[int], closed: int) -> tuple[SwitchEquipment, ...]:
    """Machines to be switched on where people are shut in, then those to be switched off again."""
    outset = scene.outset
    people = [
        Person(person.id, outset.layout.modules[at], person.vehicle)
        for person, at in zip(outset.people, places, strict=True)
    ]
    parts = parts_of(scene.station, outset.layout.hatch_names(closed))
    running = scene.situation.running
    if running is None:
        running = frozenset(machine.id for machine in scene.station.equipment if machine.on)
    found = machine_switches(scene.station, parts, people, running)
    return tuple(sorted(found, key=lambda switch: not switch.is_on))


def _operators(
    scene: Scene, switch: SwitchEquipment, places: Sequence[int]
) -> tuple[tuple[str, ...], str]:
    """Who is where a machine stands."""
    module = next(m.module for m in scene.station.equipment if m.id == switch.equipment)
    at = scene.layout.index[module]
    people = zip(scene.outset.people, places, strict=True)
    return tuple(person.id for person, place in people if place == at)[:1], module


def _places_of(scene: Scene, switches: Sequence[SwitchEquipment]) -> tuple[str, ...]:
    """The modules of machines, in the order of the station."""
    machines = {switch.equipment for switch in switches}
    places = {m.module for m in scene.station.equipment if m.id in machines}
    return tuple(module for module in scene.station.module_ids if module in places)


def _parties(moves: Sequence[Move]) -> int:
    return max(len({move.who for move in moves if move.hatch != NONE}), 1)


def _stays_shut(outset: Outset, moves: Sequence[Move]) -> tuple[str, ...]:
    """Of the hatches to be shut those that will not open by hand again while it leaks on either side."""
    layout, found = outset.layout, []
    closed = outset.closed
    for move in moves:
        if move.hatch != NONE:
            bit = 1 << move.hatch
            closed = closed & ~bit if move.is_open else closed | bit
    shut = {move.hatch for move in moves if move.hatch != NONE and closed >> move.hatch & 1}
    for hatch in sorted(shut):
        a, b = layout.ends[hatch]
        for leaking, sound in (
            (layout.part(a, closed), layout.part(b, closed)),
            (layout.part(b, closed), layout.part(a, closed)),
        ):
            if not leaking & outset.hypotheses.suspects or leaking == sound:
                continue
            left_pa = left_over_pa(
                layout.volume_m3(sound),
                layout.volume_m3(leaking),
                outset.hypotheses.believed_m3_s,
                outset.valve_m3_s(hatch),
                float(outset.air.gases_pa[0, a]),
            )
            if left_pa * layout.areas_m2[hatch] > outset.rules.hands.pull_n:
                found.append(layout.hatches[hatch])
                break
    return tuple(found)


def unseated(outset: Outset, places: Sequence[int], tested: int) -> tuple[str, ...]:
    """People without a seat in a ship that holds."""
    goal = seated(outset, places, outset.closed, tested)
    return tuple(person.id for p, person in enumerate(outset.people) if p not in goal)
