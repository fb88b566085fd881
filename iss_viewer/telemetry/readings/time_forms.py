"""Formats of times as regular expressions, and many texts at once as the seconds that they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

#: of strptime, and how each is written; names of months are read in several languages
_PARTS = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d\d)", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})", "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,12})", "j": r"(?P<j>\d{1,3})", "p": r"(?P<p>[AaPp]\.?[Mm]\.?)",
    "z": r"(?P<z>Z|UTC|GMT|[-+]\d\d:?\d\d|[-+]\d\d)", "b": r"(?P<b>\pL{3,10})\.?", "B": r"(?P<b>\pL{3,10})\.?",
    "a": r"\pL{2,12}\.?", "A": r"\pL{2,12}", "%": "%",
}  # fmt: skip
_MONTHS = (
    "jan januar january janvier enero ene gennaio gen янв января", "feb februar february février fevr févr febrero febbraio фев февраля",
    "mar mär märz mrz march mars marzo мар марта", "apr april avril avr abril abr aprile апр апреля",
    "may mai mayo maggio mag май мая", "jun juni june juin junio giugno giu июн июня",
    "jul juli july juillet juil julio luglio lug июл июля", "aug august août aout agosto ago авг августа",
    "sep sept september septembre septiembre settembre set сен сентября", "oct okt october oktober octobre octubre ottobre ott окт октября",
    "nov november novembre noviembre ноя ноября", "dec dez december dezember décembre déc diciembre dic dicembre дек декабря",
)  # fmt: skip
_MONTH_OF = {word: place for place, words in enumerate(_MONTHS, 1) for word in words.split()}
_ISO = (
    r"^(?P<Y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ]+(?P<H>\d\d):(?P<M>\d\d)"
    r"(?::(?P<S>\d\d)(?:[.,](?P<f>\d{1,12}))?)?)?\s*(?P<z>Z|UTC|[-+]\d\d:?\d\d|[-+]\d\d)?$"
)


@dataclass(frozen=True)
class WrittenTimes:
    """Seconds since 1970 as the clock on the wall had it, (n,), NaN: no time; offset_s: of UTC, NaN where none is written."""

    wall_s: Floats
    offset_s: Floats


def month_of(word: str) -> int:
    """The number of a month's name in any of several languages; 0: none."""
    return _MONTH_OF.get(word.casefold().strip("."), 0)


@lru_cache
def form_of(written_format: str) -> str:
    """The regular expression of a format; empty where it has parts that are only known to strptime."""
    found = re.split(r"%(.)", written_format)
    if any(part not in _PARTS for part in found[1::2]) or len(set(found[1::2])) < len(found) // 2:
        return ""
    form = ""
    for place, part in enumerate(found):
        form += _PARTS[part] if place % 2 else re.sub(r"(\\?\s)+", r"\\s+", re.escape(part))
    form = re.sub(
        r"(\\?[.,])(\(\?P<f>[^)]*\))", r"(?:\1\2)?", form
    )  # whole seconds have no fraction
    return f"^{form}$"


def read_written(texts: Any, written_format: str, year: int = 1970) -> WrittenTimes:
    """An array of texts as times by a format of strptime; empty: ISO 8601.

    year: of formats that have none. 24:00 is the end of its day, and a leap second the second after it.
    """
    texts = pc.utf8_trim_whitespace(pc.fill_null(texts, ""))
    form = form_of(written_format) if written_format else _ISO
    if not form:
        return _by_python(texts, written_format)
    fields = pc.extract_regex(texts, form)
    times = _times(fields, year)
    missed = np.flatnonzero(np.isnan(times.wall_s))
    if not written_format and len(missed):
        further = _by_python(texts.take(pa.array(missed)), "")
        times.wall_s[missed], times.offset_s[missed] = further.wall_s, further.offset_s
    return times


