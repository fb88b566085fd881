"""Several files that are one table: each has channels of its own, and all are joined on their times."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.layout import TableLayout, layout_of
from iss_viewer.telemetry.readings.guessing.places import module_in
from iss_viewer.telemetry.readings.guessing.quantities import quantity_of
from iss_viewer.telemetry.readings.guessing.question import TIME_TOPICS
from iss_viewer.telemetry.readings.guessing.sample import sample_of
from iss_viewer.telemetry.readings.guessing.table_guess import Fixed, guess_table

#: fields of a map that are the same for all its files, and how they are named to people
_SHARED = {
    "delimiter": "what stands between columns",
    "widths": "widths of columns",
    "decimal": "decimal sign",
    "skip_lines": "lines above the names",
    "has_names": "a line of names",
    "skip_below": "lines below the names",
    "comment": "sign of comments",
}


def guess_files(
    files: Sequence[Path], station_name: str = "iss", module: str = "", fixed: Fixed | None = None
) -> Draft:
    """The draft of the map of one table, or of several files of one run, each with channels of its own.

    module: of columns that name none. Raises FileMistakes where one is no table, or where they are not written alike.
    """
    first = guess_table(files[0], station_name, module, fixed)
    if len(files) == 1:
        return first
    _refuse_other_delimiters(first, files[1:])
    alike = replace(
        fixed or Fixed(), delimiter=str(first.form["delimiter"]), decimal=str(first.form["decimal"])
    )
    drafts = [first, *(guess_table(file, station_name, module, alike) for file in files[1:])]
    master = min(drafts, key=_open_times)  # the one whose dates are surest
    if mistakes := [mistake for draft in drafts for mistake in _unlike(draft, master)]:
        raise FileMistakes(mistakes)
    return replace(
        first,
        files=tuple(files),
        layout=_side_by_side([draft.layout for draft in drafts]),
        form=_common_form([draft.form for draft in drafts]),
        time=master.time,
        columns=tuple(column for draft in drafts for column in _columns(draft, first, module)),
        asked=master.asked,
        doubts=tuple(dict.fromkeys(doubt for draft in drafts for doubt in draft.doubts)),
    )


def _refuse_other_delimiters(first: Draft, others: Sequence[Path]) -> None:
    """Refuse files that are cut otherwise, by what parts their own columns: cut as the first, they would be no tables."""
    delimiter, found = first.form["delimiter"], list[Mistake]()
    for file in others:
        own = layout_of(sample_of(file)).cutting.delimiter
        if own != delimiter:
            words = f"columns are parted by {own!r}, in {first.table.name} by {delimiter!r}; write a map for each"
            found.append(Mistake(file, 0, "delimiter", words))
    if found:
        raise FileMistakes(found)


def _open_times(draft: Draft) -> int:
    return sum(question.topic in TIME_TOPICS for question in draft.asked)


def _unlike(draft: Draft, master: Draft) -> list[Mistake]:
    """In what a file is written otherwise than the others, so that no one map reads both."""
    file, other = draft.table, master.table.name
    found = [
        Mistake(file, 0, name, f"{words}: {draft.form[name]!r}, in {other} {master.form[name]!r}; write a map for them")
        for name, words in _SHARED.items()
        if draft.form[name] != master.form[name]
    ]  # fmt: skip
    if draft.form.get("long") is not None:
        words = "has a row for each reading: open it alone"
        found.append(Mistake(file, 0, "long", words))
    if draft.time.columns != master.time.columns:
        here, there = (", ".join(each.time.columns) for each in (draft, master))
        words = f"its time stands in '{here}', in {other} in '{there}'; write a map for them"
        found.append(Mistake(file, 0, "time.column", words))
    elif draft.time.written != master.time.written:
        words = f"its time is written as {draft.time.written}, in {other} as {master.time.written}"
        found.append(Mistake(file, 0, "time.written", words))
    return found


def _columns(draft: Draft, first: Draft, module: str) -> list[ColumnDraft]:
    """The columns of a file, with what its name tells of them."""
    file = (
        "" if draft is first else Path(os.path.relpath(draft.table, first.table.parent)).as_posix()
    )
    data = [column for column in draft.columns if not column.is_time]
    made = []
    for place, column in enumerate(draft.columns):
        named = replace(column, file=file)
        if not column.is_time and len(data) == 1:
            named = _by_file_name(draft, place, named, module)
        made.append(named)
    return made


def _by_file_name(draft: Draft, place: int, column: ColumnDraft, module: str) -> ColumnDraft:
    """The one channel of a file, understood by the name of the file where its own says nothing."""
    title = f"{draft.table.stem} {column.title}"
    if not column.quantity:
        values = [v for v in draft.values(place) if v == v]
        units = draft.layout.units
        found = quantity_of(title, units[place] if place < len(units) else "", values)
        column = replace(column, quantity=found.quantity, unit=found.unit)
    where = column.module or module or module_in(draft.table.stem.replace("_", " "), draft.station)
    return replace(
        column, module=where, title=title if column.title in ("value", "") else column.title
    )


def _side_by_side(layouts: Sequence[TableLayout]) -> TableLayout:
    """The samples of all files beside each other, as far as the shortest goes."""
    first = layouts[0]
    rows = tuple(
        tuple(cell for row in line for cell in row)
        for line in zip(*(each.rows for each in layouts), strict=False)
    )
    return replace(
        first,
        cutting=replace(first.cutting, width=sum(each.width for each in layouts)),
        names=tuple(name for each in layouts for name in each.names),
        titles=tuple(title for each in layouts for title in (each.titles or each.names)),
        units=tuple(unit for each in layouts for unit in (each.units or ("",) * each.width)),
        rows=rows,
        lines=first.lines[: len(rows)],
    )


def _common_form(forms: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The form of the first, with what any of them writes for no value, and the sign for thousands that any has."""
    missing = tuple(dict.fromkeys(word for form in forms for word in form["missing"]))
    thousands = next((form["thousands"] for form in forms if form["thousands"]), "")
    return MappingProxyType({**forms[0], "missing": missing, "thousands": thousands})
