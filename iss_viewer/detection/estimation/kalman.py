"""The Kalman filter of one air space.

States (see `tracks`): the N2-equivalent pressure x at a reference temperature, a steady loss that is no
leak, the leak, a slow temperature residual (Ornstein-Uhlenbeck), a daily and an orbital swing, and what
the noise of smoothed thermometers leaves. The measurement is ``z = x + theta + day + orbit + warmth + v``;
losses act as ``dx/dt = -kappa (base + leak)``, where kappa follows the pressure, so that an orifice's
exponential decay is a constant leak.
"""

from __future__ import annotations

from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import (
    BASE,
    DAY_C,
    DAY_S,
    LEAK,
    ORBIT_C,
    ORBIT_S,
    STATES,
    THETA,
    WARMTH,
    Floats,
    X,
)


@inner
def transit(v: Floats, kappa_dt: float, motion: Floats) -> None:
    """v becomes F v; motion: shape (MOTIONS,)."""
    v[X] -= kappa_dt * (v[BASE] + v[LEAK])
    v[THETA] *= motion[0]
    day = v[DAY_C]
    v[DAY_C] = motion[1] * day - motion[2] * v[DAY_S]
    v[DAY_S] = motion[2] * day + motion[1] * v[DAY_S]
    orbit = v[ORBIT_C]
    v[ORBIT_C] = motion[3] * orbit - motion[4] * v[ORBIT_S]
    v[ORBIT_S] = motion[4] * orbit + motion[3] * v[ORBIT_S]
    v[WARMTH] *= motion[5]


@inner
def predict(
    mean: Floats, covariance: Floats, kappa_dt: float, motion: Floats, noise: Floats
) -> None:
    """One step ahead in place. noise: shape (STATES,), the variance that each state gains."""
    transit(mean, kappa_dt, motion)
    for i in range(STATES):
        transit(covariance[i], kappa_dt, motion)
    for i in range(STATES):
        transit(covariance[:, i], kappa_dt, motion)
    for i in range(STATES):
        covariance[i, i] += noise[i]


@inner
def seen(v: Floats) -> float:
    """H v: what the measurement sees of a state."""
    return float(v[X] + v[THETA] + v[DAY_C] + v[ORBIT_C] + v[WARMTH])


@inner
def innovation(
    mean: Floats, covariance: Floats, z: float, variance: float, gain: Floats
) -> tuple[float, float]:
    """The innovation of a measurement and its variance; fills `gain`, shape (STATES,)."""
    for i in range(STATES):
        gain[i] = seen(covariance[i])
    s = variance + seen(gain)
    for i in range(STATES):
        gain[i] /= s
    return z - seen(mean), s


@inner
def correct(mean: Floats, covariance: Floats, nu: float, s: float, gain: Floats) -> None:
    """Take a measurement in; keeps the covariance symmetric."""
    for i in range(STATES):
        mean[i] += gain[i] * nu
    for i in range(STATES):
        for k in range(i + 1):
            value = covariance[i, k] - gain[i] * gain[k] * s
            covariance[i, k] = value
            covariance[k, i] = value
