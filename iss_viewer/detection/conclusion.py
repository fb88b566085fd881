"""What the numbers say in words: each module's status, and what explains a fall of pressure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.status import (
    BELIEVED_FROM,
    LEAKING_FROM,
    SUSPECTED_FROM,
    ModuleStatus,
)
from iss_viewer.station.topology import Spaces

WATCH_FROM = 0.75  # of the leak test over its threshold
NO_DATA_AFTER_S = 600.0


def statuses(
    tracks: Tracks,
    spaces: Spaces,
    leak_probability: Floats,
    vacuum_pa: float,
) -> NDArray[np.float64]:
    """The ModuleStatus of every module, shape (modules,).

    leak_probability: shape (modules,), that a leak is in the module.
    """
    of = spaces.space_of
    space = tracks.spaces[of]
    status = np.full(len(of), float(ModuleStatus.NOMINAL))
    status[of != spaces.main] = ModuleStatus.ISOLATED
    evidence = space[:, tr.EVIDENCE]
    detected = space[:, tr.DETECTED] == 1.0
    alone = np.bincount(of, minlength=len(of))[of] == 1
    status[(evidence >= WATCH_FROM) | detected] = ModuleStatus.WATCH
    suspected = detected & (leak_probability >= SUSPECTED_FROM)
    status[suspected | (leak_probability >= BELIEVED_FROM)] = ModuleStatus.SUSPECTED
    status[detected & (alone | (leak_probability >= LEAKING_FROM))] = ModuleStatus.LEAKING
    age = tracks.clock[tr.CLOCK_S] - space[:, tr.VALID_S]
    unknown = ~np.isfinite(space[:, tr.LEVEL]) | (
        (age > NO_DATA_AFTER_S) & (space[:, tr.SETTLED] == 1.0)
    )
    status[space[:, tr.LEVEL] < vacuum_pa] = ModuleStatus.VACUUM
    status[spaces.is_vented & (space[:, tr.LEVEL] < vacuum_pa)] = ModuleStatus.VACUUM
    status[unknown] = ModuleStatus.NO_DATA
    return status


@dataclass(frozen=True, slots=True)
class Explanation:
    """What explains the present fall of pressure of an air space: probabilities that sum to one."""

    none: float
    leak: float
    cooling: float
    metabolic: float


def explain(space: Floats) -> Explanation:
    """What explains the present fall, by what thermometers and analysers measured to have in it.

    While the pressure falls beyond doubt (2 sigma), what is no leak is shared out by the sizes of
    the falling parts: thermal, gases, and the rest that neither explains.
    """
    fall, leak = float(space[tr.DPDT]), float(space[tr.LEAK_P])
    if not math.isfinite(fall) or space[tr.IS_FILTERED] != tr.FILTERED:
        return Explanation(1.0, 0.0, 0.0, 0.0)
    if fall > -2.0 * float(space[tr.DPDT_SE]):
        return Explanation(1.0 - leak, leak, 0.0, 0.0)
    thermal, gas = float(space[tr.THERMAL_PART]), float(space[tr.GAS_PART])
    parts = [max(-part, 0.0) for part in (fall - thermal - gas, thermal, gas)]
    share = (1.0 - leak) / max(sum(parts), 1e-18)
    return Explanation(parts[0] * share, leak, parts[1] * share, parts[2] * share)
