"""A stranger's table understood: its rows in SI by time, and what became of every line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from iss_viewer.datafile import FileMistakes, Mistake, nearest
from iss_viewer.datafile.lines import line_of
from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Floats, Samples
from iss_viewer.telemetry.readings.column_map import MappedColumn, ReadingsMap, file_of, zone_of
from iss_viewer.telemetry.readings.column_store import chosen
from iss_viewer.telemetry.readings.columns_read import ColumnsRead, read_columns
from iss_viewer.telemetry.readings.gauges import table_in_si
from iss_viewer.telemetry.readings.instruments import with_instruments
from iss_viewer.telemetry.readings.line_balance import LineBalance
from iss_viewer.telemetry.readings.map_reading import read_map
from iss_viewer.telemetry.readings.mapped_values import channels_of, quality_of
from iss_viewer.telemetry.readings.row_order import in_order, merged
from iss_viewer.telemetry.readings.rows import column_names

_MOST_NAMED = 20
#: a larger part of rows that share their time with another: the clock stands in another column
_MOST_DOUBLED = 0.9


@dataclass(frozen=True)
class Readings:
    """A table of readings, understood.

    unmapped: columns of the table that the map does not name. notes: what else a person should
    know, such as rows put in order. start_utc_s: Unix time of second 0; 0: no date is known. balance: what became of each line.
    """

    title: str
    about: str
    station: Station
    channels: ChannelTable
    samples: Samples
    start_utc_s: float
    unmapped: tuple[str, ...]
    notes: tuple[str, ...]
    balance: LineBalance


def read_readings(table: Path, map_file: Path) -> Readings:
    """The readings of a table by its map.

    What cannot be read is left out, counted and named by line. Raises FileMistakes with all that is wrong where the
    map is, or where most of the table cannot be read: file, line, field, what is allowed.
    """
    mapped, station = read_map(map_file)
    if absent := _absent_columns(mapped, map_file, table):
        raise FileMistakes(absent)
    return readings_by(table, mapped, station)


def readings_by(table: Path, mapped: ReadingsMap, station: Station) -> Readings:
    """The readings of a table by a map at hand. Raises FileMistakes."""
    balance = LineBalance()
    time_s, values, notes = _rows(table, mapped, balance)
    start_utc_s, time_s = _counted(time_s, mapped)
    si, gauges = table_in_si(values, mapped.columns)
    channels = channels_of(mapped.columns)
    return Readings(
        title=mapped.title or table.stem,
        about=mapped.about or f"Readings of {table.name}.",
        station=with_instruments(station, mapped.columns),
        channels=channels,
        samples=Samples(time_s, si, quality_of(si, channels)),
        start_utc_s=start_utc_s,
        unmapped=_unmapped(table, mapped),
        notes=(*balance.sentences(), *notes, *gauges),
        balance=balance,
    )


def _rows(
    table: Path, mapped: ReadingsMap, balance: LineBalance
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Times and values of all files, by time."""
    files = tuple(dict.fromkeys(file_of(column, table) for column in mapped.columns))
    if len(files) == 1 and mapped.long is None:
        read = read_columns(files[0], mapped, mapped.columns, balance)
        _refuse_bad(files[0], mapped.columns, read, balance)
        ordered = in_order(read.time_s, read.lines, balance)
        _refuse_doubled(files[0], ordered.doubled, len(read.time_s), mapped)
        if len(ordered.order) == len(read.time_s) and (np.diff(ordered.order) == 1).all():
            return read.time_s, read.values, read.notes
        values = chosen(read.values, ordered.order)
        return read.time_s[ordered.order], values, (*read.notes, *ordered.notes)
    return _merged_files(files, table, mapped, balance)


