"""What can be wrong with what a feed brings, how often it was, and what the last looked like."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

#: letters of a stranger's text that are kept, and names of strangers that are counted apart
_SHOWN, _MOST_NAMES = 60, 200
#: all names beyond those
OTHERS = "others"


class FeedFault(Enum):
    """Why something that came was left out; the value names it in recordings and tests."""

    UNREADABLE = "unreadable"  # no message that is known
    TOO_LONG = "too_long"  # a message without end
    NOT_A_NUMBER = "not_a_number"  # a text, a list, a truth value where a number is meant
    NOT_FINITE = "not_finite"
    NO_VALUE = "no_value"  # NaN or null: the value is gone, which is a gap
    NO_TIME = "no_time"  # it has none, or none that can be read
    FUTURE = "future"
    LONG_AGO = "long_ago"  # before there were clocks in orbit that count so: one that is not set
    LATE = "late"  # older than what is known already
    REPEATED = "repeated"  # the same value of the same time again
    PASSED_OVER = "passed_over"  # more than one a row: the newest counts
    DROPPED = "dropped"  # more than can be taken


@dataclass(frozen=True)
class FeedHealth:
    """How a feed does. counts, last: by fault; unknown: names that the map lacks, with how often each came;
    trouble: why it is not connected, in the words of the library; taken: values that were taken.
    """

    counts: Mapping[FeedFault, int] = field(default_factory=dict)
    last: Mapping[FeedFault, str] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    trouble: str = ""
    is_connected: bool = False
    taken: int = 0


class FaultCounts:
    """Counts from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[FeedFault] = Counter()
        self._last: dict[FeedFault, str] = {}
        self._unknown: Counter[str] = Counter()
        self._trouble, self._is_connected, self._taken = "", False, 0

    def add(self, fault: FeedFault, shown: object = "", count: int = 1) -> None:
        """Count what was left out; `shown`: what it looked like."""
        with self._lock:
            self._counts[fault] += count
            if shown != "":
                self._last[fault] = shortened(shown)

    def add_unknown(self, name: object) -> None:
        """Count an item that the map does not name."""
        text = shortened(name)
        with self._lock:
            known = text in self._unknown or len(self._unknown) < _MOST_NAMES
            self._unknown[text if known else OTHERS] += 1

    def add_taken(self) -> None:
        """Count a value that was taken."""
        self._taken += 1

    def connected(self) -> None:
        """The server is there."""
        with self._lock:
            self._trouble, self._is_connected = "", True

    def lost(self, reason: object) -> None:
        """The server is not there, and why."""
        with self._lock:
            self._trouble, self._is_connected = shortened(reason), False

    def health(self) -> FeedHealth:
        """All that was counted so far."""
        with self._lock:
            return FeedHealth(
                dict(self._counts),
                dict(self._last),
                dict(self._unknown),
                self._trouble,
                self._is_connected,
                self._taken,
            )


def shortened(shown: object) -> str:
    """What a stranger sent as one short line of plain text."""
    try:
        text = (
            shown.decode("utf-8", "replace") if isinstance(shown, bytes | bytearray) else str(shown)
        )
    except (ValueError, RecursionError):  # an integer of more digits than Python writes
        text = type(shown).__name__
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _SHOWN]).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
