"""The forecast of a plot ends where the reserve time that is told ends: they are one number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.situation.forecast import forecast_of
from tests.views.prepared import changed, moment_at


def test_median_and_band_pass_the_limit_at_the_reserve_time_and_its_band():
    moment = moment_at(12000.0)
    limit_pa = moment.words.limits.reserve.limit_pa
    ahead = forecast_of(moment, "SM_PRK", moment.time_s + 50e3)
    for curve, end in ((ahead.median_pa, ""), (ahead.low_pa, "_low"), (ahead.high_pa, "_high")):
        at_s = moment.time_s + moment.value("SM_PRK", f"reserve{end}_s")
        assert np.interp(at_s, ahead.time_s, curve) == pytest.approx(limit_pa, rel=1e-3)
    assert ahead.median_pa[0] == pytest.approx(moment.value("SM_PRK", "space_pressure_pa"))


def test_air_without_an_end_in_sight_has_no_forecast():
    moment = moment_at(12000.0)
    assert forecast_of(moment, "LAB", 20000.0) is None
    assert forecast_of(changed(moment, SM_PRK__reserve_s=0.0), "SM_PRK", 20000.0) is None
    assert forecast_of(moment, "SM_PRK", 11000.0) is None


def test_an_end_of_the_band_without_limit_stays_where_the_pressure_is():
    moment = changed(moment_at(12000.0), SM_PRK__reserve_high_s=math.inf)
    ahead = forecast_of(moment, "SM_PRK", 30000.0)
    assert set(ahead.high_pa) == {moment.value("SM_PRK", "space_pressure_pa")}
