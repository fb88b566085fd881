"""Slow air: what moves the pressure of a room for hours and days and is no leak (weather, gases that nobody
balances, warmth that nobody sees). A rate v that lasts hours pushes a course x about, and x comes back:

    dx = (v - x/T) dt,    v of variance s^2 that forgets in t
    cov x(L) = s^2 b/(b^2 - a^2) (e^(-aL)/a - e^(-bL)/b),    a = 1/T, b = 1/t

A leak goes on, so that the longer it lasts the less such a course explains it. Both filters (mass balance and
segment) have the two states, and second differences are learned from, by what stands here alone.
"""

from __future__ import annotations

import math

from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import SlowAirMotion

_ONCE = 4.0  # E (z(t) - 2 z(t-L) + z(t-2L))^2 is so many mean squares over L, less that over 2 L


@inner
def slow_air_motion(settings: Settings, dt: float) -> SlowAirMotion:
    """What a step of `dt` does to slow air, with the variances that it adds, of a rate of unit variance: those of
    the steady spread less what is left of them.
    """
    a, b = 1.0 / settings["slow_air_return_s"], 1.0 / settings["slow_air_time_s"]
    keep, rate_keep = math.exp(-a * dt), math.exp(-b * dt)
    span = keep * -math.expm1((a - b) * dt) / (b - a)
    both = 1.0 / (a + b)
    air = -math.expm1(-2.0 * a * dt) * both / a - span * (2.0 * keep * both + span)
    cross = -math.expm1(-(a + b) * dt) * both - span * rate_keep
    return SlowAirMotion(keep, span, rate_keep, max(air, 0.0), cross, -math.expm1(-2.0 * b * dt))


@inner
def move_slow_air(v: Floats, air: int, rate: int, motion: SlowAirMotion) -> None:
    """v becomes F v in the places of slow air and of its rate."""
    v[air] = motion.keep * v[air] + motion.span_s * v[rate]
    v[rate] *= motion.rate_keep


@inner
def stir_slow_air(
    covariance: Floats, air: int, rate: int, motion: SlowAirMotion, variance: float
) -> None:
    """What a step adds to a covariance; variance: of the rate, (Pa/s)^2."""
    covariance[air, air] += variance * motion.air_s2
    covariance[rate, rate] += variance * motion.rate_1
    covariance[air, rate] += variance * motion.cross_s
    covariance[rate, air] += variance * motion.cross_s


@inner
def spread_slow_air(
    covariance: Floats, air: int, rate: int, settings: Settings, variance: float
) -> None:
    """Slow air of which nothing is known but the variance of its rate, (Pa/s)^2."""
    both = settings["slow_air_return_s"] * settings["slow_air_time_s"]
    both /= settings["slow_air_return_s"] + settings["slow_air_time_s"]
    covariance[air, air] = variance * both * settings["slow_air_return_s"]
    covariance[rate, rate] = variance
    covariance[air, rate] = covariance[rate, air] = variance * both


@inner
def slow_bend(lag_s: float, settings: Settings) -> float:
    """E D^2 of a second difference of slow air whose rate is of unit variance, s^2."""
    once, twice = _variogram(lag_s, settings), _variogram(2.0 * lag_s, settings)
    return _ONCE * once - twice


@inner
def _variogram(lag_s: float, settings: Settings) -> float:
    """The mean square of the difference over a lag, s^2."""
    a, b = 1.0 / settings["slow_air_return_s"], 1.0 / settings["slow_air_time_s"]
    parts = math.expm1(-b * lag_s) / b - math.expm1(-a * lag_s) / a
    return float(2.0 * b / (b * b - a * a) * parts)
