"""What an advice says that its steps take is what they take where orders take time, and all of them are done."""

from __future__ import annotations

import pytest

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.locating import Locator
from iss_viewer.station import read_station
from iss_viewer.station.actions import ReadGauge, SwitchEquipment
from iss_viewer.telemetry.events import Advice, OrderState, PriorChoice
from iss_viewer.units import S_PER_DAY
from tests.detection.searching import observe
from tests.exercise.deeds.still_station import StillStation, Watched

STATION = read_station("iss")
SHUT = frozenset(hatch.id for hatch in STATION.hatches if hatch.normally == "closed")


def done_as_promised(advice: Advice, places: dict[str, str], shut: frozenset[str]) -> None:
    run = Watched(StillStation(STATION, places, tuple(shut)))
    orders = [
        run.order(action, *step.crew)
        for action, step in zip(advice.actions, advice.steps, strict=True)
    ]
    run.go_to(advice.closing_s + 3600.0)
    assert {run.last(order).state for order in orders} == {OrderState.DONE}
    by_people = [k for k, one in enumerate(advice.actions) if not isinstance(one, SwitchEquipment)]
    told = [advice.steps[k].ends_s for k in by_people]
    assert [run.last(orders[k]).time_s for k in by_people] == pytest.approx(told, abs=1.0)


@pytest.mark.parametrize("kg_day", [0.5, 50.0, 1300.0])
@pytest.mark.parametrize("shut", [(), ("H16", "H20")])
def test_hatches_are_closed_when_it_was_said_that_they_would_be(kg_day, shut):
    rate = kg_day / S_PER_DAY
    locator, closed = Locator(STATION, prior=PriorChoice.UNIFORM), SHUT | set(shut)
    observe(locator, 0.0, closed, {"LAB": rate}, 0.1 * rate, span_s=86400.0)
    people = people_aboard(STATION)
    advice = next_best_action(locator, SearchConstraints(0.0, people, 1e6))
    assert advice.hatches
    done_as_promised(advice, {p.id: p.module for p in people}, closed)


def test_the_gauge_is_read_when_it_was_said_that_it_would_be():
    people = people_aboard(STATION, places={p.id: "NODE1" for p in STATION.crew})
    locator = Locator(STATION, prior=PriorChoice.UNIFORM)
    observe(locator, 0.0, SHUT, {}, 1e-6)
    silent = (tuple(m for m in STATION.module_ids if m in ("NODE1", "LAB", "FGB")),)
    advice = next_best_action(locator, SearchConstraints(0.0, people, silent=silent))
    assert advice.actions == (ReadGauge("NODE1"),)
    done_as_promised(advice, {p.id: p.module for p in people}, SHUT)
