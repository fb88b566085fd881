"""The only barometer of an air space: no neighbour contradicts it, but not all that it may show is air."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection import instruments as ins
from iss_viewer.detection import tracks as tr
from iss_viewer.detection import wiring as wi
from iss_viewer.detection.air_noise import thermal_sd
from iss_viewer.detection.air_state import metered_pa_k
from iss_viewer.detection.compiled import inner
from iss_viewer.detection.leak_test import leak_error
from iss_viewer.detection.tracks import Floats, Tracks
from iss_viewer.detection.wiring import Wiring

GAINING = 4.0  # errors: air that comes from nowhere
STEPPED = 6.0  # errors between the readings before and after
ABRUPT = 0.4  # of what a pure step explains better than a straight line: more, and it is one
HALF = tr.RECENT_COUNT // 2


@inner
def judge_alone(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    usable: NDArray[np.bool_],
    thermometers: int,
    flows: Floats,
    dt: float,
    now_s: float,
) -> None:
    """Call a lone barometer faulty that steps, jitters as never before, or finds air from nowhere."""
    space = tracks.spaces[s]
    if space[tr.SENSOR_COUNT] != 1.0:
        return
    for m in members:
        if not usable[m]:
            continue
        sensor, traits = tracks.sensors[m], wiring.pressure_traits[m]
        fed_pa = metered_pa_k(space, flows) * space[tr.TEMPERATURE] * dt
        _remember(sensor, space[tr.LEVEL], fed_pa, now_s)
        ins.follow_roughness(sensor, traits)
        if space[tr.IS_FILTERED] != tr.FILTERED:
            continue
        per_k = thermal_sd(wiring.noise, thermometers) * space[tr.P_REF] / space[tr.T_REF]
        warming = 2.0 * per_k * per_k / wiring.noise[wi.THERMAL_TIME]
        found = tr.NO_FAULT
        if space[tr.STEP_S] == now_s or _has_stepped(sensor, space[tr.DOUBT], warming):
            found = tr.BIAS
        elif sensor[tr.SPREAD] > ins.NOISY:
            found = tr.NOISE
        elif tracks.mean[s, tr.LEAK] < -GAINING * leak_error(tracks, s, now_s):
            found = tr.DRIFT
        if found != tr.NO_FAULT:
            sensor[tr.FAULT], sensor[tr.FAULT_S] = found, now_s
        elif sensor[tr.FAULT] != tr.NO_FAULT and now_s - sensor[tr.FAULT_S] > ins.RELEARN_S:
            sensor[tr.FAULT] = tr.NO_FAULT


@inner
def _remember(sensor: Floats, level: float, fed_pa: float, now_s: float) -> None:
    """Keep the last readings as they would be with the air that is known to have come in since."""
    last = tr.RECENT_COUNT - 1
    for k in range(last):
        sensor[tr.RECENT + k] = sensor[tr.RECENT + k + 1] + fed_pa
        sensor[tr.RECENT_S + k] = sensor[tr.RECENT_S + k + 1]
    sensor[tr.RECENT + last], sensor[tr.RECENT_S + last] = level, now_s


@inner
def _has_stepped(sensor: Floats, white: float, warming: float) -> bool:
    """Whether the last readings lie on two levels, not on the slope that a leak or a cooling makes.

    white: variance of a reading; warming: of what unseen warmth does, a second. Air that is lost goes on
    falling; and where the greater part of a pressure is gone at once, that may well be air.
    """
    values = sensor[tr.RECENT : tr.RECENT + tr.RECENT_COUNT]
    times = sensor[tr.RECENT_S : tr.RECENT_S + tr.RECENT_COUNT]
    pause_s = times[HALF] - times[HALF - 1]
    if not pause_s < 2.0 * (times[-1] - times[0] - pause_s) / (tr.RECENT_COUNT - 2):
        return False
    before, after, tilt, square = 0.0, 0.0, 0.0, 0.0
    for k in range(HALF):
        before += values[k] / HALF
        after += values[HALF + k] / HALF
        lever = k + 0.5
        tilt += lever * (values[HALF + k] - values[HALF - 1 - k])
        square += 2.0 * lever * lever
    jump = after - before
    error = math.sqrt(2.0 * white / HALF + warming * (times[-1] - times[0]) / 2.0)
    if not abs(jump) > STEPPED * error or after < 0.5 * before:
        return False
    step_explains = 0.5 * HALF * jump * jump
    pure = 0.5 * HALF - 0.25 * HALF**4 / square
    return bool(step_explains - tilt * tilt / square > ABRUPT * pure * jump * jump)
