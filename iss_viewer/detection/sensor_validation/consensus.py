"""The pressure that the sensors of an air space agree on, each of them judged by its neighbours."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.air_state import is_good
from iss_viewer.detection.estimation.settling import settle
from iss_viewer.detection.sensors.faults import (
    agree,
    judge,
    learn_offset,
    median,
    reading_sigma,
    watch_reading,
)
from iss_viewer.detection.sensors.habits import is_lively
from iss_viewer.detection.sensors.stuck import holds_still
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import PRESSURE, Habits
from iss_viewer.detection.state.records import Flags, Floats, Indices, Sample
from iss_viewer.detection.state.sensor_records import ABSENT, Barometers, Fault
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace


class ConsensusSettings(NamedTuple):
    """How a consensus is predicted and how its noise is followed. Fitted by `study detection`."""

    longest_prediction_s: float = 60.0  # a slope is followed over a gap no longer than this
    least_sensors: int = 3  # that tell what noise is typical
    noise_memory: float = 100.0  # samples
    most_typical: float = 25.0  # that one sample counts for


CONSENSUS = ConsensusSettings()
CHI_SQUARE_MEDIAN = 0.4549  # with one degree of freedom


class BarometerReadings(NamedTuple):
    """What barometers say at one sample, by module."""

    is_usable: Flags
    residuals_pa: Floats  # reading less offset less predicted pressure


@inner
def find_consensus(
    space: AirSpace,
    barometers: Barometers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    sample: Sample,
    readings: BarometerReadings,
    settings: Settings,
) -> bool:
    """The pressure that an air space's sensors agree on goes to its level, with its variance (inf: none);
    whether there is one.
    """
    space["agreed_variance_pa2"] = math.inf
    _watch(space, barometers, habits, modules, members, sample, readings.is_usable)
    _trust_the_only_one(barometers, modules, members, sample.now_s, readings.is_usable)
    if space["is_settled"] == 0:
        settle(space, barometers, modules, members, sample, readings.is_usable, settings)
        return False
    slope_pa_s = known_slope_pa_s(space)
    step_s = min(sample.dt_s, CONSENSUS.longest_prediction_s)
    predicted_pa = space["level_pa"] + slope_pa_s * step_s
    for m in members:
        if is_heard(barometers, modules, m, sample.now_s):
            barometer = barometers[m]
            if barometer["count"] == 0:
                readings.is_usable[m] = False
            reading_pa = sample.values[modules[m]["pressure"]["column"]]
            readings.residuals_pa[m] = reading_pa - barometer["offset_pa"] - predicted_pa
    agreed_pa, variance, count = agree(
        members, readings.is_usable, readings.residuals_pa, barometers, modules, slope_pa_s
    )
    space["sensor_count"] = count
    if count == 0:
        return False
    space["rounding_pa"] = _coarsest_pa(modules, members, readings.is_usable)
    space["level_pa"] = predicted_pa + agreed_pa
    space["agreed_variance_pa2"] = variance
    _judge_sensors(space, barometers, modules, members, sample, readings, agreed_pa)
    return bool(variance < math.inf)


@inner
def _coarsest_pa(modules: Modules, members: Indices, usable: Flags) -> float:
    coarsest_pa = 0.0
    for m in members:
        instrument = modules[m]["pressure"]
        if usable[m] and not is_lively(instrument):
            coarsest_pa = max(coarsest_pa, instrument["quantum"])
    return coarsest_pa


@inner
def known_slope_pa_s(space: AirSpace) -> float:
    """dP/dt where it is known, else 0."""
    return float(space["dpdt_pa_s"]) if np.isfinite(space["dpdt_pa_s"]) else 0.0


@inner
def is_heard(barometers: Barometers, modules: Modules, m: int, now_s: float) -> bool:
    """Whether the barometer of a module gave a reading just now."""
    return bool(modules[m]["pressure"]["column"] != ABSENT and barometers[m]["seen_s"] == now_s)


@inner
def _watch(
    space: AirSpace,
    barometers: Barometers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    sample: Sample,
    usable: Flags,
) -> None:
    """Take the readings in one by one: which of them may be used."""
    level_pa = space["level_pa"] if space["is_settled"] == 1 else math.nan
    for m in members:
        instrument = modules[m]["pressure"]
        column = instrument["column"]
        usable[m] = False
        if column != ABSENT:
            is_missing = not is_good(sample, column)
            usable[m] = watch_reading(
                barometers[m], habits[m, PRESSURE], instrument, sample.values[column], level_pa,
                sample.now_s, is_missing,
            )  # fmt: skip
    _leave_out_what_holds_still(habits, modules, members, usable)


@inner
def _leave_out_what_holds_still(
    habits: Habits, modules: Modules, members: Indices, usable: Flags
) -> None:
    """Use no reading that stays where noise would move it beside one that moves: it would hide what that shows."""
    moving = 0
    for m in members:
        if usable[m] and not holds_still(habits[m, PRESSURE], modules[m]["pressure"]):
            moving += 1
    for m in members:
        if moving > 0 and holds_still(habits[m, PRESSURE], modules[m]["pressure"]):
            usable[m] = False


@inner
def _trust_the_only_one(
    barometers: Barometers, modules: Modules, members: Indices, now_s: float, usable: Flags
) -> None:
    """Listen again to a barometer that its neighbours contradicted, where it is the only one now: with
    the offset learned meanwhile it is all there is; what it is accused of stays said for a while.
    """
    count = 0
    for m in members:
        count += modules[m]["pressure"]["column"] != ABSENT
    for m in members:
        barometer = barometers[m]
        is_wrong = barometer["fault"] == Fault.STUCK or barometer["fault"] == Fault.REFUTED
        is_live = is_heard(barometers, modules, m, now_s) and not is_wrong
        if count == 1 and is_live:
            barometer["is_excluded"] = 0
            usable[m] = True


@inner
def _judge_sensors(
    space: AirSpace,
    barometers: Barometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    readings: BarometerReadings,
    agreed_pa: float,
) -> None:
    """Test every barometer against the others; how noisy all of them are."""
    slope_pa_s, count = known_slope_pa_s(space), space["sensor_count"]
    squares = np.empty(len(members))
    many = 0
    for m in members:
        others = count - 1 if readings.is_usable[m] else count
        if others < 1 or not is_heard(barometers, modules, m, sample.now_s):
            continue
        barometer, instrument = barometers[m], modules[m]["pressure"]
        residual_pa = readings.residuals_pa[m] - agreed_pa
        squares[many] = (residual_pa / reading_sigma(instrument, slope_pa_s)) ** 2
        many += 1
        learn_offset(barometer, instrument, residual_pa, sample.dt_s, slope_pa_s)
        factor = space["noise_factor_1"]
        judge(barometer, instrument, factor, residual_pa, slope_pa_s, sample.dt_s, sample.now_s)
    if many >= CONSENSUS.least_sensors:
        typical = min(median(squares, many) / CHI_SQUARE_MEDIAN, CONSENSUS.most_typical)
        space["noise_factor_1"] += (typical - space["noise_factor_1"]) / CONSENSUS.noise_memory
