"""The Kalman filter of one air space.

States (see `space_records`): the N2-equivalent pressure x at a reference temperature, a steady loss that
is no leak, the leak, a slow temperature residual (Ornstein-Uhlenbeck), a daily and an orbital swing,
what the noise of smoothed thermometers leaves, what the gases that are followed one by one are off, and
slow air with its rate (see `slow_air`).
The measurement is ``z = x + theta + day + orbit + warmth + gas + slow air + v``; losses act as
``dx/dt = -kappa (base + leak)``, where kappa follows the pressure, so that an orifice's exponential decay is a
constant leak.
"""

from __future__ import annotations

from typing import NamedTuple

from iss_viewer.detection.estimation.slow_air import move_slow_air, stir_slow_air
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats
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
    X,
)


class Innovation(NamedTuple):
    """How far a measurement is from its prediction."""

    residual: float
    variance: float  # of that: of the prediction and of the measurement


class Testimony(NamedTuple):
    """What thermometers and analysers say in an innovation, Pa."""

    thermal_pa: float
    gas_pa: float


@inner
def transit(v: Floats, kappa_dt: float, motion: Motion) -> None:
    """v becomes F v, shape (STATES,)."""
    v[X] -= kappa_dt * (v[BASE] + v[LEAK])
    move_slow_air(v, SLOW_AIR, RATE, motion.slow_air)
    v[THETA] *= motion.theta_keep
    day = v[DAY_C]
    v[DAY_C] = motion.day_cos * day - motion.day_sin * v[DAY_S]
    v[DAY_S] = motion.day_sin * day + motion.day_cos * v[DAY_S]
    orbit = v[ORBIT_C]
    v[ORBIT_C] = motion.orbit_cos * orbit - motion.orbit_sin * v[ORBIT_S]
    v[ORBIT_S] = motion.orbit_sin * orbit + motion.orbit_cos * v[ORBIT_S]
    v[WARMTH] *= motion.warmth_keep
    v[GAS] *= motion.gas_keep


@inner
def predict(
    mean: Floats,
    covariance: Floats,
    kappa_dt: float,
    motion: Motion,
    noise: Floats,
    rate_variance: float,
) -> None:
    """One step ahead in place. noise: shape (STATES,), the variance that each state gains, but for slow air, of
    whose rate it is `rate_variance`.
    """
    transit(mean, kappa_dt, motion)
    for i in range(STATES):
        transit(covariance[i], kappa_dt, motion)
    for i in range(STATES):
        transit(covariance[:, i], kappa_dt, motion)
    for i in range(STATES):
        covariance[i, i] += noise[i]
    stir_slow_air(covariance, SLOW_AIR, RATE, motion.slow_air, rate_variance)


@inner
def seen(v: Floats) -> float:
    """H v: what the measurement sees of a state."""
    return float(v[X] + v[THETA] + v[DAY_C] + v[ORBIT_C] + v[WARMTH] + v[GAS] + v[SLOW_AIR])


@inner
def innovate(
    mean: Floats, covariance: Floats, z: float, variance: float, gain: Floats
) -> Innovation:
    """The innovation of a measurement; fills `gain`, shape (STATES,)."""
    for i in range(STATES):
        gain[i] = seen(covariance[i])
    s = variance + max(seen(gain), 0.0)  # rounding may leave less than nothing of a variance
    for i in range(STATES):
        gain[i] /= s
    return Innovation(z - seen(mean), s)


@inner
def correct(mean: Floats, covariance: Floats, innovation: Innovation, gain: Floats) -> None:
    """Take a measurement in; keeps the covariance symmetric."""
    for i in range(STATES):
        mean[i] += gain[i] * innovation.residual
    for i in range(STATES):
        for k in range(i + 1):
            value = covariance[i, k] - gain[i] * gain[k] * innovation.variance
            covariance[i, k] = value
            covariance[k, i] = value
        covariance[i, i] = max(covariance[i, i], 0.0)
