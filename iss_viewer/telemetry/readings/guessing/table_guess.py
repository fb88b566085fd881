"""Guess what a strange table means, from a sample of it: a draft of its map, and the questions that are open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.readings.column_map import (
    MISSING,
    MappedColumn,
    ReadingsMap,
    TimeColumn,
)
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.layout import TableLayout, kinds_of, layout_of
from iss_viewer.telemetry.readings.guessing.long_form import long_form_of, of_long_form
from iss_viewer.telemetry.readings.guessing.places import hatch_in, module_in
from iss_viewer.telemetry.readings.guessing.quantities import quantity_of
from iss_viewer.telemetry.readings.guessing.sample import TextSample, sample_of
from iss_viewer.telemetry.readings.guessing.sampled_numbers import numbers_of
from iss_viewer.telemetry.readings.guessing.sign_questions import TableSigns, signs_of
from iss_viewer.telemetry.readings.guessing.time_columns import time_of
from iss_viewer.telemetry.readings.guessing.time_facts import TableFacts, TimeGuess
from iss_viewer.telemetry.readings.rows import column_names, names_unlike

#: what loggers write where they have no value
_SENTINELS = re.compile(r"-?(?:9{3,6}|9{2,5}\.9+|6999|7999)(?:\.0*)?")
_OPEN = {
    "open",
    "closed",
    "offen",
    "zu",
    "auf",
    "geschlossen",
    "0",
    "1",
    "true",
    "false",
    "yes",
    "no",
}


@dataclass(frozen=True)
class Fixed:
    """What a person decided of the table's form before it is guessed anew; empty: nothing. time: the names of its columns."""

    delimiter: str = ""
    encoding: str = ""
    decimal: str = ""
    time: tuple[str, ...] = ()


def guess_table(
    table: Path, station_name: str = "iss", module: str = "", fixed: Fixed | None = None
) -> Draft:
    """The draft of a table's map. module: of columns that name none. Raises FileMistakes where it is no table."""
    fixed = fixed or Fixed()
    station = read_station(station_name)
    sample = sample_of(table, fixed.encoding)
    layout = layout_of(sample, fixed.delimiter)
    if layout.fault:
        raise FileMistakes([Mistake(table, 0, "", f"cannot be understood: {layout.fault}")])
    kinds = tuple(kinds_of(layout.rows, layout.width))
    signs = signs_of(layout, kinds, fixed.decimal)
    form = _form(sample, layout, signs)
    layout = _with_names_as_read(table, layout, form)
    facts = _facts(table, layout, kinds, form, signs)
    form["missing"] = (*MISSING, *_sentinels(facts))
    long = long_form_of(facts)
    time = time_of(facts, fixed.time)
    if time is None:
        raise FileMistakes([Mistake(table, layout.first, "", "no column of it is a time")])
    columns = of_long_form(facts, long, station) if long else _columns(facts, time, signs, station)
    if long:
        form["long"] = long
    draft = Draft(
        table, station, station_name, layout, MappingProxyType(form), time.time, columns,
        (*signs.questions, *time.questions), (*time.doubts, *signs.doubts),
    )  # fmt: skip
    draft = _with_module(draft, module)
    return replace(draft, doubts=(*draft.doubts, *_shared_places(draft), *_sentinel_words(form)))


def _facts(
    table: Path,
    layout: TableLayout,
    kinds: tuple[CellKind, ...],
    form: dict[str, Any],
    signs: TableSigns,
) -> TableFacts:
    width = layout.width
    names = names_unlike(layout.names or [""] * width)
    titles = tuple(
        name.lstrip("#%;!* ").strip('" ')
        for name in (layout.titles or layout.names or [""] * width)
    )
    cells = tuple(tuple(layout.column(place)) for place in range(width))
    numbers = tuple(
        tuple(numbers_of(cells[place], form, signs.by_column.get(place, "")))
        for place in range(width)
    )
    return TableFacts(
        names, titles, layout.units or ("",) * width, kinds, cells, numbers, layout.notes,
        table.name, table.stat().st_mtime,
    )  # fmt: skip


def _columns(
    facts: TableFacts, time: TimeGuess, signs: TableSigns, station: Station
) -> tuple[ColumnDraft, ...]:
    return tuple(
        _column(facts, place, place in time.places, signs, station)
        for place in range(len(facts.names))
    )


