"""The map of a stranger's table of readings: which column is what, in which unit, and how time is
written. Read from a small TOML file; `docs/formats-readings.md` teaches it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from iss_viewer import units
from iss_viewer.datafile import Strict

Written = Literal[
    "iso", "format", "seconds", "minutes", "hours", "days",
    "unix", "unix_ms", "unix_us", "unix_ns", "excel",
]  # fmt: skip

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
#: gases that may be a share of the air, by volume; what one unit of it is
GASES = ("oxygen", "carbon_dioxide", "water")
SHARES = {"%": 1e-2, "ppm": 1e-6}
#: in place of one letter between two cells
BLANKS, FIXED = "blanks", "fixed"
MISSING = ("", "-", "--", "---", "NaN", "nan", "NAN", "NA", "N/A", "n/a", "#N/A", "null", "NULL", "None", "?")  # fmt: skip


class TimeColumn(Strict):
    """How time is written. Several columns, such as date and clock, are read as one text with blanks between."""

    column: str | tuple[str, ...]
    written: Written
    zone: str = Field(default="UTC", description='"UTC", "Europe/Moscow" or "+03:00"')
    format: str = Field(default="", description="for 'format': as of Python's strptime")
    start: datetime | None = Field(default=None, description="when second 0 was, for counted time")
    year: int | None = Field(
        default=None, ge=1990, le=2100, description="of the first row, where times have no year"
    )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that time is read from, in order."""
        return (self.column,) if isinstance(self.column, str) else self.column

    @property
    def is_counted(self) -> bool:
        """Whether time is counted from some second 0 rather than dated."""
        return self.written in ("seconds", "minutes", "hours", "days") or self.is_clock_alone

    @property
    def is_clock_alone(self) -> bool:
        """Whether hours and minutes are written without a date."""
        return self.written == "format" and not re.search(r"%[dbBjcxDFsU]", self.format)

    @property
    def lacks_year(self) -> bool:
        """Whether day and month, or the day of the year, are written without the year."""
        dated = self.written == "format" and not self.is_clock_alone
        return dated and not re.search(r"%[YycxGFsD]", self.format)


class MappedColumn(Strict):
    """What one column of the table is."""

    column: str
    quantity: str
    module: str = ""
    hatch: str = ""
    unit: str = ""
    decimal: Literal["", ".", ","] = Field(default="", description="where it is not the table's")
    file: str = Field(default="", description="where each channel has a file of its own: its name")
    noise: float | None = Field(
        default=None, ge=0, description="1-sigma of one reading, in the unit of the column"
    )
    quantum: float | None = Field(
        default=None, ge=0, description="step of the readings, in the unit of the column; 0: none"
    )


class LongForm(Strict):
    """A table with a row for each reading: the column with the channels' names, and that with their values."""

    names: str
    values: str


class ReadingsMap(Strict):
    """The whole map."""

    title: str = Field(default="", max_length=200)
    about: str = ""
    station: str = "iss"
    delimiter: str = Field(
        default=",", pattern="^([ -~]|\t|blanks|fixed)$", description="one letter, blanks or fixed"
    )
    widths: tuple[int, ...] = Field(default=(), description="letters of each cell, for fixed")
    quote: Literal['"', ""] = '"'
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    encoding: str = "utf-8"
    skip_lines: int = Field(default=0, ge=0, description="lines before the one with the names")
    has_names: bool = True
    skip_below: int = Field(default=0, ge=0, description="lines between names and first row")
    comment: str = Field(default="", max_length=8, description="letters that begin a comment")
    missing: tuple[str, ...] = MISSING
    open_words: tuple[str, ...] = ("1", "open", "true", "yes")
    closed_words: tuple[str, ...] = ("0", "closed", "false", "no")
    time: TimeColumn
    long: LongForm | None = None
    columns: tuple[MappedColumn, ...] = Field(min_length=1)


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


def units_of(quantity: str) -> tuple[str, ...]:
    """The units that a quantity of a map may be written in; ``("",)``: it has none."""
    kind = QUANTITIES[quantity][1]
    if kind:
        return (*units.units_of(kind), *(SHARES if quantity in GASES else ()))
    return ("%", "1") if quantity == "relative_humidity" else ("",)


def file_of(column: MappedColumn, table: Path) -> Path:
    """The file that a column stands in: the table, or one beside it."""
    return table.parent / column.file if column.file else table