def _merged_files(
    files: Sequence[Path], table: Path, mapped: ReadingsMap, balance: LineBalance
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """The rows of a file for each channel, or of a row for each reading, by time."""
    times: list[Floats] = []
    parts: list[Floats] = []
    notes: list[str] = []
    for file in files:
        own = [k for k, column in enumerate(mapped.columns) if file_of(column, table) == file]
        columns = tuple(mapped.columns[k] for k in own)
        lines = LineBalance()
        read = read_columns(file, mapped, columns, lines)
        _refuse_bad(file, columns, read, lines)
        part = np.full((len(read.time_s), len(mapped.columns)), np.nan)
        part[:, own] = read.values
        times.append(read.time_s)
        parts.append(part)
        notes += read.notes
        balance.add(lines)
    time_s, values = merged(np.concatenate(times), np.concatenate(parts))
    return time_s, values, tuple(dict.fromkeys(notes))


def _counted(time_s: Floats, mapped: ReadingsMap) -> tuple[float, Floats]:
    """Unix time of the first reading, 0 where no date is known, and the seconds since then."""
    if not len(time_s):
        return 0.0, time_s
    first_s = float(time_s[0])
    start = mapped.time.start
    if not mapped.time.is_counted:
        return first_s, time_s - first_s
    if start is None:
        return 0.0, time_s - first_s
    aware = start if start.tzinfo else start.replace(tzinfo=zone_of(mapped.time.zone))
    return aware.timestamp() + first_s, time_s - first_s


def _unmapped(table: Path, mapped: ReadingsMap) -> tuple[str, ...]:
    if mapped.long is not None:
        return ()
    named = {*mapped.time.columns, *(column.column for column in mapped.columns)}
    names, _ = column_names(file_of(mapped.columns[0], table), mapped)
    return tuple(name for name in names if name not in named)


def _absent_columns(mapped: ReadingsMap, map_file: Path, table: Path) -> list[Mistake]:
    """The columns of the map that their files do not have, and files that are not there."""
    text = map_file.read_text(encoding="utf-8")
    found: list[Mistake] = []
    for place, name, file in _named_columns(mapped, table):
        names, _ = column_names(file, mapped)
        if name not in names:
            words = f"the table has no column '{name}'{nearest(name, names)}"
            found.append(Mistake(map_file, line_of(text, place), "column", words))
    return found


def _named_columns(
    mapped: ReadingsMap, table: Path
) -> Iterator[tuple[tuple[str | int, ...], str, Path]]:
    files = [file_of(column, table) for column in mapped.columns]
    for name in mapped.time.columns:
        yield ("time", "column"), name, files[0]
    if mapped.long is not None:
        yield ("long", "names"), mapped.long.names, files[0]
        yield ("long", "values"), mapped.long.values, files[0]
        return
    for index, column in enumerate(mapped.columns):
        yield ("columns", index, "column"), column.column, files[index]


def _refuse_bad(
    table: Path, columns: Sequence[MappedColumn], read: ColumnsRead, balance: LineBalance
) -> None:
    """Refuse a file most of whose rows, or of whose cells of a column, cannot be read: its map is wrong."""
    left_out = sum(balance.left_out.values())
    good = np.array([int((~np.isnan(part)).sum()) for part in read.values.T])
    if left_out > balance.rows or (read.bad_cells[: len(columns)] > good).any():
        raise FileMistakes(_mistakes(table, balance))


def _mistakes(table: Path, balance: LineBalance) -> list[Mistake]:
    """The first lines that cannot be read, and how many more there are."""
    ordered = sorted(balance.examples, key=lambda each: each.line)
    named = [
        Mistake(table, each.line, each.column, _fault_words(each.text, each.reason, each.column))
        for each in ordered[:_MOST_NAMED]
    ]
    more = sum(balance.left_out.values()) + sum(balance.cells.values()) - len(named)
    if more > 0:
        named.append(Mistake(table, 0, "", f"and {more} more such mistakes"))
    return named


def _fault_words(text: str, reason: str, column: str) -> str:
    if not column:
        return reason
    advice = (
        "" if "time" in reason else "; if it stands for no value, add it to 'missing' in the map"
    )
    return f"'{text[:40]}' {reason}{advice}" if text else f"{reason}{advice}"


def _refuse_doubled(table: Path, doubled: int, rows: int, mapped: ReadingsMap) -> None:
    if rows > 2 and doubled > _MOST_DOUBLED * rows:
        words = (
            f"{doubled:,} of {rows:,} rows have the time of another: does the clock stand in a column of its own? "
            'Write column = ["Date", "Time"]'
        )
        raise FileMistakes([Mistake(table, 0, " ".join(mapped.time.columns), words)])
