"""The times of rows as a map says they are written, as Unix seconds (or seconds of a count)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.cell_numbers import NumberReader, signs_of_map
from iss_viewer.telemetry.readings.column_map import ReadingsMap, TimeColumn, zone_of
from iss_viewer.telemetry.readings.local_time import utc_of
from iss_viewer.telemetry.readings.time_forms import WrittenTimes, read_written
from iss_viewer.units import CALENDAR_FROM_S, S_PER_DAY

#: seconds in one of what is counted
_COUNTED = {
    "seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": S_PER_DAY,
    "unix": 1.0, "unix_ms": 1e-3, "unix_us": 1e-6, "unix_ns": 1e-9, "excel": S_PER_DAY,
}  # fmt: skip
#: 1970 in the days of spreadsheets, which count from 30 December 1899
_EXCEL_1970 = 25569.0
#: dates of readings of a station lie between
EARLIEST_S, LATEST_S = CALENDAR_FROM_S, 4102444800.0  # 1990, 2100
_LEAP_DAY_S = 59 * S_PER_DAY


@dataclass(frozen=True)
class RowTimes:
    """Seconds of each row, (n,), NaN where there is none; bad: rows by why their time does not count; notes: what else
    a person should know.
    """

    time_s: Floats
    bad: tuple[tuple[str, NDArray[np.intp]], ...]
    notes: tuple[str, ...]


def written_times(columns: Sequence[Any], mapped: ReadingsMap) -> WrittenTimes:
    """The times in columns of texts, as they are written; of what is counted, its seconds."""
    time = mapped.time
    if time.written in _COUNTED:
        return _counted(columns[0], mapped)
    trimmed = [pc.utf8_trim_whitespace(pc.fill_null(column, "")) for column in columns]
    texts = pc.binary_join_element_wise(*trimmed, " ") if len(trimmed) > 1 else trimmed[0]
    written_format = time.format if time.written == "format" else ""
    return read_written(texts, written_format, time.year or 1970)


def row_times(written: WrittenTimes, time: TimeColumn) -> RowTimes:
    """The times of all rows, in their order, as Unix seconds, or as seconds of a count."""
    wall_s = written.wall_s
    if time.is_clock_alone:
        return RowTimes(_over_midnight(wall_s), (), ())
    if time.is_counted:
        return RowTimes(wall_s, (), ())
    if time.lacks_year and time.year is not None:
        wall_s = _over_new_year(wall_s, time.year, "%j" in time.format)
    return _dated(wall_s, written.offset_s, time)


def _dated(wall_s: Floats, offset_s: Floats, time: TimeColumn) -> RowTimes:
    is_local = np.isnan(offset_s) & ~np.isnan(wall_s)
    utc_s = wall_s - np.where(np.isnan(offset_s), 0.0, offset_s)
    bad: list[tuple[str, NDArray[np.intp]]] = []
    notes: list[str] = []
    if time.written in ("iso", "format", "excel") and is_local.any():
        places = np.flatnonzero(is_local)
        is_reversed = _falls(wall_s[places])
        places = places[::-1] if is_reversed else places
        utc_s[places], left_out, unsure = utc_of(wall_s[places], zone_of(time.zone))
        words = f"a time that the clocks of {time.zone} leave out"
        bad.append((words, np.sort(places[left_out])))
        if unsure.any():
            notes.append(
                f"{int(unsure.sum()):,} rows lie in an hour that clocks of {time.zone} show twice; taken as the first."
            )
    is_unset = (utc_s < EARLIEST_S) | (utc_s > LATEST_S)
    bad.append(("dated outside 1990 to 2100: the clock was not set", np.flatnonzero(is_unset)))
    utc_s[is_unset] = np.nan
    return RowTimes(utc_s, tuple(bad), tuple(notes))


def _counted(cells: Any, mapped: ReadingsMap) -> WrittenTimes:
    if mapped.time.written in ("unix_us", "unix_ns"):  # more digits than a float holds
        fine = _whole_counts(cells, 1e6 if mapped.time.written == "unix_us" else 1e9)
        if fine is not None:
            return WrittenTimes(fine, np.zeros(len(fine)))
    count = NumberReader(signs_of_map(mapped)).read(cells).values
    if mapped.time.written == "excel":
        whole = np.round(
            (count - _EXCEL_1970) * S_PER_DAY, 3
        )  # they hold half a microsecond at best
        return WrittenTimes(whole, np.full(len(whole), np.nan))
    return WrittenTimes(count * _COUNTED[mapped.time.written], np.zeros(len(count)))


def _whole_counts(cells: Any, per_second: float) -> Floats | None:
    try:
        counts = pc.cast(pc.utf8_trim_whitespace(cells), pa.int64())
    except pa.ArrowInvalid:
        return None
    number = np.asarray(pc.fill_null(counts, 0))
    seconds = number // int(per_second) + (number % int(per_second)) / per_second
    seconds[np.asarray(pc.is_null(counts))] = np.nan
    return np.asarray(seconds, np.float64)


def _falls(times_s: Floats) -> bool:
    """Whether the newest row stands first."""
    steps = np.diff(times_s)
    return bool((steps < 0).sum() > (steps > 0).sum())


def _over_midnight(wall_s: Floats) -> Floats:
    """Clocks without a date, counted on over midnight."""
    known = np.flatnonzero(~np.isnan(wall_s))
    steps = np.diff(wall_s[known])
    days = np.concatenate([[0], np.cumsum(steps < -S_PER_DAY / 2)])[: len(known)]
    counted = wall_s.copy()
    counted[known] += days * S_PER_DAY
    return counted


def _over_new_year(wall_s: Floats, year: int, is_by_day_number: bool) -> Floats:
    """Times without a year, all read as of `year`, with a year more behind each New Year."""
    known = np.flatnonzero(~np.isnan(wall_s))
    years = year + np.concatenate([[0], np.cumsum(np.diff(wall_s[known]) < -200 * S_PER_DAY)])
    years = years[: len(known)].astype(np.int64)
    begin_s = _new_year_s(years)
    within_s = wall_s[known] - float(_new_year_s(np.array([year]))[0])
    if not is_by_day_number:
        further = _is_leap(years).astype(int) - int(_is_leap(np.array([year]))[0])
        within_s = within_s + np.where(within_s >= _LEAP_DAY_S, further * S_PER_DAY, 0.0)
    counted = wall_s.copy()
    counted[known] = begin_s + within_s
    return counted


def _new_year_s(years: NDArray[np.int64]) -> Floats:
    return (years - 1970).astype("M8[Y]").astype("M8[s]").astype(np.float64)


def _is_leap(years: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.asarray((years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0)), np.bool_)
