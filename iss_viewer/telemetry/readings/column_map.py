"""The map of a stranger's table of readings: which column is what, in which unit, and how time is
written. Read from a small TOML file; `docs/formats-readings.md` teaches it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from iss_viewer import units
from iss_viewer.datafile import Complaint, Strict, read, unknown
from iss_viewer.station import Station, read_station

Written = Literal["iso", "format", "seconds", "minutes", "hours", "days", "unix", "unix_ms"]

#: quantity in the map -> channel, and the kind of its unit; those with "" are handled by name
QUANTITIES = {
    "pressure": ("pressure_pa", "pressure"),
    "temperature": ("temperature_k", "temperature"),
    "oxygen": ("oxygen_pa", "pressure"),
    "carbon_dioxide": ("carbon_dioxide_pa", "pressure"),
    "water": ("water_pa", "pressure"),
    "manovacuumeter": ("manovacuumeter_pa", "pressure"),
    "relative_humidity": ("water_pa", ""),
    "crew": ("crew", ""),
    "is_open": ("is_open", ""),
}
#: no instrument of the air
_NOT_SENSED = ("crew", "is_open", "manovacuumeter")


class TimeColumn(Strict):
    """How time is written."""

    column: str
    written: Written
    zone: str = Field(default="UTC", description='"UTC", "Europe/Moscow" or "+03:00"')
    format: str = Field(default="", description="for 'format': as of Python's strptime")
    start: datetime | None = Field(default=None, description="when second 0 was, for counted time")

    @property
    def is_counted(self) -> bool:
        """Whether time is counted from some second 0 rather than dated."""
        return self.written in ("seconds", "minutes", "hours", "days")


class MappedColumn(Strict):
    """What one column of the table is."""

    column: str
    quantity: str
    module: str = ""
    hatch: str = ""
    unit: str = ""
    noise: float | None = Field(
        default=None, ge=0, description="1-sigma of one reading, in the unit of the column"
    )
    quantum: float | None = Field(
        default=None, ge=0, description="step of the readings, in the unit of the column; 0: none"
    )


class ReadingsMap(Strict):
    """The whole map."""

    title: str = Field(default="", max_length=200)
    about: str = ""
    station: str = "iss"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    decimal: Literal[".", ","] = "."
    encoding: str = "utf-8"
    skip_lines: int = Field(default=0, ge=0, description="lines before the one with the names")
    missing: tuple[str, ...] = ("", "-", "--", "NaN", "nan", "NA", "N/A", "null")
    open_words: tuple[str, ...] = ("1", "open", "true", "yes")
    closed_words: tuple[str, ...] = ("0", "closed", "false", "no")
    time: TimeColumn
    columns: tuple[MappedColumn, ...] = Field(min_length=1)


def read_map(path: Path) -> tuple[ReadingsMap, Station]:
    """A map and the station it speaks of. Raises FileMistakes with all that is wrong."""
    found: list[Station] = []

    def check(mapped: ReadingsMap) -> Iterator[Complaint]:
        beside = path.parent / mapped.station
        found.append(read_station(beside if beside.is_file() else mapped.station))
        yield from _time_complaints(mapped.time)
        yield from complaints_of(mapped.columns, found[0])

    mapped = read(path, ReadingsMap, check)
    return mapped, found[0]


def zone_of(name: str) -> tzinfo:
    """The time zone of a name or an offset such as ``+03:00``. Raises ValueError."""
    if name in ("UTC", "GMT", "Z"):
        return UTC
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(
            f"no time zone is named '{name}'; write UTC, +03:00 or a name such as Europe/Moscow"
        ) from None


def _time_complaints(time: TimeColumn) -> Iterator[Complaint]:
    try:
        zone_of(time.zone)
    except ValueError as error:
        yield Complaint(("time", "zone"), str(error))
    if (time.written == "format") != bool(time.format):
        yield Complaint(("time", "format"), "is given if and only if written is 'format'")
    if time.start is not None and not time.is_counted:
        yield Complaint(("time", "start"), "belongs to counted time: seconds, minutes, hours, days")


def complaints_of(columns: Sequence[MappedColumn], station: Station) -> Iterator[Complaint]:
    """All that is wrong with the columns of a map of this station."""
    for index, column in enumerate(columns):
        yield from _column_complaints(("columns", index), column, station)
    yield from _pair_complaints(columns)


def _column_complaints(
    place: tuple[str | int, ...], column: MappedColumn, station: Station
) -> Iterator[Complaint]:
    if column.quantity not in QUANTITIES:
        yield Complaint((*place, "quantity"), unknown("quantity", column.quantity, QUANTITIES))
        return
    if bool(column.module) == bool(column.hatch):
        yield Complaint(place, "give either a module or a hatch")
    if column.module and column.module not in station.module_ids:
        yield Complaint((*place, "module"), unknown("module", column.module, station.module_ids))
    hatches = [hatch.id for hatch in station.hatches]
    if column.hatch and column.hatch not in hatches:
        yield Complaint((*place, "hatch"), unknown("hatch", column.hatch, hatches))
    is_stated = column.noise is not None or column.quantum is not None
    if is_stated and column.quantity in _NOT_SENSED:
        yield Complaint(place, "noise and quantum are of an instrument")
    if bool(column.hatch) != (column.quantity == "is_open"):
        yield Complaint((*place, "quantity"), "'is_open' is of a hatch, all others of a module")
    allowed = _units_of(column.quantity)
    if column.unit not in allowed:
        words = f"must be one of {', '.join(allowed)}" if allowed != ("",) else "has no unit"
        yield Complaint((*place, "unit"), f"{words} (is {column.unit!r})")


def _units_of(quantity: str) -> tuple[str, ...]:
    kind = QUANTITIES[quantity][1]
    if kind:
        return units.units_of(kind)
    return ("%", "1") if quantity == "relative_humidity" else ("",)


def _pair_complaints(columns: Sequence[MappedColumn]) -> Iterator[Complaint]:
    seen: set[tuple[str, str]] = set()
    warm = {c.module for c in columns if c.quantity == "temperature"}
    for index, column in enumerate(columns):
        channel = column.module or column.hatch, QUANTITIES.get(column.quantity, ("", ""))[0]
        if channel in seen:
            yield Complaint(("columns", index), f"{'.'.join(channel)} is given twice")
        seen.add(channel)
        if column.quantity == "relative_humidity" and column.module not in warm:
            yield Complaint(
                ("columns", index), "relative humidity needs the temperature of its module too"
            )
