"""While air evens out after a hatch moved, nothing can be measured: wait until pressures are equal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.slopes import forget_slopes
from iss_viewer.detection.sensors.faults import median
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
    middle_pa = median(known, count)
    is_even = True
    for k in range(count):
        is_even &= abs(known[k] - middle_pa) < widest + settings["equal_pressure_pa"]
    if len(members) > 1:
        is_even &= _stand_still(barometers, modules, members, sample, usable, middle_pa)
    space["level_pa"] = middle_pa if is_even else total / weights
    if not is_even:
        space["equal_s"] = sample.now_s
    waited_s = sample.now_s - space["changed_s"]
    is_equal = sample.now_s - space["equal_s"] >= SETTLING.hold_s
    if is_equal or waited_s > settings["settle_limit_s"]:
        _begin_to_measure(space, sample.now_s)
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
def _doubt(barometer: Barometer, instrument: Instrument, by_bias: bool) -> float:
    """How far one reading may be off while pressures are equal, by its bias too if that is asked for."""
    doubt = SETTLING.sigmas * (instrument["noise"] + instrument["quantum"])
    if by_bias and barometer["count"] == 0:
        doubt += SETTLING.sigmas * instrument["bias"]
    return float(doubt)


@inner
def _begin_to_measure(space: AirSpace, now_s: float) -> None:
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
