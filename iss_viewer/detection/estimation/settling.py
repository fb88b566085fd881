"""While air evens out after a hatch moved, nothing can be measured: wait until pressures are equal."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.slopes import forget_slopes
from iss_viewer.detection.sensors.faults import class_variance, median
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Flags, Indices, Sample
from iss_viewer.detection.state.sensor_records import Barometer, Barometers, Instrument
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, FilterState


class SettlingSettings(NamedTuple):
    """When pressures are equal. Fitted by `study detection`."""

    hold_s: float = 20.0  # pressures must be equal for so long before a new air space is measured
    sigmas: float = 4.0  # of noise and quantum, and of a bias that is not known yet
    still_1: float = 1.5  # times that doubt: less, and a reading stands still beside the others
    window_s: float = 30.0  # of the means that tell whether air still flows through a valve. Chosen
    windows: float = 2.5  # that they must be alike for: two comparisons. Chosen
    window_sigmas: float = 3.0  # by which means of a window may differ, and by
    least_pa: float = (
        2.0  # besides: what a valve then still evens out is within a barometer's noise
    )
    valve_limit_s: float = 2.0 * 3600.0  # a valve of an inch evens out any station sooner


SETTLING = SettlingSettings()


@inner
def settle(
    space: AirSpace,
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
    settings: Settings,
) -> None:
    """Follow the mean pressure of an air space that was just formed, and see whether it is even."""
    known = np.empty(len(members))
    total, weights, count, widest = 0.0, 0.0, 0, 0.0
    for m in members:
        if usable[m]:
            instrument = modules[m]["pressure"]
            pressure_pa = sample.values[instrument["column"]] - barometers[m]["offset_pa"]
            known[count] = pressure_pa
            total += modules[m]["volume_m3"] * pressure_pa
            weights += modules[m]["volume_m3"]
            widest = max(widest, _doubt(barometers[m], instrument, True))
            count += 1
    if count == 0:
        return
    space["valid_s"] = sample.now_s
    middle_pa = median(known, count)
    is_even = True
    for k in range(count):
        is_even &= abs(known[k] - middle_pa) < widest + settings["equal_pressure_pa"]
    hold_s, limit_s = SETTLING.hold_s, settings["settle_limit_s"]
    if space["is_narrow"] == 1:
        hold_s = SETTLING.windows * SETTLING.window_s
        limit_s = SETTLING.valve_limit_s if count > 1 else limit_s
        beside_pa = middle_pa if count > 1 else 0.0  # a single one tells of flow by its own course
        is_even = _flow_is_over(barometers, modules, members, sample, usable, beside_pa)
    elif len(members) > 1:
        is_even &= _stand_still(barometers, modules, members, sample, usable, middle_pa)
    space["level_pa"] = middle_pa if is_even and space["is_narrow"] == 0 else total / weights
    if not is_even or space["is_vented"] == 1:
        space["equal_s"] = sample.now_s
    waited_s = sample.now_s - space["changed_s"]
    is_equal = sample.now_s - space["equal_s"] >= hold_s
    if is_equal or (waited_s > limit_s and space["is_vented"] == 0):
        begin_to_measure(space, sample.now_s)
        _begin_offsets(space, barometers, modules, members, sample, usable, middle_pa)


@inner
def _stand_still(
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
    middle_pa: float,
) -> bool:
    """Whether barometers whose offset is yet to be learned have stopped to approach the others: one that
    may be off by its bias would be taken for even while air still flows, and learn a wrong offset.
    """
    still = True
    for m in members:
        barometer, instrument = barometers[m], modules[m]["pressure"]
        if usable[m] and barometer["count"] == 0:
            off_pa = sample.values[instrument["column"]] - middle_pa
            moved_pa = abs(off_pa - barometer["reference_pa"])
            doubt_pa = _doubt(barometer, instrument, False)
            still &= moved_pa < SETTLING.still_1 * doubt_pa  # not if NaN
            barometer["reference_pa"] = off_pa
    return still


@inner
def _flow_is_over(
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
    middle_pa: float,
) -> bool:
    """Whether no barometer comes closer to the others any more, by means of windows: through a valve air
    evens out for minutes, and slower towards the end than a reading's noise. A difference that stays is no
    flow but a bias, or a leak that the valve feeds.
    """
    is_over = True
    for m in members:
        if not usable[m]:
            continue
        barometer = barometers[m]
        if barometer["window_count"] == 0:
            barometer["window_s"] = sample.now_s
        off_pa = sample.values[modules[m]["pressure"]["column"]] - middle_pa
        barometer["window_count"] += 1
        barometer["window_pa"] += (off_pa - barometer["window_pa"]) / barometer["window_count"]
        if sample.now_s - barometer["window_s"] < SETTLING.window_s:
            continue
        variance = class_variance(modules[m]["pressure"]) * 2.0 / barometer["window_count"]
        most_pa = SETTLING.window_sigmas * math.sqrt(variance) + SETTLING.least_pa
        is_over &= (
            abs(barometer["window_pa"] - barometer["window_before_pa"]) < most_pa
        )  # not if NaN
        barometer["window_before_pa"], barometer["window_count"] = barometer["window_pa"], 0
    return is_over


@inner
def _doubt(barometer: Barometer, instrument: Instrument, by_bias: bool) -> float:
    """How far one reading may be off while pressures are equal, by its bias too if that is asked for."""
    doubt = SETTLING.sigmas * (instrument["noise"] + instrument["quantum"])
    if by_bias and barometer["count"] == 0:
        doubt += SETTLING.sigmas * instrument["bias"]
    return float(doubt)


@inner
def begin_to_measure(space: AirSpace, now_s: float) -> None:
    """Pressures are equal: from now on the air space is measured."""
    space["is_settled"], space["born_s"] = 1, now_s
    if space["filter_state"] == FilterState.NOT_STARTED:
        space["anchor_s"] = now_s
    forget_slopes(space["slopes"])
    space["onset_count"] = 0


@inner
def _begin_offsets(
    space: AirSpace,
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
    middle_pa: float,
) -> None:
    """New barometers learn how they stand to the others."""
    for m in members:
        barometer = barometers[m]
        barometer["repeats"], barometer["repeat_level_pa"] = 0, space["level_pa"]
        if usable[m] and barometer["count"] == 0:
            if len(members) > 1:
                reading_pa = sample.values[modules[m]["pressure"]["column"]]
                barometer["offset_pa"] += reading_pa - barometer["offset_pa"] - middle_pa
            barometer["count"] = 1
            barometer["reference_pa"] = barometer["offset_pa"]
            barometer["reference_s"] = sample.now_s