def _column(
    facts: TableFacts, place: int, is_time: bool, signs: TableSigns, station: Station
) -> ColumnDraft:
    name, title, unit = facts.names[place], facts.titles[place], facts.units[place]
    plain = ColumnDraft(name, title or name, is_time=is_time)
    if is_time:
        return plain
    hatch = hatch_in(title, station)
    if hatch and {cell.casefold() for cell in facts.cells[place] if cell} <= _OPEN:
        return replace(plain, quantity="is_open", hatch=hatch)
    if facts.kinds[place] is not CellKind.NUMBER:
        return plain
    values = [value for value in facts.numbers[place] if value == value]
    found = quantity_of(title, unit or _unit_in_cells(facts.cells[place]), values)
    if not found.quantity:
        return plain
    decimal = signs.by_column.get(place, "")
    module = module_in(title, station)
    return replace(plain, quantity=found.quantity, unit=found.unit, module=module, decimal=decimal)


def _unit_in_cells(cells: Sequence[str]) -> str:
    """The unit that stands behind most numbers of a column."""
    found = Counter(
        m[1] for cell in cells if (m := re.fullmatch(r"[-+\d.,'  ]+\s*([^\d\s].{0,12})", cell))
    )
    return found.most_common(1)[0][0] if found else ""


def _form(sample: TextSample, layout: TableLayout, signs: TableSigns) -> dict[str, Any]:
    """Fields of the map about the table as text."""
    line = layout.name_line or layout.first
    below = layout.first - layout.name_line - layout.name_lines if layout.name_line else 0
    return {
        "delimiter": layout.cutting.delimiter,
        "quote": layout.cutting.quote,
        "widths": layout.cutting.widths,
        "decimal": signs.decimal,
        "thousands": signs.thousands,
        "encoding": sample.encoding,
        "skip_lines": line - 1,
        "has_names": bool(layout.name_line),
        "skip_below": below,
        "comment": layout.comment,
        "missing": MISSING,
    }


def _with_names_as_read(table: Path, layout: TableLayout, form: dict[str, Any]) -> TableLayout:
    """The layout with the names that the reader of rows finds by this form. Raises FileMistakes where it finds others."""
    unknown = ReadingsMap(
        time=TimeColumn(column="", written="iso"),
        columns=(MappedColumn(column="", quantity="crew"),),
        **form,
    )
    names, _ = column_names(table, unknown)
    if len(names) not in (layout.width, layout.width - 1):
        words = f"cannot be understood: {len(names)} names, but rows of {layout.width} cells"
        raise FileMistakes([Mistake(table, layout.name_line or layout.first, "", words)])
    if not layout.names:
        return layout
    padded = (*names, "")[: layout.width]
    return replace(layout, names=padded, titles=layout.names)


def _sentinels(facts: TableFacts) -> tuple[str, ...]:
    """Words such as -9999 that stand for no value: far from all others of their column."""
    found: dict[str, None] = {}
    for cells, numbers in zip(facts.cells, facts.numbers, strict=True):
        known = sorted(abs(value) for value in numbers if value == value)
        middle = known[len(known) // 2] if known else 0.0
        for cell, value in zip(cells, numbers, strict=True):
            if _SENTINELS.fullmatch(cell) and abs(value) > 5.0 * middle + 50.0:
                found[cell] = None
    return tuple(found)


def _with_module(draft: Draft, module: str) -> Draft:
    """Columns that name no module are of the one that was given, or of that which the file or its notes name."""
    text = " ".join((draft.table.stem, *draft.layout.notes))
    taken = module or module_in(text, draft.station)
    if not taken:
        return draft
    columns = tuple(
        replace(c, module=taken, doubts=() if module else ("module by the file's name or head",))
        if not c.is_time and not c.module and not c.hatch
        else c
        for c in draft.columns
    )
    return replace(draft, columns=columns)


def _shared_places(draft: Draft) -> tuple[str, ...]:
    """That several columns are gauges of one module, whose mean is read."""
    shared: dict[tuple[str, str], list[str]] = {}
    for column in draft.used:
        shared.setdefault((column.module, column.quantity), []).append(column.title)
    return tuple(
        f"{', '.join(titles)} are all the {quantity.replace('_', ' ')} of {module}: their mean is read."
        for (module, quantity), titles in shared.items()
        if len(titles) > 1 and module
    )


def _sentinel_words(form: dict[str, Any]) -> tuple[str, ...]:
    words = form["missing"][len(MISSING) :]
    return (f"{', '.join(words)} taken for no value.",) if words else ()
