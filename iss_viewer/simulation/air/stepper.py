"""Let time pass over the air of a station: one run, or many side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R
from iss_viewer.simulation.air.controls import Controls
from iss_viewer.simulation.air.door import check_controls, checked, checked_times
from iss_viewer.simulation.air.gas import CV
from iss_viewer.simulation.air.kernel_data import (
    Accuracy,
    Problem,
    Progress,
    RowArrays,
    Settings,
    work_for,
)
from iss_viewer.simulation.air.layout import ACCOUNT, BEGAN_S, ENDS_S, GASES, NEXT_LASTS_S
from iss_viewer.simulation.air.network import AirNetwork
from iss_viewer.simulation.air.passages import compile_controls
from iss_viewer.simulation.air.state import AirRows, AirState

Floats = NDArray[np.float64]

#: error of one step of second order, relative; steps are of third, and a run ends about as near as this
TOLERANCE = 1e-5
LONGEST_STEP_S = 1200.0


class AirFailure(RuntimeError):
    """The equations could not be solved, whatever the step: a mistake of the program."""


class Stepper:
    """Steps the air of one network. It holds no state of any run: one serves many, in many threads."""

    def __init__(
        self,
        network: AirNetwork,
        tolerance: float = TOLERANCE,
        longest_step_s: float = LONGEST_STEP_S,
    ) -> None:
        self.network = network
        self._tolerance, self._longest_s = tolerance, longest_step_s
        self._compiled: Callable[[Controls], Settings] = lru_cache(maxsize=256)(
            partial(_compiled, network)
        )

    def start(self, controls: Controls, vector: Floats, time_s: float = 0.0) -> AirState:
        """The state at `time_s` of a vector such as `AirNetwork.usual_air` gives. Raises ValueError."""
        vector = checked("vector", vector, (self.network.layout.size,))
        passages = len(self._compiled(controls).passages)
        machines = self.network.layout.machines
        leaks = tuple(leak.id for leak in controls.leaks)
        begun = np.concatenate([vector, np.zeros(ACCOUNT * len(leaks))])
        return AirState(
            time_s=time_s,
            vectors=np.tile(begun, (3, 1)),
            flow=np.full((2, passages), np.nan),
            passed_kg=np.zeros((2, passages)),
            feeding=np.zeros((2, machines), np.int64),
            clock=np.array([time_s, time_s, 0.0, 0.0, 0.0]),
            controls=controls,
            leaks=leaks,
        )

    def advance(
        self, state: AirState, controls: Controls, until_s: float, times_s: Floats
    ) -> tuple[AirState, AirRows]:
        """The air at `until_s` under `controls`, and at `times_s` in [state.time_s, until_s], rising.

        The steps hang on the state and on the controls alone. If `controls` differ from those of the
        state, the step in progress is taken anew to end at `state.time_s`; else it is read on. So how
        a stretch is cut into calls never changes a number. Raises AirFailure, and ValueError for
        settings of another station and times outside.
        """
        times = checked_times(state.time_s, until_s, times_s)
        if controls != state.controls or state.clock[NEXT_LASTS_S] == 0.0:
            state = self._cut(state, controls)
        run, layout = _copied(state), self.network.layout
        rows = RowArrays(
            vectors=np.empty((len(times), run.vectors.shape[1])),
            machine_kg_s=np.empty((len(times), layout.machines)),
            leak_kg_s=np.zeros((len(times), len(controls.leaks))),
            lost_kg_s=np.zeros((len(times), layout.modules)),
        )
        self._march(state, run, np.nan, times, rows)
        now = AirState(until_s, *run, controls, state.leaks)
        return now, self._rows(times, rows, state.leaks)

    def now(self, state: AirState) -> AirRows:
        """The row at `state.time_s`, of shape (1, ...)."""
        return self.advance(state, state.controls, state.time_s, np.array([state.time_s]))[1]

    def step_ends_s(self, state: AirState) -> float:
        """When the step in progress ends, up to which readings follow one curve."""
        return float(state.clock[ENDS_S])

    def _march(
        self, state: AirState, run: Progress, cut_s: float, times_s: Floats, rows: RowArrays
    ) -> None:
        from iss_viewer.simulation.air.kernel_march import march

        net, settings = self.network.arrays, self._compiled(state.controls)
        size = self.network.layout.size
        places = {leak: size + ACCOUNT * i for i, leak in enumerate(state.leaks)}
        at = np.array([places[leak.id] for leak in state.controls.leaks], np.int64)
        work = work_for(net, settings, run.vectors.shape[1], at)
        accuracy = Accuracy(self._tolerance, self._longest_s)
        if not march(Problem(net, settings, work), run, cut_s, times_s, rows, accuracy):
            raise AirFailure(f"no step could be taken at {run.clock[BEGAN_S]} s")

    def _cut(self, state: AirState, controls: Controls) -> AirState:
        """The state with a new step to begin at its time under other controls."""
        run, empty = _copied(state), np.empty((0, 0))
        nothing = RowArrays(empty, empty, empty, empty)
        self._march(state, run, state.time_s, np.empty(0), nothing)
        passages = len(self._compiled(controls).passages)
        new = tuple(leak.id for leak in controls.leaks if leak.id not in state.leaks)
        return replace(
            state,
            leaks=state.leaks + new,
            vectors=np.pad(run.vectors, ((0, 0), (0, ACCOUNT * len(new)))),
            flow=np.full((2, passages), np.nan),
            passed_kg=np.zeros((2, passages)),
            feeding=run.feeding,
            clock=run.clock,
            controls=controls,
        )

    def _rows(self, times_s: Floats, rows: RowArrays, leaks: tuple[str, ...]) -> AirRows:
        layout, volume, vectors = self.network.layout, self.network.volume_m3, rows.vectors
        m, n = len(times_s), layout.modules
        moles = vectors[:, layout.moles].reshape(m, n, GASES)
        heat_j_k, wall_k = (moles * CV).sum(axis=2), vectors[:, layout.wall_k]
        # where the last trace of gas is gone, its temperature is the wall's
        warm = np.divide(
            vectors[:, layout.energy_j], heat_j_k, out=wall_k.copy(), where=heat_j_k > 0.0
        )
        partial_pa = moles * (R * warm / volume)[:, :, None]
        return AirRows(
            time_s=times_s,
            pressure_pa=partial_pa.sum(axis=2),
            temperature_k=warm,
            wall_k=wall_k,
            partial_pa=partial_pa,
            machine_kg_s=rows.machine_kg_s,
            leak_kg_s=rows.leak_kg_s,
            lost_kg_s=rows.lost_kg_s,
            tank_kg=vectors[:, layout.tank_kg],
            vectors=vectors,
            leaks=leaks,
        )


def _compiled(network: AirNetwork, controls: Controls) -> Settings:
    check_controls(network.station, controls)
    return compile_controls(network, controls)


def _copied(state: AirState) -> Progress:
    """The step in progress, for a march to write on."""
    return Progress(
        state.vectors.copy(),
        state.flow.copy(),
        state.passed_kg.copy(),
        state.feeding.copy(),
        state.clock.copy(),
    )


def advance_many(
    stepper: Stepper,
    replicas: Sequence[tuple[AirState, Controls]],
    until_s: float,
    times_s: Floats,
    threads: int = 1,
) -> list[tuple[AirState, AirRows]]:
    """Each replica as `Stepper.advance` would, bit for bit, whatever their number or the threads."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda r: stepper.advance(r[0], r[1], until_s, times_s), replicas))
