"""A run of the station in which one ship's loop holds what a test says: all that coolant is shown by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from iss_viewer.detection.assessment import assessed_channels
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.station import read_station
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.frames import Frames, Samples
from iss_viewer.telemetry.history import History
from tests.views import prepared

STATION = read_station("iss")
SHIP = next(x for x in STATION.coolant_loops if STATION.module(x.module).kind == "vehicle")
LENGTH_S, PERIOD_S = 48 * 3600.0, 60.0
_QUANTITIES = ("pressure_pa", "inventory_m3", "flow_kg_s", "temperature_k")


def run_of(left_1: Callable[[np.ndarray], np.ndarray]) -> OpenRun:
    """A run in which the ship's loop holds a part of its charge, by the time."""
    table = ChannelTable(
        tuple(Channel(x.id, n) for x in STATION.coolant_loops for n in _QUANTITIES)
    )
    time_s = np.arange(0.0, LENGTH_S + PERIOD_S, PERIOD_S)
    values = np.zeros((len(time_s), len(table)))
    for loop in STATION.coolant_loops:
        part = left_1(time_s) if loop is SHIP else np.ones(len(time_s))
        values[:, table.column(loop.id, "inventory_m3")] = part * loop.inventory_m3
        values[:, table.column(loop.id, "pressure_pa")] = part * loop.pressure_pa
        values[:, table.column(loop.id, "temperature_k")] = 313.0 - 20.0 * part
    assessable = assessed_channels(STATION)
    opened = replace(prepared.opened(), station=STATION, sampled=table, assessed=assessable)
    history = History(table, opened.assessed)
    assessed = np.zeros((len(time_s), len(opened.assessed)))
    quality = np.zeros(values.shape, np.uint8)
    history.append(Frames(Samples(time_s, values, quality), assessed, ()))
    return OpenRun(opened, history)


def shown_at(run: OpenRun, time_s: float) -> Moment:
    """An instant of it."""
    return prepared.moment_at(time_s, run)
