"""Lines of a table cut into cells, block by block; each line that is no row is counted and named."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.telemetry.readings.column_map import ReadingsMap
from iss_viewer.telemetry.readings.line_balance import LineBalance
from iss_viewer.telemetry.readings.raw_lines import BLOCK_BYTES, TAB, line_blocks, tabbed

Flags = NDArray[np.bool_]
_QUOTE = ord('"')
#: further lines that a quoted cell may go on over
_LONGEST_CELL = 20


@dataclass(frozen=True)
class Rows:
    """Rows of a block: the line of each, and their cells as texts, null where a word for no value stands."""

    lines: NDArray[np.int64]
    cells: Any  # pyarrow.Table, columns c0, c1 …
    is_cut: bool  # the last one has no line end: the file may end in the middle of it

    def __len__(self) -> int:
        return len(self.lines)


def column_names(path: Path, mapped: ReadingsMap) -> tuple[tuple[str, ...], int]:
    """The names of the columns, all different, and how many lines stand above the first row.

    Columns without a name are counted. Raises FileMistakes where there is none.
    """
    first = next(line_blocks(path, mapped.encoding, 1 << 18), b"")
    to_tabs = tabbed(mapped)
    text = (to_tabs(first) if to_tabs else first).decode("utf-8", "replace")
    lines = iter(text.split("\n")[mapped.skip_lines :])
    if not mapped.has_names:
        row: list[str] = next((cells for cells in _csv(lines, mapped) if any(cells)), [])
        row, used = [""] * len(row), 0
    else:
        reader = _csv(lines, mapped)
        row, used = next(reader, []), reader.line_num
    words = [word.strip() for word in row]
    if mapped.has_names and len(words) > 1 and not words[-1] and _narrower(lines, mapped, words):
        words.pop()
    names = names_unlike(words)
    if not names:
        line = mapped.skip_lines + 1
        raise FileMistakes([Mistake(path, line, "", "the names of the columns are missing")])
    return names, mapped.skip_lines + used + mapped.skip_below


def _csv(lines: Iterator[str], mapped: ReadingsMap) -> Any:
    ended, letter = (f"{line}\n" for line in lines), letter_of(mapped)
    if mapped.quote:
        return csv.reader(ended, delimiter=letter)
    return csv.reader(ended, delimiter=letter, quoting=csv.QUOTE_NONE)


def _narrower(lines: Iterator[str], mapped: ReadingsMap, names: Sequence[str]) -> bool:
    """Whether the first row has a cell less than the names, whose last is empty."""
    for _ in range(mapped.skip_below):
        next(lines, None)
    row = next((cells for cells in _csv(lines, mapped) if any(cells)), names)
    return len(row) == len(names) - 1


def letter_of(mapped: ReadingsMap) -> str:
    """The letter between two cells, once blanks and widths became tabs."""
    return TAB if tabbed(mapped) else mapped.delimiter


def names_unlike(words: Sequence[str]) -> tuple[str, ...]:
    """Names that are all different; a column without one is counted."""
    names: list[str] = []
    for place, word in enumerate(words, start=1):
        name = word or f"column {place}"
        names.append(f"{name} (column {place})" if name in names else name)
    return tuple(names)


class RowReader:
    """Reads the rows of a file as wide as its names, the columns that are asked for alone."""

    def __init__(
        self, path: Path, mapped: ReadingsMap, wanted: Sequence[int], balance: LineBalance
    ) -> None:
        self._path, self._mapped, self._balance = path, mapped, balance
        self._names, self._head = column_names(path, mapped)
        self._wanted = sorted(set(wanted))
        self._to_tabs = tabbed(mapped)
        self._letter = letter_of(mapped).encode()
        self._comment = np.frombuffer(mapped.comment.encode("ascii", "ignore"), np.uint8)

    def blocks(self, block_bytes: int = BLOCK_BYTES) -> Iterator[Rows]:
        """All rows. Raises FileMistakes where the file cannot be read."""
        line, head = 1, self._head
        for text in line_blocks(self._path, self._mapped.encoding, block_bytes):
            count = text.count(b"\n") + (not text.endswith(b"\n"))
            self._balance.total += count
            skipped = min(head, count)
            head -= skipped
            self._balance.head += skipped
            body = text if not skipped else _after(text, skipped)
            if body:
                yield self._rows(self._to_tabs(body) if self._to_tabs else body, line + skipped)
            line += count

    def _rows(self, text: bytes, first: int) -> Rows:
        is_cut = not text.endswith(b"\n")
        block = _Lines(text if not is_cut else text + b"\n", self._letter)
        line = first + np.arange(len(block))
        if block.has_quotes and self._mapped.quote:
            block, line = self._joined(block, line)
        good = self._sorted_out(block, line)
        last_is_row = is_cut and len(good) > 0 and bool(good[-1])
        try:
            cells = self._cells(block.kept(good, len(self._names) - 1), int(good.sum()))
        except pa.ArrowInvalid:  # quotation marks within cells, which it takes otherwise
            cells, good = self._cells_one_by_one(block, line, good)
        self._balance.rows += int(good.sum())
        return Rows(line[good], cells, last_is_row and bool(good[-1]))

    def _cells_one_by_one(
        self, block: _Lines, line: NDArray[np.int64], good: Flags
    ) -> tuple[Any, Flags]:
        """The cells of each row cut by itself; a row that has not as many as the table after all is left out."""
        width, kept = len(self._names), good.copy()
        rows: list[list[str]] = []
        for place in np.flatnonzero(good).tolist():
            text = block.text(place, place)
            row: list[str] = next(_csv(iter([text]), self._mapped), [])
            if len(row) == width + 1 and not row[-1]:
                row.pop()
            if len(row) == width:
                rows.append(row)
                continue
            kept[place] = False
            reason = f"has {len(row)} cells, the table has {width}"
            self._balance.leave_out(int(line[place]), text, reason)
        columns = {
            f"c{place}": pa.array([row[place] for row in rows], pa.string())
            for place in self._wanted
        }
        return pa.table(columns), kept

    def _joined(self, block: _Lines, line: NDArray[np.int64]) -> tuple[_Lines, NDArray[np.int64]]:
        """Lines of one row, whose quoted cell has line breaks, made one line."""
        uneven: list[int] = np.flatnonzero(block.quotes() % 2).tolist()
        goes_on = np.zeros(len(block), np.bool_)
        skip_to = -1
        for one, other in pairwise(uneven):
            if one <= skip_to or other - one > _LONGEST_CELL:
                continue
            record: list[str] = next(
                _csv(iter(block.text(one, other).split("\n")), self._mapped), []
            )
            if len(record) == len(self._names):
                goes_on[one:other], skip_to = True, other
        if not goes_on.any():
            return block, line
        self._balance.joined += int(goes_on.sum())
        begins = ~np.concatenate([[False], goes_on[:-1]])
        return block.with_ends_as_blanks(goes_on), line[begins]

    def _sorted_out(self, block: _Lines, line: NDArray[np.int64]) -> Flags:
        """Which lines are rows; all others are counted."""
        is_blank = block.blank()
        is_comment = block.begins_with(self._comment) & ~is_blank
        self._balance.blank += int(is_blank.sum())
        self._balance.comments += int(is_comment.sum())
        good = ~is_blank & ~is_comment
        has_nul = block.has_nul() & good
        counts = block.delimiters(bool(self._mapped.quote))
        width = len(self._names)
        fits = (counts == width - 1) | ((counts == width) & block.ends_with_delimiter())
        is_open = (block.quotes() % 2 == 1) if self._mapped.quote and block.has_quotes else ~good
        for place in np.flatnonzero(good & (has_nul | ~fits | is_open)).tolist():
            if has_nul[place]:
                reason = "NUL bytes"
            elif is_open[place]:
                reason = "a quotation mark that is not closed"
            else:
                reason = f"has {counts[place] + 1} cells, the table has {width}"
            self._balance.leave_out(int(line[place]), block.text(place, place), reason)
        return np.asarray(good & ~has_nul & fits & ~is_open, np.bool_)

    def _cells(self, text: bytes, count: int) -> Any:
        names = [f"c{place}" for place in range(len(self._names))]
        wanted = [names[place] for place in self._wanted]
        if not count:
            return pa.table({name: pa.array([], pa.string()) for name in wanted})
        cells = pa_csv.read_csv(
            io.BytesIO(text),
            pa_csv.ReadOptions(use_threads=False, column_names=names, block_size=1 << 24),
            pa_csv.ParseOptions(
                delimiter=self._letter.decode(),
                quote_char=self._mapped.quote or False,
                ignore_empty_lines=False,
            ),
            pa_csv.ConvertOptions(
                column_types={name: pa.string() for name in wanted},
                include_columns=wanted,
                null_values=list(self._mapped.missing),
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
        if cells.num_rows != count:
            raise pa.ArrowInvalid("a quotation mark swallowed rows")
        return cells


class _Lines:
    """Lines as bytes, each ended by a line feed, and where each begins and ends."""

    def __init__(self, text: bytes, letter: bytes) -> None:
        self._text = text
        self._bytes = np.frombuffer(text, np.uint8)
        self._ends = np.flatnonzero(self._bytes == 10)
        self._starts = np.concatenate([[0], self._ends[:-1] + 1]).astype(np.int64)
        self._letter = letter[0]
        self.has_quotes = b'"' in text

    def __len__(self) -> int:
        return len(self._ends)

    def text(self, first: int, last: int) -> str:
        """Lines of these numbers, counted from 0."""
        return self._text[self._starts[first] : self._ends[last]].decode("utf-8", "replace")

    def quotes(self) -> NDArray[np.int64]:
        """Quotation marks in each line."""
        return self._sum(self._bytes == _QUOTE)

    def blank(self) -> Flags:
        """Whether there is nothing but blanks and delimiters in a line."""
        is_ink = (self._bytes != 32) & (self._bytes != 9) & (self._bytes != 10)
        is_ink &= (self._bytes != self._letter) & (self._bytes != _QUOTE)
        return np.asarray(self._sum(is_ink) == 0, np.bool_)

    def has_nul(self) -> Flags:
        """Whether a line has NUL bytes."""
        if b"\0" not in self._text:
            return np.zeros(len(self), np.bool_)
        return np.asarray(self._sum(self._bytes == 0) > 0, np.bool_)

    def begins_with(self, letters: NDArray[np.uint8]) -> Flags:
        """Whether a line begins with one of some letters."""
        return np.asarray(np.isin(self._bytes[self._starts], letters), np.bool_)

    def ends_with_delimiter(self) -> Flags:
        """Whether the last letter of a line is a delimiter."""
        last = self._bytes[np.maximum(self._ends - 1, 0)]
        return np.asarray((last == self._letter) & (self._ends > self._starts), np.bool_)

    def delimiters(self, is_quoted: bool) -> NDArray[np.int64]:
        """Delimiters in each line, but those between quotation marks."""
        counted = self._bytes == self._letter
        if is_quoted and self.has_quotes:
            marks = np.cumsum(self._bytes == _QUOTE, dtype=np.int32)
            before = np.concatenate([[0], marks])[self._starts]
            lengths = self._ends - self._starts + 1
            counted &= (marks - np.repeat(before, lengths)) % 2 == 0
        return self._sum(counted)

    def with_ends_as_blanks(self, goes_on: Flags) -> _Lines:
        """The lines where the ends of some of them are blanks."""
        changed = self._bytes.copy()
        changed[self._ends[goes_on]] = 32
        return _Lines(changed.tobytes(), bytes([self._letter]))

    def kept(self, good: Flags, delimiters: int) -> bytes:
        """The text of some of the lines, without a delimiter behind the last cell."""
        extra = good & (self.delimiters(True) > delimiters)
        if good.all() and not extra.any():
            return self._text
        is_kept = np.repeat(good, self._ends - self._starts + 1)
        is_kept[self._ends[extra] - 1] = False
        return self._bytes[is_kept].tobytes()

    def _sum(self, flags: Flags) -> NDArray[np.int64]:
        if not len(self):
            return np.zeros(0, np.int64)
        return np.add.reduceat(flags, self._starts, dtype=np.int64)


def _after(text: bytes, lines: int) -> bytes:
    at = 0
    for _ in range(lines):
        found = text.find(b"\n", at)
        if found < 0:
            return b""
        at = found + 1
    return text[at:]
