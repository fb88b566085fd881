"""Series of readings of real instruments, from `assets/series`: what was measured, by whom, where, with what
licence, and the readings themselves. A file of facts beside each table, or beside tables of one origin.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from iss_viewer.datafile import Complaint, Strict, assets_dir, named, read
from iss_viewer.station.provenance import Confidence
from iss_viewer.telemetry.frames import Floats

#: of every table: seconds since the start of its series
TIME = "time_s"
KIND = "series"


class Room(Strict):
    """The air that the instrument stood in."""

    volume_m3: float = Field(gt=0.0)
    source: str
    confidence: Confidence


class Column(Strict):
    """A column of the table: readings of one instrument, multiples of `step` in `unit`; 0: any value."""

    column: str
    quantity: Literal["pressure", "temperature", "relative_humidity", "oxygen", "carbon_dioxide"]
    unit: str
    step: float = Field(default=0.0, ge=0.0)
    origin: float = Field(default=0.0, description="one of the values that can be read")


class Series(Strict):
    """The readings of one place.

    polled_every_s: how often a console reads what was sent last; 0: each row is a reading.
    is_sent_on_change: what the console would read again unchanged is left out.
    """

    id: str
    name: str
    table: str
    path: str = Field(description="in the repository")
    start: datetime
    columns: tuple[Column, ...] = Field(min_length=1)
    polled_every_s: float = Field(default=0.0, ge=0.0)
    is_sent_on_change: bool = False
    note: str = ""


class Happened(Strict):
    """What is known to have happened while the readings were taken."""

    what: str
    source: str
    confidence: Confidence


class SeriesFile(Strict):
    """Series of one origin. `is_aboard`: measured in the International Space Station."""

    id: str
    title: str
    about: str
    measured_by: str
    where: str
    is_aboard: bool
    repository: str
    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    licence: str
    instrument: str
    kept: str = Field(description="which rows and columns of the source, and what was done to them")
    confidence: Confidence
    room: Room
    happened: tuple[Happened, ...] = ()
    series: tuple[Series, ...] = Field(min_length=1)


@dataclass(frozen=True)
class SeriesReadings:
    """The readings of a series: times (n,) in seconds since its start, values (n, columns) in the units of
    its columns, NaN where nothing was read.
    """

    time_s: Floats
    values: Floats
    columns: tuple[Column, ...]

    def rows(self, first: int, upto: int) -> SeriesReadings:
        """Rows from `first` to before `upto`."""
        return SeriesReadings(self.time_s[first:upto], self.values[first:upto], self.columns)

    def of(self, quantities: tuple[str, ...]) -> SeriesReadings:
        """The columns of these quantities alone."""
        kept = [i for i, column in enumerate(self.columns) if column.quantity in quantities]
        return SeriesReadings(
            self.time_s, self.values[:, kept], tuple(self.columns[i] for i in kept)
        )


def series_files() -> dict[str, SeriesFile]:
    """All files of series, by id. Raises FileMistakes."""
    return {name: read_series_file(path) for name, path in named(KIND).items()}


def read_series_file(path: Path) -> SeriesFile:
    """A file of series. Raises FileMistakes with all that is wrong in it."""
    return read(path, SeriesFile, lambda found: _complaints(found, path))


@cache
def series_of(series_id: str) -> tuple[SeriesFile, Series]:
    """A series and the file that it is of. Raises KeyError."""
    for file in series_files().values():
        for series in file.series:
            if series.id == series_id:
                return file, series
    raise KeyError(series_id)


@cache
def readings_of(series_id: str) -> SeriesReadings:
    """The readings of a series as published, or as a console reads them where it polls."""
    _, series = series_of(series_id)
    return polled(_read(series), series.polled_every_s)


def polled(readings: SeriesReadings, every_s: float) -> SeriesReadings:
    """What a console reads each `every_s`: of each column what was sent last; as it is for 0."""
    if not every_s:
        return readings
    first = max(
        float(readings.time_s[np.flatnonzero(np.isfinite(sent))[0]]) for sent in readings.values.T
    )
    time_s = np.arange(np.ceil(first / every_s) * every_s, readings.time_s[-1] + 1.0, every_s)
    held = np.empty((len(time_s), readings.values.shape[1]))
    for place, sent in enumerate(readings.values.T):
        known = np.flatnonzero(np.isfinite(sent))
        last = np.searchsorted(readings.time_s[known], time_s, side="right") - 1
        held[:, place] = sent[known[last]]
    return SeriesReadings(time_s, held, readings.columns)


def _read(series: Series) -> SeriesReadings:
    path = assets_dir() / KIND / series.table
    with gzip.open(path, "rb") as file:
        table = csv.DictReader(io.StringIO(file.read().decode("utf-8")))
        names = (TIME, *(column.column for column in series.columns))
        cells = [[float(row[name] or "nan") for name in names] for row in table]
    numbers = np.array(cells)
    kept = np.isfinite(numbers[:, 1:]).any(axis=1)
    return SeriesReadings(numbers[kept, 0], numbers[kept, 1:], series.columns)


def _complaints(file: SeriesFile, path: Path) -> Iterator[Complaint]:
    for index, series in enumerate(file.series):
        if not (path.parent / series.table).is_file():
            yield Complaint(("series", index, "table"), f"there is no file '{series.table}'")
        if not any(column.quantity == "pressure" for column in series.columns):
            yield Complaint(("series", index, "columns"), "no column is a pressure")


def room_file() -> Path:
    """The station that each series is played in."""
    return assets_dir() / KIND / "station" / "room.toml"
