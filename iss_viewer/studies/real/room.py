"""A series in its room: written as a table and a map, and opened as anybody's readings are."""

from __future__ import annotations

import csv
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from iss_viewer.station import Station
from iss_viewer.studies.real.series import TIME, SeriesReadings, room_file
from iss_viewer.telemetry.readings.readings import Readings, read_readings

ROOM = "ROOM"


def opened(readings: SeriesReadings, volume_m3: float) -> Readings:
    """The readings as the application understands them, in a room of that volume.

    They go through a CSV file and its map, as a stranger's do: units, humidity and missing cells are those of
    `telemetry.readings`.
    """
    with tempfile.TemporaryDirectory() as name:
        table, chart = Path(name) / "readings.csv", Path(name) / "readings.toml"
        _write_table(readings, table)
        chart.write_text(map_text(readings), encoding="utf-8")
        found = read_readings(table, chart)
    return replace(found, station=_of_volume(found.station, volume_m3))


def map_text(readings: SeriesReadings) -> str:
    """The map of the table, as docs/formats-readings.md says."""
    lines = [
        f"station = {json.dumps(str(room_file()))}",
        "[time]",
        f'column = "{TIME}"',
        'written = "seconds"',
    ]
    for column in readings.columns:
        lines += ["[[columns]]", f'column = "{column.column}"', f'module = "{ROOM}"']
        lines += [f'quantity = "{column.quantity}"', f'unit = "{column.unit}"']
    return "\n".join(lines) + "\n"


def _write_table(readings: SeriesReadings, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([TIME, *(column.column for column in readings.columns)])
        for time_s, values in zip(readings.time_s, readings.values, strict=True):
            cells = ("" if np.isnan(value) else f"{value:.5f}" for value in values)
            writer.writerow([f"{time_s:.1f}", *cells])


def _of_volume(station: Station, volume_m3: float) -> Station:
    modules = tuple(
        module.model_copy(update={"free_volume_m3": volume_m3}) for module in station.modules
    )
    return station.model_copy(update={"modules": modules})
