"""A stranger's table of readings as a source: any columns, any rate, gaps and all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iss_viewer.datafile import FileMistakes, Mistake, nearest
from iss_viewer.datafile.lines import line_of
from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import ActionDone, Event
from iss_viewer.telemetry.frames import Floats, Samples
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.telemetry.readings.column_map import (
    MappedColumn,
    ReadingsMap,
    TimeColumn,
    read_map,
    zone_of,
)
from iss_viewer.telemetry.readings.instruments import with_instruments
from iss_viewer.telemetry.readings.mapped_values import (
    channels_of,
    in_si,
    quality_of,
    reported_move,
)
from iss_viewer.telemetry.readings.table import Table, TableMistake, read_table
from iss_viewer.telemetry.readings.timestamps import read_times

_MOST_TOLD = 20


@dataclass(frozen=True)
class Readings:
    """A table of readings, understood.

    unmapped: columns of the table that the map does not name. notes: what else a person should
    know, such as rows put in order. start_utc_s: Unix time of second 0.
    """

    title: str
    about: str
    station: Station
    channels: ChannelTable
    samples: Samples
    start_utc_s: float
    unmapped: tuple[str, ...]
    notes: tuple[str, ...]


def read_readings(table: Path, map_file: Path) -> Readings:
    """The readings of a CSV file by its map.

    Raises FileMistakes with all that is wrong in either file: file, line, field, what is allowed.
    """
    mapped, station = read_map(map_file)
    cells = read_table(table, mapped)
    if absent := _absent_columns(mapped, map_file, cells):
        raise FileMistakes(absent)
    unix_s, faults = read_times(cells, mapped.time)
    faults += cells.faults
    written = np.empty((len(cells), len(mapped.columns)))
    for place, column in enumerate(mapped.columns):
        written[:, place], found = _written(cells, column)
        faults += found
    if faults:
        raise FileMistakes(_spoken(table, faults))
    order, notes = _in_order(unix_s)
    start_utc_s, time_s = _counted(unix_s[order], mapped.time)
    channels = channels_of(mapped.columns)
    values = in_si(written[order], mapped.columns)
    named = {mapped.time.column, *(column.column for column in mapped.columns)}
    return Readings(
        title=mapped.title or table.stem,
        about=mapped.about or f"Readings of {table.name}.",
        station=with_instruments(station, mapped.columns),
        channels=channels,
        samples=Samples(time_s, values, quality_of(values, channels)),
        start_utc_s=start_utc_s,
        unmapped=tuple(name for name in cells.names if name not in named),
        notes=notes,
    )


class ReadingsSource:
    """Yields a table's readings; crew actions that are told are passed on to the detector."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._row = 0

    @property
    def station(self) -> Station:
        """The station that the map names."""
        return self.readings.station

    @property
    def channels(self) -> ChannelTable:
        """The mapped columns."""
        return self.readings.channels

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""
        return float(self.readings.samples.time_s[self._row - 1]) if self._row else -float("inf")

    @property
    def end_s(self) -> float:
        """The time of the last reading."""
        times = self.readings.samples.time_s
        return float(times[-1]) if len(times) else -float("inf")

    @property
    def sample_period_s(self) -> float:
        """The usual time between two readings."""
        steps = np.diff(self.readings.samples.time_s)
        return float(np.median(steps)) if len(steps) else 1.0

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next readings."""
        samples, start = self.readings.samples, self._row
        upto = int(np.searchsorted(samples.time_s, until_s, side="right"))
        self._row = max(start, min(upto, start + most))
        return samples.rows(start, self._row), ()

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """Nothing: people tell it now."""
        return ()

    def act(self, action: Action) -> ActionDone:
        """Note that a hatch or valve was moved; all else cannot be done to recorded readings."""
        return reported_move(action, self.station, self.time_s)

    def snapshot(self) -> bytes:
        """The place in the table."""
        return pack(self._row)

    def restore(self, snapshot: bytes) -> None:
        """Go to a place in the table."""
        self._row = unpack(snapshot)


def _written(cells: Table, column: MappedColumn) -> tuple[Floats, list[TableMistake]]:
    if column.quantity == "is_open":
        return cells.states(column.column)
    return cells.numbers(column.column)


def _in_order(unix_s: Floats) -> tuple[np.ndarray, tuple[str, ...]]:
    """Rows by time, each time once (the first row counts), and what was changed for that."""
    order = np.argsort(unix_s, kind="stable")
    times = unix_s[order]
    is_new = np.concatenate([[True], np.diff(times) > 0])[: len(times)]
    notes = []
    if (np.diff(unix_s) < 0).any():
        notes.append(f"{_rows(np.diff(unix_s) < 0)} out of order, put in order.")
    if not is_new.all():
        notes.append(f"{_rows(~is_new)} with the time of an earlier one, left out.")
    return order[is_new], tuple(notes)


def _counted(times_s: Floats, time: TimeColumn) -> tuple[float, Floats]:
    """Unix time of second 0, and the seconds since then."""
    if not time.is_counted:
        first = float(times_s[0]) if len(times_s) else 0.0
        return first, times_s - first
    if time.start is None:
        return 0.0, times_s
    aware = time.start if time.start.tzinfo else time.start.replace(tzinfo=zone_of(time.zone))
    return aware.timestamp(), times_s


def _absent_columns(mapped: ReadingsMap, map_file: Path, cells: Table) -> list[Mistake]:
    """The columns of the map that the table does not have."""
    places: list[tuple[tuple[str | int, ...], str]] = [(("time", "column"), mapped.time.column)]
    places += [(("columns", i, "column"), c.column) for i, c in enumerate(mapped.columns)]
    text = map_file.read_text(encoding="utf-8")
    return [
        Mistake(
            map_file,
            line_of(text, place),
            "column",
            f"the table has no column '{name}'{nearest(name, cells.names)}",
        )
        for place, name in places
        if name not in cells.names
    ]


def _spoken(table: Path, faults: list[TableMistake]) -> list[Mistake]:
    """The first mistakes in order of lines, and how many more there are."""
    ordered = sorted(faults, key=lambda fault: fault.line)
    told = [Mistake(table, f.line, f.column, f.message) for f in ordered[:_MOST_TOLD]]
    if len(ordered) > _MOST_TOLD:
        told.append(Mistake(table, 0, "", f"and {len(ordered) - _MOST_TOLD} more such mistakes"))
    return told


def _rows(chosen: NDArray[np.bool_]) -> str:
    count = int(chosen.sum())
    return f"{count} row{'' if count == 1 else 's'}"
