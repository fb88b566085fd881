"""One short word for a whole run: whoever plays it alike has the same, so a class can show what it saw."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from iss_viewer.telemetry.events import Event, time_of
from iss_viewer.telemetry.events.reader import event_text
from iss_viewer.telemetry.history import History

_PIECES = 64  # in which rows are read, so that few of them are unpacked at a time
_SHOWN = 16


class RunDigest:
    """SHA-256 over what instruments read, row by row, and over all events; it does not hang on how rows are cut."""

    def __init__(self) -> None:
        self._times, self._readings = hashlib.sha256(), hashlib.sha256()
        self._is_empty = True

    def take(self, time_s: ArrayLike, readings: ArrayLike) -> None:
        """Take the next rows: times (n,), s, and sampled columns (n, columns)."""
        times = np.asarray(time_s, np.float64)
        read = np.ascontiguousarray(readings, np.float32)
        read = np.where(np.isnan(read), np.float32(np.nan), read)  # of all NaN there is one
        self._times.update(times.tobytes())
        self._readings.update(read.tobytes())
        self._is_empty = self._is_empty and not len(times)

    def text(self, events: Iterable[Event]) -> str:
        """The digest of the rows so far and of all events of the run, in hexadecimal digits; "" of no rows."""
        if self._is_empty:
            return ""
        total = hashlib.sha256(self._times.digest() + self._readings.digest())
        for event in sorted(events, key=time_of):
            total.update(event_text(event).encode())
        return total.hexdigest()


def run_digest(history: History) -> str:
    """The digest of a run as far as it has come."""
    made = RunDigest()
    if history.is_empty:
        return ""
    edges = np.linspace(history.start_s, history.end_s, _PIECES + 1)
    edges[-1] = history.end_s
    from_s = history.start_s
    for to_s in edges[1:].tolist():
        times, values = history.rows(from_s, to_s)
        made.take(times, values[: len(history.sampled)].T)
        from_s = math.nextafter(to_s, math.inf)
    return made.text(history.events())


def short_digest(digest: str) -> str:
    """As many digits of it as people compare, in fours."""
    return " ".join(digest[at : at + 4] for at in range(0, _SHOWN, 4)).strip()
