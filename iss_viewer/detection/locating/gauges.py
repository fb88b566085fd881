"""The hand-held manovacuumeter: whole mmHg, read now and then, yet two readings tell a fall."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from iss_viewer.detection.locating.readings import PartReading, kg_per_pa
from iss_viewer.station import Station
from iss_viewer.station.topology import Part
from iss_viewer.telemetry.packing import give_back, kept
from iss_viewer.units import PA_PER_MMHG

_ROUNDING_PA = PA_PER_MMHG / np.sqrt(12.0)
_TEMPERATURE_K = 295.15


class GaugeLog:
    """Readings in each part since the hatches last moved."""

    def __init__(self, station: Station) -> None:
        self._volume_m3 = {m.id: m.free_volume_m3 for m in station.modules}
        self._begun_s = -np.inf
        self._read: dict[Part, list[tuple[float, float]]] = {}

    def begin(self, time_s: float) -> None:
        """Start anew: the hatches moved."""
        self._begun_s = time_s
        self._read.clear()

    def add(self, time_s: float, part: Part, pressure_pa: float) -> PartReading | None:
        """Note a reading; with two or more at different times, the loss that they show.

        A line is fitted by least squares; each reading errs by rounding to a whole mmHg.
        """
        if not np.isfinite(pressure_pa) or time_s < self._begun_s:
            return None
        readings = self._read.setdefault(part, [])
        readings.append((time_s, pressure_pa))
        times, pressures = np.array(readings).T
        spread = float(((times - times.mean()) ** 2).sum())
        if spread <= 0.0:
            return None
        slope_pa_s = float(((times - times.mean()) * pressures).sum() / spread)
        mass = kg_per_pa(math.fsum(self._volume_m3[m] for m in sorted(part)), _TEMPERATURE_K)
        error = mass * float(_ROUNDING_PA / np.sqrt(spread))
        span_s = float(times[-1] - times[0])
        return PartReading(part, -mass * slope_pa_s, error, span_s, float(pressures.mean()))

    def keep_since(self, part: Part, time_s: float) -> bool:
        """Drop readings of a part from before its loss changed; whether there were any."""
        readings = self._read.get(part, [])
        left = [reading for reading in readings if reading[0] >= time_s]
        if readings:
            self._read[part] = left
        return len(left) < len(readings)

    def state(self) -> dict[str, Any]:
        """All there is to keep."""
        return kept(self, without=("_volume_m3",))

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        give_back(self, state)
