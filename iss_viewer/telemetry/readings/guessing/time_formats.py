"""In which format dates and clocks are written, by vote on a sample; an order of day and month that is a tie is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from iss_viewer.telemetry.readings.guessing.cell_kinds import CLOCK, parts_of_time
from iss_viewer.telemetry.readings.time_forms import read_written

#: of dates in figures, by their sign: the likelier order first
_ORDERS = {
    "-": ("%Y-%m-%d", "%d-%m-%Y", "%m-%d-%Y", "%y-%m-%d", "%d-%m-%y", "%m-%d-%y", "%Y-%j"),
    "/": ("%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%Y/%j"),
    ".": ("%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%Y.%j"),
    ":": ("%Y:%j", "%Y:%m:%d"),
    "": ("%Y%m%d", "%Y%j", "%j"),
}
_NAMED = ("%d{0}%b{0}%Y", "%d{0}%b{0}%y", "%b{0}%d,{0}%Y", "%b{0}%d{0}%Y", "%a{0}%b{0}%d{0}%Y")
_ENOUGH = 0.9
_SAMPLED = 400


@dataclass(frozen=True)
class TimeFormat:
    """formats: those that fit, the likeliest first; several: the sample does not tell them apart. iso: the first is ISO 8601."""

    formats: tuple[str, ...]
    is_iso: bool = False
    is_clock_alone: bool = False
    is_date_alone: bool = False
    lacks_year: bool = False


def format_of(texts: Sequence[str]) -> TimeFormat | None:
    """The format of a column's texts, nothing where none fits most of them."""
    given = [text.strip() for text in texts if text.strip()]
    given = given[: _SAMPLED // 2] + given[_SAMPLED // 2 :][-_SAMPLED // 2 :]
    if not given:
        return None
    shapes = Counter(_shape(text) for text in given)
    clock, between, zone = shapes.most_common(1)[0][0]
    clock = _with_fraction(clock, shapes)
    dates = [parts_of_time(text)[0] for text in given]
    if not any(dates):
        return TimeFormat((clock + zone,), is_clock_alone=True)
    kept = _fitting(given, [f"{date}{between}{clock}{zone}" for date in _candidates(dates)])
    if not kept:
        return None
    kept = _unlike_in_meaning(_steadiest(given, kept))
    is_iso = kept[0].startswith("%Y-%m-%d") and between in (" ", "T", "") and "%p" not in clock
    return TimeFormat(
        tuple(kept),
        is_iso and (clock == "" or clock.startswith("%H:%M")) and ",%f" not in clock,
        is_date_alone=not clock,
        lacks_year=not re.search("%[Yy]", kept[0]),
    )


def _shape(text: str) -> tuple[str, str, str]:
    """The format of a clock, what stands before it, and its zone."""
    found = CLOCK.search(text)
    if found is None:
        return "", "", ""
    between = parts_of_time(text)[2]
    seconds, fraction, half, zone = found[4], found[5], found[6], found[7]
    made = "%I" if half else "%H"
    made += ":%M" + (":%S" if seconds else "")
    if fraction:
        made += f"{fraction[0]}%f"
    if half:
        made += f"{re.match(r'[ ]*', half)[0]}%p"  # type: ignore[index]  # it matches always
    blank = re.match(r"\s*", zone or "")
    return made, between, f"{blank[0] if blank else ''}%z" if zone else ""


def _with_fraction(clock: str, shapes: Counter[tuple[str, str, str]]) -> str:
    """Some rows have fractions of a second, others none."""
    for other, _, _ in shapes:
        if "%f" in other and other.replace(".%f", "").replace(",%f", "") == clock:
            return other
    return clock


def _candidates(dates: Sequence[str]) -> list[str]:
    usual = Counter(re.sub(r"\d+", "9", re.sub(r"[^\W\d]+", "b", date)) for date in dates)
    shape = usual.most_common(1)[0][0]
    if "b" in shape:
        sign = next((letter for letter in shape if letter in "-/. "), " ")
        found = [form.format(sign) for form in _NAMED]
        return [*found, *(form.format(" ").replace("%b ", "%b. ") for form in _NAMED[:2])]
    sign = next((letter for letter in shape if letter in _ORDERS), "")
    return list(_ORDERS[sign])


def _fitting(texts: Sequence[str], formats: Sequence[str]) -> list[str]:
    """The formats that read most texts, of those that read as many as the best does."""
    cells = pa.array(texts, pa.string())
    counts = {}
    for form in formats:
        wall_s = read_written(cells, form, 2024).wall_s
        counts[form] = int(np.isfinite(wall_s).sum())
    best = max(counts.values(), default=0)
    if best < _ENOUGH * len(texts):
        return []
    return [form for form in formats if counts[form] >= best]


def _steadiest(texts: Sequence[str], formats: Sequence[str]) -> list[str]:
    """The formats by which time goes on in the steadiest steps; all of them where they are equal."""
    if len(formats) < 2:
        return list(formats)
    jumps = {form: _jumps(texts, form) for form in formats}
    least = min(jumps.values())
    return [form for form in formats if jumps[form] == least]


def _jumps(texts: Sequence[str], form: str) -> int:
    """Steps that are much longer than the usual one, or back."""
    wall_s = read_written(pa.array(texts, pa.string()), form, 2024).wall_s
    steps = np.diff(wall_s[np.isfinite(wall_s)])
    if not len(steps):
        return 0
    usual_s = float(np.median(np.abs(steps)))
    return int((np.abs(steps) > 20.0 * max(usual_s, 1.0)).sum())


def _unlike_in_meaning(formats: Sequence[str]) -> list[str]:
    """Formats that are one and the same written otherwise count once."""
    return list(dict.fromkeys(formats))
