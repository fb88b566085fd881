"""After the search: what was shut for it is opened once nothing is believed to leak; and people who are shut in where
nothing clears their breath are let out in time.
"""

from __future__ import annotations

import numpy as np
import pytest
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.locating import Locator
from iss_viewer.situation.words import Words
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import AdviceKind
from tests.detection.advising.decisions import NORMALLY_SHUT, RULES, STATION

SHUT = frozenset({"H14", "H23", "H20"})
SOYUZ_CREW = [person.id for person in STATION.crew if person.vehicle == "SOYUZ_MS28"]


def calm(
    seconds: float, shut_for_search: frozenset[str], **more
) -> tuple[Locator, SearchConstraints]:
    """Nothing leaks, and some hatches are shut."""
    locator = Locator(STATION)
    observe(locator, 9000.0, NORMALLY_SHUT | SHUT, {}, 1e-6)
    people = more.pop("people", people_aboard(STATION))
    return locator, SearchConstraints(
        9000.0, people, calm_s=seconds, shut_for_search=shut_for_search, **more
    )


def test_what_was_shut_for_the_search_is_opened_once_nothing_has_leaked_for_a_while():
    advice = next_best_action(*calm(RULES.choice.calm_s + 1.0, SHUT))
    assert advice.kind is AdviceKind.OPEN
    opened = {a.hatch for a in advice.actions if isinstance(a, MoveHatch)}
    assert opened == SHUT
    words = Words.of(STATION).advice(advice)
    assert "again" in words.title and "nothing" in words.reason.lower()


def doubtful() -> Locator:
    """A locator that believes in a leak in Destiny, shut off by itself, with something between a fifth and a half."""
    closed = NORMALLY_SHUT | {"H15", "H16"}
    for kg_day in np.geomspace(0.05, 2.0, 60):
        locator = Locator(STATION)
        observe(locator, 9000.0, closed, {"LAB": kg_day / 86400.0}, 0.1 / 86400.0, seed=1)
        if 0.25 < locator.location().leak < 0.45:
            return locator
    raise AssertionError("no such size")


def test_a_search_that_has_begun_is_not_given_up_at_the_probability_at_which_none_begins():
    locator, shut = doubtful(), frozenset({"H15", "H16"})
    people = people_aboard(STATION)
    calm_now = next_best_action(locator, SearchConstraints(9000.0, people))
    assert calm_now.kind is AdviceKind.WATCH
    searching = SearchConstraints(9000.0, people, shut_for_search=shut)
    assert next_best_action(locator, searching).kind not in (AdviceKind.WATCH, AdviceKind.OPEN)


def test_nothing_is_opened_at_the_first_doubt_nor_what_was_shut_for_another_reason():
    assert next_best_action(*calm(60.0, SHUT)).kind is AdviceKind.WATCH
    assert next_best_action(*calm(1e5, frozenset())).kind is AdviceKind.WATCH
    advice = next_best_action(*calm(1e5, frozenset({"H14"})))
    assert {a.hatch for a in advice.actions if isinstance(a, MoveHatch)} == {"H14"}


@pytest.mark.parametrize(
    ("dioxide_pa", "kind"), [(500.0, AdviceKind.WATCH), (1050.0, AdviceKind.AIR)]
)
def test_who_is_shut_in_without_an_absorber_is_let_out_before_the_air_is_bad(dioxide_pa, kind):
    """Three in Rassvet, 17 m3, its hatches shut: what they breathe out binds long before oxygen does."""
    people = people_aboard(STATION, places=dict.fromkeys(SOYUZ_CREW, "MRM1"))
    locator = Locator(STATION)
    observe(locator, 9000.0, NORMALLY_SHUT | {"H10", "H11"}, {}, 1e-6)
    at = SearchConstraints(9000.0, people, carbon_dioxide_pa={"MRM1": dioxide_pa})
    advice = next_best_action(locator, at)
    assert advice.kind is kind
    if kind is AdviceKind.WATCH:
        breath = Scene(locator, at).breath
        spare = STATION.module("MRM1").free_volume_m3 * (breath.most_pa - dioxide_pa)
        assert advice.air_s == pytest.approx(spare / (3 * breath.given_m3_pa_s), rel=1e-6)
    else:
        assert {a.hatch for a in advice.actions if isinstance(a, MoveHatch)} & {"H10", "H11"}


def test_an_absorber_that_clears_their_breath_keeps_people_for_good():
    people = people_aboard(STATION, places=dict.fromkeys(SOYUZ_CREW, "SOYUZ_MS28"))
    locator = Locator(STATION)
    observe(locator, 9000.0, NORMALLY_SHUT | {"H11"}, {}, 1e-6)
    at = SearchConstraints(9000.0, people, carbon_dioxide_pa={"SOYUZ_MS28": 900.0})
    assert next_best_action(locator, at).air_s == np.inf
