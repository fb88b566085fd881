"""The sampled cells of a draft's columns as numbers, by the signs that are taken by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from iss_viewer.telemetry.readings.cell_numbers import NumberReader, NumberSigns
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.layout import TableLayout
from iss_viewer.telemetry.readings.rows import names_unlike


def numbers_of(cells: Sequence[str], form: Mapping[str, Any], decimal: str = "") -> list[float]:
    """Cells as numbers, NaN where there is none; decimal: of this column, where it is not the table's."""
    signs = NumberSigns(
        decimal or form["decimal"], "" if decimal else form["thousands"], tuple(form["missing"])
    )
    numbers: list[float] = NumberReader(signs).read(pa.array(cells, pa.string())).values.tolist()
    return numbers


def sampled_numbers(
    layout: TableLayout, form: Mapping[str, Any], columns: Sequence[ColumnDraft]
) -> list[list[float]]:
    """The numbers of each column, of a table with a row for each reading those of each channel; without NaN."""
    names = names_unlike(layout.names or [""] * layout.width)
    long = form.get("long")
    if long is None:
        found = [
            numbers_of(layout.column(place), form, column.decimal)
            for place, column in enumerate(columns)
        ]
        return [[value for value in numbers if value == value] for numbers in found]
    values = numbers_of(layout.column(names.index(long.values)), form)
    channels = layout.column(names.index(long.names))
    by_name: dict[str, list[float]] = {}
    for name, value in zip(channels, values, strict=True):
        if value == value:
            by_name.setdefault(name, []).append(value)
    return [by_name.get(column.name, []) for column in columns]
