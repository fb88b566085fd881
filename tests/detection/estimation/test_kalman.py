"""The filter of an air space beside a dense Kalman filter as textbooks write it."""

import numpy as np
import pytest

from iss_viewer.detection.estimation import kalman
from iss_viewer.detection.state.space_records import (
    BASE,
    DAY_C,
    DAY_S,
    GAS,
    LEAK,
    ORBIT_C,
    ORBIT_S,
    RATE,
    SLOW_AIR,
    STATES,
    THETA,
    WARMTH,
    Motion,
    SlowAirMotion,
    X,
)
from tests.detection.kernels import outside

predict, innovate, correct = (
    outside(kernel) for kernel in (kalman.predict, kalman.innovate, kalman.correct)
)
DAY, ORBIT, KAPPA_DT = 0.3, 1.1, 2.5
TURNS = (0.99 * np.cos(DAY), 0.99 * np.sin(DAY), np.cos(ORBIT), np.sin(ORBIT))
SLOW = SlowAirMotion(0.99, 0.97, 0.95, 0.3, 0.2, 0.4)
MOTION = Motion(1.0, 0.9, *TURNS, 0.6, 0.8, SLOW)
RATE_VARIANCE = 0.6


def transition():
    """The matrix F."""
    f = np.eye(STATES)
    f[X, BASE] = f[X, LEAK] = -KAPPA_DT
    f[THETA, THETA], f[WARMTH, WARMTH] = MOTION.theta_keep, MOTION.warmth_keep
    f[GAS, GAS] = MOTION.gas_keep
    f[RATE, RATE], f[SLOW_AIR, SLOW_AIR] = SLOW.rate_keep, SLOW.keep
    f[SLOW_AIR, RATE] = SLOW.span_s
    for c, s, cos, sin in (
        (DAY_C, DAY_S, MOTION.day_cos, MOTION.day_sin),
        (ORBIT_C, ORBIT_S, MOTION.orbit_cos, MOTION.orbit_sin),
    ):
        f[c, c] = f[s, s] = cos
        f[c, s], f[s, c] = -sin, sin
    return f


def test_filter_is_the_textbook_filter():
    rng = np.random.default_rng(1)
    mean, root = rng.standard_normal(STATES), rng.standard_normal((STATES, STATES))
    covariance = root @ root.T
    noise, gain = rng.uniform(0.1, 1.0, STATES), np.empty(STATES)
    x, p, f = mean.copy(), covariance.copy(), transition()
    h = np.zeros(STATES)
    h[[X, THETA, DAY_C, ORBIT_C, WARMTH, GAS, SLOW_AIR]] = 1.0
    q = np.diag(noise)
    q[SLOW_AIR, SLOW_AIR] += RATE_VARIANCE * SLOW.air_s2
    q[RATE, RATE] += RATE_VARIANCE * SLOW.rate_1
    q[SLOW_AIR, RATE] = q[RATE, SLOW_AIR] = RATE_VARIANCE * SLOW.cross_s
    for z in rng.standard_normal(60):
        predict(mean, covariance, KAPPA_DT, MOTION, noise, RATE_VARIANCE)
        innovation = innovate(mean, covariance, z, 0.7, gain)
        correct(mean, covariance, innovation, gain)
        x, p = f @ x, f @ p @ f.T + q
        s = h @ p @ h + 0.7
        k = p @ h / s
        assert innovation.residual == pytest.approx(z - h @ x, rel=1e-9, abs=1e-9)
        assert innovation.variance == pytest.approx(s, rel=1e-9)
        x, p = x + k * (z - h @ x), (np.eye(STATES) - np.outer(k, h)) @ p
        assert mean == pytest.approx(x, rel=1e-8, abs=1e-9)
        assert covariance == pytest.approx(p, rel=1e-8, abs=1e-9)
    assert (covariance == covariance.T).all()


def test_loss_takes_pressure_away_in_proportion_to_time():
    mean, covariance = np.zeros(STATES), np.zeros((STATES, STATES))
    mean[X], mean[BASE], mean[LEAK] = 1e5, 0.01, 0.04
    for _ in range(10):
        predict(mean, covariance, KAPPA_DT, MOTION, np.zeros(STATES), 0.0)
    assert mean[X] == pytest.approx(1e5 - 10 * KAPPA_DT * 0.05)
