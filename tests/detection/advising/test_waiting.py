"""A wait that is over is not announced anew: something else is done, or, where nothing else may be, one waits longer.
Nobody is sent away from where waiting harms nobody.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.admissible import review
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.locating import Locator
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice
from tests.detection.advising.decisions import RULES, STATION, situations

ESCAPES = (AdviceKind.RETREAT, AdviceKind.LEAVE)
WAITS = (AdviceKind.WAIT, AdviceKind.HOLD)
DAY_S = 86400.0


def waited(kind: AdviceKind, locator: Locator, wait_s: float) -> Advice:
    """A wait that began at once and ends at three times what was expected."""
    return Advice(kind, 0.0, parts=len(locator.parts()), wait_s=wait_s, most_s=3.0 * wait_s)


@settings(max_examples=60, deadline=None)
@given(situations(), st.sampled_from(WAITS), st.sampled_from((30.0, 300.0, 7200.0)))
def test_a_wait_that_is_over_sends_nobody_away_where_a_longer_one_harms_nobody(
    situation, kind, wait_s
):
    station, closed, people, leaks, error, seed = situation
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, closed, leaks, error, span_s=600.0, seed=seed)
    before = waited(kind, locator, wait_s)
    late = SearchConstraints(before.most_s + 1.0, people, 1e6)
    advice = next_best_action(locator, late, before)
    location = locator.location()
    if not people or location.leak < 0.5 or not np.isfinite(location.rate_kg_s):
        return
    outset = Scene(locator, late).outset
    shortest_s = RULES.choice.wait_times * RULES.choice.judge_least_s
    can_stay = review(outset, (), shortest_s + locator.priors.procedure.leave_before_s).is_safe
    with_leak = outset.manned(outset.places, outset.closed) & outset.hypotheses.suspects
    is_found = location.found(locator.priors.procedure.confidence)
    if can_stay and not is_found:
        assert advice.kind not in ESCAPES
    if advice.kind is AdviceKind.WAIT and with_leak:
        assert advice.time_s > before.time_s
        assert review(outset, (), advice.most_s).is_safe or not can_stay


@pytest.mark.parametrize("pounds_a_day", [1.0, 28.5, 300.0])
def test_waits_grow_while_nothing_else_may_be_done_and_nobody_leaves(pounds_a_day: float) -> None:
    """All hatches are stuck open, the leak may be anywhere: one waits, each time longer, up to hours."""
    rate = pounds_a_day * 0.4536 / DAY_S
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {"SM_RO": rate}, 0.05 * rate, span_s=DAY_S)
    stiff = frozenset(hatch.id for hatch in STATION.hatches)
    advice, waits = None, list[Advice]()
    at = SearchConstraints(0.0, people_aboard(STATION), 3e5, stiff=stiff)
    for _ in range(20):
        advice = next_best_action(locator, at, advice)
        assert advice.kind is AdviceKind.WAIT
        assert advice.next_kind is AdviceKind.CLOSE
        assert review(Scene(locator, at).outset, (), advice.most_s).is_without_way_out
        waits.append(advice)
        at = replace(at, time_s=advice.time_s + advice.most_s + 1.0)
    times = [one.wait_s for one in waits]
    assert times == sorted(times)
    assert times[1] == pytest.approx(min(2.0 * times[0], max(RULES.choice.longest_s, times[0])))
    assert times[-1] <= max(RULES.choice.longest_s, times[0])
