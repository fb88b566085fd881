"""The joint fit of PrK's closures: its closed form is the network's, and it finds what it may."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.studies.validation.prk_fit import fall_rate_1_day, fit_closures
from iss_viewer.studies.validation.published import (
    JULY_2021,
    KG_M3_MMHG,
    OTHERS,
    Isolation,
    PressureReading,
    decay_mmhg,
    prk_volume_m3,
)
from iss_viewer.units import S_PER_DAY


@pytest.mark.parametrize(("law", "slip_mmhg"), [("crack", 1e-3), ("orifice", 1e7)])
def test_the_closed_form_gives_back_the_rate_with_which_the_network_fell(
    law: str, slip_mmhg: float
):
    rate_kg_s = 0.5 / S_PER_DAY
    times = np.array([20 * 3600.0])
    end = float(decay_mmhg(law, rate_kg_s, 730.0, 730.0, times)[0])
    shut = Isolation(
        "made", "network", (PressureReading(0.0, 730.0), PressureReading(times[0], end))
    )
    share = fall_rate_1_day(shut, slip_mmhg)
    assert share * KG_M3_MMHG * 730.0 * prk_volume_m3() == pytest.approx(0.5, rel=1e-2)


def test_a_free_volume_leaves_no_more_misfit_than_the_one_of_the_station_file():
    held, free = fit_closures(prk_volume_m3()), fit_closures()
    assert held.volume_m3 == prk_volume_m3()
    assert free.chi2 < held.chi2
    assert 2.0 < free.volume_m3 < 7.0


def test_the_fit_judges_every_reading_after_the_first():
    assert len(fit_closures().misfits) == len(JULY_2021.readings) - 1 + len(OTHERS)
