"""What the numbers say in words: each module's status, and what explains a fall of pressure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.belief import BELIEVED_FROM, LEAKING_FROM, SUSPECTED_FROM
from iss_viewer.detection.state.records import DetectorState, Floats
from iss_viewer.detection.state.space_records import AirSpace, FilterState
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.status import ModuleStatus


class StatusSettings(NamedTuple):
    """From when on a module has a status, besides the beliefs of `status`. Chosen."""

    watch_from: float = 0.75  # of the leak test over its threshold
    sure_sigmas: float = 2.0  # by which a pressure falls beyond doubt


STATUS = StatusSettings()
LEAST_FALL_PA_S = 1e-18  # so that nothing is shared out by nothing


def statuses(
    state: DetectorState,
    spaces: Spaces,
    leak_probability: Floats,
    vacuum_pa: float,
) -> NDArray[np.float64]:
    """The ModuleStatus of every module, shape (modules,).

    leak_probability: shape (modules,), that a leak is in the module.
    """
    of, every = spaces.space_of, state.spaces
    level_pa, evidence = every["level_pa"][of], every["evidence_1"][of]
    detected = every["is_detected"][of] == 1
    status = np.full(len(of), float(ModuleStatus.NOMINAL))
    status[of != spaces.main] = ModuleStatus.ISOLATED
    alone = np.bincount(of, minlength=len(of))[of] == 1
    status[(evidence >= STATUS.watch_from) | detected] = ModuleStatus.WATCH
    suspected = detected & (leak_probability >= SUSPECTED_FROM)
    status[suspected | (leak_probability >= BELIEVED_FROM)] = ModuleStatus.SUSPECTED
    is_there = alone | (leak_probability >= LEAKING_FROM)
    status[detected & is_there] = ModuleStatus.LEAKING
    unknown = ~np.isfinite(level_pa) | (every["unseen_kg_s"][of] > 0.0)
    status[level_pa < vacuum_pa] = ModuleStatus.VACUUM
    status[unknown & ~detected] = ModuleStatus.NO_DATA  # a leak that was found is not forgotten
    return status


@dataclass(frozen=True, slots=True)
class Explanation:
    """What explains the present fall of pressure of an air space: probabilities that sum to one."""

    none: float
    leak: float
    cooling: float
    metabolic: float


def explain(space: AirSpace) -> Explanation:
    """What explains the present fall, by what thermometers and analysers measured to have in it.

    While the pressure falls beyond doubt (2 sigma), what is no leak is shared out by the sizes of
    the falling parts: thermal, gases, and the rest that neither explains.
    """
    fall, leak = float(space["dpdt_pa_s"]), float(space["leak_probability"])
    if not math.isfinite(fall) or space["filter_state"] != FilterState.RUNNING:
        return Explanation(1.0, 0.0, 0.0, 0.0)
    if fall > -STATUS.sure_sigmas * float(space["dpdt_error_pa_s"]):
        return Explanation(1.0 - leak, leak, 0.0, 0.0)
    thermal, gas = float(space["thermal_slope_pa_s"]), float(space["gas_slope_pa_s"])
    parts = [max(-part, 0.0) for part in (fall - thermal - gas, thermal, gas)]
    share = (1.0 - leak) / max(math.fsum(parts), LEAST_FALL_PA_S)
    return Explanation(parts[0] * share, leak, parts[1] * share, parts[2] * share)
