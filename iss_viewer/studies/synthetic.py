"""Samples of a quiet or leaking station drawn straight from a noise model, without the simulator.

The one way to compare a detector with the bound, which needs noise whose covariance is known exactly;
and the fast way to years of quiet samples. Five pressure sensors hang in one air of all modules; the
temperature that thermometers do not see is in the pressure, as the noise class says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iss_viewer.physics import STANDARD_PA
from iss_viewer.station import Station, read_station
from iss_viewer.studies.bounds import NoiseClass
from iss_viewer.telemetry import ChannelTable, Samples
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

PLACES = ("NODE1", "LAB", "NODE2", "COL", "JPM")
_PRESSURE_PA, _TEMPERATURE_K = STANDARD_PA, 295.15
_ORBIT_S = 92.7 * 60.0


@dataclass(frozen=True)
class AirChange:
    """What happens to the whole station's air."""

    leak_pa_s: float = 0.0
    onset_s: float = 0.0
    heavy_tails: bool = False  # white noise of Student's t with 3 degrees of freedom


def five_sensor_station() -> Station:
    """The ISS with every inner hatch open and a barometer and a thermometer at five places."""
    station = read_station("iss")
    kinds = {kind.id: kind.quantity for kind in station.sensor_classes}
    kept = tuple(
        s
        for s in station.sensors
        if s.module in PLACES and kinds[s.sensor_class] in ("pressure", "temperature")
    )
    sound = tuple(m.model_copy(update={"background_leak_kg_s": 0.0}) for m in station.modules)
    return station.model_copy(
        update={"sensors": kept, "modules": sound, "equipment": (), "tanks": (), "crew": ()}
    )


def columns(station: Station) -> ChannelTable:
    """Pressures and temperatures of the five places, and every hatch."""
    names = [
        f"{place}.{quantity}" for quantity in ("pressure_pa", "temperature_k") for place in PLACES
    ]
    return ChannelTable.of([*names, *(f"{hatch.id}.is_open" for hatch in station.hatches)])


def sample_times(history_s: float, coarse_s: float, length_s: float, fine_s: float) -> Floats:
    """Coarse samples over the history, fine ones from ten coarse steps before its end on."""
    turn = max(history_s - 10.0 * coarse_s, 0.0)
    times: Floats = np.concatenate(
        (np.arange(0.0, turn, coarse_s), np.arange(turn, history_s + length_s, fine_s))
    )
    return times


def draw(
    station: Station, noise: NoiseClass, times_s: Floats, course: AirChange, seed: int
) -> Samples:
    """Samples at `times_s`, shape (n,); white noise is that of one sample, whatever the spacing."""
    rng = np.random.default_rng(seed)
    count, sensors = len(times_s), len(PLACES)
    common = _residual(noise, times_s, rng) + _swings(noise, times_s, rng)
    common += rng.normal(0.0, noise.slope_pa_day) * times_s / S_PER_DAY
    since = np.maximum(times_s - course.onset_s, 0.0)
    common += _PRESSURE_PA * np.expm1(-course.leak_pa_s / _PRESSURE_PA * since)
    steps = np.sqrt(np.diff(times_s, prepend=times_s[0]) / S_PER_DAY)[:, None]
    drift = np.cumsum(
        noise.drift_pa_sqrt_day * steps * rng.standard_normal((count, sensors)), axis=0
    )
    white = rng.standard_normal((count, sensors))
    if course.heavy_tails:
        white = rng.standard_t(3.0, (count, sensors)) / np.sqrt(3.0)
    values = np.empty((count, 2 * sensors + len(station.hatches)))
    values[:, :sensors] = _PRESSURE_PA + common[:, None] + drift + noise.white_pa * white
    values[:, :sensors] += rng.normal(0.0, 35.0, sensors)
    values[:, sensors : 2 * sensors] = _TEMPERATURE_K
    for offset, hatch in enumerate(station.hatches):
        values[:, 2 * sensors + offset] = float("VACUUM" not in (hatch.a, hatch.b))
    return Samples(times_s, values, np.zeros(values.shape, dtype=np.uint8))


def _residual(noise: NoiseClass, times_s: Floats, rng: np.random.Generator) -> Floats:
    """The unseen temperature as pressure: an Ornstein-Uhlenbeck path, exact at any spacing."""
    spread = noise.residual_k * _PRESSURE_PA / _TEMPERATURE_K
    kept = np.exp(-np.diff(times_s, prepend=-np.inf) / noise.residual_time_s)
    pushes = spread * np.sqrt(1.0 - kept**2) * rng.standard_normal(len(times_s))
    path = np.empty(len(times_s))
    value = 0.0
    for index, (keep, push) in enumerate(zip(kept.tolist(), pushes.tolist(), strict=True)):
        value = keep * value + push
        path[index] = value
    return path


def _swings(noise: NoiseClass, times_s: Floats, rng: np.random.Generator) -> Floats:
    total = np.zeros(len(times_s))
    for swing_k, period_s in ((noise.daily_k, S_PER_DAY), (noise.orbital_k, _ORBIT_S)):
        cosine, sine = rng.standard_normal(2) * swing_k * _PRESSURE_PA / _TEMPERATURE_K
        angle = 2.0 * np.pi * times_s / period_s
        total += cosine * np.cos(angle) + sine * np.sin(angle)
    return total
