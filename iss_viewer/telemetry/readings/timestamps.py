"""Times as people write them in tables, as Unix seconds (or seconds of a count)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import TimeColumn, zone_of
from iss_viewer.telemetry.readings.table import Table, TableMistake
from iss_viewer.units import S_PER_DAY

#: seconds in one of what is counted
_COUNTED = {
    "seconds": 1.0,
    "minutes": 60.0,
    "hours": 3600.0,
    "days": S_PER_DAY,
    "unix": 1.0,
    "unix_ms": 1e-3,
}


def read_times(cells: Table, time: TimeColumn) -> tuple[Floats, list[TableMistake]]:
    """The time of each row in seconds, and those that cannot be read."""
    if time.written in _COUNTED:
        counted, faults = cells.numbers(time.column)
        absent = np.flatnonzero(np.isnan(counted))
        told = {fault.line for fault in faults}
        for row in absent:
            if cells.lines[row] not in told:
                faults.append(TableMistake(int(cells.lines[row]), time.column, "has no time"))
        return counted * _COUNTED[time.written], faults
    return _written(cells, time)


def _written(cells: Table, time: TimeColumn) -> tuple[Floats, list[TableMistake]]:
    zone = zone_of(time.zone)
    read: Callable[[str], datetime] = datetime.fromisoformat
    if time.written == "format":
        read = lambda text: datetime.strptime(text, time.format)  # noqa: E731
    found, faults = np.full(len(cells), np.nan), []
    for row, text in enumerate(cells.texts(time.column)):
        try:
            when = read(text)
            aware = when if when.tzinfo else when.replace(tzinfo=zone)
            found[row] = aware.timestamp()
        except (ValueError, OverflowError, OSError):
            example = time.format or "2024-02-29T13:05:00Z"
            words = f"'{text[:40]}' is not a time such as {example}"
            faults.append(TableMistake(int(cells.lines[row]), time.column, words))
    return found, faults
