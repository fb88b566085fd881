"""Pressure sensors of one air space: what they agree on, and which of them is at fault.

In an open air space all sensors share one pressure, so each has a nearly constant offset from the
others. Offsets are learned while they agree; then a sensor that drops out, or errs, moves nothing.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.sensors.habits import BEND_VARIANCE, news_variance_1
from iss_viewer.detection.sensors.stuck import is_silent, is_stuck
from iss_viewer.detection.state.channel_map import UNIFORM, Modules
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import Habit
from iss_viewer.detection.state.ranking import lowest
from iss_viewer.detection.state.records import Flags, Floats, Indices
from iss_viewer.detection.state.sensor_records import (
    RECENT_COUNT,
    Barometer,
    Barometers,
    Fault,
    Instrument,
)


class FaultSettings(NamedTuple):
    """When a barometer is at fault. Fitted by `study detection`, where no reason is given."""

    relearn_s: float = 1200.0  # quiet time after which an excluded sensor is trusted again;
    steadier_1: float = 0.5  # one that drifted must move less than this part of how far it went
    reference_every_s: float = 6 * 3600.0  # how long an offset is watched for drift
    longest_trial_s: float = DAY_S
    slack: float = 0.5  # of a cumulative sum, sigmas
    alarming: float = 22.0  # of a cumulative sum: once in e^22 samples by chance
    most_sum: float = 60.0  # so that an old fault does not outlast its end
    most_sigmas: float = 8.0  # that one reading counts for in a cumulative sum
    most_square: float = 100.0  # that one reading counts for in the spread
    judged_from: int = 30  # readings after which an offset is known well enough to judge by,
    known_from: int = 300  # and to be watched for drift
    memory: float = 60.0  # samples, of the spread
    noisy: float = 6.0  # times the variance of its class: a barometer that scatters so is at fault
    excluded_spread: float = 3.0  # at most, of one that is just excluded: half of `noisy`
    missing_memory: float = 20.0  # samples, of drop-outs
    dropout_from: float = 0.5  # of the last readings that did not come,
    dropout_until: float = 0.2
    contrary_sigmas: float = 8.0  # between two: then the nearer to what was predicted is right
    clipped_sigmas: float = 3.0  # from the median: Huber's mean, near the usual 1.5 to 3
    learned_sigmas: float = 4.0  # at most that an offset is moved towards
    drift_sigmas: float = 7.0
    drift_floor_pa2: float = 4.0  # 2 Pa: no drift that anybody minds
    drift_from_s: float = 600.0
    known_fault_1: float = 0.99  # probability that is told of a fault that was named
    most_log_odds: float = 50.0  # beyond, a probability is 0 to the last digit


FAULTS = FaultSettings()
WIDE_UNIFORM = 3.0  # of one of a whole quantum to either side: (2 quantum)^2 / 12
LEAST_VARIANCE_PA2, LEAST_PA = 1e-6, 1e-3  # of an instrument without noise


@inner
def class_variance(instrument: Instrument) -> float:
    """Of one reading, by its class: noise and quantum."""
    return float(instrument["noise"] ** 2 + instrument["quantum"] ** 2 / UNIFORM)


@inner
def white_variance(instrument: Instrument) -> float:
    """The same, never zero."""
    return float(class_variance(instrument) + LEAST_VARIANCE_PA2)


@inner
def reading_sigma(instrument: Instrument, slope_pa_s: float) -> float:
    """1-sigma of one reading against the others: noise, quantum, and lag while pressure moves."""
    white, quantum = class_variance(instrument), instrument["quantum"]
    if quantum > instrument["noise"]:
        white = max(white, quantum * quantum)
    return float(math.sqrt(white) + abs(slope_pa_s) * instrument["lag_s"] + LEAST_PA)


@inner
def median(values: Floats, count: int) -> float:
    """The median of the first `count` values."""
    middle = count // 2
    places = lowest(values[:count], middle + 1)
    if count % 2:
        return float(values[places[middle]])
    return float(0.5 * (values[places[middle - 1]] + values[places[middle]]))


@inner
def watch_reading(
    barometer: Barometer,
    habit: Habit,
    instrument: Instrument,
    reading_pa: float,
    level_pa: float,
    now_s: float,
    is_missing: bool,
) -> bool:
    """Follow one sensor's drop-outs and repeated values; whether it may be used now."""
    missing = 1.0 if is_missing else 0.0
    barometer["missing_share_1"] += (missing - barometer["missing_share_1"]) / FAULTS.missing_memory
    if is_missing:
        was_heard = barometer["seen_s"] > -math.inf and barometer["fault"] == Fault.NONE
        is_often = barometer["missing_share_1"] > FAULTS.dropout_from
        if is_often and was_heard and is_silent(habit):
            barometer["fault"], barometer["fault_s"] = Fault.DROPOUT, now_s
        return False
    barometer["seen_s"] = now_s
    is_back = barometer["missing_share_1"] < FAULTS.dropout_until
    if barometer["fault"] == Fault.DROPOUT and is_back:
        barometer["fault"] = Fault.NONE
    if reading_pa == barometer["last_pa"]:
        barometer["repeats"] += 1
    else:
        barometer["repeats"], barometer["repeat_level_pa"] = 0, level_pa
        if barometer["fault"] == Fault.STUCK:
            barometer["fault"], barometer["is_excluded"] = Fault.NONE, 0
    barometer["last_pa"] = reading_pa
    barometer["news_variance_1"] = news_variance_1(habit, instrument)
    is_named = barometer["fault"] == Fault.STUCK
    if not is_named and is_stuck(barometer, habit, instrument, level_pa, now_s):
        barometer["fault"], barometer["fault_s"] = Fault.STUCK, now_s
        barometer["is_excluded"] = 1
    return bool(barometer["is_excluded"] == 0)


