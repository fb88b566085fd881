"""Until when stored gas lasts: the same number as the head's, shared out by what each tank holds."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.detection.estimation.reserve_time import gas_band
from iss_viewer.situation.gas_stores import (
    Maker,
    content_text,
    gas_stores,
    last_day_text,
    made_text,
    oxygen_makers,
)
from tests.views import prepared
from tests.views.prepared import changed, moment_at

DAY_S = 86400.0


def late(**values: float):
    return changed(moment_at(prepared.LENGTH_S), **values)


def lasting(low_d: float, median_d: float, high_d: float):
    ends = {"": median_d, "_low": low_d, "_high": high_d}
    return late(**{f"STATION__gas_reserve{end}_s": days * DAY_S for end, days in ends.items()})


@given(share=st.floats(0.01, 0.99), loss=st.floats(1e-6, 1e-3), sd=st.floats(1e-8, 1e-5))
def test_a_part_of_the_gas_lasts_that_part_of_the_time(share: float, loss: float, sd: float):
    """What the share of a tank rests on: the time of all gas goes with its mass."""
    whole, part = gas_band(200.0, loss, sd), gas_band(200.0 * share, loss, sd)
    for all_s, part_s in zip(whole, part, strict=True):
        assert part_s == pytest.approx(share * all_s, rel=1e-6)


def test_all_tanks_last_as_long_as_the_head_says():
    moment = lasting(30, 40, 60)
    whole, tank = gas_stores(moment)
    assert whole.lasts_s[0] == moment.value("STATION", "gas_reserve_s")
    assert tank.lasts_s == whole.lasts_s  # there is but one
    assert content_text(tank) == "40.0 kg of 40.0 kg · air"


def test_a_day_of_the_calendar_is_told_with_its_band():
    moment = lasting(30, 40, 60)
    when, band = last_day_text(moment, gas_stores(moment)[0])
    day = moment.run.utc(moment.time_s + 40 * DAY_S)
    assert when == f"until {day.day} {day:%b}"
    assert band.count("…") == 1


def test_days_that_are_few_are_told_as_time_left():
    moment = lasting(0.5, 1.0, 1.5)
    assert last_day_text(moment, gas_stores(moment)[0])[0] == "1 d 00 h left"


def test_a_loss_that_may_be_none_promises_no_day():
    moment = lasting(200, 400, math.inf)
    assert last_day_text(moment, gas_stores(moment)[0]) == (
        "over 200 d",
        "within measurement noise",
    )
    none = lasting(math.inf, math.inf, math.inf)
    assert last_day_text(none, gas_stores(none)[0])[0] == "no limit"


def test_an_empty_tank_is_empty_and_an_unknown_one_not_told():
    (_, tank) = gas_stores(late(AIR__content_kg=0.0))
    assert last_day_text(late(), tank) == ("empty", "")
    (_, tank) = gas_stores(late(AIR__content_kg=math.nan))
    assert content_text(tank).startswith("not told")
    assert last_day_text(late(), tank)[0] == "—"


def test_a_station_without_tanks_has_no_stores():
    moment = late()
    bare = prepared.station().model_copy(update={"tanks": ()})
    run = replace(moment.run, opened=replace(moment.run.opened, station=bare))
    assert gas_stores(replace(moment, run=run)) == ()
    assert oxygen_makers(moment) == ()


def test_what_a_machine_makes_is_told_in_kilograms_a_day():
    assert made_text(Maker("OGA", "Node 3", True, 6.25e-5)) == "5.40 kg/day"
    assert made_text(Maker("OGA", "Node 3", False, 0.0)) == "off"
    assert made_text(Maker("OGA", "Node 3", None, math.nan)) == "not told"
