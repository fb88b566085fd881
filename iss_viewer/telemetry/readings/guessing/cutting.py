"""How lines are cut into cells: the letter, the blanks or the places by which they become the best table."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer.telemetry.readings.column_map import BLANKS, FIXED
from iss_viewer.telemetry.readings.guessing.cell_kinds import (
    CellKind,
    is_date,
    kind_of_cell,
    parts_of_time,
)
from iss_viewer.telemetry.readings.spellings import unit_spelled

LETTERS = (",", ";", "\t", "|")
#: blanks and places are believed only where no letter does as well
_TRUST = {BLANKS: 0.8, FIXED: 0.7}
_ONE_COLUMN = 0.3
#: how much of a word a number is that may be two with a blank between
_GROUPED = 0.3
_LOOKED_AT = 300
#: units of two words
_UNITS = re.compile(r"\b(mm|in|deg) (Hg|C|F)\b")


@dataclass(frozen=True)
class Cutting:
    """A way to cut lines. width: cells of most lines; score: 0 … 1."""

    delimiter: str
    quote: str
    widths: tuple[int, ...]
    width: int
    score: float

    def cut(self, lines: Sequence[str]) -> list[list[str]]:
        """The cells of each line, without blanks around them."""
        return [[cell.strip() for cell in row] for row in self._rows(lines)]

    def _rows(self, lines: Sequence[str]) -> list[list[str]]:
        if self.delimiter == FIXED:
            return [_at(line, self.widths) for line in lines]
        if self.delimiter == BLANKS:
            lines = [re.sub(r"[ \t]+", "\t", _UNITS.sub(r"\1\2", line).strip()) for line in lines]
        letter = "\t" if self.delimiter == BLANKS else self.delimiter
        if not self.quote:
            return [line.split(letter) for line in lines]
        return [_quoted(line, letter) for line in lines]


def best_cutting(lines: Sequence[str], delimiter: str = "") -> Cutting:
    """The cutting by which lines, comments left away, become the best table; with a given delimiter if any."""
    body = [line for line in lines if line.strip()]
    body = body[:40] + body[40:][-(_LOOKED_AT - 40) :]
    quote = '"' if any('"' in line for line in body) else ""
    has_tabs = sum("\t" in line for line in body) * 2 > len(body)
    ways = [delimiter] if delimiter else [*LETTERS, *(() if has_tabs else (BLANKS, FIXED))]
    found = [made for way in ways if (made := _tried(way, quote, body)) is not None]
    if not found:
        return Cutting("," if delimiter in ("", FIXED) else delimiter, quote, (), 1, 0.0)
    return max(found, key=lambda each: (round(each.score, 3), each.width))


def _tried(delimiter: str, quote: str, lines: Sequence[str]) -> Cutting | None:
    widths = _widths(lines) if delimiter == FIXED else ()
    if delimiter == FIXED and len(widths) < 2:
        return None
    plain = Cutting(delimiter, "" if delimiter == FIXED else quote, widths, 1, 0.0)
    rows = plain.cut(lines)
    width, score = _score(rows)
    return Cutting(delimiter, plain.quote, widths, width, score * _TRUST.get(delimiter, 1.0))


def _score(rows: Sequence[Sequence[str]]) -> tuple[int, float]:
    """The usual width, and the share of lines that have it by the share of their cells that are no words."""
    counts = Counter(len(row) for row in rows)
    if not counts:
        return 1, 0.0
    width, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    kinds = Counter(kind_of_cell(cell) for row in rows if len(row) == width for cell in row)
    count_all = max(sum(kinds.values()), 1)
    grouped = sum(bool(re.search(r"\d \d{3}(\D|$)", cell)) for row in rows for cell in row)
    typed = 1.0 - (kinds[CellKind.WORD] + _GROUPED * min(grouped, count_all)) / count_all
    empty = kinds[CellKind.EMPTY] / count_all
    share = count / sum(counts.values())
    score = share * typed * (1.0 - 0.5 * empty)
    return width, score * (_ONE_COLUMN if width == 1 else 1.0)


def _quoted(line: str, letter: str) -> list[str]:
    try:
        return next(csv.reader(line.splitlines(keepends=True), delimiter=letter), [""])
    except csv.Error:
        return line.split(letter)


def _widths(lines: Sequence[str]) -> tuple[int, ...]:
    """The letters of each cell, where the same places are blank in all rows."""
    rows = [line.expandtabs() for line in lines[len(lines) // 3 :] if line.strip()]
    longest = max((len(row) for row in rows), default=0)
    if longest > 2000 or not rows:
        return ()
    is_blank = [all(row[at : at + 1] in ("", " ") for row in rows) for at in range(longest)]
    begins = [at for at in range(longest) if not is_blank[at] and (at == 0 or is_blank[at - 1])]
    if not begins:
        return ()
    begins = _apart(begins, is_blank, rows)
    begins[0] = 0
    ends = [*_cuts(begins, is_blank), longest]
    return tuple(end - begin for begin, end in zip([0, *ends[:-1]], ends, strict=True))


def _apart(begins: list[int], is_blank: Sequence[bool], rows: Sequence[str]) -> list[int]:
    """Where cells begin; a date and its clock, a clock and its half of the day, a number and its unit are one cell."""
    kept = [begins[0]]
    for begin, end in itertools.pairwise([*begins[1:], len(is_blank)]):
        is_near = not is_blank[begin - 2] if begin > 1 else False
        before, cells = rows[-1][kept[-1] : begin].strip(), [row[begin:end].strip() for row in rows]
        belongs = is_near and all(_belongs(cell) for cell in cells if cell)
        date = before and is_date(before) and not before.isdigit()
        is_clock = is_near and bool(date) and all(parts_of_time(cell)[1] for cell in cells if cell)
        if not belongs and not is_clock:
            kept.append(begin)
    return kept


def _belongs(cell: str) -> bool:
    """Whether a word belongs to the number or clock before it."""
    return cell.upper() in ("AM", "PM") or bool(
        unit_spelled(cell, "temperature")[1] or unit_spelled(cell)[1]
    )


def _cuts(begins: Sequence[int], is_blank: Sequence[bool]) -> list[int]:
    """Where one cell ends and the next begins: numbers are set to the right, so right behind the last one."""
    cuts = []
    for begin in begins[1:]:
        end = begin
        while is_blank[end - 1]:
            end -= 1
        cuts.append(end)
    return cuts


def _at(line: str, widths: Sequence[int]) -> list[str]:
    places = [sum(widths[:count]) for count in range(len(widths) + 1)]
    cells = [line[one:other] for one, other in itertools.pairwise(places)]
    cells[-1] = line[places[-2] :]
    return cells
