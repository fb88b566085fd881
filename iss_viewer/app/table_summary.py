"""What comes of reading a whole table of readings, before it is opened."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iss_viewer.situation.table_preview import TableSummary
    from iss_viewer.telemetry.readings.column_map import ReadingsMap


def table_summary_of(table: str, mapped: ReadingsMap) -> TableSummary:
    """What comes of reading a whole table. Raises FileMistakes."""
    from iss_viewer.situation.table_preview import summary_of
    from iss_viewer.station import read_station
    from iss_viewer.telemetry.readings.readings import readings_by

    began_s = time.monotonic()
    readings = readings_by(Path(table), mapped, read_station(mapped.station))
    return summary_of(readings, time.monotonic() - began_s)
