"""What the samples mean: mass balance, rates, location, reserve time, limits, alarms, safety verdict.
It never sees the truth: neither scenario nor simulation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iss_viewer.detection.station_detector import StationDetector as StationDetector

__all__ = ["StationDetector"]


def __getattr__(name: str) -> Any:
    # Views want the words of this room (statuses, alarms) without the compiled loops.
    if name == "StationDetector":
        from iss_viewer.detection.station_detector import StationDetector

        return StationDetector
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
