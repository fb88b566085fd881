"""Tables, long ones too, as channels in SI; several gauges of a channel become one without a step where one is silent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iss_viewer import units
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.column_map import MappedColumn
from iss_viewer.telemetry.readings.column_store import ColumnStore
from iss_viewer.telemetry.readings.mapped_values import (
    channel_of,
    channels_of,
    columns_si,
    in_si,
)

_AT_ONCE = 1 << 18
#: rows by which the difference of two gauges is taken
_COMPARED = 200_000


def table_in_si(values: Floats, columns: Sequence[MappedColumn]) -> tuple[Floats, tuple[str, ...]]:
    """The channels (n, channels) in SI of columns (n, columns) in their units; and what a person should know of it."""
    shifts, notes = _shifts(values, columns)
    if len(values) <= _AT_ONCE:
        return in_si(values, columns, shifts), notes
    store = ColumnStore((len(channels_of(columns)),))
    for first in range(0, len(values), _AT_ONCE):
        store.append(in_si(values[first : first + _AT_ONCE], columns, shifts))
    return store.whole(), notes


def _shifts(values: Floats, columns: Sequence[MappedColumn]) -> tuple[Floats, tuple[str, ...]]:
    """How much each further gauge of a channel differs from the first, in SI, in the middle of what both read."""
    channels = [channel_of(column) for column in columns]
    shifts, notes = np.zeros(len(columns)), []
    if len(set(channels)) == len(channels):
        return shifts, ()
    sampled = columns_si(values[:: max(len(values) // _COMPARED, 1)], columns)
    for place, channel in enumerate(channels):
        first = channels.index(channel)
        if first == place:
            continue
        apart = sampled[:, place] - sampled[:, first]
        known = apart[~np.isnan(apart)]
        shifts[place] = float(np.median(known)) if len(known) else 0.0
        notes.append(
            f"{channel.name} is the mean of {columns[first].column} and {columns[place].column}, which differ by "
            f"{units.figure(abs(shifts[place]))} in SI."
        )
    return shifts, tuple(notes)
