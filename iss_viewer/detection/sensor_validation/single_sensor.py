"""The only barometer of an air space: no neighbour contradicts it, but not all that it may show is air."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.air_noise import fast_bend
from iss_viewer.detection.estimation.mass_balance import forget_level
from iss_viewer.detection.estimation.process_noise import (
    fast_variance,
    rate_variance,
    thermal_sd_k,
)
from iss_viewer.detection.estimation.sequential_test import TEST
from iss_viewer.detection.estimation.slow_air import slow_bend
from iss_viewer.detection.sensor_validation.shape_test import (
    BREAK,
    EXPLANATIONS,
    SCATTER,
    STEP,
    are_plain,
    explain_readings,
)
from iss_viewer.detection.sensors.faults import FAULTS, follow_roughness, white_variance
from iss_viewer.detection.state.clock import YEAR_S
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Flags, Floats, Indices
from iss_viewer.detection.state.sensor_records import (
    RECENT_COUNT,
    Barometer,
    Fault,
    Instrument,
)
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import LEAK, AirSpace, FilterState


class SingleSettings(NamedTuple):
    """When a single barometer's readings are explained, and when it is named. Fitted by
    `study detection`.
    """

    least_readings: int = 3
    least_pa: float = 1.0  # to take logarithms of
    least_left: float = 0.5  # of the pressure: where more is gone, that may well be air
    uneven: float = (
        0.1  # of air that is gone: it cools as it leaves, and laws of flow bend its fall
    )
    named_from: float = 0.99  # probability that a reading stepped
    walk_part: float = (
        3.0  # one over the part of the span's unseen warming that one reading is off by
    )


SINGLE = SingleSettings()
_BENT = 3  # readings of which a second difference is made
ONLY_SEVERAL = -1  # no module: there is not exactly one barometer


@inner
def single_module(space: AirSpace, members: Indices, usable: Flags) -> int:
    """The module of the only barometer that is used, or ONLY_SEVERAL."""
    found = ONLY_SEVERAL
    if space["sensor_count"] == 1:
        for m in members:
            if usable[m]:
                found = m
    return found


@inner
def explain_single_sensor(
    space: AirSpace,
    barometer: Barometer,
    instrument: Instrument,
    settings: Settings,
    fed_pa: float,
    now_s: float,
) -> None:
    """Take in a reading of a single barometer: how probable is it that the last ones show no air?

    fed_pa: what is known to have come in since the reading before.
    """
    _remember(barometer, space["level_pa"], fed_pa, now_s)
    follow_roughness(barometer, instrument, _air_bend_pa2(space, barometer, settings))
    if space["filter_state"] == FilterState.RUNNING:
        _explain(space, barometer, instrument, settings)


@inner
def _air_bend_pa2(space: AirSpace, barometer: Barometer, settings: Settings) -> float:
    """The mean square of the last second difference that air makes by itself: much, where readings are rare."""
    lag_s = 0.5 * (barometer["recent_s"][-1] - barometer["recent_s"][-_BENT])
    if not (lag_s > 0.0 and space["is_air_learned"] == 1):
        return 0.0
    fast = fast_variance(space, settings) * fast_bend(lag_s, settings["thermal_time_s"])
    return float(fast + rate_variance(space, settings) * slow_bend(lag_s, settings))


@inner
def _remember(barometer: Barometer, level_pa: float, fed_pa: float, now_s: float) -> None:
    """Keep the last readings as they would be with the air that is known to have come in since."""
    recent_pa, recent_s, last = barometer["recent_pa"], barometer["recent_s"], RECENT_COUNT - 1
    for k in range(last):
        recent_pa[k] = max(recent_pa[k + 1] + fed_pa, SINGLE.least_pa)
        recent_s[k] = recent_s[k + 1]
    recent_pa[last], recent_s[last] = max(level_pa, SINGLE.least_pa), now_s


@inner
def _explain(
    space: AirSpace, barometer: Barometer, instrument: Instrument, settings: Settings
) -> None:
    """How probable it is that the last readings stepped; that they stepped or scatter: no air does so.

    Where the greater part of a pressure is gone, that may well be air. How much a barometer scatters that
    is at fault is known badly: it shows air only if its last readings by themselves do.
    """
    first = 0
    while first < RECENT_COUNT and not barometer["recent_s"][first] >= space["born_s"]:
        first += 1
    count = RECENT_COUNT - first
    values, times = barometer["recent_pa"][first:], barometer["recent_s"][first:]
    if count < SINGLE.least_readings or values[-1] < SINGLE.least_left * values[0]:
        return
    span_s = times[-1] - times[0]
    white = _reading_variance(space, instrument, settings, times)
    level, bent = np.empty(count), np.empty(count)
    for i in range(count):  # air that is lost falls by the same share each second
        level[i] = values[0] * math.log(values[i] / values[0])
        bent[i] = white + (SINGLE.uneven * level[i]) ** 2
    odds, expected = np.empty(EXPLANATIONS), settings["sensor_faults_per_year"] * span_s / YEAR_S
    is_rough = space["is_jumpy"] == 1 or barometer["fault"] == Fault.NOISE
    if not is_rough and are_plain(level, white, expected, TEST.mistaken):
        return
    is_leaking, lag_s = bool(space["is_detected"] == 1), instrument["lag_s"]
    explain_readings(level, times, white, bent, lag_s, is_leaking, expected, odds)
    top = max(odds[BREAK], odds[STEP], odds[SCATTER], 0.0)
    step, scatter = math.exp(odds[STEP] - top), math.exp(odds[SCATTER] - top)
    total = math.exp(-top) + math.exp(odds[BREAK] - top) + step + scatter
    space["step_probability"] = step / total
    space["outlier_probability"] = (step + scatter) / total
    if is_rough:
        space["outlier_probability"] = 1.0 - math.exp(odds[BREAK] - top) / total


@inner
def _reading_variance(
    space: AirSpace, instrument: Instrument, settings: Settings, times: Floats
) -> float:
    """Of one of the last readings, with the temperature that nobody saw change meanwhile, and with what slow air
    does between two of them; Pa^2.
    """
    span_s, gap_s = times[-1] - times[0], 0.0
    for i in range(1, len(times)):
        gap_s = max(gap_s, times[i] - times[i - 1])
    thermal_k = thermal_sd_k(settings, space["thermometer_count"])
    thermal_pa = thermal_k * space["reference_pa"] / space["reference_k"]
    unseen = thermal_pa * thermal_pa * span_s / settings["thermal_time_s"] / SINGLE.walk_part
    known = max(space["measurement_variance_pa2"], white_variance(instrument))
    unseen += rate_variance(space, settings) * gap_s * gap_s
    return float(max(known, space["rounding_pa"] ** 2) + unseen)


@inner
def diagnose_single_sensor(space: AirSpace, barometer: Barometer, now_s: float) -> None:
    """Call a single barometer faulty that steps, jitters as never before, or finds air from nowhere."""
    if space["filter_state"] != FilterState.RUNNING:
        return
    found = Fault.NONE
    if space["step_probability"] > SINGLE.named_from:
        found = Fault.BIAS
        forget_level(space)
    elif barometer["spread_1"] > FAULTS.noisy:
        found = Fault.NOISE
    elif space["is_gaining"] == 1 and space["mean"][LEAK] < 0.0:
        found = Fault.DRIFT
    if found != Fault.NONE:
        barometer["fault"], barometer["fault_s"] = found, now_s
    elif barometer["fault"] != Fault.NONE and now_s - barometer["fault_s"] > FAULTS.relearn_s:
        barometer["fault"] = Fault.NONE
