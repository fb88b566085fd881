"""Advice that is no search: keep watching, read the gauge where nothing is measured, let air in to people."""

from __future__ import annotations

from iss_viewer.detection.advising.breathing import Airing, next_airing
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.station.actions import ReadGauge
from iss_viewer.telemetry.events import Advice, AdviceKind, CrewStep, Grounds


def watch(scene: Scene) -> Advice:
    """Nothing is to be done."""
    situation = scene.situation
    return Advice(AdviceKind.WATCH, situation.time_s, order=situation.order)


def can_ask_gauge(scene: Scene) -> bool:
    """Whether the hand gauge is wanted, and there is one that somebody can take there."""
    return bool(gauge_rooms(scene))


def gauge_rooms(scene: Scene) -> tuple[str, ...]:
    """A room of each silent air space that people can reach: where they are, else its largest."""
    if scene.station.gauge is None:
        return ()
    people = scene.situation.people
    manned = {person.module for person in people}
    found = []
    for part in scene.situation.silent:
        if people and not manned & set(part):
            continue
        found.append(max(part, key=lambda m: (m in manned, scene.station.module(m).free_volume_m3)))
    return tuple(found)


def read_gauge(scene: Scene) -> Advice:
    """Read the hand gauge in each silent air space."""
    rooms = gauge_rooms(scene)
    actions = tuple(ReadGauge(room) for room in rooms)
    reading_s = 0.0 if scene.station.gauge is None else scene.station.gauge.reading_s
    steps = tuple(
        CrewStep(
            tuple(p.id for p in scene.situation.people if p.module == room)[:1],
            room,
            k * reading_s,
            (k + 1) * reading_s,
        )
        for k, room in enumerate(rooms)
    )
    situation = scene.situation
    return Advice(
        AdviceKind.GAUGE,
        situation.time_s,
        Grounds(modules=rooms),
        actions,
        closing_s=reading_s * len(rooms),
        order=situation.order,
        steps=steps,
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
