"""A CSV file as columns of text and numbers, with every cell that cannot be read named by its line."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import ReadingsMap

_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"


@dataclass(frozen=True)
class TableMistake:
    """A cell or a row that cannot be read."""

    line: int
    column: str
    message: str


class Table:
    """Cells as text, by column. faults: rows that have too many or too few cells."""

    def __init__(
        self,
        cells: Any,
        lines: NDArray[np.int64],
        faults: tuple[TableMistake, ...],
        mapped: ReadingsMap,
    ) -> None:
        self._cells, self._mapped = cells, mapped
        self.lines, self.faults = lines, faults
        self.names: tuple[str, ...] = tuple(cells.column_names)

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, name: str) -> list[str]:
        """The cells of a column, without blanks around them."""
        texts: list[str] = self._trimmed(name).to_pylist()
        return texts

    def numbers(self, name: str) -> tuple[Floats, list[TableMistake]]:
        """A column as numbers, NaN where there is none, and the cells that are no number."""
        texts = self._trimmed(name)
        missing = pa.array(self._mapped.missing, pa.string())
        is_missing = _flags(pc.is_in(texts, value_set=missing))
        dotted = pc.replace_substring(texts, self._mapped.decimal, ".")
        is_number = _flags(pc.match_substring_regex(dotted, _NUMBER)) & ~is_missing
        unsigned = pc.replace_substring_regex(dotted, r"^\+", "")
        shown = pc.if_else(pa.array(is_number), unsigned, pa.scalar("nan"))
        values = np.array(pc.cast(shown, pa.float64()))
        bad = np.flatnonzero(~is_number & ~is_missing)
        return values, [self.fault(int(row), name, "is not a number") for row in bad]

    def states(self, name: str) -> tuple[Floats, list[TableMistake]]:
        """A column of open and closed as 1 and 0, NaN where neither is said."""
        words = {word.casefold(): np.nan for word in self._mapped.missing}
        words |= {word.casefold(): 1.0 for word in self._mapped.open_words}
        words |= {word.casefold(): 0.0 for word in self._mapped.closed_words}
        texts = [text.casefold() for text in self.texts(name)]
        values = np.array([words.get(text, np.nan) for text in texts])
        bad = [row for row, text in enumerate(texts) if text not in words]
        return values, [self.fault(row, name, "is neither open nor closed") for row in bad]

    def fault(self, row: int, name: str, what: str) -> TableMistake:
        """The mistake of one cell."""
        text = str(self._cells.column(name)[row].as_py()).strip()
        advice = "; if it stands for no value, add it to 'missing' in the map"
        return TableMistake(int(self.lines[row]), name, f"'{text[:40]}' {what}{advice}")

    def _trimmed(self, name: str) -> Any:
        return pc.utf8_trim_whitespace(self._cells.column(name)).combine_chunks()


def _flags(truths: Any) -> NDArray[np.bool_]:
    return np.asarray(truths, dtype=np.bool_)


def read_table(path: Path, mapped: ReadingsMap) -> Table:
    """The cells of a CSV file. Raises FileMistakes when it is none."""
    try:
        names = _names(path, mapped)
        skipped: list[TableMistake] = []

        def pass_over(row: Any) -> str:
            words = f"has {row.actual_columns} cells, the table has {row.expected_columns}"
            skipped.append(TableMistake(row.number, "", words))
            return "skip"

        cells = pa_csv.read_csv(
            path,
            pa_csv.ReadOptions(
                use_threads=False,
                encoding=mapped.encoding,
                skip_rows=mapped.skip_lines + 1,
                column_names=names,
            ),
            pa_csv.ParseOptions(
                delimiter=mapped.delimiter, ignore_empty_lines=False, invalid_row_handler=pass_over
            ),
            pa_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False
            ),
        )
    except (OSError, UnicodeError, LookupError, pa.ArrowException, csv.Error) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise FileMistakes([Mistake(path, 0, "", f"cannot be read as a table: {words}")]) from None
    first, gone = mapped.skip_lines + 2, [fault.line for fault in skipped]
    lines = np.setdiff1d(np.arange(first, first + len(cells) + len(gone)), gone)
    is_blank = np.logical_and.reduce([_flags(pc.equal(c, "")) for c in cells.columns])
    return Table(cells.filter(pa.array(~is_blank)), lines[~is_blank], tuple(skipped), mapped)


def _names(path: Path, mapped: ReadingsMap) -> list[str]:
    """The names in the first line, all different; columns without one are counted.

    Raises UnicodeError where the file is not written in the encoding of the map.
    """
    with path.open(encoding=mapped.encoding, newline="") as file:
        for _ in range(mapped.skip_lines):
            file.readline()
        row = next(csv.reader(file, delimiter=mapped.delimiter), [])
        while file.read(1 << 20):  # all of it must be of this encoding
            pass
    names: list[str] = []
    for place, word in enumerate(row, start=1):
        name = word.strip().removeprefix("\ufeff") or f"column {place}"
        names.append(f"{name} (column {place})" if name in names else name)
    if not names:
        line = mapped.skip_lines + 1
        raise FileMistakes([Mistake(path, line, "", "the names of the columns are missing")])
    return names
