"""Lay what a stretch holds out in the columns of samples and of the truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.columns import LOOP_QUANTITIES, SampleColumns
from iss_viewer.simulation.coupling import Air
from iss_viewer.simulation.ledgers import Ledgers
from iss_viewer.simulation.plant import Plant
from iss_viewer.simulation.sensors import Sensors
from iss_viewer.simulation.stretch import Stretch
from iss_viewer.station import Station
from iss_viewer.telemetry import Quality

Floats = NDArray[np.float64]


def module_truth(stretch: Stretch, rows: slice) -> Floats:
    """The truth of all modules in the order of `columns.TRUE_QUANTITIES`, shape (n, modules x 5)."""
    air = stretch.air
    parts = (air.pressure_pa, air.temperature_k, air.oxygen_pa, air.carbon_dioxide_pa, air.water_pa)
    stacked = np.stack([part[rows] for part in parts], axis=2)
    return stacked.reshape(len(stacked), -1)


class SampleRows:
    """Makes samples of a stretch."""

    def __init__(self, station: Station, columns: SampleColumns) -> None:
        self.columns = columns
        self._station = station
        self._modules = station.module_ids
        self._known_plant: Plant | None = None
        self._known = np.zeros(len(columns.table))

    def sample(
        self, stretch: Stretch, rows: slice, sensors: Sensors
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """Values and qualities of some rows of a stretch, which `sensors` observe in turn."""
        columns, truth = self.columns, module_truth(stretch, rows)
        values = np.empty((len(truth), len(columns.table)))
        quality = np.zeros(values.shape, dtype=np.uint8)
        values[:] = self._settings(stretch.start.plant, stretch.start.time_s)
        read, codes = sensors.observe(
            stretch.times_s[rows],
            truth[:, columns.sensed],
            truth[:, columns.warmth],
            stretch.start.faults,
        )
        sensed = slice(0, len(columns.sensors))
        values[:, sensed], quality[:, sensed] = read, codes
        quality[:, columns.gauge] = Quality.MISSING
        if rows.start == 0:
            for module, value in stretch.start.shown:
                column = columns.gauge.start + self._modules.index(module)
                values[0, column], quality[0, column] = value, Quality.GOOD
        values[:, columns.flows] = stretch.air.machine_kg_s[rows][:, columns.metered]
        values[:, columns.tanks] = stretch.air.tank_kg[rows]
        loops = stretch.loops[rows, :, : len(LOOP_QUANTITIES)]
        values[:, columns.loops] = loops.reshape(len(truth), -1)
        return values, quality

    def _settings(self, plant: Plant, time_s: float) -> Floats:
        """A row of what people have set; the rest of it is to be filled in."""
        if plant is not self._known_plant or plant.travels:
            columns, row = self.columns, np.full(len(self.columns.table), np.nan)
            row[columns.crew] = [plant.crew_in(module) for module in self._modules]
            row[columns.hatches] = plant.hatches_open_at(time_s)
            row[columns.valves] = plant.valves_open_at(time_s)
            running = 1.0 - len(plant.fans_off) / max(len(self._station.fans), 1)
            row[columns.fans] = running if plant.fans_are_on else 0.0
            row[columns.switches] = [plant.machine_is_on[i] for i in columns.unmetered]
            self._known_plant, self._known = plant, row
        return self._known


class TruthRows:
    """Makes rows of the truth of a stretch, in the order of `columns.truth_table`."""

    def __init__(self, air: Air, ledgers: Ledgers | None) -> None:
        self._air, self._ledgers = air, ledgers

    def rows(self, stretch: Stretch, rows: slice) -> Floats:
        """The truth at some rows of a stretch."""
        modules = module_truth(stretch, rows)
        flows, areas = self._air.leaks(stretch.start, stretch.air)
        lost = self._air.lost_by_leaks_kg_s(stretch.start, stretch.air, flows)[rows]
        through = self._air.through_kg(stretch.start, stretch.air)
        leaks = np.stack([flows[rows], areas[rows], through[rows]], axis=2)
        parts = [modules, lost, stretch.loops[rows, :, -1]]
        if self._ledgers is not None:
            names = [state.size.id for state in stretch.start.plant.leaks]
            parts.append(self._ledgers.rows(stretch.air)[rows])
            leaks = np.concatenate(
                [leaks, self._ledgers.of_leaks(stretch.air, names)[rows]], axis=2
            )
        return np.hstack([*parts, leaks.reshape(len(modules), -1)])
