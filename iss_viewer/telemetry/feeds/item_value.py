"""One value of an item, of whatever type a stranger sent it, as a number in the unit of its column."""

from __future__ import annotations

import math

from iss_viewer.telemetry.feeds.faults import FeedFault
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.readings.column_map import MappedColumn


class NoValue(ValueError):
    """What came is no value; `fault` says why."""

    def __init__(self, fault: FeedFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def value_of(sent: object, column: MappedColumn, mapped: FeedMap) -> float:
    """The number that was sent; NaN: that there is none now. Raises NoValue."""
    if sent is None:
        return math.nan
    if column.quantity == "is_open":
        return _is_open(sent, mapped)
    if isinstance(sent, bool) or not isinstance(sent, int | float | str):
        raise NoValue(FeedFault.NOT_A_NUMBER)
    try:
        value = float(sent)
    except OverflowError:
        raise NoValue(FeedFault.NOT_FINITE) from None
    except ValueError:
        raise NoValue(FeedFault.NOT_A_NUMBER) from None
    if math.isinf(value):
        raise NoValue(FeedFault.NOT_FINITE)
    return value


def _is_open(sent: object, mapped: FeedMap) -> float:
    if isinstance(sent, float | int) and sent in (0, 1):
        return float(sent)
    word = sent.strip().casefold() if isinstance(sent, str) else ""
    for words, value in ((mapped.open_words, 1.0), (mapped.closed_words, 0.0)):
        if word in [each.casefold() for each in words]:
            return value
    raise NoValue(FeedFault.NOT_A_NUMBER)