@inner
def agree(
    members: Indices,
    usable: Flags,
    residuals: Floats,
    barometers: Barometers,
    modules: Modules,
    slope_pa_s: float,
) -> tuple[float, float, int]:
    """The residual that the sensors of an air space agree on, its variance, how many they are.

    residuals: reading less offset less predicted level, Pa, shape (modules,). With three or more, a
    clipped mean around the median; of two that differ, the one nearer to what was predicted. Sensors that
    only repeat themselves weigh in the mean as before, but make it no surer.
    """
    values = np.empty(len(members))
    count, widest = 0, 0.0
    for m in members:
        if usable[m]:
            values[count] = residuals[m]
            widest = max(widest, reading_sigma(modules[m]["pressure"], slope_pa_s))
            count += 1
    if count == 0:
        return 0.0, math.inf, 0
    centre = median(values, count)
    if count == 2 and abs(values[0] - values[1]) > FAULTS.contrary_sigmas * widest:
        centre = values[0] if abs(values[0]) < abs(values[1]) else values[1]
    total, weights, news = 0.0, 0.0, 0.0
    for m in members:
        if usable[m]:
            instrument = modules[m]["pressure"]
            most = FAULTS.clipped_sigmas * reading_sigma(instrument, slope_pa_s)
            weight = 1.0 / white_variance(instrument)
            total += weight * min(max(residuals[m] - centre, -most), most)
            weights += weight
            news += weight / barometers[m]["news_variance_1"]
    return centre + total / weights, 1.0 / news, count


@inner
def learn_offset(
    barometer: Barometer, instrument: Instrument, residual_pa: float, dt: float, slope_pa_s: float
) -> None:
    """Move a sensor's offset by what it is off the agreed level, slower the better it is known; by a
    reading that is no news hardly at all.
    """
    noise = math.sqrt(class_variance(instrument)) + LEAST_PA
    steady = instrument["drift_per_sqrt_day"] * math.sqrt(dt / DAY_S) / noise
    gain = min(max(steady, 1.0 / (barometer["count"] + 1.0)), 1.0) / barometer["news_variance_1"]
    if barometer["count"] >= 1:
        most = FAULTS.learned_sigmas * reading_sigma(instrument, slope_pa_s)
        residual_pa = min(max(residual_pa, -most), most)
    barometer["offset_pa"] += gain * residual_pa
    if barometer["news_variance_1"] <= 1.0:
        barometer["count"] += 1


@inner
def judge(
    barometer: Barometer,
    instrument: Instrument,
    noise_factor: float,
    residual_pa: float,
    slope_pa_s: float,
    dt: float,
    now_s: float,
) -> None:
    """Test one sensor against its neighbours: a step, a drift, a growth of noise."""
    sigma = reading_sigma(instrument, slope_pa_s)
    sigma *= math.sqrt(max(noise_factor, 1.0) * barometer["news_variance_1"])
    _sum_up(barometer, residual_pa / sigma)
    if barometer["count"] < FAULTS.judged_from:
        barometer["rise_1"] = barometer["fall_1"] = 0.0
    if barometer["count"] == FAULTS.known_from and barometer["is_excluded"] == 0:
        _take_reference(barometer, now_s)
    if barometer["count"] < FAULTS.judged_from:
        return
    if max(barometer["rise_1"], barometer["fall_1"]) > FAULTS.alarming:
        _exclude(barometer, Fault.BIAS, now_s)
    elif barometer["spread_1"] > FAULTS.noisy:
        _exclude(barometer, Fault.NOISE, now_s)
    elif _has_drifted(barometer, instrument, dt, now_s):
        _exclude_drifting(barometer, now_s)
    elif (
        barometer["is_excluded"] == 0
        and now_s - barometer["reference_s"] > FAULTS.reference_every_s
    ):
        _take_reference(barometer, now_s)
    if barometer["is_excluded"] != 0 and now_s - barometer["quiet_s"] > barometer["trial_s"]:
        _try_again(barometer, now_s)
    fault = barometer["fault"]
    is_named = barometer["is_excluded"] == 0 and fault != Fault.NONE and fault != Fault.DROPOUT
    if is_named and now_s - barometer["fault_s"] > FAULTS.relearn_s:
        barometer["fault"] = Fault.NONE  # named while nobody could contradict it


