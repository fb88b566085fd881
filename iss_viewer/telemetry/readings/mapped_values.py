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
from iss_viewer.telemetry.readings.column_map import QUANTITIES, MappedColumn
from iss_viewer.telemetry.source import ActionRefused

#: what no cabin of people can have; such a reading is kept and flagged
_POSSIBLE = {"pressure_pa": (0.0, 2e5), "temperature_k": (150.0, 400.0)}
_POSSIBLE_GAS_PA = (0.0, 2e5)


def channels_of(columns: Sequence[MappedColumn]) -> ChannelTable:
    """The channels that columns of a map become, in their order."""
    return ChannelTable(
        tuple(Channel(c.module or c.hatch, QUANTITIES[c.quantity][0]) for c in columns)
    )


def in_si(values: Floats, columns: Sequence[MappedColumn]) -> Floats:
    """Values (rows, columns) in the units of their columns, in SI; relative humidity becomes the partial pressure of water."""
    si = values.copy()
    for place, column in enumerate(columns):
        kind = QUANTITIES[column.quantity][1]
        if kind:
            zero = units.to_si(0.0, column.unit, kind)
            si[:, place] = values[:, place] * (units.to_si(1.0, column.unit, kind) - zero) + zero
    warm = {c.module: i for i, c in enumerate(columns) if c.quantity == "temperature"}
    for place, column in enumerate(columns):
        if column.quantity == "relative_humidity":
            share = values[:, place] / (100.0 if column.unit == "%" else 1.0)
            si[:, place] = share * saturation_over_water_pa(si[:, warm[column.module]])
    return si


def quality_of(values: Floats, channels: ChannelTable) -> Bytes:
    """Quality codes of values in SI (rows, columns): missing, beyond what a cabin can have, or good."""
    codes: Bytes = np.where(np.isnan(values), Quality.MISSING, Quality.GOOD).astype(np.uint8)
    for place, channel in enumerate(channels):
        low, high = _POSSIBLE.get(
            channel.quantity,
            _POSSIBLE_GAS_PA if channel.quantity.endswith("_pa") else (-np.inf, np.inf),
        )
        column = values[:, place]
        codes[(column < low) | (column > high), place] = Quality.OUT_OF_RANGE
    return codes


def reported_move(action: Action, station: Station, time_s: float) -> ActionDone:
    """Note that a hatch or valve was moved aboard; all else cannot be done to a real station. Raises ActionRefused."""
    if not isinstance(action, MoveHatch | MoveValve):
        raise ActionRefused(Hindrance.REAL_STATION)
    if action.hatch not in [known.id for known in station.hatches]:
        raise ActionRefused(Hindrance.UNKNOWN, action.hatch, "hatch")
    return ActionDone(max(time_s, 0.0), action, action.hatch, is_reported=True)
