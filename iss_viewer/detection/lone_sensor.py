"""The only barometer of an air space: no neighbour contradicts it, but not all that it may show is air."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection import tracks as tr
from iss_viewer.detection.compiled import inner
from iss_viewer.detection.instruments import RELEARN_S
from iss_viewer.detection.leak_test import leak_error
from iss_viewer.detection.tracks import Tracks

GAINING = 4.0  # errors: air that comes from nowhere


@inner
def judge_alone(
    tracks: Tracks, members: NDArray[np.int64], s: int, usable: NDArray[np.bool_], now_s: float
) -> None:
    """Call a lone barometer faulty that steps, jitters as never before, or finds air from nowhere."""
    space = tracks.spaces[s]
    if space[tr.SENSOR_COUNT] != 1.0 or space[tr.IS_FILTERED] != tr.FILTERED:
        return
    found = tr.NO_FAULT
    if space[tr.STEP_S] == now_s:
        found = tr.BIAS
    elif space[tr.IS_JUMPY] == 1.0:
        found = tr.NOISE
    elif tracks.mean[s, tr.LEAK] < -GAINING * leak_error(tracks, s, now_s):
        found = tr.DRIFT
    for m in members:
        if not usable[m]:
            continue
        sensor = tracks.sensors[m]
        if found != tr.NO_FAULT:
            sensor[tr.FAULT], sensor[tr.FAULT_S] = found, now_s
        elif sensor[tr.FAULT] != tr.NO_FAULT and now_s - sensor[tr.FAULT_S] > RELEARN_S:
            sensor[tr.FAULT] = tr.NO_FAULT
