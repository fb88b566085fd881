"""Times left in words, written alike wherever they are said: no number where there is no end in sight."""

from __future__ import annotations

import math
from collections.abc import Callable

from iss_viewer.units import S_PER_DAY, duration_text

_LONG_S = 3 * 365.25 * S_PER_DAY  # no figure beyond this is known


def span_text(seconds: float) -> str:
    """A time left within a sentence."""
    if seconds == float("inf"):
        return "no limit"
    return "over 3 years" if seconds >= _LONG_S else duration_text(seconds)


def rounded_span_text(seconds: float) -> str:
    """A time left, of ten days and more in two figures: more would only flicker."""
    days = seconds / S_PER_DAY
    if days != days or days < 10.0 or seconds >= _LONG_S:
        return span_text(seconds)
    step = 10.0 ** (math.floor(math.log10(days)) - 1)
    return f"{round(days / step) * step:,.0f} d"


def span_band_text(low_s: float, high_s: float, text: Callable[[float], str] = span_text) -> str:
    """The band of a time left; where its upper end is out of sight, its lower end alone."""
    if low_s != low_s or high_s <= 0 or low_s >= _LONG_S:
        return ""
    return f"at least {text(low_s)}" if high_s >= _LONG_S else f"{text(low_s)} … {text(high_s)}"


def gas_words(median_s: float, low_s: float, high_s: float) -> tuple[str, str]:
    """How long stored gas lasts, and its band; a loss that may be none gives no median to read."""
    if median_s != median_s:
        return "—", ""
    if low_s == float("inf"):
        return "no limit", "no gas is spent now"
    if high_s == float("inf"):
        least = rounded_span_text(low_s)
        return f"over {least.removeprefix('over ')}", "within measurement noise"
    return rounded_span_text(median_s), span_band_text(low_s, high_s, rounded_span_text)


def capitalized(text: str) -> str:
    """A text that stands alone: its first letter large."""
    return text[:1].upper() + text[1:]
