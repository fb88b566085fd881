"""Whatever the station, the hole, the people and the readings: no advice leaves anybody where the leak may be without a
way out that serves them all, asks anybody to pass a shut hatch, or shuts anybody in a ship that was never tested.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action
from iss_viewer.detection.advising.admissible import review
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.locating import Locator
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice
from tests.detection.advising.decisions import hands_on_hatches, situations

ESCAPES = (AdviceKind.RETREAT, AdviceKind.LEAVE)


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
@given(situations(), hands_on_hatches())
def test_no_advice_leaves_anybody_with_the_leak_without_one_way_out_for_all(situation, hatches):
    station, closed, people, leaks, error, seed = situation
    stiff, in_work = hatches[0], hatches[1] - hatches[0]
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, closed, leaks, error, span_s=600.0, seed=seed)
    asked = SearchConstraints(0.0, people, 1e6, stiff=stiff, in_work=in_work)
    before = Scene(locator, asked)
    advice = next_best_action(locator, asked)
    after, there = carried_out(station, closed, people, advice)
    if not people or not np.isfinite(locator.location().rate_kg_s) or locator.location().leak < 0.5:
        return
    assert not stiff & {a.hatch for a in advice.actions if isinstance(a, MoveHatch)}
    outset = replace(before.outset, in_work=0)
    moved = replace(outset, closed=outset.layout.closed_mask(after), people=there)
    newly_in_ship = [
        p for p in with_the_leak(moved)
        if moved.ship_mask >> moved.places[p] & 1
        and moved.layout.part(moved.places[p], moved.closed) == 1 << moved.places[p]
        and not outset.tested >> moved.places[p] & 1
        and outset.places[p] != moved.places[p]
    ]  # fmt: skip
    assert not newly_in_ship
    is_for_good = advice.kind is AdviceKind.ISOLATE and bool(
        hatches_of(advice)
    )  # not machines alone
    if is_for_good or advice.kind in (AdviceKind.CLOSE, AdviceKind.AIR, AdviceKind.OPEN):
        assert not with_the_leak(moved) or review(moved, (), 0.0).is_safe
        flipped = outset.layout.closed_mask(in_work - set(hatches_of(advice)))
        ended = replace(moved, closed=moved.closed ^ flipped)
        assert not with_the_leak(ended) or review(ended, (), 0.0).is_safe
    assert advice.kind not in ESCAPES or advice.grounds.promise is not None


def with_the_leak(outset):
    """The people in parts where the leak may be."""
    suspects = outset.hypotheses.suspects
    return [
        p for p, at in enumerate(outset.places) if outset.layout.part(at, outset.closed) & suspects
    ]


def hatches_of(advice: Advice):
    return [action.hatch for action in advice.actions if isinstance(action, MoveHatch)]
