"""Cells as numbers: decimal and thousands signs, units in the cell; what is no number is NaN and counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from iss_viewer import units
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import QUANTITIES, MappedColumn, ReadingsMap
from iss_viewer.telemetry.readings.spellings import unit_spelled

_EXPONENT = r"(?:[eE][-+]?\d{1,3})?"
#: digits are grouped by blanks of all kinds
_BLANKS = "[ \u00a0\u2007\u202f]"
_MINUS = "[\u2212\u2012\u2013]"


def number_form(decimal: str, thousands: str) -> str:
    """The regular expression of a number that is written with these signs; ``thousands`` may be empty."""
    point = re.escape(decimal)
    fraction = rf"(?:{point}\d*)?"
    plain = rf"\d+{fraction}|{point}\d+"
    if not thousands:
        return rf"[-+]?(?:{plain}){_EXPONENT}"
    group = (
        _BLANKS if thousands == " " else "['\u2019]" if thousands == "'" else re.escape(thousands)
    )
    return rf"[-+]?(?:\d{{1,3}}(?:{group}\d{{3}})+{fraction}|{plain}){_EXPONENT}"


@dataclass(frozen=True)
class NumberColumn:
    """Values of a column in its unit, (n,), NaN where there is none; bad: rows whose cell is no number."""

    values: Floats
    bad: NDArray[np.intp]


@dataclass(frozen=True)
class NumberSigns:
    """How numbers are written, and which words stand for none."""

    decimal: str
    thousands: str
    missing: tuple[str, ...]


def signs_of_map(mapped: ReadingsMap, column: MappedColumn | None = None) -> NumberSigns:
    """The signs of a table's numbers, or of one column's."""
    if column is not None and column.decimal:
        return NumberSigns(column.decimal, "", mapped.missing)
    return NumberSigns(mapped.decimal, mapped.thousands, mapped.missing)


class NumberReader:
    """Reads cells by their signs; with a column, numbers with their unit behind them in that of the column."""

    def __init__(self, signs: NumberSigns, column: MappedColumn | None = None) -> None:
        self._decimal, self._thousands = signs.decimal, signs.thousands
        self._missing = pa.array([word.casefold() for word in signs.missing], pa.string())
        self._column = column
        form = number_form(self._decimal, self._thousands)
        self._form = f"^{form}$"
        self._with_unit = rf"^(?P<number>{form})\s*(?P<unit>[^\d\s].*)$"

    def read(self, cells: Any) -> NumberColumn:
        """The numbers of an array of texts, null where there is no value."""
        try:
            if self._decimal == "." and not self._thousands:
                return NumberColumn(self._finite(cells), np.zeros(0, np.intp))
        except (pa.ArrowInvalid, ValueError):
            pass
        return self._read_slowly(cells)

    def _finite(self, cells: Any) -> Floats:
        """All cells as plain numbers. Raises ArrowInvalid or ValueError where one is not."""
        values = _floats(pc.cast(cells, pa.float64()))
        if np.isinf(values).any() or int(np.isnan(values).sum()) != cells.null_count:
            raise ValueError("a word")
        return values

    def _read_slowly(self, cells: Any) -> NumberColumn:
        texts = pc.utf8_trim_whitespace(pc.fill_null(cells, ""))
        texts = pc.replace_substring_regex(texts, f"^{_MINUS}", "-")
        is_missing = _flags(pc.is_in(pc.utf8_lower(texts), value_set=self._missing))
        is_missing |= _flags(pc.equal(texts, ""))
        is_number = _flags(pc.match_substring_regex(texts, self._form)) & ~is_missing
        values = self._plain(texts, is_number)
        rest = np.flatnonzero(~is_number & ~is_missing)
        if len(rest):
            values[rest] = self._with_units(texts.take(pa.array(rest)))
        bad = rest[np.isnan(values[rest])]
        return NumberColumn(values, bad)

    def _plain(self, texts: Any, is_number: NDArray[np.bool_]) -> Floats:
        if self._thousands:
            signs = {" ": _BLANKS, "'": "['\u2019]"}.get(self._thousands, f"[{self._thousands}]")
            texts = pc.replace_substring_regex(texts, signs, "")
        if self._decimal != ".":
            texts = pc.replace_substring(texts, self._decimal, ".")
        texts = pc.replace_substring_regex(texts, r"^\+", "")
        shown = pc.if_else(pa.array(is_number), texts, pa.scalar("nan"))
        values = _floats(pc.cast(shown, pa.float64()))
        values[np.isinf(values)] = np.nan
        return values

    def _with_units(self, texts: Any) -> Floats:
        """Numbers with their unit behind them, in the unit of the column; NaN for all else."""
        values = np.full(len(texts), np.nan)
        parts = pc.extract_regex(texts, self._with_unit)
        spelled = pc.dictionary_encode(pc.struct_field(parts, "unit"))
        codes = np.asarray(pc.fill_null(spelled.indices, -1))
        for code, unit in enumerate(spelled.dictionary.to_pylist()):
            scale = self._scale(unit)
            if scale is not None:
                chosen = np.flatnonzero(codes == code)
                numbers = pc.struct_field(parts, "number").take(pa.array(chosen))
                plain = self._plain(numbers, np.ones(len(chosen), np.bool_))
                values[chosen] = plain * scale[0] + scale[1]
        return values

    def _scale(self, unit: str) -> tuple[float, float] | None:
        """Factor and offset from a unit in a cell to that of the column; nothing where it is none of its kind."""
        if self._column is None:
            return None
        kind = QUANTITIES[self._column.quantity][1]
        spelled = unit_spelled(unit, kind)[1]
        if spelled == self._column.unit:
            return 1.0, 0.0
        if not kind or not {spelled, self._column.unit} <= set(units.units_of(kind)):
            return None
        zero, one = (
            units.from_si(units.to_si(value, spelled, kind), self._column.unit, kind)
            for value in (0.0, 1.0)
        )
        return one - zero, zero


def states(cells: Any, mapped: ReadingsMap) -> NumberColumn:
    """Cells of open and closed as 1 and 0, NaN where neither is said."""
    words = {word.casefold(): np.nan for word in mapped.missing}
    words |= {word.casefold(): 1.0 for word in mapped.open_words}
    words |= {word.casefold(): 0.0 for word in mapped.closed_words}
    texts = [text.strip().casefold() for text in pc.fill_null(cells, "").to_pylist()]
    values = np.array([words.get(text, np.nan) for text in texts])
    bad = [row for row, text in enumerate(texts) if text and text not in words]
    return NumberColumn(values, np.array(bad, np.intp))


def _floats(numbers: Any) -> Floats:
    return np.array(numbers.to_numpy(zero_copy_only=False), dtype=np.float64)


def _flags(truths: Any) -> NDArray[np.bool_]:
    return np.asarray(truths, dtype=np.bool_)
