"""What seeking the onset costs, in noise of which the answer is known."""

from dataclasses import replace

import numpy as np
import pytest

from iss_viewer.studies.real.noise import LearnedNoise, slow_covariance
from iss_viewer.studies.real.sought import drawn, sought_sigmas

STEP_S = 1800.0
HOUSE = LearnedNoise(2.5, 0.018, 1.0, 0.0, 1.0, False)


def test_drawn_slow_air_has_the_covariance_that_the_bound_reckons_with():
    noise = replace(HOUSE, short_pa=0.0, row_pa=1e-6, is_aboard=True)
    path = drawn(noise, STEP_S, 400_000, np.random.default_rng(1))
    for rows in (1, 12, 48):
        bend = path[2 * rows :] - 2.0 * path[rows:-rows] + path[: -2 * rows]
        lag = rows * STEP_S
        g = [float(slow_covariance(np.array([n * lag]))[0]) for n in range(3)]
        wanted = 0.018**2 * (6.0 * g[0] - 8.0 * g[1] + 2.0 * g[2])
        assert np.mean(bend**2) == pytest.approx(wanted, rel=0.1)


def test_seeking_asks_for_more_than_a_known_onset_and_for_more_the_more_rows_there_are():
    few, many = (sought_sigmas(HOUSE, step_s) for step_s in (STEP_S, 60.0))
    assert 3.0 < few < many < 5.5
