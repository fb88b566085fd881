"""The worksheet for T.res: what is read off two readings of whole mmHg, and how sure that is.

The trainee works dP/dt and T.res out; nothing here corrects it before the debrief.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from iss_viewer.telemetry.reserve_sheet import ReserveSheet
from iss_viewer.units import PA_PER_MMHG, UnitError, duration_text, parse

#: a gauge that is read by eye gives whole mmHg
HALF_READING_PA = 0.5 * PA_PER_MMHG
_CLOCK = re.compile(r"^(?:T\+)?(?:(\d+):)?(\d{1,2}):(\d{2})$")


@dataclass(frozen=True, slots=True)
class SheetText:
    """What is typed in the fields. dP/dt in mmHg/h; times as ``0:31:00`` or ``T+00:31:00``; T.res as ``2 h 26 min``."""

    place: str = ""
    first_mmhg: str = ""
    first_at: str = ""
    second_mmhg: str = ""
    second_at: str = ""
    slope_mmhg_h: str = ""
    reserve: str = ""


@dataclass(frozen=True, slots=True)
class SlopeBand:
    """The slope between two readings, and between which it lies since each is a whole mmHg. Pa/s."""

    middle_pa_s: float
    steepest_pa_s: float
    flattest_pa_s: float


def slope_band(first_pa: float, first_s: float, second_pa: float, second_s: float) -> SlopeBand:
    """The slope of two readings and its band. Raises ValueError: the second is not later than the first."""
    over_s = second_s - first_s
    if over_s <= 0.0:
        raise ValueError("the second reading must be later than the first")
    fall_pa, doubt_pa = second_pa - first_pa, 2.0 * HALF_READING_PA
    return SlopeBand(fall_pa / over_s, (fall_pa - doubt_pa) / over_s, (fall_pa + doubt_pa) / over_s)


def reserve_s(pressure_pa: float, limit_pa: float, slope_pa_s: float) -> float:
    """Until a pressure that falls in a straight line is at a limit; infinite where it does not fall."""
    return (pressure_pa - limit_pa) / -slope_pa_s if slope_pa_s < 0.0 else float("inf")


def band_words(sheet: ReserveSheet, limit_pa: float) -> str:
    """Between what T.res lies by two readings of whole mmHg, and what would narrow it."""
    band = slope_band(sheet.first_pa, sheet.first_s, sheet.second_pa, sheet.second_s)
    steps = round((sheet.first_pa - sheet.second_pa) / PA_PER_MMHG)
    low_s = reserve_s(sheet.second_pa, limit_pa, band.steepest_pa_s)
    high_s = reserve_s(sheet.second_pa, limit_pa, band.flattest_pa_s)
    high = "without end" if high_s == float("inf") else duration_text(high_s)
    return (
        f"{steps} mmHg between readings of whole mmHg: T.res lies in {duration_text(low_s)} … {high}."
        " Twice the fall halves the band."
    )


def typed_readings(text: SheetText) -> tuple[float, float, float, float] | None:
    """Both readings, Pa and seconds of the run; None: not both are there."""
    try:
        return (
            _mmhg(text.first_mmhg), clock_s(text.first_at),
            _mmhg(text.second_mmhg), clock_s(text.second_at),
        )  # fmt: skip
    except ValueError:
        return None


def sheet_mistakes(text: SheetText) -> tuple[str, ...]:
    """All that cannot be read of what is typed; whether the sums are right is not looked at."""
    checks: tuple[tuple[str, Callable[[], float]], ...] = (
        ("Reading 1", lambda: _mmhg(text.first_mmhg)),
        ("Time of reading 1", lambda: clock_s(text.first_at)),
        ("Reading 2", lambda: _mmhg(text.second_mmhg)),
        ("Time of reading 2", lambda: clock_s(text.second_at)),
        ("dP/dt", lambda: _number(text.slope_mmhg_h, "mmHg/h, below zero where it falls")),
        ("T.res", lambda: reserve_typed_s(text.reserve)),
    )
    found = []
    for name, read in checks:
        try:
            read()
        except ValueError as mistake:
            found.append(f"{name}: {mistake}")
    readings = typed_readings(text)
    if readings is not None and readings[3] <= readings[1]:
        found.append("Time of reading 2: must be later than that of reading 1")
    return tuple(found)


def sheet_of(text: SheetText) -> ReserveSheet:
    """The sheet that was typed. Raises ValueError with all that cannot be read."""
    mistakes = sheet_mistakes(text)
    readings = typed_readings(text)
    if mistakes or readings is None:
        raise ValueError("\n".join(mistakes))
    first_pa, first_s, second_pa, second_s = readings
    slope = _number(text.slope_mmhg_h, "") * PA_PER_MMHG / 3600.0
    reserve = reserve_typed_s(text.reserve)
    return ReserveSheet(text.place, first_pa, first_s, second_pa, second_s, slope, reserve)


def reserve_typed_s(text: str) -> float:
    """A duration as people write it: ``2 h 26 min``, ``2:26``, ``146 min``. Raises ValueError."""
    found = re.match(r"^\s*(\d+):([0-5]\d)\s*$", text)
    if found:
        return int(found[1]) * 3600.0 + int(found[2]) * 60.0
    try:
        return parse(text.replace(",", "."), "duration")
    except UnitError:
        raise ValueError("write it as 2 h 26 min, or 2:26") from None


def clock_s(text: str) -> float:
    """Seconds of the run of a clock: ``0:31:00``, ``31:00``, ``T+00:31:00``. Raises ValueError."""
    found = _CLOCK.match(text.strip())
    if not found:
        raise ValueError("write it as 0:31:00")
    return int(found[1] or 0) * 3600.0 + int(found[2]) * 60.0 + int(found[3])


def _mmhg(text: str) -> float:
    value = _number(text, "mmHg as the gauge shows it")
    if not 0.0 < value < 2000.0:
        raise ValueError("between 0 and 2,000 mmHg")
    return value * PA_PER_MMHG


def _number(text: str, what: str) -> float:
    try:
        return float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        raise ValueError(f"a number is needed ({what})") from None
