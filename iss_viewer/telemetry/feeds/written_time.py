"""The time of a value as senders write it, as Unix seconds."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

_S_PER_HOUR = 3600.0
WrittenTime = Literal["arrival", "unix", "unix_ms", "iso", "hours_of_year"]


def utc_s_of(written: object, how: WrittenTime, arrived_utc_s: float) -> float:
    """Unix seconds of a written time; that of the arrival where none is meant. Raises ValueError.

    hours_of_year: hours since 31 December, 00:00 UTC, without a year: the nearest to the arrival is meant.
    """
    return arrived_utc_s if how == "arrival" else _READERS[how](written, arrived_utc_s)


def _number(written: object, _: float = 0.0) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise ValueError("no time")
    try:
        value = float(written)
    except OverflowError:
        raise ValueError("no time") from None
    if not math.isfinite(value):
        raise ValueError("no time")
    return value


def _iso(written: object, _: float) -> float:
    if not isinstance(written, str):
        raise ValueError("no time")
    try:
        when = datetime.fromisoformat(written)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, OSError):
        raise ValueError("no time") from None


def _hours_of_year(written: object, arrived_utc_s: float) -> float:
    since_s = _number(written) * _S_PER_HOUR
    year = datetime.fromtimestamp(arrived_utc_s, UTC).year
    starts = [
        (datetime(year + k, 1, 1, tzinfo=UTC) - timedelta(days=1)).timestamp() for k in (-1, 0, 1)
    ]
    return min((start + since_s for start in starts), key=lambda t: abs(t - arrived_utc_s))


_READERS: dict[str, Callable[[object, float], float]] = {
    "unix": _number,
    "unix_ms": lambda written, _: _number(written) * 1e-3,
    "iso": _iso,
    "hours_of_year": _hours_of_year,
}
