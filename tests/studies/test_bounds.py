"""The bound against closed forms and the published table of the method."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.studies.bounds import GOOD, SENSOR_LIMITED, NoiseClass, covariance, detectability

HOUR = 3600.0
DAY = 86400.0


@pytest.fixture(scope="module")
def good() -> object:
    return detectability(replace(GOOD, sample_every_s=60.0), 5.0 * DAY, 5.0 * DAY)


@pytest.mark.parametrize(("pa_day", "hours"), [(38.4, 31.5), (76.9, 16.8), (142.0, 9.5)])
def test_delays_agree_with_the_published_table(good, pa_day: float, hours: float) -> None:  # type: ignore[no-untyped-def]
    assert good.delay_s(pa_day / DAY) / HOUR == pytest.approx(hours, rel=0.1)


def test_the_rate_is_known_to_a_quarter_of_a_pound_after_a_day(good) -> None:  # type: ignore[no-untyped-def]
    error_pa_s = 1.0 / np.interp(DAY, good.time_s, good.per_pa_s)
    assert error_pa_s * DAY / 38.4 == pytest.approx(0.267, rel=0.1)


def test_a_leak_too_small_for_the_horizon_is_never_detectable(good) -> None:  # type: ignore[no-untyped-def]
    assert good.delay_s(1e-9) == float("inf")


def test_white_noise_alone_gives_the_closed_form() -> None:
    """With a level known from long before, d'^2 = q^2 n T^3 / (3 s^2 dt)."""
    noise = NoiseClass(
        "white", sensors=1, drift_pa_sqrt_day=0.0, residual_k=0.0, daily_k=0.0, orbital_k=0.0,
        slope_pa_day=0.0,
    )  # fmt: skip
    found = detectability(noise, 2.0 * HOUR, 20.0 * DAY)
    t = found.time_s[-1]
    expected = np.sqrt(t**3 / (3.0 * 25.0))
    assert found.per_pa_s[-1] == pytest.approx(expected, rel=0.03)


def test_more_noise_never_helps() -> None:
    quiet = detectability(SENSOR_LIMITED, DAY, DAY)
    loud = detectability(replace(GOOD), DAY, DAY)
    assert (loud.per_pa_s <= quiet.per_pa_s * (1.0 + 1e-9)).all()


def test_the_planners_slope_error_is_near_the_exact_one_and_never_above_it() -> None:
    """The sum of the least variances under each noise alone is a lower limit of the exact one."""
    plan = SlopeNoise.of(read_priors().noise)
    exact_noise = replace(GOOD, sensors=1, daily_k=0.0, orbital_k=0.0, slope_pa_day=0.0)
    for span_s in (600.0, 2.0 * HOUR, DAY):
        edges = np.linspace(0.0, span_s, 401)
        time, width = 0.5 * (edges[1:] + edges[:-1]), np.diff(edges)
        inverse = np.linalg.inv(covariance(exact_noise, time, width, 0.0))
        design = np.stack([np.ones_like(time), time], axis=1)
        exact = np.linalg.inv(design.T @ inverse @ design)[1, 1]
        forecast = float(plan.slope_variance(np.array(span_s), np.array(1.0)))
        assert 0.6 * exact < forecast < 1.02 * exact
