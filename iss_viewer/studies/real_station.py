"""How a simulated station differs from what the detector is told of it, drawn by seed.

Without this the simulated air is purer than any real one: seals and volumes as in the books, each
thermometer telling the mean of its air. Intervals that hold there prove nothing.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.limits import read_limits
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.station import Station
from iss_viewer.station.topology import parts_of
from iss_viewer.telemetry import ChannelTable, Samples
from iss_viewer.telemetry.frames import Floats


def as_built(station: Station, seed: int) -> Station:
    """The station as it may really be: volumes, seals and normal losses drawn from what is known.

    Each seal and each module's normal loss errs for itself by the share that the limits state; all
    normal losses together by the baseline slope besides, which stands for flows that nobody knows.
    """
    rng = np.random.default_rng(10_000 + seed)
    assumed = read_limits().estimation

    def drawn(spread: float) -> float:
        return max(1.0 + spread * float(rng.standard_normal()), 0.05)

    usual = math.fsum(module.background_leak_kg_s for module in station.modules)
    volume_m3 = math.fsum(module.free_volume_m3 for module in station.modules)
    unknown = assumed.baseline_slope_sd_pa_s * volume_m3 * AIR_KG_PA_M3 * rng.standard_normal()
    more = unknown / usual if usual > 0.0 else 0.0
    modules = []
    for module in station.modules:
        loss = module.background_leak_kg_s * max(drawn(assumed.seal_leak_share_1) + more, 0.0)
        volume = module.free_volume_m3 * drawn(module.free_volume_spread)
        changes = {"free_volume_m3": volume, "background_leak_kg_s": loss}
        modules.append(module.model_copy(update=changes))
    hatches = [
        hatch.model_copy(
            update={"seal_leak_kg_s": hatch.seal_leak_kg_s * drawn(assumed.seal_leak_share_1)}
        )
        for hatch in station.hatches
    ]
    return station.model_copy(update={"modules": tuple(modules), "hatches": tuple(hatches)})


def volume_sigmas(station: Station, seed: int, module: str) -> float:
    """How far the free volume of a module's air space, hatches as they normally stand, is off what the
    detector is told, in sigmas of what it is told.
    """
    shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
    part = next(part for part in parts_of(station, shut) if module in part)
    told = {m.id: m for m in station.modules if m.id in part}
    drawn = math.fsum(m.free_volume_m3 for m in as_built(station, seed).modules if m.id in part)
    error = math.fsum((m.free_volume_m3 * m.free_volume_spread) ** 2 for m in told.values()) ** 0.5
    return float((drawn - math.fsum(m.free_volume_m3 for m in told.values())) / error)


class UnseenWarmth:
    """What the thermometers do not see of the mean temperature of their air space.

    An Ornstein-Uhlenbeck course for each air space as the hatches stand at the start, as large as the
    limits assume for its number of thermometers; each of them reads that much less than there is.
    """

    def __init__(self, station: Station, sampled: ChannelTable, seed: int) -> None:
        self._rng = np.random.default_rng(20_000 + seed)
        self._assumed = read_limits().estimation
        shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
        places = [sampled.columns(tuple(p), "temperature_k") for p in parts_of(station, shut)]
        self._places = [columns[columns >= 0] for columns in places]
        self._value = [0.0 for _ in places]
        self._last_s = -np.inf

    def hide(self, samples: Samples) -> Samples:
        """The samples as such thermometers tell them; to be given all samples in order."""
        values = samples.values.copy()
        gaps_s = np.diff(samples.time_s, prepend=self._last_s)
        kept = np.exp(-gaps_s / self._assumed.thermal_time_s)
        for index, columns in enumerate(self._places):
            if len(columns):
                values[:, columns] -= self._course(index, kept, len(columns))[:, None]
        self._last_s = float(samples.time_s[-1])
        return Samples(samples.time_s, values, samples.quality)

    def _course(self, index: int, kept: Floats, thermometers: int) -> Floats:
        single = self._assumed.thermal_sd_single_k / thermometers**0.75
        spread = max(single, self._assumed.thermal_sd_k)
        pushes = spread * np.sqrt(1.0 - kept**2) * self._rng.standard_normal(len(kept))
        path, value = np.empty(len(kept)), self._value[index]
        for row, (keep, push) in enumerate(zip(kept.tolist(), pushes.tolist(), strict=True)):
            value = keep * value + push
            path[row] = value
        self._value[index] = value
        return path
