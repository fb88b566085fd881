"""The hand gauge: where no barometer speaks it is the measurement, and where one speaks alone it decides
whether that one shows air.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.estimation.air_state import is_good
from iss_viewer.detection.estimation.settling import begin_to_measure
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Flags, Indices, Sample
from iss_viewer.detection.state.sensor_records import Barometers, Fault
from iss_viewer.detection.state.space_records import LEAK, AirSpace, FilterState


class HandGaugeSettings(NamedTuple):
    """How much a reading by eye decides. Chosen."""

    speaks_for: int = 2  # barometers: it needs no neighbour to be believed
    refuted_nats: float = 7.0  # of odds, a thousand to one: the barometer is at fault
    most_nats: float = 50.0  # that one reading says


HAND_GAUGE = HandGaugeSettings()
NO_MODULE = -1


@inner
def take_hand_gauge(
    space: AirSpace,
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
    is_measured: bool,
) -> bool:
    """Take a reading of the hand gauge in, if there is one; whether the air space is measured with it.

    is_measured: whether barometers have told the pressure at this sample; usable: which of them may.
    """
    read, spoken = NO_MODULE, 0
    for m in members:
        spoken += usable[m]
        if is_good(sample, modules[m]["gauge_column"]):
            read = m
    if read == NO_MODULE:
        return is_measured
    gauge_pa = sample.values[modules[read]["gauge_column"]]
    variance = modules[read]["gauge_variance_pa2"]
    space["gauge_s"] = sample.now_s
    if is_measured and space["sensor_count"] == 1:
        for m in members:
            if usable[m]:
                bias = modules[m]["pressure"]["bias"]
                _weigh_fall(space, gauge_pa, variance + bias * bias, sample.now_s)
        if space["gauge_log_odds"] > -HAND_GAUGE.refuted_nats:
            return True
        _refute(space, barometers, members, sample.now_s, usable)
    elif spoken > 0 or (space["is_settled"] == 0 and _flows(space)):
        return is_measured
    _measure_by_hand(space, gauge_pa, variance, sample.now_s)
    return True


@inner
def _flows(space: AirSpace) -> bool:
    """Whether air still passes a valve, or goes to space on purpose."""
    return bool(space["is_narrow"] == 1 or space["is_vented"] == 1)


@inner
def _weigh_fall(space: AirSpace, gauge_pa: float, variance: float, now_s: float) -> None:
    """How much likelier the gauge is to show what it shows if the fall that the barometer shows is air:
    then both agree; if it is drift, the gauge shows the pressure from which the barometer fell.
    """
    ratio = space["level_pa"] / space["reference_pa"]
    fall_pa = max(space["mean"][LEAK], 0.0) * ratio * (now_s - space["anchor_s"])
    off_pa = gauge_pa - space["level_pa"]
    nats = 0.5 * ((off_pa - fall_pa) ** 2 - off_pa * off_pa) / variance
    most = HAND_GAUGE.most_nats
    space["gauge_log_odds"] = min(max(nats, -most), most)


@inner
def _refute(
    space: AirSpace, barometers: Barometers, members: Indices, now_s: float, usable: Flags
) -> None:
    """The only barometer is at fault: what it made believed is none, and it is not listened to alone."""
    for m in members:
        if usable[m]:
            barometer = barometers[m]
            barometer["fault"], barometer["fault_s"] = Fault.REFUTED, now_s
            barometer["is_excluded"], barometer["quiet_s"] = 1, now_s
            usable[m] = False
    space["filter_state"], space["is_detected"] = FilterState.NOT_STARTED, 0
    space["is_found"] = 0
    space["has_changed"], space["evidence_1"], space["log_score"] = 0, 0.0, 0.0
    space["leak_onset_s"], space["anchor_s"], space["born_s"] = math.nan, now_s, now_s


@inner
def _measure_by_hand(space: AirSpace, gauge_pa: float, variance: float, now_s: float) -> None:
    if space["is_settled"] == 0:
        begin_to_measure(space, now_s)
    space["level_pa"], space["agreed_variance_pa2"] = gauge_pa, variance
    space["sensor_count"] = HAND_GAUGE.speaks_for
