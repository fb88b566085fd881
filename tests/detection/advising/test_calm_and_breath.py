"""After the search: what was shut for it is opened once nothing is believed to leak; and people who are shut in where
nothing clears their breath are let out in time.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from searching import observe

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.advising.admissible import Bar, review
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.detection.locating import Locator
from iss_viewer.situation.words import Words
from iss_viewer.station.actions import MoveHatch
from iss_viewer.telemetry.events import AdviceKind
from tests.detection.advising.decisions import NORMALLY_SHUT, RULES, STATION, outset_of

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


def test_hatches_that_are_opened_for_breath_are_all_opened_though_the_first_lets_in_some_air():
    """Three in Zarya, shut in: Rassvet first, then their Soyuz, whose absorber they need, behind its shut hatch."""
    people = people_aboard(STATION, places=dict.fromkeys(SOYUZ_CREW, "FGB"))
    closed, locator = NORMALLY_SHUT | {"H04", "H10", "H11", "H13"}, Locator(STATION)
    observe(locator, 9000.0, closed, {}, 1e-6)
    foul = dict.fromkeys(STATION.module_ids, 450.0) | {"FGB": 1050.0}
    thin = dict.fromkeys(STATION.module_ids, 90000.0)
    full = thin | dict.fromkeys(("FGB", "MRM1", "SOYUZ_MS28"), 97000.0)
    breathed = SearchConstraints(9000.0, people, carbon_dioxide_pa=foul, pressures_pa=full)
    asked = next_best_action(locator, breathed)
    assert asked.kind is AdviceKind.AIR
    first, *others = [a.hatch for a in asked.actions if isinstance(a, MoveHatch)]
    assert others
    observe(locator, 9300.0, closed - {first}, {}, 1e-6)
    mixed = foul | {"FGB": 930.0, "MRM1": 930.0}
    at = replace(breathed, time_s=9300.0, carbon_dioxide_pa=mixed)
    then = next_best_action(locator, at, asked)
    assert then.kind is AdviceKind.AIR
    assert [a.hatch for a in then.actions if isinstance(a, MoveHatch)] == others
    assert next_best_action(locator, at).kind is not AdviceKind.AIR


def test_who_opens_a_hatch_for_air_is_on_one_side_of_it():
    """One is in Nauka beyond the hatch, three in Zarya, which is foul: two of those open it."""
    people = people_aboard(STATION, places=dict.fromkeys(SOYUZ_CREW, "FGB"))
    locator = Locator(STATION)
    observe(locator, 9000.0, NORMALLY_SHUT | {"H04", "H10", "H13"}, {}, 1e-6)
    foul = dict.fromkeys(STATION.module_ids, 450.0) | {"FGB": 1050.0}
    advice = next_best_action(locator, SearchConstraints(9000.0, people, carbon_dioxide_pa=foul))
    assert advice.kind is AdviceKind.AIR
    moved = [
        step.crew
        for action, step in zip(advice.actions, advice.steps, strict=True)
        if isinstance(action, MoveHatch)
    ]
    assert moved and all(set(crew) <= set(SOYUZ_CREW) for crew in moved)


def test_nobody_is_shut_in_for_so_long_that_their_breath_would_ask_for_an_open_hatch():
    """What is breathed out in a small room is seldom measured, and the room may be a quarter of what is believed."""
    outset = outset_of(1.0, closed={"H10", "H11"}, chances={"LAB": 1.0})
    inside = tuple(replace(p, module="MRM1") for p in outset.people[:3])
    shut_in = replace(outset, people=inside)
    small_m3 = outset.layout.volume_m3(1 << outset.layout.index["MRM1"], 2.0)
    limits, start_pa = RULES.limits, STATION.atmosphere.carbon_dioxide_pa
    room_pa = limits.carbon_dioxide_opens_pa - start_pa
    opens_s = room_pa * small_m3 / (3.0 * outset.air.breath[1]) + limits.carbon_dioxide_for_s
    assert not review(shut_in, (), 1.1 * opens_s).is_safe
    assert review(replace(shut_in, may_be_foul=True), (), 1.1 * opens_s).bar is not Bar.HARM


def test_an_absorber_that_clears_their_breath_keeps_people_for_good():
    people = people_aboard(STATION, places=dict.fromkeys(SOYUZ_CREW, "SOYUZ_MS28"))
    locator = Locator(STATION)
    observe(locator, 9000.0, NORMALLY_SHUT | {"H11"}, {}, 1e-6)
    at = SearchConstraints(9000.0, people, carbon_dioxide_pa={"SOYUZ_MS28": 900.0})
    assert next_best_action(locator, at).air_s == np.inf
