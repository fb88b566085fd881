"""What columns of a map mean as samples: their channels, their values in SI, and what is known of each. Tables and
live feeds share it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iss_viewer import units
from iss_viewer.physics import saturation_over_water_pa
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveHatch, MoveValve
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.frames import Bytes, Floats, Quality
from iss_viewer.telemetry.readings.column_map import QUANTITIES, SHARES, MappedColumn
from iss_viewer.telemetry.source import ActionRefused

#: what no cabin of people can have; such a reading is kept and flagged
_POSSIBLE = {"pressure_pa": (0.0, 2e5), "temperature_k": (150.0, 400.0)}
_POSSIBLE_GAS_PA = (0.0, 2e5)


def channel_of(column: MappedColumn) -> Channel:
    """The channel that a column is of."""
    return Channel(column.module or column.hatch, QUANTITIES[column.quantity][0])


def channels_of(columns: Sequence[MappedColumn]) -> ChannelTable:
    """The channels that columns of a map become, each once, in the order of their first columns."""
    return ChannelTable(tuple(dict.fromkeys(channel_of(column) for column in columns)))


def in_si(values: Floats, columns: Sequence[MappedColumn], shifts: Floats | None = None) -> Floats:
    """Values (rows, columns) in the units of their columns as channels (rows, channels) in SI; several gauges of one
    channel are their mean. shifts: how much each column reads more than the first of its channel, in SI.
    """
    channels = channels_of(columns)
    si = columns_si(values, columns)
    if len(channels) == len(columns):
        return si
    sums, known = np.zeros((len(si), len(channels))), np.zeros((len(si), len(channels)))
    for place, column in enumerate(columns):
        channel = channels.column(*_names(column))
        is_known = ~np.isnan(si[:, place])
        sums[is_known, channel] += si[is_known, place] - (0.0 if shifts is None else shifts[place])
        known[:, channel] += is_known
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums / known)


def columns_si(values: Floats, columns: Sequence[MappedColumn]) -> Floats:
    """Each column in SI; relative humidity and shares of the air become partial pressures."""
    si = np.array(values)
    for place, column in enumerate(columns):
        kind = QUANTITIES[column.quantity][1]
        if kind and column.unit not in SHARES:
            zero = units.to_si(0.0, column.unit, kind)
            si[:, place] = si[:, place] * (units.to_si(1.0, column.unit, kind) - zero) + zero
    first: dict[tuple[str, str], int] = {}
    for place, column in enumerate(columns):
        first.setdefault((column.quantity, column.module), place)
    for place, column in enumerate(columns):
        if column.quantity == "relative_humidity":
            share = values[:, place] / (100.0 if column.unit == "%" else 1.0)
            warm_k = si[:, first["temperature", column.module]]
            si[:, place] = share * saturation_over_water_pa(warm_k)
        elif column.unit in SHARES:
            total_pa = si[:, first["pressure", column.module]]
            si[:, place] = values[:, place] * SHARES[column.unit] * total_pa
    return si


def quality_of(values: Floats, channels: ChannelTable) -> Bytes:
    """Quality codes of values in SI (rows, channels): missing, beyond what a cabin can have, or good."""
    codes = np.zeros(values.shape, np.uint8)
    for place, channel in enumerate(channels):
        usual = _POSSIBLE_GAS_PA if channel.quantity.endswith("_pa") else (-np.inf, np.inf)
        low, high = _POSSIBLE.get(channel.quantity, usual)
        column = values[:, place]
        codes[np.isnan(column), place] = Quality.MISSING
        codes[(column < low) | (column > high), place] = Quality.OUT_OF_RANGE
    return codes


def reported_move(action: Action, station: Station, time_s: float) -> ActionDone:
    """Note that a hatch or valve was moved aboard; all else cannot be done to a real station. Raises ActionRefused."""
    if not isinstance(action, MoveHatch | MoveValve):
        raise ActionRefused(Hindrance.REAL_STATION)
    if action.hatch not in [known.id for known in station.hatches]:
        raise ActionRefused(Hindrance.UNKNOWN, action.hatch, "hatch")
    return ActionDone(max(time_s, 0.0), action, action.hatch, is_reported=True)


def _names(column: MappedColumn) -> tuple[str, str]:
    channel = channel_of(column)
    return channel.subject, channel.quantity
