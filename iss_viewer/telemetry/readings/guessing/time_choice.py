"""How the time of a strange table is written, as a person chooses it on the import page, and what the sample makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import (
    MappedColumn,
    ReadingsMap,
    TimeColumn,
    zone_of,
)
from iss_viewer.telemetry.readings.guessing.layout import TableLayout
from iss_viewer.telemetry.readings.guessing.time_formats import format_of
from iss_viewer.telemetry.readings.rows import names_unlike
from iss_viewer.telemetry.readings.timestamps import row_times, written_times

#: counted from the last day of the year before: the first of January is day 1, as in the telemetry of the station
OF_YEAR = {"hours_of_year": "hours", "days_of_year": "days"}
TIME_FORMS = (
    "iso", "format", "unix", "unix_ms", "unix_us", "unix_ns", "excel", "days_of_year", "hours_of_year",
    "seconds", "minutes", "hours", "days",
)  # fmt: skip
_SUMMER_MONTHS = (1, 7)  # of which one is summer, wherever


@dataclass(frozen=True)
class SampledTimes:
    """What the sample makes of a way to write time. read: of so many rows; first_s, last_s: NaN where none is."""

    read: int
    rows: int
    first_s: float
    last_s: float


def time_form(time: TimeColumn) -> str:
    """Which of `TIME_FORMS` it is."""
    return next(
        (form for form in OF_YEAR if time == _of_year(time, form, _year_of(time))), time.written
    )


def with_form(time: TimeColumn, form: str, year: int, texts: Sequence[str]) -> TimeColumn:
    """The same columns, written otherwise. year: where the form needs one. texts: the sampled cells of its columns."""
    plain = TimeColumn(column=time.column, written="iso", zone=time.zone)
    if form in OF_YEAR:
        return _of_year(plain, form, year)
    if form != "format":
        start = time.start if time.is_counted and time.written == form else None
        return plain.model_copy(update={"written": form, "start": start})
    found = format_of(texts)
    written_format = time.format or (found.formats[0] if found is not None else "%Y-%m-%d %H:%M:%S")
    return with_format(plain, written_format, year)


def with_format(time: TimeColumn, written_format: str, year: int) -> TimeColumn:
    """The same, read by a format of strptime. year: where it names none."""
    changed = {"written": "format", "format": written_format, "start": None, "year": None}
    made = time.model_copy(update=changed)
    return made.model_copy(update={"year": year}) if made.lacks_year else made


def _of_year(time: TimeColumn, form: str, year: int) -> TimeColumn:
    start = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    return time.model_copy(
        update={"written": OF_YEAR[form], "start": start, "format": "", "year": None}
    )


def _year_of(time: TimeColumn) -> int:
    return 2000 if time.start is None else (time.start + timedelta(days=1)).year


def year_of(time: TimeColumn) -> int | None:
    """The year that its form needs; None: it needs none."""
    if time_form(time) in OF_YEAR:
        return _year_of(time)
    return time.year


def cells_of(layout: TableLayout, time: TimeColumn) -> list[list[str]]:
    """The sampled cells of its columns."""
    names = names_unlike(layout.names or [""] * layout.width)
    return [layout.column(names.index(name)) for name in time.columns if name in names]


def sampled_times(layout: TableLayout, form: Mapping[str, Any], time: TimeColumn) -> SampledTimes:
    """How many of the sampled rows have a time so, and from when to when they are, Unix seconds or of the count."""
    cells = cells_of(layout, time)
    rows = len(layout.rows)
    if len(cells) != len(time.columns) or (time.written == "format" and not time.format):
        return SampledTimes(0, rows, np.nan, np.nan)
    dummy = MappedColumn(column="", quantity="crew")
    mapped = ReadingsMap(time=time, columns=(dummy,), **dict(form))
    texts = [pa.array(column, pa.string()) for column in cells]
    read = row_times(written_times(texts, mapped), time).time_s
    known: Floats = read[~np.isnan(read)]
    if not len(known):
        return SampledTimes(0, rows, np.nan, np.nan)
    shift_s = 0.0
    if time.is_counted and time.start is not None:
        start = time.start
        aware = start if start.tzinfo else start.replace(tzinfo=zone_of(time.zone))
        shift_s = aware.timestamp()
    return SampledTimes(
        len(known), rows, shift_s + float(known.min()), shift_s + float(known.max())
    )


def has_summer_time(zone: str, year: int) -> bool:
    """Whether the clocks of a zone are set forward in summer of a year."""
    return len({_offset(zone, year, month) for month in _SUMMER_MONTHS}) > 1


def without_summer_time(zone: str, year: int) -> str:
    """The offset that clocks of a zone have all year round if nobody sets them forward."""
    offset = min(_offset(zone, year, month) for month in _SUMMER_MONTHS)
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _offset(zone: str, year: int, month: int) -> timedelta:
    return datetime(year, month, 1, tzinfo=zone_of(zone)).utcoffset() or timedelta()


def is_zoned(time: TimeColumn) -> bool:
    """Whether it matters in which zone clocks were: not for a count, nor for seconds since 1970, nor where it is written."""
    if time.is_counted:
        return time.start is not None and time.start.tzinfo is None
    return not time.written.startswith("unix") and not re.search("%z", time.format)
