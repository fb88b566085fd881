"""Simulate a scenario from Python, a notebook for instance, and look at the truth as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.simulation.source import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.telemetry import ChannelTable, Samples
from iss_viewer.telemetry.events import Event

Floats = NDArray[np.float64]

#: samples simulated between two calls of a progress callback
BLOCK_ROWS = 4096


@dataclass(frozen=True)
class Trajectory:
    """A run from its start, at its sample times.

    time_s: shape (n,), seconds since the start.
    truth: shape (n, len(columns)), SI; `columns` names them, e.g. ``SM_PRK.pressure_pa`` (Pa),
    ``.temperature_k`` (K), ``.oxygen_pa``, ``.carbon_dioxide_pa``, ``.water_pa`` (Pa),
    ``.leak_kg_s`` (kg/s lost to space) of each module; ``LEAK.flow_kg_s`` and ``LEAK.area_m2`` (of
    an equal sharp-edged hole of discharge coefficient 1) of each leak of the scenario.
    samples: what the instruments said at the same instants. events: what happened, in order.
    """

    time_s: Floats
    columns: ChannelTable
    truth: Floats
    samples: Samples
    sampled: ChannelTable
    events: tuple[Event, ...]

    def __getitem__(self, name: str) -> Floats:
        """A column of the truth by its name, shape (n,). Raises KeyError."""
        subject, _, quantity = name.rpartition(".")
        return self.truth[:, self.columns.column(subject, quantity)]

    def measured(self, name: str) -> Floats:
        """A column of the samples by its name, shape (n,); NaN where nothing was read."""
        subject, _, quantity = name.rpartition(".")
        return self.samples.values[:, self.sampled.column(subject, quantity)]


def simulate(
    scenario: Scenario,
    station: Station,
    until_s: float | None = None,
    seed: int | None = None,
    progress: Callable[[float, float], None] | None = None,
    with_ledgers: bool = False,
) -> Trajectory:
    """Run `scenario` on `station` to `until_s` (None: to its end) and give all of it.

    progress: called now and then with the time reached and the end, both in s. with_ledgers: the truth also has
    what each leak, hatch, valve, fan and machine has passed, by species and as energy (see `ledgers`).
    """
    source = SimulatedSource(scenario, station, seed, with_ledgers=with_ledgers)
    end_s = source.end_s if until_s is None else min(until_s, source.end_s)
    parts, truths, told = [], [], list[Event]()
    while True:
        samples, truth, events = source.read_with_truth(end_s, BLOCK_ROWS)
        if not len(samples):
            break
        parts.append(samples)
        truths.append(truth)
        told += events
        if progress is not None:
            progress(source.time_s, end_s)
    joined = Samples(
        np.concatenate([part.time_s for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.quality for part in parts]),
    )
    truth = np.concatenate(truths)
    return Trajectory(
        joined.time_s, source.truth_channels, truth, joined, source.channels, tuple(told)
    )
