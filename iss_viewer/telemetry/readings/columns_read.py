"""All rows of a file as times and numbers in the units of their columns; what is left out is counted by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from iss_viewer.datafile import FileMistakes, Mistake, nearest
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.cell_numbers import (
    NumberColumn,
    NumberReader,
    signs_of_map,
    states,
)
from iss_viewer.telemetry.readings.column_map import MappedColumn, ReadingsMap
from iss_viewer.telemetry.readings.column_store import ColumnStore, chosen
from iss_viewer.telemetry.readings.cut_end import is_whole
from iss_viewer.telemetry.readings.line_balance import LineBalance
from iss_viewer.telemetry.readings.rows import RowReader, Rows, column_names
from iss_viewer.telemetry.readings.time_forms import WrittenTimes
from iss_viewer.telemetry.readings.timestamps import row_times, written_times

_NO_NUMBER = "is not a number"
_NO_STATE = "is neither open nor closed"
_NO_TIME = "has no time"
_EXAMPLES = {
    "iso": "2024-02-29T13:05:00Z", "excel": "45351.545", "unix": "1709208000", "unix_ms": "1709208000000",
    "unix_us": "1709208000000000", "unix_ns": "1709208000000000000",
}  # fmt: skip
#: of a reason and a block, lines that are named; the others are counted
_NAMED = 1000


@dataclass(frozen=True)
class ColumnsRead:
    """Rows with a time, in the order of the file: time_s (n,), values (n, columns) in the units of the map, lines (n,).

    bad_cells: of each column, how many cells could not be read. notes: what a person should know besides the balance.
    """

    time_s: Floats
    values: Floats
    lines: NDArray[np.int64]
    bad_cells: NDArray[np.int64]
    notes: tuple[str, ...]


def read_columns(
    path: Path, mapped: ReadingsMap, columns: tuple[MappedColumn, ...], balance: LineBalance
) -> ColumnsRead:
    """The columns of a file that are asked for, all of whose names it has. Raises FileMistakes."""
    return _Reading(path, mapped, columns, balance).read()


def _names_with(
    path: Path, mapped: ReadingsMap, columns: tuple[MappedColumn, ...]
) -> tuple[str, ...]:
    """The names of a file. Raises FileMistakes where one that is asked for is not among them."""
    names, _ = column_names(path, mapped)
    long = mapped.long
    asked = [c.column for c in columns] if long is None else [long.names, long.values]
    absent = [name for name in (*mapped.time.columns, *asked) if name not in names]
    if absent:
        words = [f"the table has no column '{name}'{nearest(name, names)}" for name in absent]
        raise FileMistakes([Mistake(path, 0, "", each) for each in words])
    return names


class _Reading:
    """One pass over a file."""

    def __init__(
        self,
        path: Path,
        mapped: ReadingsMap,
        columns: tuple[MappedColumn, ...],
        balance: LineBalance,
    ) -> None:
        names = _names_with(path, mapped, columns)
        self._mapped, self._columns, self._balance = mapped, columns, balance
        long = mapped.long
        places = [c.column for c in columns] if long is None else [long.names, long.values]
        self._time_cells = [f"c{names.index(name)}" for name in mapped.time.columns]
        self._cells = [f"c{names.index(name)}" for name in places]
        self._last_cell = f"c{len(names) - 1}"
        wanted = [int(cell[1:]) for cell in (*self._time_cells, *self._cells)]
        self._reader = RowReader(path, mapped, wanted, balance)
        self._numbers = [NumberReader(signs_of_map(mapped, column), column) for column in columns]
        self._wall, self._offset, self._lines = ColumnStore(), ColumnStore(), ColumnStore()
        self._values = ColumnStore((len(columns),))
        self._bad_cells = np.zeros(len(columns), np.int64)
        self._tail: Rows | None = None

    def read(self) -> ColumnsRead:
        for rows in self._reader.blocks():
            self._take(rows)
        written = WrittenTimes(self._wall.whole(), self._offset.whole())
        lines, values = self._lines.whole(), self._values.whole()
        times = row_times(written, self._mapped.time)
        for reason, places in times.bad:
            self._leave_out(lines, places, reason)
        kept = ~np.isnan(times.time_s)
        time_s = times.time_s
        if not kept.all():
            time_s, values, lines = time_s[kept], chosen(values, kept), lines[kept]
        whole_lines = np.asarray(lines, np.int64)
        return ColumnsRead(time_s, values, whole_lines, self._bad_cells, times.notes)

    def _leave_out(self, lines: Floats, places: NDArray[np.intp], reason: str) -> None:
        for place in places[:_NAMED]:
            self._balance.leave_out_read(int(lines[place]), "", reason)
        further = max(len(places) - _NAMED, 0)
        self._balance.left_out[reason] += further
        self._balance.rows -= further

    def _take(self, rows: Rows) -> None:
        if rows.is_cut and not is_whole(rows, self._tail, self._last_cell):
            rows = self._without_last(rows)
        if not len(rows):
            return
        cells = [_array(rows, cell) for cell in self._time_cells]
        times = written_times(cells, self._mapped)
        is_timed = ~np.isnan(times.wall_s)
        self._leave_out_timeless(rows, cells, ~is_timed)
        values = self._long(rows, is_timed) if self._mapped.long else self._wide(rows, is_timed)
        self._wall.append(times.wall_s[is_timed])
        self._offset.append(times.offset_s[is_timed])
        self._lines.append(rows.lines[is_timed].astype(np.float64))
        self._values.append(values if is_timed.all() else values[is_timed])
        self._tail = rows

    def _leave_out_timeless(
        self, rows: Rows, cells: list[Any], is_timeless: NDArray[np.bool_]
    ) -> None:
        time = self._mapped.time
        example = time.format or _EXAMPLES.get(time.written, "12.5")
        for row in np.flatnonzero(is_timeless):
            text = " ".join(str(cell[int(row)].as_py() or "").strip() for cell in cells).strip()
            reason = f"is not a time such as {example}" if text else _NO_TIME
            line = int(rows.lines[row])
            self._balance.leave_out_read(line, text, reason, " ".join(time.columns))

    def _wide(self, rows: Rows, is_timed: NDArray[np.bool_]) -> Floats:
        values = np.empty((len(rows), len(self._columns)))
        for place, column in enumerate(self._columns):
            cells = _array(rows, self._cells[place])
            read = self._column(place, column, cells)
            values[:, place] = read.values
            self._count_cells(rows, cells, place, read.bad[is_timed[read.bad]])
        return values

    def _long(self, rows: Rows, is_timed: NDArray[np.bool_]) -> Floats:
        """A row for each reading: all columns but its own have no value in it."""
        values = np.full((len(rows), len(self._columns)), np.nan)
        names = pc.utf8_trim_whitespace(pc.fill_null(_array(rows, self._cells[0]), ""))
        cells = _array(rows, self._cells[1])
        for place, column in enumerate(self._columns):
            own = np.flatnonzero(np.asarray(pc.equal(names, column.column)))
            read = self._column(place, column, cells.take(own))
            values[own, place] = read.values
            bad = own[read.bad]
            self._count_cells(rows, cells, place, bad[is_timed[bad]])
        return values

    def _column(self, place: int, column: MappedColumn, cells: Any) -> NumberColumn:
        if column.quantity == "is_open":
            return states(cells, self._mapped)
        return self._numbers[place].read(cells)

    def _count_cells(self, rows: Rows, cells: Any, place: int, bad: NDArray[np.intp]) -> None:
        column = self._columns[place]
        reason = _NO_STATE if column.quantity == "is_open" else _NO_NUMBER
        self._bad_cells[place] += len(bad)
        for row in bad[:_NAMED]:
            text = str(cells[int(row)].as_py()).strip()
            self._balance.leave_out_cell(int(rows.lines[row]), text, reason, column.column)
        self._balance.cells[reason] += max(len(bad) - _NAMED, 0)

    def _without_last(self, rows: Rows) -> Rows:
        row = len(rows) - 1
        first = rows.cells.column(self._time_cells[0])[row].as_py()
        words = "the file ends in the middle of it"
        self._balance.leave_out_read(int(rows.lines[row]), str(first or ""), words)
        return Rows(rows.lines[:-1], rows.cells.slice(0, row), False)


def _array(rows: Rows, cell: str) -> Any:
    return rows.cells.column(cell).combine_chunks()
