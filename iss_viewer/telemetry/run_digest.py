"""One short word for a whole run: whoever plays it alike has the same, so a class can show what it saw."""

from __future__ import annotations

import hashlib
import math

import numpy as np

from iss_viewer.telemetry.events.reader import event_text
from iss_viewer.telemetry.history import History

_PIECES = 64  # in which rows are read, so that few of them are unpacked at a time
_SHOWN = 16


def run_digest(history: History) -> str:
    """SHA-256 over what instruments read, row by row, and over all events, in hexadecimal digits; "" of no rows."""
    if history.is_empty:
        return ""
    total = hashlib.sha256()
    edges = np.linspace(history.start_s, history.end_s, _PIECES + 1)
    edges[-1] = history.end_s
    from_s = history.start_s
    for to_s in edges[1:].tolist():
        times, values = history.rows(from_s, to_s)
        read = np.asarray(values[: len(history.sampled)], np.float32)
        read = np.where(np.isnan(read), np.float32(np.nan), read)  # of all NaN there is one
        total.update(np.asarray(times, np.float64).tobytes())
        total.update(np.ascontiguousarray(read.T).tobytes())
        from_s = math.nextafter(to_s, math.inf)
    for event in history.events():
        total.update(event_text(event).encode())
    return total.hexdigest()


def short_digest(digest: str) -> str:
    """As many digits of it as people compare, in fours."""
    return " ".join(digest[at : at + 4] for at in range(0, _SHOWN, 4)).strip()
