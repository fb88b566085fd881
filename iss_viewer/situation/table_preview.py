"""What a person sees of a strange table before it is opened: its first rows as understood, curves, what became of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from iss_viewer import units
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.quantities import in_si
from iss_viewer.telemetry.readings.guessing.question import TableQuestion
from iss_viewer.telemetry.readings.line_balance import LeftOut
from iss_viewer.telemetry.readings.readings import Readings

_CURVE_POINTS = 400
_NOTES, _ROWS = 4, 40


class RowKind(StrEnum):
    """What a line of a table is."""

    NOTE = "left out"
    NAMES = "names"
    UNITS = "units"
    ROW = ""


@dataclass(frozen=True)
class PreviewRow:
    """A line of the table with its cells; doubtful: the places of cells about which something is open."""

    line: int
    kind: RowKind
    cells: tuple[str, ...]
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SummaryCurve:
    """A channel over time, thinned. values in SI."""

    name: str
    time_s: Floats
    values: Floats


@dataclass(frozen=True)
class TableSummary:
    """What came of reading a whole table. took_s: how long that was. span_s: from the first row to the last."""

    total: int
    rows: int
    left_out: int
    cells: int
    other: int
    sentences: tuple[str, ...]
    examples: tuple[LeftOut, ...]
    curves: tuple[SummaryCurve, ...]
    start_utc_s: float
    span_s: float
    is_even: bool
    took_s: float


def preview_rows(draft: Draft) -> tuple[PreviewRow, ...]:
    """The head of a table and its first rows."""
    layout, doubtful = draft.layout, doubtful_columns(draft)
    made = [
        PreviewRow(number, RowKind.NOTE, (text,))
        for number, text in enumerate(layout.notes[:_NOTES], 1)
    ]
    if layout.names or layout.titles:
        line = layout.name_line or layout.first - 1
        made.append(PreviewRow(line, RowKind.NAMES, layout.titles or layout.names))
    if any(layout.units):
        made.append(PreviewRow(layout.first - 1, RowKind.UNITS, layout.units))
    for line, row in list(zip(layout.lines, layout.rows, strict=True))[:_ROWS]:
        if line:
            marked = frozenset(p for p in doubtful if p < len(row) and row[p])
            made.append(PreviewRow(line, RowKind.ROW, row, marked))
    return tuple(made)


def doubtful_columns(draft: Draft) -> frozenset[int]:
    """The columns of cells about whose value something is open."""
    if draft.form.get("long") is not None:
        return frozenset()
    asked = {
        p for question in draft.questions if question.topic != "module" for p in question.columns
    }
    is_time = {p for p, column in enumerate(draft.columns) if column.is_time}
    time_asked = any(each.topic in ("date", "year", "count", "epoch") for each in draft.questions)
    return frozenset(asked | (is_time if time_asked else set()))


def column_curve(draft: Draft, place: int) -> Floats:
    """The sampled values of a column in SI, thinned; empty where it is not read or its unit is not known."""
    column = draft.columns[place]
    if not column.quantity or (not column.unit and column.quantity not in ("crew", "is_open")):
        return np.empty(0)
    return _thinned(np.array([_si(column.quantity, column.unit, v) for v in draft.values(place)]))


def choice_curves(draft: Draft, question: TableQuestion) -> tuple[Floats, ...]:
    """For each answer the first column that a question is about, as it would be read; empty where that is no number."""
    if not question.columns:
        return ()
    curves = []
    for place in range(min(len(question.choices), 9)):
        answered = draft.answer(question.key, place)
        column = answered.columns[question.columns[0]]
        values = np.array(answered.values(question.columns[0]))
        if column.quantity and column.unit:
            values = np.array([_si(column.quantity, column.unit, value) for value in values])
        curves.append(_thinned(values))
    return tuple(curves)


def summary_of(readings: Readings, took_s: float) -> TableSummary:
    """The summary of a table that was read."""
    balance, samples = readings.balance, readings.samples
    step = max(len(samples) // _CURVE_POINTS, 1)
    times = np.array(samples.time_s[::step])
    curves = tuple(
        SummaryCurve(name, times, np.array(samples.values[::step, place]))
        for place, name in enumerate(readings.channels.names)
    )
    return TableSummary(
        balance.total, balance.rows, balance.left_out.total(), balance.cells.total(),
        balance.head + balance.blank + balance.comments + balance.joined,
        readings.notes, tuple(sorted(balance.examples, key=lambda each: each.line)[:200]), curves,
        readings.start_utc_s, float(samples.time_s[-1]) if len(samples) else 0.0, balance.is_even, took_s,
    )  # fmt: skip


def _si(quantity: str, unit: str, value: float) -> float:
    found = in_si(quantity, unit, value)
    return value if found is None else found


def _thinned(values: Floats) -> Floats:
    return values[:: max(len(values) // _CURVE_POINTS, 1)]


def in_display_units(curve: SummaryCurve, system: units.UnitSystem) -> tuple[Floats, str]:
    """A curve in the units of a reader, and what they are."""
    if curve.name.endswith("_pa"):
        return units.from_si(curve.values, system.pressure, "pressure"), system.pressure
    if curve.name.endswith("_k"):
        return curve.values - units.ZERO_CELSIUS_K, "°C"
    return curve.values, ""
