"""What is advised settles: no action alternates with another while hatches and people stand as they did, a wait is not told
again as long as it was, and a search ends in something to keep to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.second_leak import emptied
from iss_viewer.detection.locating import Locator
from iss_viewer.station import read_station
from iss_viewer.telemetry.events import Advice, AdviceKind, PriorChoice
from tests.detection.advising.decisions import RULES, STATION
from tests.detection.advising.surrogate import SurrogateRun

ENDS = (AdviceKind.ISOLATE, AdviceKind.OPEN, AdviceKind.HOLD, AdviceKind.LEAVE)
TIANGONG = read_station("tiangong")
MOST_TOLD = 3  # times that one action is told while hatches and people stand as they did
DAY_S = 86400.0


def most_told(run: SurrogateRun) -> int:
    """How often one action was told anew at most, from a move of hatches or people to the next: another was told in
    between. When its result is expected may be told again.
    """
    keys = [
        (advice.kind, advice.grounds.shut, advice.grounds.opened, closed, places)
        for advice, closed, places in run.told
    ]
    counts = Counter(key for key, _ in groupby(keys))
    return max(counts.values())


def waits_told_twice(run: SurrogateRun) -> list[float]:
    """When a wait was told right after one as long, all as it was."""
    return [
        later.time_s
        for (one, *stood), (later, *stands) in zip(run.told, run.told[1:], strict=False)
        if one.kind is later.kind is AdviceKind.WAIT
        and stood == stands
        and later.wait_s <= one.wait_s
        and later.time_s >= one.time_s + one.most_s
    ]


@pytest.mark.parametrize(
    ("station", "module", "diameter_mm", "seed"),
    [
        (STATION, "MRM1", 10.0, 0),
        (STATION, "MRM1", 2.0, 0),
        (STATION, "DRAGON_FREEDOM", 20.0, 1),
        (STATION, "SM_RO", 5.0, 2),
        (STATION, "PMA2", 20.0, 0),
        (TIANGONG, "TH_CORE", 10.0, 1),
        (TIANGONG, "SZ23", 20.0, 2),
    ],
)
def test_a_search_ends_in_an_advice_to_keep_to_and_nothing_alternates_on_the_way(
    station, module, diameter_mm, seed
):
    run = SurrogateRun(station, module, diameter_mm, seed).play(5400.0)
    assert run.last.kind in ENDS
    assert most_told(run) <= MOST_TOLD
    assert not waits_told_twice(run)


@pytest.mark.parametrize(("module", "diameter_mm"), [("MRM1", 10.0), ("PMA1", 2.0), ("COL", 5.0)])
def test_while_nobody_does_what_is_advised_the_advice_settles(module, diameter_mm):
    run = SurrogateRun(STATION, module, diameter_mm, 0, acts=False).play(3600.0)
    assert most_told(run) <= MOST_TOLD
    assert not waits_told_twice(run)


def test_a_wait_that_is_over_stays_over_whatever_was_advised_after_it() -> None:
    """Only a hatch that moves makes another one of it: nothing was learned while something else was advised."""
    rate = 300.0 / DAY_S
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {"SM_RO": rate}, 0.05 * rate, span_s=DAY_S)
    stuck = frozenset(hatch.id for hatch in STATION.hatches)
    at = SearchConstraints(0.0, people_aboard(STATION), 3e5, stiff=stuck)
    wait = next_best_action(locator, at)
    assert wait.kind is AdviceKind.WAIT
    later = replace(at, time_s=wait.most_s + 10.0, last_wait=wait)
    then = next_best_action(locator, later, Advice(AdviceKind.WATCH, wait.most_s))
    assert then.kind is not AdviceKind.WAIT or then.wait_s > wait.wait_s


def test_a_search_that_was_announced_is_not_given_up_at_the_belief_at_which_none_begins() -> None:
    rate = 30.0 / DAY_S
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, (), {"SM_RO": rate}, 0.05 * rate, span_s=DAY_S)
    at = SearchConstraints(0.0, people_aboard(STATION), 1e6)
    announced = next_best_action(locator, at)
    assert announced.kind is AdviceKind.CLOSE
    believed = locator.location()
    locator._location = replace(believed, modules=0.4 * believed.modules, leak=0.4 * believed.leak)
    assert next_best_action(locator, at).kind is AdviceKind.WATCH
    assert next_best_action(locator, at, announced).kind is AdviceKind.CLOSE


def test_what_has_lost_its_air_is_where_the_leak_is_and_no_place_that_still_has_some() -> None:
    """10 mm in Rassvet: shut off and empty, so Zarya beside it, full of air, is not where it is."""
    rate = 1300.0 / DAY_S
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, {"H10", "H11"}, {"MRM1": rate}, 0.05 * rate)
    likely = np.array([0.86 * (m == "MRM1") + 0.13 * (m == "FGB") for m in STATION.module_ids])
    found = replace(locator.location(), modules=likely, alone=likely, leak=0.995)
    full = dict.fromkeys(STATION.module_ids, 95000.0)
    least_pa = RULES.limits.pressure_least_pa
    assert emptied(found, full, least_pa) is None
    empty = emptied(found, full | {"MRM1": 20000.0}, least_pa)
    assert empty is not None
    chances = dict(empty.ranked())
    assert chances["MRM1"] == pytest.approx(0.99, abs=0.01)
    assert chances["FGB"] == 0.0
    assert emptied(found, dict.fromkeys(full, 50000.0), least_pa) is None
