"""The least delay that any detector can have: the matched filter with the exact covariance.

A leak that begins at a known instant adds ``-q (t - onset)`` to a mean pressure whose noise is
Gaussian: white per sensor, a random walk per sensor, a temperature residual that forgets
(Ornstein-Uhlenbeck), daily and orbital swings of unknown phase, an unknown level and an unknown
baseline slope. Its detectability after a time T is ``d'^2 = s^T C^-1 s``. A detector that has to scan
the onset and raise one false alarm a year at most cannot do better than d' = 5 (false alarms 1e-4 per
independent look, 90 % detected).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from iss_viewer.physics import STANDARD_PA
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

DETECTABLE = 5.0
_PA_PER_KELVIN = STANDARD_PA / 295.15
_ORBIT_S = 92.7 * 60.0


@dataclass(frozen=True)
class NoiseClass:
    """The noise of one mean pressure; SI, drift per square root of a day, slope per day."""

    name: str
    sensors: int = 5
    white_pa: float = 5.0
    sample_every_s: float = 1.0
    drift_pa_sqrt_day: float = 3.0
    residual_k: float = 0.03
    residual_time_s: float = 4.0 * 3600.0
    daily_k: float = 0.05
    orbital_k: float = 0.01
    slope_pa_day: float = 3.0


GOOD = NoiseClass("good")
RAW = NoiseClass(
    "raw", residual_k=0.25, residual_time_s=12.0 * 3600.0, daily_k=0.3, slope_pa_day=20.0
)
SENSOR_LIMITED = NoiseClass(
    "sensor-limited", residual_k=0.0, daily_k=0.0, orbital_k=0.0, slope_pa_day=0.0
)


@dataclass(frozen=True)
class Detectability:
    """d' of a leak of 1 Pa/s, shape (n,), at times after its onset, shape (n,) in seconds."""

    time_s: Floats
    per_pa_s: Floats

    def delay_s(self, rate_pa_s: float, detectable: float = DETECTABLE) -> float:
        """When a leak of this rate is detectable; inf: not within the horizon."""
        reached = self.per_pa_s * rate_pa_s
        if reached[-1] < detectable:
            return float("inf")
        at = int(np.searchsorted(reached, detectable))
        if at == 0:
            return float(self.time_s[0])
        share = np.log(detectable / reached[at - 1]) / np.log(reached[at] / reached[at - 1])
        low, high = np.log(self.time_s[at - 1 : at + 1])
        return float(np.exp(low + share * (high - low)))


def detectability(
    noise: NoiseClass, horizon_s: float = 12.0 * S_PER_DAY, history_s: float = 10.0 * S_PER_DAY
) -> Detectability:
    """How d' grows after the onset of a leak that comes after `history_s` of quiet samples."""
    edges = _edges(noise, horizon_s, history_s)
    time = 0.5 * (edges[1:] + edges[:-1])
    signal = np.maximum(time, 0.0)
    white = whitened(covariance(noise, time, np.diff(edges), history_s), signal)
    after = time > 0.0
    return Detectability(edges[1:][after], np.sqrt(np.cumsum(white**2))[after])


def covariance(noise: NoiseClass, time_s: Floats, width_s: Floats, history_s: float) -> Floats:
    """The covariance of means over `width_s` about `time_s`, (n, n), Pa^2; time 0 is the onset."""
    gap = np.abs(time_s[:, None] - time_s)
    since = np.minimum(time_s[:, None], time_s) + max(history_s, -float(time_s[0]))
    total = 1e8 + noise.drift_pa_sqrt_day**2 / S_PER_DAY * since / noise.sensors
    total += (noise.slope_pa_day / S_PER_DAY) ** 2 * np.outer(time_s, time_s)
    if noise.residual_k:
        residual = (noise.residual_k * _PA_PER_KELVIN) ** 2
        total += residual * np.exp(-gap / noise.residual_time_s)
    for swing_k, period_s in ((noise.daily_k, S_PER_DAY), (noise.orbital_k, _ORBIT_S)):
        swing: Floats = np.asarray(swing_k * _PA_PER_KELVIN * np.sinc(width_s / period_s))
        total += np.outer(swing, swing) * np.cos(2.0 * np.pi * gap / period_s)
    white = noise.white_pa**2 * noise.sample_every_s / noise.sensors
    total[np.diag_indices_from(total)] += white / width_s
    exact: Floats = np.array(total)
    return exact


def _edges(noise: NoiseClass, horizon_s: float, history_s: float) -> Floats:
    """Bins that are fine about the onset and never coarser than half an hour."""
    first = max(noise.sample_every_s, 1.0)
    edges: Floats = np.concatenate(
        (-growing(first, history_s)[::-1], [0.0], growing(first, horizon_s))
    )
    return edges


def growing(first_s: float, until_s: float) -> Floats:
    """Ends of bins that begin at 0, each a quarter wider than the one before, up to half an hour."""
    widths = [first_s]
    while math.fsum(widths) < until_s:
        widths.append(min(widths[-1] * 1.25, 1800.0))
    ends: Floats = np.cumsum(widths)
    return ends


def whitened(matrix: Floats, signal: Floats) -> Floats:
    """L^-1 signal for the lower triangular L with L L^T = matrix: the last row of a larger L."""
    count = len(signal)
    larger = np.empty((count + 1, count + 1))
    larger[:count, :count] = matrix
    larger[count, :count] = signal
    larger[:count, count] = signal
    larger[count, count] = 1e3 * float(signal @ signal) + 1.0
    return np.array(np.linalg.cholesky(larger)[count, :count], dtype=np.float64)
