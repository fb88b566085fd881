"""Curves of a whole run for a report: all that one page draws or asks of, in one pass over the recording."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History

#: subject and quantity
Name = tuple[str, str]


def curves_of(
    history: History, names: Iterable[Name], most: int, upto_s: float = float("inf")
) -> tuple[Floats, dict[Name, Floats]]:
    """Channels from the start of a run up to an instant, about `most` points each, see `History.curves`.

    Returns times (m,) and, for each channel that there is, values (m,). A row is unpacked once, however
    many channels are asked for.
    """
    known = {name: history.table.get(*name) for name in names}
    columns = {name: column for name, column in known.items() if column is not None}
    if history.is_empty or not columns:
        return np.empty(0), {}
    upto_s = min(upto_s, history.end_s)
    times, values = history.curves(list(columns.values()), history.start_s, upto_s, most)
    past = int(np.searchsorted(times, upto_s, side="right"))  # a curve reaches one row further
    return times[:past], {name: row[:past] for name, row in zip(columns, values, strict=True)}
