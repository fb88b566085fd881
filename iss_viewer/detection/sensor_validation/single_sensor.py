"""The only barometer of an air space: no neighbour contradicts it, but not all that it may show is air."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.estimation.air_state import metered_pa_k
from iss_viewer.detection.estimation.mass_balance import forget_level
from iss_viewer.detection.estimation.process_noise import thermal_sd
from iss_viewer.detection.estimation.sequential_test import MISTAKEN, YEAR_S
from iss_viewer.detection.sensor_validation.shape_test import (
    BREAK,
    SCATTER,
    STEP,
    are_plain,
    explain_readings,
)
from iss_viewer.detection.sensors import faults as ins
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.state.sensor_fields import P_LAG

LEAST_READINGS = 3
LEAST_PA = 1.0  # to take logarithms of
UNEVEN = 0.1  # of air that is gone: it cools as it leaves, and laws of flow bend a straight fall
NAMED_FROM = 0.99  # probability that a reading stepped


@inner
def hear_alone(
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
    """Take in a reading of a lone barometer: how probable is it that the last ones show no air?"""
    space = tracks.spaces[s]
    space[tr.STEPPED_P] = space[tr.ODD_P] = 0.0
    if space[tr.SENSOR_COUNT] != 1.0:
        return
    for m in members:
        if usable[m]:
            fed_pa = metered_pa_k(space, flows) * space[tr.TEMPERATURE] * dt
            _remember(tracks.sensors[m], space[tr.LEVEL], fed_pa, now_s)
            ins.follow_roughness(tracks.sensors[m], wiring.pressure_traits[m])
            if space[tr.IS_FILTERED] == tr.FILTERED:
                _explain(tracks, wiring, s, m, thermometers)


@inner
def _remember(sensor: Floats, level: float, fed_pa: float, now_s: float) -> None:
    """Keep the last readings as they would be with the air that is known to have come in since."""
    last = tr.RECENT_COUNT - 1
    for k in range(last):
        sensor[tr.RECENT + k] = max(sensor[tr.RECENT + k + 1] + fed_pa, LEAST_PA)
        sensor[tr.RECENT_S + k] = sensor[tr.RECENT_S + k + 1]
    sensor[tr.RECENT + last], sensor[tr.RECENT_S + last] = max(level, LEAST_PA), now_s


@inner
def _explain(tracks: Tracks, wiring: Wiring, s: int, m: int, thermometers: int) -> None:
    """How probable it is that the last readings stepped; that they stepped or scatter: no air does so.

    Where the greater part of a pressure is gone, that may well be air. How much a barometer scatters that
    is at fault is known badly: it shows air only if its last readings by themselves do.
    """
    space, sensor, noise = tracks.spaces[s], tracks.sensors[m], wiring.noise
    first = 0
    while first < tr.RECENT_COUNT and not sensor[tr.RECENT_S + first] >= space[tr.BORN_S]:
        first += 1
    count = tr.RECENT_COUNT - first
    values = sensor[tr.RECENT + first : tr.RECENT + tr.RECENT_COUNT]
    times = sensor[tr.RECENT_S + first : tr.RECENT_S + tr.RECENT_COUNT]
    if count < LEAST_READINGS or values[-1] < 0.5 * values[0]:
        return
    traits, span_s = wiring.pressure_traits[m], times[-1] - times[0]
    per_k = thermal_sd(noise, thermometers) * space[tr.P_REF] / space[tr.T_REF]
    unseen = per_k * per_k * span_s / noise[wi.THERMAL_TIME] / 3.0
    white = max(space[tr.DOUBT], ins.white_variance(traits)) + unseen
    level, bent = np.empty(count), np.empty(count)
    for i in range(count):  # air that is lost falls by the same share each second
        level[i] = values[0] * math.log(values[i] / values[0])
        bent[i] = white + (UNEVEN * level[i]) ** 2
    odds, expected = np.empty(3), noise[wi.FAULTS] * span_s / YEAR_S
    is_rough = space[tr.IS_JUMPY] == 1.0 or sensor[tr.FAULT] == tr.NOISE
    if not is_rough and are_plain(level, white, expected, MISTAKEN):
        return
    is_leaking = space[tr.DETECTED] == 1.0
    explain_readings(level, times, white, bent, traits[P_LAG], is_leaking, expected, odds)
    top = max(odds.max(), 0.0)
    step, scatter = math.exp(odds[STEP] - top), math.exp(odds[SCATTER] - top)
    total = math.exp(-top) + math.exp(odds[BREAK] - top) + step + scatter
    space[tr.STEPPED_P], space[tr.ODD_P] = step / total, (step + scatter) / total
    if is_rough:
        space[tr.ODD_P] = 1.0 - math.exp(odds[BREAK] - top) / total


@inner
def judge_alone(
    tracks: Tracks,
    members: NDArray[np.int64],
    s: int,
    usable: NDArray[np.bool_],
    now_s: float,
) -> None:
    """Call a lone barometer faulty that steps, jitters as never before, or finds air from nowhere."""
    space = tracks.spaces[s]
    if space[tr.SENSOR_COUNT] != 1.0 or space[tr.IS_FILTERED] != tr.FILTERED:
        return
    for m in members:
        if not usable[m]:
            continue
        sensor = tracks.sensors[m]
        found = tr.NO_FAULT
        if space[tr.STEPPED_P] > NAMED_FROM:
            found = tr.BIAS
            forget_level(tracks, s)
        elif sensor[tr.SPREAD] > ins.NOISY:
            found = tr.NOISE
        elif space[tr.IS_GAINING] == 1.0 and tracks.mean[s, tr.LEAK] < 0.0:
            found = tr.DRIFT
        if found != tr.NO_FAULT:
            sensor[tr.FAULT], sensor[tr.FAULT_S] = found, now_s
        elif sensor[tr.FAULT] != tr.NO_FAULT and now_s - sensor[tr.FAULT_S] > ins.RELEARN_S:
            sensor[tr.FAULT] = tr.NO_FAULT