def _times(fields: Any, year: int) -> WrittenTimes:
    names = {field.name for field in fields.type}
    get = {name: pc.struct_field(fields, name) for name in names}
    is_read = ~np.asarray(pc.is_null(fields))

    def whole(name: str, default: int) -> NDArray[np.int64]:
        if name not in names:
            return np.full(len(fields), default, np.int64)
        digits = pc.if_else(pc.equal(get[name], ""), str(default), get[name])
        return np.asarray(pc.cast(pc.fill_null(digits, str(default)), pa.int64()))

    years = whole("Y", year) if "y" not in names else _full_year(whole("y", 0))
    days, is_day = _days(years, whole("m", 1), whole("d", 1))
    if "b" in names:
        days, is_day = _days(years, _months(get["b"]), whole("d", 1))
    if "j" in names:
        days, is_day = _days_of_year(years, whole("j", 1))
    hours, is_hour = _hours(whole("H", 0), whole("I", 12) if "I" in names else None, get.get("p"))
    minutes, seconds = whole("M", 0), whole("S", 0)
    is_read &= is_day & is_hour & (minutes < 60) & (seconds <= 60)
    is_read &= (hours < 24) | ((minutes == 0) & (seconds == 0))
    wall_s = days * S_PER_DAY + hours * 3600.0 + minutes * 60.0 + seconds
    if "f" in names:
        wall_s += _fractions(get["f"])
    offset_s = _offsets(get["z"]) if "z" in names else np.full(len(fields), np.nan)
    return WrittenTimes(np.where(is_read, wall_s, np.nan), offset_s)


def _full_year(short: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two digits are of 1969 … 2068, as in strptime."""
    return np.where(short < 69, short + 2000, short + 1900)


def _days(
    years: NDArray[np.int64], months: NDArray[np.int64], days: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Days since 1970, and whether there are such days."""
    is_month = (months >= 1) & (months <= 12)
    safe = np.where(is_month, months, 1)
    begins = (years - 1970).astype("M8[Y]").astype("M8[M]") + (safe - 1)
    first = begins.astype("M8[D]").astype(np.int64)
    length = (begins + 1).astype("M8[D]").astype(np.int64) - first
    return first + days - 1, is_month & (days >= 1) & (days <= length)


def _days_of_year(
    years: NDArray[np.int64], days: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    first = (years - 1970).astype("M8[Y]").astype("M8[D]").astype(np.int64)
    after = (years - 1969).astype("M8[Y]").astype("M8[D]").astype(np.int64)
    return first + days - 1, (days >= 1) & (days <= after - first)


def _hours(
    whole: NDArray[np.int64], half: NDArray[np.int64] | None, letters: Any
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    if half is None or letters is None:
        return whole, (whole >= 0) & (whole <= 24)
    is_late = np.asarray(pc.starts_with(pc.utf8_lower(pc.fill_null(letters, "a")), "p"))
    return half % 12 + 12 * is_late, (half >= 1) & (half <= 12)


def _months(words: Any) -> NDArray[np.int64]:
    coded = pc.dictionary_encode(pc.fill_null(words, ""))
    known = np.array([month_of(word) for word in coded.dictionary.to_pylist()] or [0])
    return np.asarray(known[np.asarray(coded.indices)], np.int64)


def _fractions(digits: Any) -> Floats:
    given = pc.binary_join_element_wise("0.", pc.fill_null(digits, ""), "0", "")
    return np.array(pc.cast(given, pa.float64()).to_numpy(zero_copy_only=False))


def _offsets(words: Any) -> Floats:
    coded = pc.dictionary_encode(pc.fill_null(words, ""))
    known = np.array([_offset_s(word) for word in coded.dictionary.to_pylist()] or [0.0])
    return np.asarray(known[np.asarray(coded.indices)], np.float64)


def _offset_s(word: str) -> float:
    """Seconds that a written zone is ahead of UTC; NaN for none."""
    if word in ("Z", "UTC", "GMT"):
        return 0.0
    digits = word[1:].replace(":", "").ljust(4, "0")
    if not digits.strip("0123456789") and word[:1] in ("+", "-"):
        seconds = int(digits[:2]) * 3600.0 + int(digits[2:]) * 60.0
        return -seconds if word[0] == "-" else seconds
    return float("nan")


def _by_python(texts: Any, written_format: str) -> WrittenTimes:
    """One by one, for what few write."""
    wall_s, offset_s = np.full(len(texts), np.nan), np.full(len(texts), np.nan)
    for row, text in enumerate(texts.to_pylist()):
        try:
            when = (
                datetime.strptime(text, written_format)
                if written_format
                else datetime.fromisoformat(text)
            )
        except (ValueError, OverflowError):
            continue
        shift = when.utcoffset()
        wall_s[row] = (when.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()
        offset_s[row] = float("nan") if shift is None else shift.total_seconds()
    return WrittenTimes(wall_s, offset_s)
