"""The mean gas temperature of an air space, by the thermometers that are believed."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.air_state import is_good
from iss_viewer.detection.estimation.witnesses import followed_k, warmth_followed
from iss_viewer.detection.sensors.faults import class_variance, median
from iss_viewer.detection.sensors.thermometers import (
    learn_place,
    most_off_k,
    place,
    suspect,
    take_reading,
    try_again,
    watch_presence,
)
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import TEMPERATURE, Habits
from iss_viewer.detection.state.records import Indices, Sample
from iss_viewer.detection.state.sensor_records import (
    ABSENT,
    GAS_COUNT,
    Fault,
    Instrument,
    Thermometer,
    Thermometers,
)
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace


class TemperatureSettings(NamedTuple):
    """When thermometers judge each other."""

    outvoting: int = 3  # of them: a middle one is none of the odd ones
    most_air_1: float = (
        0.5  # of it, whose warmth the pressure must follow: less is lost in the rest
    )


TEMPERATURES = TemperatureSettings()


@inner
def follow_temperature(
    space: AirSpace,
    thermometers: Thermometers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    sample: Sample,
    settings: Settings,
) -> None:
    """Follow the mean gas temperature of an air space, and how many thermometers it rests on.

    Volume-weighted over those that are believed, each less how it stands to the mean; the rooms of the
    others count as these do. Where none is believed, the temperature is taken to stay.
    """
    share = 1.0 - math.exp(-sample.dt_s / settings["temperature_smoothing_s"])
    heard = _take_readings(space, thermometers, habits, modules, members, sample, share)
    mean_k = _believed_mean(space, thermometers, modules, members, sample, heard)
    if np.isfinite(mean_k):
        _set_temperature(space, mean_k)
    elif not np.isfinite(space["temperature_k"]):
        space["temperature_k"] = settings["usual_temperature_k"]
    _compare_with_mean(space, thermometers, modules, members, sample)
    _judge_thermometers(space, thermometers, modules, members, sample, share)
    space["thermometer_count"] = heard
    space["temperature_readings"] = thermometers[members[0]]["count"]


@inner
def _take_readings(
    space: AirSpace,
    thermometers: Thermometers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    sample: Sample,
    share: float,
) -> int:
    """Take the readings in; suspect what jumps or leaves the others; how many are believed."""
    estimates, heard = np.empty(len(members)), 0
    for m in members:
        thermometer, instrument = thermometers[m], modules[m]["temperature"]
        column = instrument["column"]
        if column == ABSENT:
            continue
        is_missing = not is_good(sample, column)
        habit = habits[m, TEMPERATURE]
        watch_presence(thermometer, habit, instrument, sample.now_s, is_missing)
        if is_missing:
            continue
        reading_k = sample.values[column]
        has_jumped = take_reading(thermometer, instrument, reading_k, sample.dt_s, share)
        if has_jumped and thermometer["is_suspect"] == 0:
            suspect(thermometer, Fault.BIAS, reading_k - thermometer["smooth_k"], sample.now_s)
        if is_believed(thermometer, space) and np.isfinite(space["temperature_k"]):
            estimates[heard] = thermometer["smooth_k"] - thermometer["place_k"]
            heard += 1
    if heard < TEMPERATURES.outvoting:
        return heard
    middle_k = median(estimates, heard)
    for m in members:
        thermometer, instrument = thermometers[m], modules[m]["temperature"]
        if not is_heard_now(instrument, sample) or not is_believed(thermometer, space):
            continue
        off_k = thermometer["smooth_k"] - thermometer["place_k"] - middle_k
        if abs(off_k) > most_off_k(instrument, share):
            suspect(thermometer, Fault.DRIFT, off_k, sample.now_s)
            heard -= 1
    return heard


@inner
def is_heard_now(instrument: Instrument, sample: Sample) -> bool:
    """Whether an instrument is there and gave a reading."""
    return instrument["column"] != ABSENT and is_good(sample, instrument["column"])


@inner
def is_believed(thermometer: Thermometer, space: AirSpace) -> bool:
    """Whether a thermometer's way is the air's: it is not suspected, and how it stands is known."""
    return bool(thermometer["is_suspect"] == 0 and thermometer["placed_s"] >= space["changed_s"])


@inner
def _believed_mean(
    space: AirSpace,
    thermometers: Thermometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    heard: int,
) -> float:
    """The mean temperature by the thermometers that are believed; at first by all; NaN: by none."""
    is_first = not np.isfinite(space["temperature_k"])
    total, weights = 0.0, 0.0
    for m in members:
        thermometer = thermometers[m]
        counts = is_first or is_believed(thermometer, space)
        if counts and is_heard_now(modules[m]["temperature"], sample):
            place_k = 0.0 if is_first else thermometer["place_k"]
            total += modules[m]["volume_m3"] * (thermometer["smooth_k"] - place_k)
            weights += modules[m]["volume_m3"]
    return total / weights if weights > 0.0 else math.nan


@inner
def _compare_with_mean(
    space: AirSpace, thermometers: Thermometers, modules: Modules, members: Indices, sample: Sample
) -> None:
    """How far readings are from the mean temperature that is followed, how noisy that is, and their lag."""
    total, squares, lag_s, weights = 0.0, 0.0, 0.0, 0.0
    for m in members:
        thermometer, instrument = thermometers[m], modules[m]["temperature"]
        if is_heard_now(instrument, sample) and is_believed(thermometer, space):
            weight = modules[m]["volume_m3"]
            total += weight * (sample.values[instrument["column"]] - thermometer["smooth_k"])
            squares += weight * weight * class_variance(instrument)
            lag_s += weight * instrument["lag_s"]
            weights += weight
    space["behind_k"] = space["behind_variance_k2"] = space["thermometer_lag_s"] = 0.0
    if weights > 0.0:
        space["behind_k"], space["behind_variance_k2"] = total / weights, squares / weights**2
        space["thermometer_lag_s"] = lag_s / weights


@inner
def _judge_thermometers(
    space: AirSpace,
    thermometers: Thermometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    share: float,
) -> None:
    """See how each stands to the mean, and whether one that is not believed may be again."""
    mean_k, now_s = space["temperature_k"], sample.now_s
    for m in members:
        thermometer, instrument = thermometers[m], modules[m]["temperature"]
        if not is_heard_now(instrument, sample):
            continue
        if thermometer["placed_s"] < space["changed_s"]:
            place(thermometer, mean_k, now_s)
        elif thermometer["is_suspect"] == 1:
            try_again(thermometer, mean_k, most_off_k(instrument, share), now_s)
        else:
            learn_place(thermometer, mean_k, sample.dt_s, now_s)


@inner
def _set_temperature(space: AirSpace, temperature_k: float) -> None:
    """All gases warm alike, also those not sensed."""
    if np.isfinite(space["temperature_k"]):
        was_k, warmed_k = followed_k(space), temperature_k - space["temperature_k"]
        space["unfollowed_k"] += (1.0 - warmth_followed(space)) * warmed_k
        grown = (temperature_k - space["unfollowed_k"]) / was_k
        for gas in range(GAS_COUNT):
            space["gases_pa"][gas] *= grown
        space["fallen_pa"] *= grown
    space["temperature_k"] = temperature_k


@inner
def accuse_thermometers(
    space: AirSpace,
    thermometers: Thermometers,
    modules: Modules,
    members: Indices,
    sample: Sample,
) -> None:
    """Believe no thermometer of an air space: what they show, the pressure does not follow. They are at fault where
    they tell of most of its air; else their rooms may have warmed, and the others not.
    """
    measured_m3, total_m3 = 0.0, 0.0
    for m in members:
        total_m3 += modules[m]["volume_m3"]
        if is_heard_now(modules[m]["temperature"], sample):
            measured_m3 += modules[m]["volume_m3"]
    fault = Fault.DRIFT if measured_m3 > TEMPERATURES.most_air_1 * total_m3 else Fault.NONE
    for m in members:
        if is_heard_now(modules[m]["temperature"], sample) and is_believed(thermometers[m], space):
            off_k = (
                thermometers[m]["smooth_k"] - thermometers[m]["place_k"] - space["temperature_k"]
            )
            suspect(thermometers[m], fault, off_k, sample.now_s)
