"""Whatever the station, the hole, the people and the readings: no advice leaves anybody where the leak may be without a
way out that serves them all, asks anybody to pass a shut hatch, or shuts anybody in a ship that was never tested.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action
from iss_viewer.detection.advising.admissible import review
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.locating import Locator
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.station.topology import Person, inner_hatches, part_with, parts_of
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice
from tests.detection.advising.decisions import STATION

INNER = [hatch.id for hatch in inner_hatches(STATION)]
#: kg/day: from pounds to some 50 mm
RATES = (0.5, 13.0, 320.0, 1300.0, 5200.0, 30000.0)
ESCAPES = (AdviceKind.RETREAT, AdviceKind.LEAVE)


@st.composite
def situations(draw):
    """A station without some of its modules' hatches or with a loop, shut hatches, people anywhere, a leak, wrong
    readings.
    """
    station = STATION
    if draw(st.booleans()):
        loop = STATION.hatch("H16").model_copy(update={"id": "HX", "a": "NODE1", "b": "NODE2"})
        station = STATION.model_copy(update={"hatches": (*STATION.hatches, loop)})
    closed = draw(st.sets(st.sampled_from(INNER), max_size=4)) | {
        h.id for h in STATION.hatches if h.normally == "closed" and draw(st.integers(0, 9)) > 0
    }
    ids = station.module_ids
    people = tuple(
        Person(c.id, draw(st.sampled_from(ids)), c.vehicle)
        for c in station.crew[: draw(st.integers(0, 7))]
    )
    rate = draw(st.sampled_from(RATES)) / 86400.0
    leak, wrong = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
    leaks = {leak: rate}
    if draw(st.booleans()):  # a sensor that lies, or a second leak
        leaks[wrong] = draw(st.sampled_from((-0.5, 0.5, 2.0))) * rate
    error = draw(st.sampled_from((0.05, 0.3, 2.0))) * rate
    return station, frozenset(closed), people, leaks, error, draw(st.integers(0, 999))


def carried_out(station, closed, people, advice: Advice):
    """People and hatches once all is done; nobody ever passed a shut hatch."""
    shut, at = set(closed), {person.id: person.module for person in people}
    for action, step in zip(advice.actions, advice.steps, strict=True):
        if isinstance(action, MoveCrew):
            for name in action.crew:
                assert action.module in part_with(parts_of(station, shut), at[name])
                at[name] = action.module
        elif isinstance(action, MoveHatch):
            hatch = station.hatch(action.hatch)
            assert all(at[name] in (hatch.a, hatch.b) for name in step.crew)
            (shut.discard if action.is_open else shut.add)(action.hatch)
    return frozenset(shut), tuple(replace(p, module=at[p.id]) for p in people)


@settings(max_examples=60, deadline=None)
@given(situations())
def test_no_advice_leaves_anybody_with_the_leak_without_one_way_out_for_all(situation):
    station, closed, people, leaks, error, seed = situation
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, closed, leaks, error, span_s=600.0, seed=seed)
    before = Scene(locator, SearchConstraints(0.0, people, 1e6))
    advice = next_best_action(locator, SearchConstraints(0.0, people, 1e6))
    after, there = carried_out(station, closed, people, advice)
    if not people or not np.isfinite(locator.location().rate_kg_s) or locator.location().leak < 0.5:
        return
    outset = before.outset
    moved = replace(outset, closed=outset.layout.closed_mask(after), people=there)
    suspects = moved.hypotheses.suspects
    with_leak = [
        p for p, at in enumerate(moved.places) if moved.layout.part(at, moved.closed) & suspects
    ]
    newly_in_ship = [
        p for p in with_leak
        if moved.ship_mask >> moved.places[p] & 1
        and moved.layout.part(moved.places[p], moved.closed) == 1 << moved.places[p]
        and not outset.tested >> moved.places[p] & 1
        and outset.places[p] != moved.places[p]
    ]  # fmt: skip
    assert not newly_in_ship
    if advice.kind in (AdviceKind.CLOSE, AdviceKind.AIR, AdviceKind.OPEN) and with_leak:
        assert review(moved, (), 0.0).is_safe
    if advice.kind is AdviceKind.ISOLATE and advice.actions:
        assert not with_leak or review(moved, (), 0.0).is_safe
    assert advice.kind not in ESCAPES or advice.grounds.promise is not None
