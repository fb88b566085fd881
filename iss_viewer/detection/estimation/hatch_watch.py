"""Hatches, valves, and pumps and hoses between modules as the samples say they stand, and the air spaces that follow from them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station import VACUUM, Station
from iss_viewer.station.topology import HatchGraph, Spaces, transfers
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Floats


class HatchWatch:
    """The last known state of each hatch and valve; where a sample says nothing, it stays.

    A pump or hose that is on is to the air spaces what an open valve beside a shut hatch is.
    """

    def __init__(self, station: Station, sampled: ChannelTable) -> None:
        passing = transfers(station)
        self._graph = HatchGraph.of(station, [(m.module, m.into or VACUUM) for m in passing])
        self._hatches = tuple(hatch.id for hatch in station.hatches)
        machines = tuple(machine.id for machine in passing)
        self._count = len(self._hatches) + len(machines)
        columns = np.concatenate(
            [
                sampled.columns(self._hatches, "is_open"),
                np.full(len(machines), -1),
                sampled.columns(self._hatches, "valve_is_open"),
                sampled.columns(machines, "is_on"),
            ]
        )
        self._present = np.flatnonzero(columns >= 0)
        self._columns = columns[self._present]
        normally = [hatch.normally == "open" for hatch in station.hatches]
        shut = [False] * (self._count + len(machines))
        self._state = np.array([*normally, *shut], dtype=np.bool_)

    def changes(self, values: Floats) -> list[int]:
        """The rows, from 1 on, at which a hatch or valve stands otherwise than in the row before;
        row 0 too when it differs from the last row seen.
        """
        if not len(values) or not len(self._columns):
            return []
        now = values[:, self._columns]
        if np.isnan(now).any():
            now = self._filled(now)
        is_open = now > 0.5
        moved = np.flatnonzero((is_open[1:] != is_open[:-1]).any(axis=1)) + 1
        first = [0] if (is_open[0] != self._state[self._present]).any() else []
        return [*first, *moved.tolist()]

    def _filled(self, now: Floats) -> Floats:
        filled = now.copy()
        before = self._state[self._present].astype(np.float64)
        for row in filled:
            missing = np.isnan(row)
            row[missing] = before[missing]
            before = row
        return filled

    def spaces(self, row: Floats) -> Spaces:
        """Take a row in; the air spaces as it leaves them."""
        now = row[self._columns]
        known = np.isfinite(now)
        self._state[self._present[known]] = now[known] > 0.5
        return self.current()

    def spaces_after(self, values: Floats) -> Spaces:
        """The air spaces as rows, shape (rows, columns), leave them that are not taken in."""
        state = self._state.copy()
        if len(values):
            state[self._present] = self._filled(values[:, self._columns])[-1] > 0.5
        return self._spaces_of(state)

    def current(self) -> Spaces:
        """The air spaces of the last row taken in."""
        return self._spaces_of(self._state)

    def _spaces_of(self, state: NDArray[np.bool_]) -> Spaces:
        return self._graph.spaces(self._passes(state), ~state[: self._count])

    def closed(self) -> frozenset[str]:
        """The hatches that are shut with their valves."""
        passes = self._passes(self._state)[: len(self._hatches)].tolist()
        return frozenset(
            name for name, open_ in zip(self._hatches, passes, strict=True) if not open_
        )

    def _passes(self, state: NDArray[np.bool_]) -> NDArray[np.bool_]:
        count = self._count
        passes: NDArray[np.bool_] = state[:count] | state[count:]
        return passes

    def state(self) -> list[Any]:
        """All there is to keep."""
        return list(self._state.tolist())

    def restore(self, state: list[Any]) -> None:
        """Go on from `state`."""
        self._state[:] = state
