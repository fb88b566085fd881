"""Reading the map of a table, with all that can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from iss_viewer.datafile import Complaint, read, unknown
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.readings.column_map import (
    FIXED,
    GASES,
    QUANTITIES,
    SHARES,
    MappedColumn,
    ReadingsMap,
    TimeColumn,
    units_of,
    zone_of,
)
from iss_viewer.telemetry.readings.spellings import unit_spelled

#: no instrument of the air
_NOT_SENSED = ("crew", "is_open", "manovacuumeter")


def read_map(path: Path) -> tuple[ReadingsMap, Station]:
    """A map and the station it speaks of. Raises FileMistakes with all that is wrong."""
    found: list[Station] = []

    def check(mapped: ReadingsMap) -> Iterator[Complaint]:
        beside = path.parent / mapped.station
        found.append(read_station(beside if beside.is_file() else mapped.station))
        yield from complaints(mapped, found[0])

    mapped = read(path, ReadingsMap, check)
    return in_our_units(mapped), found[0]


def complaints(mapped: ReadingsMap, station: Station) -> Iterator[Complaint]:
    """What is wrong with a map, field by field."""
    yield from _form_complaints(mapped)
    yield from time_complaints(mapped.time)
    yield from complaints_of(mapped.columns, station)


def complaints_of(columns: Sequence[MappedColumn], station: Station) -> Iterator[Complaint]:
    """All that is wrong with the columns of a map of this station."""
    for index, column in enumerate(columns):
        yield from _column_complaints(("columns", index), column, station)
    yield from _pair_complaints(columns)


def in_our_units(mapped: ReadingsMap) -> ReadingsMap:
    """The same map with units as this program spells them: ``mm Hg`` is ``mmHg``."""
    return mapped.model_copy(update={"columns": columns_in_our_units(mapped.columns)})


def columns_in_our_units(columns: Sequence[MappedColumn]) -> tuple[MappedColumn, ...]:
    """The same columns with units as this program spells them."""
    return tuple(c.model_copy(update={"unit": _our_unit(c)}) for c in columns)


def _our_unit(column: MappedColumn) -> str:
    if column.quantity not in QUANTITIES or column.unit in units_of(column.quantity):
        return column.unit
    unit = unit_spelled(column.unit, QUANTITIES[column.quantity][1])[1]
    return unit if unit in units_of(column.quantity) else column.unit


def _form_complaints(mapped: ReadingsMap) -> Iterator[Complaint]:
    if mapped.thousands == mapped.decimal:
        yield Complaint(("thousands",), f"is the decimal sign too ({mapped.decimal!r})")
    if mapped.delimiter == mapped.decimal and not mapped.quote:
        yield Complaint(("delimiter",), "is the decimal sign too, and no cell is quoted")
    if (mapped.delimiter == FIXED) != bool(mapped.widths):
        yield Complaint(("widths",), "is given if and only if delimiter is 'fixed'")
    try:
        "".encode(mapped.encoding)
    except LookupError:
        yield Complaint(("encoding",), f"no encoding is named '{mapped.encoding}'")


def time_complaints(time: TimeColumn) -> Iterator[Complaint]:
    """What is wrong with how time is said to be written."""
    try:
        zone_of(time.zone)
    except ValueError as error:
        yield Complaint(("time", "zone"), str(error))
    if (time.written == "format") != bool(time.format):
        yield Complaint(("time", "format"), "is given if and only if written is 'format'")
    if time.start is not None and not time.is_counted:
        yield Complaint(("time", "start"), "belongs to counted time: seconds, minutes, hours, days")
    if time.lacks_year and time.year is None:
        yield Complaint(("time", "year"), "is needed: the format has no year")
    if time.year is not None and not time.lacks_year:
        yield Complaint(("time", "year"), "belongs to a format without a year")
    if len(time.columns) > 1 and time.written not in ("iso", "format"):
        yield Complaint(("time", "column"), "several columns are of dates: iso or format")


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
    yield from _unit_complaints(place, column)


def _unit_complaints(place: tuple[str | int, ...], column: MappedColumn) -> Iterator[Complaint]:
    allowed = units_of(column.quantity)
    if _our_unit(column) not in allowed:
        words = f"must be one of {', '.join(allowed)}" if allowed != ("",) else "has no unit"
        yield Complaint((*place, "unit"), f"{words} (is {column.unit!r})")


def _pair_complaints(columns: Sequence[MappedColumn]) -> Iterator[Complaint]:
    seen: set[tuple[str, str]] = set()
    of = {kind: {c.module for c in columns if c.quantity == kind} for kind in QUANTITIES}
    for index, column in enumerate(columns):
        channel = column.module or column.hatch, QUANTITIES.get(column.quantity, ("", ""))[0]
        is_gauge = column.quantity in ("pressure", "temperature", *GASES)
        if channel in seen and not is_gauge:
            yield Complaint(("columns", index), f"{'.'.join(channel)} is given twice")
        seen.add(channel)
        if column.quantity == "relative_humidity" and column.module not in of["temperature"]:
            yield Complaint(
                ("columns", index), "relative humidity needs the temperature of its module too"
            )
        is_share = _our_unit(column) in SHARES and column.quantity in GASES
        if is_share and column.module not in of["pressure"]:
            words = f"a share in {column.unit} needs the pressure of its module too"
            yield Complaint(("columns", index, "unit"), words)
