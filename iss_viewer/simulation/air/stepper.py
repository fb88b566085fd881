"""Let time pass over the air of a station: one run, or many side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.controls import Controls
from iss_viewer.simulation.air.gas import CV, R
from iss_viewer.simulation.air.network import AirNetwork
from iss_viewer.simulation.air.state import AirRows, AirState

if TYPE_CHECKING:
    from iss_viewer.simulation.air.kernel_work import Work
    from iss_viewer.simulation.air.passages import PassageArrays

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
        from iss_viewer.simulation.air.passages import compile_controls

        self.network = network
        self._tolerance, self._longest_s = tolerance, longest_step_s
        self._compiled = lru_cache(maxsize=256)(
            lambda controls: compile_controls(network, controls)
        )

    def start(self, controls: Controls, vector: Floats, time_s: float = 0.0) -> AirState:
        """The state at `time_s` of a vector such as `AirNetwork.usual_air` gives."""
        passages = len(self._ways(controls).a)
        machines = self.network.layout.machines
        return AirState(
            time_s=time_s,
            vectors=np.tile(np.asarray(vector, np.float64), (3, 1)),
            flow=np.full((2, passages), np.nan),
            passed_kg=np.zeros((2, passages)),
            feeding=np.zeros((2, machines), np.int64),
            clock=np.array([time_s, time_s, 0.0]),
            controls=controls,
        )

    def advance(
        self, state: AirState, controls: Controls, until_s: float, times_s: Floats
    ) -> tuple[AirState, AirRows]:
        """The air at `until_s` under `controls`, and at `times_s` in [state.time_s, until_s], rising.

        The steps hang on the state and on the controls alone. If `controls` differ from those of the
        state, the step in progress is taken anew to end at `state.time_s`; else it is read on. So how
        a stretch is cut into calls never changes a number. Raises AirFailure.
        """
        from iss_viewer.simulation.air.kernel_march import march

        if controls != state.controls or state.clock[2] == 0.0:
            state = self._cut(state, controls)
        ways, net = self._ways(controls), self.network.arrays
        y, flow, passed = state.vectors.copy(), state.flow.copy(), state.passed_kg.copy()
        feeding, clock = state.feeding.copy(), state.clock.copy()
        times = np.ascontiguousarray(times_s, np.float64)
        rows = np.empty((len(times), self.network.layout.size))
        machines = np.empty((len(times), self.network.layout.machines))
        leaks = np.zeros((len(times), len(controls.leaks)))
        lost = np.zeros((len(times), self.network.layout.modules))
        ended = march(
            net, ways, self._work(ways), y, flow, passed, feeding, clock, np.nan, times, rows, machines, leaks, lost,
            self._tolerance, self._longest_s,
        )  # fmt: skip
        if not ended:
            raise AirFailure(f"no step could be taken at {clock[0]} s")
        now = AirState(until_s, y, flow, passed, feeding, clock, controls)
        return now, self._rows(times, rows, machines, leaks, lost)

    def now(self, state: AirState) -> AirRows:
        """The row at `state.time_s`, of shape (1, ...)."""
        return self.advance(state, state.controls, state.time_s, np.array([state.time_s]))[1]

    def _ways(self, controls: Controls) -> PassageArrays:
        ways: PassageArrays = self._compiled(controls)
        return ways

    def _work(self, ways: PassageArrays) -> Work:
        from iss_viewer.simulation.air.kernel_work import make_work

        net, layout = self.network.arrays, self.network.layout
        return make_work(layout.modules, len(ways.a), net.slots, layout.size)

    def _cut(self, state: AirState, controls: Controls) -> AirState:
        """The state with a new step to begin at its time under other controls."""
        from iss_viewer.simulation.air.kernel_march import march

        y, flow, passed = state.vectors.copy(), state.flow.copy(), state.passed_kg.copy()
        feeding, clock = state.feeding.copy(), state.clock.copy()
        ways = self._ways(state.controls)
        none, empty = np.empty(0), np.empty((0, 0))
        ended = march(
            self.network.arrays, ways, self._work(ways), y, flow, passed, feeding, clock,
            state.time_s, none, empty, empty, empty, empty, self._tolerance, self._longest_s,
        )  # fmt: skip
        if not ended:
            raise AirFailure(f"no step could be taken at {clock[0]} s")
        passages = len(self._ways(controls).a)
        return replace(
            state,
            vectors=y,
            flow=np.full((2, passages), np.nan),
            passed_kg=np.zeros((2, passages)),
            feeding=feeding,
            clock=clock,
            controls=controls,
        )

    def _rows(
        self, times_s: Floats, vectors: Floats, machines: Floats, leaks: Floats, lost: Floats
    ) -> AirRows:
        layout, volume = self.network.layout, self.network.volume_m3
        m, n = len(times_s), layout.modules
        moles = vectors[:, layout.moles].reshape(m, n, 4)
        heat_j_k, wall_k = moles @ CV, vectors[:, layout.wall_k]
        # where the last trace of gas is gone, its temperature is the wall's
        warm = np.divide(
            vectors[:, layout.energy_j], heat_j_k, out=wall_k.copy(), where=heat_j_k > 0.0
        )
        partial = moles * (R * warm / volume)[:, :, None]
        return AirRows(
            time_s=times_s,
            pressure_pa=partial.sum(axis=2),
            temperature_k=warm,
            wall_k=wall_k,
            partial_pa=partial,
            machine_kg_s=machines,
            leak_kg_s=leaks,
            lost_kg_s=lost,
            tank_kg=vectors[:, layout.tank_kg],
            vectors=vectors,
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