@inner
def _sum_up(barometer: Barometer, sigmas: float) -> None:
    """Take a residual into the cumulative sums (Page's test) and the spread."""
    step = min(max(sigmas, -FAULTS.most_sigmas), FAULTS.most_sigmas)
    rise = barometer["rise_1"] + step - FAULTS.slack
    fall = barometer["fall_1"] - step - FAULTS.slack
    barometer["rise_1"] = min(max(rise, 0.0), FAULTS.most_sum)
    barometer["fall_1"] = min(max(fall, 0.0), FAULTS.most_sum)
    _spread(barometer, sigmas * sigmas)


@inner
def _spread(barometer: Barometer, square: float) -> None:
    spread = barometer["spread_1"]
    barometer["spread_1"] += (min(square, FAULTS.most_square) - spread) / FAULTS.memory


@inner
def follow_roughness(barometer: Barometer, instrument: Instrument, air_pa2: float) -> None:
    """Follow how a single barometer scatters, by second differences: they are blind to a steady fall.

    air_pa2: the mean square of such a difference that the air makes by itself.
    """
    recent, last = barometer["recent_pa"], RECENT_COUNT - 1
    bend = recent[last] - 2.0 * recent[last - 1] + recent[last - 2]
    square = bend * bend / (BEND_VARIANCE * reading_sigma(instrument, 0.0) ** 2 + air_pa2)
    if square == square:
        _spread(barometer, square)


@inner
def _has_drifted(barometer: Barometer, instrument: Instrument, dt: float, now_s: float) -> bool:
    age_s = now_s - barometer["reference_s"]
    is_known = barometer["count"] > FAULTS.known_from and age_s >= FAULTS.drift_from_s
    if barometer["is_excluded"] != 0 or not is_known:
        return False
    drift = instrument["drift_per_sqrt_day"]
    noise2 = instrument["noise"] ** 2 + instrument["quantum"] ** 2 / WIDE_UNIFORM
    steady = drift * math.sqrt(dt / DAY_S) / (math.sqrt(noise2) + LEAST_PA)
    learned = noise2 * max(steady, 1.0 / barometer["count"])
    walked = 2.0 * drift**2 * age_s / DAY_S
    moved = barometer["offset_pa"] - barometer["reference_pa"]
    doubt = FAULTS.drift_sigmas**2 * (2.0 * learned + walked)
    return bool(moved * moved > doubt + FAULTS.drift_floor_pa2)


@inner
def _take_reference(barometer: Barometer, now_s: float) -> None:
    barometer["reference_pa"], barometer["reference_s"] = barometer["offset_pa"], now_s


@inner
def _exclude_drifting(barometer: Barometer, now_s: float) -> None:
    """Stop believing a sensor that drifts, for as long as the drift took to show."""
    age_s = now_s - barometer["reference_s"]
    moved = abs(barometer["offset_pa"] - barometer["reference_pa"])
    _exclude(barometer, Fault.DRIFT, now_s)
    barometer["trial_s"] = max(barometer["trial_s"], age_s)
    barometer["trial_pa"] = FAULTS.steadier_1 * moved


@inner
def _exclude(barometer: Barometer, fault: Fault, now_s: float) -> None:
    """Stop believing a sensor; learn its offset anew meanwhile.

    One that erred until a short while ago is on trial for twice as long as then.
    """
    if barometer["is_excluded"] == 0:
        barometer["fault"], barometer["fault_s"] = fault, now_s
        barometer["is_excluded"] = 1
        has_relapsed = now_s - barometer["quiet_s"] < FAULTS.reference_every_s
        longer_s = 0.0
        if has_relapsed:
            longer_s = min(2.0 * barometer["trial_s"], FAULTS.longest_trial_s)
        barometer["trial_s"], barometer["trial_pa"] = max(longer_s, FAULTS.relearn_s), math.inf
    barometer["rise_1"] = barometer["fall_1"] = 0.0
    barometer["count"] = FAULTS.judged_from
    barometer["spread_1"] = min(barometer["spread_1"], FAULTS.excluded_spread)
    _put_on_trial(barometer, now_s)


@inner
def _put_on_trial(barometer: Barometer, now_s: float) -> None:
    """From now on it is watched whether a sensor that is not believed has become steady."""
    barometer["quiet_s"] = now_s
    _take_reference(barometer, now_s)


@inner
def _try_again(barometer: Barometer, now_s: float) -> None:
    """After a trial take the readings in again, with the new offset.

    One that drifted is on trial for as long as its drift took to show, until it moves much less in that time.
    """
    if abs(barometer["offset_pa"] - barometer["reference_pa"]) < barometer["trial_pa"]:
        barometer["is_excluded"], barometer["fault"] = 0, Fault.NONE
    _put_on_trial(barometer, now_s)


@inner
def fault_probability(barometer: Barometer, log_prior: float) -> float:
    """The probability that a sensor is at fault now, from its cumulative sums, or as it was named."""
    if barometer["fault"] != Fault.NONE:
        return FAULTS.known_fault_1
    evidence = max(barometer["rise_1"], barometer["fall_1"])
    return float(1.0 / (1.0 + math.exp(min(-(evidence + log_prior), FAULTS.most_log_odds))))
