"""Why the pressure changes: causes are reckoned each for itself, and their sum meets what is measured."""

from __future__ import annotations

import math

import numpy as np
import pytest

from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.situation.air_spaces import air_spaces_now
from iss_viewer.situation.balance_words import balance_rows, closing_words, sum_row
from iss_viewer.situation.pressure_balance import (
    LEAK,
    WARMTH,
    PressureBalance,
    Term,
    balance_of,
)
from iss_viewer.situation.slopes_now import mean_rate, slope_of
from iss_viewer.units import UNIT_SYSTEMS
from tests.views.prepared import changed, moment_at

MMHG_H = UNIT_SYSTEMS[0]


def test_a_straight_line_has_its_own_slope_whatever_the_weights():
    time_s = np.linspace(0.0, 600.0, 61)
    slope = slope_of(time_s, 700.0 - 0.3 * time_s, 60.0)
    assert (slope.rate, slope.level) == (pytest.approx(-0.3), pytest.approx(520.0))
    assert slope.error == pytest.approx(0.0, abs=1e-9)


def test_the_error_of_a_slope_is_that_of_many_noisy_lines():
    rng, time_s = np.random.default_rng(5), np.linspace(0.0, 3600.0, 361)
    slopes = [slope_of(time_s, rng.normal(0.0, 5.0, 361), 600.0) for _ in range(400)]
    scatter = float(np.std([slope.rate for slope in slopes]))
    assert np.mean([slope.error for slope in slopes]) == pytest.approx(scatter, rel=0.1)


def test_missing_values_do_not_count_and_two_points_make_no_slope():
    time_s, values = np.arange(60.0), 5.0 + np.arange(60.0)
    values[10:20] = np.nan
    assert slope_of(time_s, values, 30.0).rate == pytest.approx(1.0)
    assert math.isnan(slope_of(time_s[:2], values[:2], 30.0).rate)


def test_a_steady_feed_counts_whole_and_one_that_has_just_begun_in_part():
    time_s = np.linspace(0.0, 600.0, 601)
    assert mean_rate(time_s, np.full(601, 2.0), 60.0) == (pytest.approx(2.0), 0.0)
    late = np.where(time_s > 570.0, 2.0, 0.0)
    assert 0.1 < mean_rate(time_s, late, 60.0)[0] < 1.9


def test_a_feed_that_began_between_two_samples_is_known_no_better_than_the_moment_of_it():
    rng, coarse_s = np.random.default_rng(2), np.arange(0.0, 14400.0, 600.0)
    told, true = [], []
    for began_s in rng.uniform(10800.0, 11400.0, 400):
        came = 2.0 * np.clip(coarse_s - began_s, 0.0, None)
        true.append(slope_of(coarse_s, came, 3600.0).rate)
        told.append(mean_rate(coarse_s, np.where(coarse_s > began_s, 2.0, 0.0), 3600.0))
    assert np.mean([rate for rate, _ in told]) == pytest.approx(np.mean(true), rel=0.02)
    assert told[0][1] == pytest.approx(np.std(true), rel=0.1)


def test_the_bands_of_the_causes_add_as_squares_each_side_for_itself():
    terms = (Term(LEAK, -90.0, -94.0, -87.0), Term.of(WARMTH, -4.0, 3.0 / 1.959964))
    balance = PressureBalance(("LAB",), 85.0, 60.0, terms, Term.of("Measured", -95.0, 0.5))
    assert balance.sum.rate_pa_s == pytest.approx(-94.0)
    assert balance.sum.low_pa_s == pytest.approx(-94.0 - 5.0)
    assert balance.sum.high_pa_s == pytest.approx(-94.0 + math.hypot(3.0, 3.0))
    assert balance.is_closed
    assert balance.missing_pa_s == pytest.approx(-1.0)


def test_the_leak_is_the_detectors_own_number():
    moment = moment_at(20000.0)
    balance = balance_of(moment, "SM_PRK")
    loss = moment.value("SM_PRK", "leak_rate_kg_s")
    expected = -loss * R * 295.0 / (AIR_KG_MOL * 7.0)
    assert balance.term(LEAK).rate_pa_s == pytest.approx(expected)
    assert balance.modules == moment.sharing_air("SM_PRK") == ("SM_PRK",)
    assert balance.measured.rate_pa_s == moment.value("SM_PRK", "dpdt_pa_s")


def test_what_no_cause_explains_is_said_with_its_size():
    moment = moment_at(20000.0)
    calm = changed(moment, SM_PRK__leak_rate_kg_s=0.0, SM_PRK__leak_rate_low_kg_s=0.0,
                   SM_PRK__leak_rate_high_kg_s=0.0)  # fmt: skip
    balance = balance_of(calm, "SM_PRK")
    assert not balance.is_closed
    assert "is not explained" in closing_words(balance, MMHG_H)
    assert "−24." in closing_words(balance, MMHG_H)


def test_air_of_which_no_rate_is_known_has_no_balance():
    assert balance_of(changed(moment_at(20000.0), LAB__dpdt_pa_s=math.nan), "LAB") is None


def test_all_figures_of_a_balance_have_the_same_decimals():
    balance = balance_of(moment_at(20000.0), "SM_PRK")
    rows = (*balance_rows(balance, MMHG_H), sum_row(balance, MMHG_H))
    assert len({len(one.figure.partition(".")[2]) for one in rows}) == 1


def test_an_air_space_that_loses_air_comes_first_and_is_called_by_its_people():
    spaces = air_spaces_now(moment_at(20000.0))
    assert [one.name for one in spaces] == ["PrK", "Destiny and 5 more"]
    assert [one.is_losing for one in spaces] == [True, False]
    assert [one.name for one in air_spaces_now(moment_at(100.0))] == ["Main air space"]
