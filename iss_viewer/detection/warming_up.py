"""Compile the detector's loops, or load them from the disk cache, before anybody waits for them."""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Samples


def compile_now() -> None:
    """Make the compiled loops ready in this process, and in the cache for the next."""
    station = read_station("trio")
    table = ChannelTable.of([f"{module}.pressure_pa" for module in station.module_ids])
    values = np.full((2, len(table)), station.atmosphere.pressure_pa)
    quality = np.zeros(values.shape, dtype=np.uint8)
    StationDetector(station, table).update(Samples(np.array([0.0, 1.0]), values, quality))
