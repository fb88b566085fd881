"""Simulate a scenario from Python, a notebook for instance, and look at the truth as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.datafile import SetValue
from iss_viewer.scenario import Scenario, read_scenario
from iss_viewer.simulation import as_tables
from iss_viewer.simulation.source import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.telemetry import ChannelTable, Samples
from iss_viewer.telemetry.events import Event

if TYPE_CHECKING:
    import pyarrow

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

    def to_arrow(self, measured: bool = False) -> pyarrow.Table:
        """The truth, or what was measured, as an Arrow table: ``time_s`` and a column a channel."""
        return as_tables.arrow(*self._table(measured))

    def to_pandas(self, measured: bool = False) -> Any:
        """The same as a DataFrame of pandas, by ``time_s``. Raises ModuleNotFoundError without pandas."""
        return as_tables.pandas(*self._table(measured))

    def to_polars(self, measured: bool = False) -> Any:
        """The same as a DataFrame of polars. Raises ModuleNotFoundError without polars."""
        return as_tables.polars(*self._table(measured))

    def _table(self, measured: bool) -> tuple[Floats, tuple[str, ...], Floats]:
        if measured:
            return self.time_s, self.sampled.names, self.samples.values
        return self.time_s, self.columns.names, self.truth


def simulate(
    scenario: Scenario | str | Path,
    station: Station | str | Path | None = None,
    until_s: float | None = None,
    seed: int | None = None,
    progress: Callable[[float, float], None] | None = None,
    with_ledgers: bool = False,
    changes: Mapping[str, object] | None = None,
) -> Trajectory:
    """Run a scenario to `until_s` (None: to its end) and give all of it.

    scenario: by name or file, or one that was read, which needs its station. station: another one,
    by name or file. changes: values of the scenario that are set for this run, by path, such as
    ``{"leaks.HOLE.diameter": "2 mm", "tolerance": 1e-6}``; texts as in the file, with units. Raises
    FileMistakes with all that is wrong in the files, ValueError for a call that means nothing.

    progress: called now and then with the time reached and the end, both in s. with_ledgers: the truth also has
    what each leak, hatch, valve, fan and machine has passed, by species and as energy (see `ledgers`).
    """
    if until_s is not None and not until_s >= 0.0:
        raise ValueError(f"until_s is {until_s}: a time from 0 s on")
    scenario, station = _read(scenario, station, changes or {})
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


def _read(
    scenario: Scenario | str | Path,
    station: Station | str | Path | None,
    changes: Mapping[str, object],
) -> tuple[Scenario, Station]:
    if isinstance(scenario, Scenario):
        if not isinstance(station, Station) or changes:
            raise ValueError("a scenario that was read runs as it is, on a station that was read")
        return scenario, station
    if isinstance(station, Station):
        raise ValueError(
            "give the station's name or file, or read the scenario too (read_scenario)"
        )
    return read_scenario(
        scenario, station, [SetValue.to(path, value) for path, value in changes.items()]
    )
