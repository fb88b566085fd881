"""How well the fall of a part will be known after so long: the planner's forecast of its own error."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from iss_viewer.detection.locating.priors import Noise
from iss_viewer.detection.locating.readings import REFERENCE_PA, kg_per_pa
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

_LEAST_SPAN_S = 1e-9
_WHITE = 12.0  # least squares: the variance of a slope under white noise is 12 s^2 dt/t^3

_TEMPERATURE_K = 295.15


@dataclass(frozen=True)
class SlopeNoise:
    """Noise of one sensor and of the gas temperature that it sits in."""

    white_pa: float
    sample_every_s: float
    drift_pa_sqrt_s: float
    thermal_pa: float
    thermal_time_s: float

    @classmethod
    def of(cls, noise: Noise) -> SlopeNoise:
        """From the noise of the priors, at one atmosphere."""
        return cls(
            noise.white_pa,
            noise.sample_every_s,
            noise.drift_pa / np.sqrt(S_PER_DAY),
            noise.temperature_k * REFERENCE_PA / _TEMPERATURE_K,
            noise.temperature_time_s,
        )

    def warmer(self, temperature_k: float) -> SlopeNoise:
        """The same with a residual of the gas temperature of so much, 1-sigma, at one atmosphere."""
        return replace(self, thermal_pa=temperature_k * REFERENCE_PA / _TEMPERATURE_K)

    def slope_variance(self, span_s: Floats, sensors: Floats) -> Floats:
        """Variance of the best slope with unknown level, (Pa/s)^2; inf for no span.

        The sum of the least variances under each noise alone: white 12 s^2 dt/t^3, random walk
        w^2/t, and a temperature that forgets with time tau,
        2 s^2/(t^2/2 + t^3/(12 tau) + tau t). Never more than the exact value for all together.
        """
        t = np.maximum(span_s, _LEAST_SPAN_S)
        square = t * t
        cube = square * t
        white = _WHITE * self.white_pa**2 * self.sample_every_s / cube
        drift = self.drift_pa_sqrt_s**2 / t
        tau = self.thermal_time_s
        thermal = 2.0 * self.thermal_pa**2 / (square / 2.0 + cube / (_WHITE * tau) + tau * t)
        variance = (white + drift) / np.maximum(sensors, 1.0) + thermal
        return np.where((span_s > 0.0) & (sensors > 0.0), variance, np.inf)

    def loss_precision(self, volume_m3: Floats, sensors: Floats, span_s: Floats) -> Floats:
        """1/variance of the loss of a part, (kg/s)^-2; 0 without a span or a sensor."""
        mass = volume_m3 * kg_per_pa(1.0, _TEMPERATURE_K)
        precision: Floats = 1.0 / (mass**2 * self.slope_variance(span_s, sensors))
        return precision
