"""Read a station file, check that its names fit together, and dock its vehicles."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.datafile import find, read
from iss_viewer.station.checks import complaints
from iss_viewer.station.docking import configured, dock, undock
from iss_viewer.station.station import Station

__all__ = ["complaints", "configured", "dock", "read_station", "undock"]


def read_station(name_or_path: str | Path) -> Station:
    """The station of a name (``"iss"``) or file, its vehicles docked.

    Raises FileMistakes with all that is wrong in it.
    """
    return dock(read(find("stations", str(name_or_path)), Station, complaints), ())
