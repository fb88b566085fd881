"""Where the rows of a table begin, and what stands above them: notes, names, units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from iss_viewer.telemetry.readings.column_map import BLANKS, FIXED
from iss_viewer.telemetry.readings.guessing.cell_kinds import (
    CellKind,
    is_date,
    kind_of_cell,
    parts_of_time,
)
from iss_viewer.telemetry.readings.guessing.cutting import Cutting, best_cutting
from iss_viewer.telemetry.readings.guessing.sample import TextSample
from iss_viewer.telemetry.readings.spellings import unit_spelled

COMMENTS = ("#", "%", ";", "!", "*", "//", '"#')
#: of a row below the names: kinds of averages, of times
_AGGREGATES = frozenset(
    [
        "ts",
        "rn",
        "avg",
        "smp",
        "min",
        "max",
        "std",
        "tot",
        "mean",
        "med",
        "sample",
        "average",
        "s",
        "sec",
        "utc",
        "gmt",
        "date",
        "time",
        "text",
        "number",
        "yyyy-mm-dd",
        "hh:mm:ss",
        "counts",
        "bool",
        "float",
        "int",
        "double",
        "string",
    ]
)
_MOST_BELOW = 3
#: rows by which the kinds of columns are told
_JUDGED = 300
_UNITS_SHARE = 0.6


@dataclass(frozen=True)
class TableLayout:
    """names: as the map must write them; empty: there are none. first: the number of the first row's line, from 1.

    name_line: of the names, 0: none. units: cells of the row of units, if any. notes: lines above the names.
    rows: the cells of sampled rows, all as wide as the table; lines: their numbers, 0 where not known. fault: why it
    cannot be a table. titles: what people call the columns, where a map cannot take it for their names.
    """

    cutting: Cutting
    names: tuple[str, ...]
    name_line: int
    name_lines: int
    first: int
    comment: str
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    lines: tuple[int, ...] = field(default=(), repr=False)
    fault: str = ""
    titles: tuple[str, ...] = ()
    has_narrow_units: bool = False  # fewer than columns: which stand above which is not sure

    @property
    def width(self) -> int:
        """Cells of a row."""
        return self.cutting.width

    def column(self, place: int) -> list[str]:
        """The sampled cells of a column."""
        return [row[place] for row in self.rows]


def layout_of(sample: TextSample, delimiter: str = "") -> TableLayout:
    """The layout of a sampled table."""
    stated = re.fullmatch(r"sep=(.)", sample.head[0].strip()) if sample.head else None
    delimiter = delimiter or (stated[1] if stated else "")
    comment = _comment(sample)
    plain = [line for line in (*sample.head, *sample.further) if not _is_comment(line, comment)]
    plain = plain[1:] if stated else plain
    found = _cut(sample, best_cutting(plain, delimiter), comment)
    is_blank = found.cutting.delimiter in (BLANKS, FIXED) and not delimiter
    if is_blank and (found.fault or found.has_narrow_units):
        other = {BLANKS: FIXED, FIXED: BLANKS}[found.cutting.delimiter]
        second = _cut(sample, best_cutting(plain, other), comment)
        return found if second.fault or second.width < found.width - 1 else second
    return found


def _cut(sample: TextSample, cutting: Cutting, comment: str) -> TableLayout:
    head = [(at, line) for at, line in enumerate(sample.head, 1) if line.strip()]
    cells = cutting.cut([line for _, line in head])
    body = _body(cells, [_is_comment(line, comment) for _, line in head], cutting.width)
    if body is None:
        return TableLayout(
            cutting, (), 0, 0, 1, comment, fault="no rows of numbers were found in it"
        )
    found = _with_names(sample, cutting, head, cells, body, comment)
    return _with_split_time(found, head, cells, body) if found.fault else found


def _with_split_time(
    found: TableLayout, head: Sequence[tuple[int, str]], cells: Sequence[Sequence[str]], body: int
) -> TableLayout:
    """Where blanks stand between cells, date and clock of one name are two cells."""
    row = found.rows[0] if found.rows else ()
    named = [
        k
        for k in range(body)
        if len(cells[k]) == found.width - 1
        and _is_words(cells[k])
        and not _is_units(cells[k], found.width)
    ]
    has_both = len(row) > 1 and is_date(row[0]) and bool(parts_of_time(row[1])[1])
    if found.cutting.delimiter != BLANKS or not named or not has_both:
        return found
    titles = ("Date", *cells[named[-1]])
    below = [cells[k] for k in range(named[-1] + 1, body) if _has_units(cells[k])]
    units = _aligned(below[0], found.width) if below else ()
    notes = tuple(text for _, text in head[: named[-1]])
    return replace(found, fault="", titles=titles, units=units, notes=notes)


def kinds_of(rows: Sequence[Sequence[str]], width: int) -> list[CellKind]:
    """The usual kind of each column's cells; EMPTY where there is nothing."""
    kinds = []
    rows = rows[:: max(len(rows) // _JUDGED, 1)]
    for place in range(width):
        counts = Counter(kind_of_cell(row[place]) for row in rows)
        counts.pop(CellKind.EMPTY, None)
        kinds.append(max(counts, key=lambda kind: counts[kind]) if counts else CellKind.EMPTY)
    return kinds


def _comment(sample: TextSample) -> str:
    """The letters that begin comments; none where most lines begin so."""
    lines = [line for line in sample.head if line.strip()]
    found = ""
    for letter in "#%;!*/":
        count = sum(line.startswith(letter) for line in lines)
        if 0 < count <= 0.5 * len(lines) and not (letter == ";" and _is_cell_first(lines)):
            found += letter
    return found


def _is_cell_first(lines: Sequence[str]) -> bool:
    """Whether a semicolon at the begin of a line is an empty first cell."""
    return sum(";" in line[1:] for line in lines) > 0.5 * len(lines)


def _is_comment(line: str, comment: str) -> bool:
    return bool(comment) and line[:1] in comment and line[:1] != ""


def _body(cells: Sequence[Sequence[str]], is_comment: Sequence[bool], width: int) -> int | None:
    """The place of the first row that looks like most do."""
    rows = [
        row for row, noted in zip(cells, is_comment, strict=True) if len(row) == width and not noted
    ]
    kinds = kinds_of(rows[len(rows) // 4 :] or rows, width)
    typed = [place for place, kind in enumerate(kinds) if kind in (CellKind.NUMBER, CellKind.TIME)]
    if not typed:
        return None
    for place, row in enumerate(cells):
        if is_comment[place] or len(row) != width:
            continue
        found = [kind_of_cell(row[at]) for at in typed]
        fits = [one in (kinds[at], CellKind.EMPTY) for one, at in zip(found, typed, strict=True)]
        some = any(one is kinds[at] for one, at in zip(found, typed, strict=True))
        if some and sum(fits) >= max(len(fits) - len(fits) // 4, 1) and fits[0]:
            return place
    return None


def _with_names(
    sample: TextSample,
    cutting: Cutting,
    head: Sequence[tuple[int, str]],
    cells: Sequence[Sequence[str]],
    body: int,
    comment: str,
) -> TableLayout:
    width, first = cutting.width, head[body][0]
    above = [k for k in range(body) if not _is_comment(head[k][1], comment)]
    rows, numbers = _rows(sample, cutting, first, comment)
    has_tail = bool(rows) and any(row[-1] for row in rows)
    for count in range(min(_MOST_BELOW, len(above)), -1, -1):
        below = [cells[k] for k in above[len(above) - count :]]
        if not all(_is_units(row, width) for row in below):
            continue
        rest = above[: len(above) - count]
        found = _names(head, cells, rest, comment, cutting, body, has_tail)
        if found[0] or count == 0:
            break
    names, line, lines, fault = found
    given = [row for row in below if _has_units(row)]
    units = _aligned(given[0], width) if given else ()
    notes = tuple(text for at, text in head[:body] if at < (line or first))
    is_narrow = bool(given) and len(given[0]) != width
    return TableLayout(
        cutting,
        names,
        line,
        lines,
        first,
        comment,
        units,
        notes,
        rows,
        numbers,
        fault,
        (),
        is_narrow,
    )


def _names(
    head: Sequence[tuple[int, str]],
    cells: Sequence[Sequence[str]],
    above: Sequence[int],
    comment: str,
    cutting: Cutting,
    body: int,
    has_tail: bool,
) -> tuple[tuple[str, ...], int, int, str]:
    """The names, their first line, how many lines they take, and what is wrong with them."""
    width = cutting.width
    if above:
        place = above[-1]
        row = _trimmed(cells[place], width)
        if len(row) == width - 1 and not has_tail:
            row = (*row, "")
        if len(row) == width and _is_words(row):
            return row, head[place][0], 1, ""
        broken = _broken_names(head, place, width, cutting)
        if broken is not None:
            return broken
        if len(row) > 1 and _is_words(row):
            words = f"line {head[place][0]} names {len(row)} columns, but rows have {width} cells"
            return (), 0, 0, words
    for place in range(body - 1, -1, -1):
        at, text = head[place]
        if _is_comment(text, comment):
            row = tuple(cutting.cut([text])[0])
            if len(row) == width and width > 1 and _is_words(row):
                return row, at, 1, ""
    return (), 0, 0, ""


def _broken_names(
    head: Sequence[tuple[int, str]], last: int, width: int, cutting: Cutting
) -> tuple[tuple[str, ...], int, int, str] | None:
    """Names of which one, in quotation marks, goes on over further lines."""
    if not cutting.quote:
        return None
    for first in range(last, max(last - 6, -1), -1):
        text = "\n".join(line for _, line in head[first : last + 1])
        row = tuple(cutting.cut([text])[0]) if text.count('"') % 2 == 0 else ()
        if len(row) == width and first < last:
            return row, head[first][0], head[last][0] - head[first][0] + 1, ""
    return None


def _rows(
    sample: TextSample, cutting: Cutting, first: int, comment: str
) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    kept, numbers = [], []
    for at, line in enumerate((*sample.head[first - 1 :], *sample.further), first):
        if not line.strip() or _is_comment(line, comment):
            continue
        row = cutting.cut([line])[0]
        if len(row) == cutting.width:
            kept.append(tuple(row))
            numbers.append(at if at <= len(sample.head) else 0)
    return tuple(kept), tuple(numbers)


def _trimmed(row: Sequence[str], width: int) -> tuple[str, ...]:
    """A row of names without the delimiters behind its last."""
    names = list(row)
    while len(names) > width and not names[-1]:
        names.pop()
    return tuple(names)


def _is_words(row: Sequence[str]) -> bool:
    kinds = [kind_of_cell(cell) for cell in row if cell]
    words = sum(kind is CellKind.WORD for kind in kinds)
    return bool(kinds) and words >= 0.6 * len(kinds)


def _is_units(row: Sequence[str], width: int) -> bool:
    """Whether a row is of units, or of kinds of averages."""
    given = [cell for cell in row if kind_of_cell(cell) is not CellKind.EMPTY]
    if not given:
        return len(row) == width and width > 1
    if not width - 2 <= len(row) <= width + 1:
        return False
    found = sum(_is_unit(cell) for cell in given)
    return found >= _UNITS_SHARE * len(given)


def _aligned(row: Sequence[str], width: int) -> tuple[str, ...]:
    """Units of all columns; where some are missing, those of the times, which stand first, have none."""
    cells = [*row][:width]
    return (*[""] * (width - len(cells)), *cells)


def _is_unit(cell: str) -> bool:
    plain = cell.strip("[]() ").casefold()
    return plain in _AGGREGATES or bool(
        unit_spelled(cell, "temperature")[1] or unit_spelled(cell)[1]
    )


def _has_units(row: Sequence[str]) -> bool:
    return any(unit_spelled(c, "temperature")[1] or unit_spelled(c)[1] for c in row)
