"""Advice that is no search: keep watching, read the gauge where nothing is measured, let air in to people."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.detection.advising.breathing import Airing, next_airing
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.hatch_layout import HatchLayout
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.station.actions import ReadGauge
from iss_viewer.station.costs import read_action_costs
from iss_viewer.telemetry.events import Advice, AdviceKind, CrewStep, Grounds


def watch(scene: Scene) -> Advice:
    """Nothing is to be done."""
    situation = scene.situation
    return Advice(AdviceKind.WATCH, situation.time_s, order=situation.order)


def can_ask_gauge(scene: Scene) -> bool:
    """Whether the hand gauge is wanted, and there is one that somebody can take there."""
    return bool(gauge_visits(scene))


@dataclass(frozen=True)
class GaugeVisit:
    """A reading of the hand gauge: of which room, by whom, where they stand, and for how long they walk before.

    person: the place in the list of people; NONE: nobody is known of.
    """

    room: int
    person: int
    post: int
    walk_s: float


def gauge_visits(scene: Scene) -> tuple[GaugeVisit, ...]:
    """A room of each silent air space where people are, else its largest, one after the other with the one gauge."""
    if scene.station.gauge is None:
        return ()
    layout = scene.layout
    found = list[GaugeVisit]()
    lies_at = _place_of_gauge(scene)
    manned = {person.module for person in scene.situation.people}
    for part in scene.situation.silent:
        if manned and not manned & set(part):
            continue
        by_worth = max(part, key=lambda m: (m in manned, scene.station.module(m).free_volume_m3))
        visit = _gauge_visit(scene.outset, layout.index[by_worth], lies_at)
        if visit is not None:
            found.append(visit)
            lies_at = visit.post
    return tuple(found)


def _place_of_gauge(scene: Scene) -> int:
    """Where it lies: where it was read last, inside or, if nobody gets there, next door; at first where it is kept."""
    outset, layout, read_at = scene.outset, scene.layout, scene.situation.gauge_at
    if not read_at:
        return layout.index[read_action_costs().place_kept("gauge", scene.station.module_ids)]
    rooms = _with_next(layout, layout.index[read_at])
    manned = outset.manned(outset.places, outset.closed)
    return next((room for room in rooms if manned >> room & 1), rooms[0])


def _with_next(layout: HatchLayout, room: int) -> list[int]:
    """A room and those beside it: a shut hatch has a port for the gauge."""
    return [room, *(layout.beyond(hatch, 1 << room) for hatch in layout.border(1 << room))]


def _gauge_visit(outset: Outset, room: int, lies_at: int) -> GaugeVisit | None:
    """Who gets the gauge to a room or next to it soonest; None: nobody can."""
    layout, closed = outset.layout, outset.closed
    if not outset.people:
        return GaugeVisit(room, NONE, room, 0.0)
    near = _with_next(layout, room)
    ways = [
        (layout.steps(at, lies_at, closed) + layout.steps(lies_at, post, closed), k, person, post)
        for k, post in enumerate(near)
        for person, at in enumerate(outset.places)
        if layout.way(at, lies_at, closed) and layout.way(lies_at, post, closed)
    ]
    if not ways:
        return None
    rooms, _, person, post = min(ways)
    return GaugeVisit(room, person, post, rooms * outset.rules.hands.walk_s)


def read_gauge(scene: Scene) -> Advice:
    """Read the hand gauge in each silent air space."""
    visits, names = gauge_visits(scene), scene.layout.modules
    reading_s = 0.0 if scene.station.gauge is None else scene.station.gauge.reading_s
    steps, now_s = list[CrewStep](), 0.0
    for one in visits:
        who = () if one.person == NONE else (scene.outset.people[one.person].id,)
        ends_s = now_s + one.walk_s + reading_s
        steps.append(CrewStep(who, names[one.post], now_s, ends_s))
        now_s = ends_s
    rooms = tuple(names[one.room] for one in visits)
    situation = scene.situation
    return Advice(
        AdviceKind.GAUGE,
        situation.time_s,
        Grounds(modules=rooms),
        tuple(ReadGauge(room) for room in rooms),
        closing_s=now_s,
        order=situation.order,
        steps=tuple(steps),
    )


def airing_of(scene: Scene) -> Airing:
    """Where air has lasted its time first, and what to open there."""
    location = scene.location
    return next_airing(
        scene.station,
        scene.locator.closed,
        scene.situation.people,
        scene.breath,
        scene.differences_pa,
        dict(zip(location.module_ids, location.modules.tolist(), strict=True)),
        scene.procedure,
    )


def airing_moves(outset: Outset, airing: Airing) -> tuple[Move, ...]:
    """Those who are shut in open hatches one after the other, or, where nobody is on their side, those beyond."""
    layout, moves = outset.layout, list[Move]()
    inside = {p for p, place in enumerate(outset.places) if layout.modules[place] in airing.part}

    def shut_in(side: list[int]) -> tuple[int, int]:
        return len(inside & set(side)), len(side)

    closed, at = outset.closed, list(outset.places)
    for name in airing.hatches:
        hatch = layout.hatch_index[name]
        sides = [
            [p for p, place in enumerate(at) if layout.part(place, closed) >> end & 1]
            for end in layout.ends[hatch]
        ]
        who = tuple(max(sides, key=shut_in)[: outset.rules.hands.closers])
        if not who:
            continue
        part = layout.part(at[who[0]], closed)
        near = layout.near(hatch, part)
        if any(at[p] != near for p in who):
            moves.append(Move(who, near))
        moves.append(Move(who, near, hatch, True))
        for p in who:
            at[p] = near
        closed &= ~(1 << hatch)
    return tuple(moves)
