"""What kind of thing a cell is: a number, a time, nothing, or a word."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from iss_viewer.telemetry.readings.column_map import MISSING
from iss_viewer.telemetry.readings.spellings import unit_spelled
from iss_viewer.telemetry.readings.time_forms import month_of


class CellKind(Enum):
    """The kind of a cell."""

    NUMBER = "number"
    TIME = "time"
    EMPTY = "empty"
    WORD = "word"


_BLANK = "[ \u00a0\u2007\u202f]"
NUMBER = re.compile(
    rf"[-+\u2212]?(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:[.,]\d+)?|\d{{1,3}}(?:['\u2019]\d{{3}})+(?:[.,]\d+)?"
    r"|\d[\d.,]*|[.,]\d+)(?:[eE][-+]?\d+)?"
)
CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(:)(\d{2})(:\d{2})?([.,:]\d{1,9})?(\s*[AaPp]\.?[Mm]\.?)?(\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d))?$"
)
_DATE = re.compile(
    r"(\d{4}|\d{1,2})([-/.])\d{1,2}\2(\d{4}|\d{1,2})"
    r"|\d{4}[-/:.]\d{3}|\d{1,3}|\d{8}"
)
_NAMED_DATE = re.compile(r"(?:\w{2,9}\.?,?\s+)?(?:(\d{1,2})[-/. ]+([^\W\d]{3,10})\.?|([^\W\d]{3,10})\.?[- ](\d{1,2}),?)[-/., ]+(\d{4}|\d{2})")  # fmt: skip
_WORDS = {word.casefold() for word in MISSING} | {
    "err", "error", "#n/a", "#value!", "#div/0!", "none", "inf", "-inf", "+inf", "bad", "---", "*", "n.a.",
}  # fmt: skip
#: what stands for no value but is no such word as a map has by itself
_WITH_UNIT = re.compile(rf"({NUMBER.pattern})\s*([^\d\s.,;].{{0,12}})")


@lru_cache(maxsize=1 << 16)
def kind_of_cell(text: str) -> CellKind:
    """The kind of a cell's text."""
    text = text.strip()
    if text.casefold() in _WORDS:
        return CellKind.EMPTY
    if is_time(text):
        return CellKind.TIME
    if is_number(text):
        return CellKind.NUMBER
    return CellKind.WORD


def is_number(text: str) -> bool:
    """Whether it is a number, with its unit perhaps."""
    if NUMBER.fullmatch(text):
        return True
    found = _WITH_UNIT.fullmatch(text)
    return found is not None and bool(
        unit_spelled(found[2], "temperature")[1] or unit_spelled(found[2])[1]
    )


def is_time(text: str) -> bool:
    """Whether it is a date, a clock, or both."""
    date, clock, _ = parts_of_time(text)
    if clock:
        return not date or is_date(date)
    return bool(date) and is_date(date) and not date.isdigit() and not _looks_like_number(date)


def is_date(text: str) -> bool:
    """Whether it is a date, or the day of a year, or one in eight digits."""
    found = _NAMED_DATE.fullmatch(text)
    if found:
        return month_of(found[2] or found[3]) > 0
    return _DATE.fullmatch(text) is not None


def parts_of_time(text: str) -> tuple[str, str, str]:
    """The date, the clock, and what stands between them; empty where there is none."""
    found = CLOCK.search(text)
    if found is None:
        return text, "", ""
    before = text[: found.start()]
    date = before.rstrip(" T_:/-,\t") if not before.endswith("::") else before
    return date, text[found.start() :], before[len(date) :]


def _looks_like_number(text: str) -> bool:
    """``2024.060`` may be either."""
    return re.fullmatch(r"\d+\.\d+", text) is not None
