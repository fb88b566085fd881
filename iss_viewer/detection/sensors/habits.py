"""Noise and resolution of an instrument, learned from its readings, whatever its station file promises.

Steps: of the last changes of a reading, which all but a few are multiples of. Noise: from second
differences, which are blind to air that rises or falls steadily. Repeated readings are no news: what
they tell is counted once, see `news_variance_1`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.state.channel_map import UNIFORM, ChannelMap, Modules
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import (
    GASES,
    PRESSURE,
    STEPS,
    TEMPERATURE,
    Habit,
    Habits,
)
from iss_viewer.detection.state.ranking import lowest
from iss_viewer.detection.state.records import DetectorState, Floats, Sample
from iss_viewer.detection.state.sensor_records import (
    ABSENT,
    GAS_COUNT,
    Barometers,
    Fault,
    Instrument,
)
from iss_viewer.units import PA_PER_MMHG


class HabitSettings(NamedTuple):
    """How an instrument is learned. Found on public series of cabins, habitats, houses and ground stations
    (ISS tablets of 2021 and 2022, the Lab of 2018, HI-SEAS, 48 ground stations), where no reason is given.
    """

    coarsest_pa: float = PA_PER_MMHG  # whole mmHg: no total pressure is written coarser
    coarsest_gas_pa: float = PA_PER_MMHG
    coarsest_k: float = 1.0  # whole degrees
    sure_from: int = 8  # changes after which a step is one that the others are multiples of
    multiples: float = 0.9  # of the changes,
    off: float = 0.12  # steps that they may be off
    lowest_part: int = 10  # the tenth smallest of a hundred changes: no smaller one is a slip
    renewed_until: int = 12  # changes, after each of which the step is sought anew; then at times
    held_from: float = 3.0  # steps of a usual change, from which chance repeats no reading
    most_unrepeated: int = (
        1  # of the last readings: those that rounding repeats mostly come only once
    )
    prior: float = 10.0  # second differences' worth of trust in the station file
    memory: int = 2000  # second differences
    clipped: float = 12.0  # times the variance so far, that one second difference counts for
    most: float = 25.0  # times what was assumed, to which noise may grow before
    sure_bends: int = 200  # so many second differences: a beginning in air that moves is no noise
    long_run: float = 3.0  # times the longest run so far: such repeats are no measure of noise
    usual_run: int = 3
    others_are_well: bool = True  # thermometers and analysers: they are never held to be noisy
    lively: float = 0.35  # noise in steps, from which rounding leaves no error that lasts


HABITS = HabitSettings()
BEND_VARIANCE = 6.0  # of second differences of white noise: 1 + 4 + 1


def begin_habits(state: DetectorState, channel_map: ChannelMap) -> ChannelMap:
    """Let the state begin with the instruments of a channel map; the map with those of the state, which
    are learned from then on.
    """
    state.modules[...] = channel_map.modules
    habits = state.habits
    for name in ("noise", "quantum"):
        habits[f"assumed_{name}"][:, PRESSURE] = state.modules["pressure"][name]
        habits[f"assumed_{name}"][:, TEMPERATURE] = state.modules["temperature"][name]
        habits[f"assumed_{name}"][:, GASES:] = state.modules["gases"][name]
    habits["coarsest"][:, PRESSURE] = HABITS.coarsest_pa
    habits["coarsest"][:, TEMPERATURE] = HABITS.coarsest_k
    habits["coarsest"][:, GASES:] = HABITS.coarsest_gas_pa
    return channel_map._replace(modules=state.modules)


@inner
def follow_instruments(
    habits: Habits, modules: Modules, barometers: Barometers, sample: Sample
) -> None:
    """Take the readings of all instruments in; their noise and quantum go to `modules`. Where nothing at all was
    received, no instrument is silent: the signal is lost.
    """
    if not _is_received(modules, sample):
        return
    others = HABITS.others_are_well
    for m in range(len(modules)):
        fault = barometers[m]["fault"]
        is_well = fault != Fault.NOISE and fault != Fault.STUCK
        _follow(habits[m, PRESSURE], modules[m]["pressure"], sample, is_well)
        _follow(habits[m, TEMPERATURE], modules[m]["temperature"], sample, others)
        for gas in range(GAS_COUNT):
            _follow(habits[m, GASES + gas], modules[m]["gases"][gas], sample, others)


@inner
def _is_received(modules: Modules, sample: Sample) -> bool:
    """Whether any instrument has a reading in a sample."""
    for m in range(len(modules)):
        known = _is_good(modules[m]["pressure"]["column"], sample)
        known = known or _is_good(modules[m]["temperature"]["column"], sample)
        for gas in range(GAS_COUNT):
            known = known or _is_good(modules[m]["gases"][gas]["column"], sample)
        if known:
            return True
    return False


@inner
def _is_good(column: int, sample: Sample) -> bool:
    """Whether a column, if there is one, has a reading."""
    if column == ABSENT:
        return False
    return bool(sample.quality[column] == 0 and np.isfinite(sample.values[column]))


@inner
def _follow(habit: Habit, instrument: Instrument, sample: Sample, is_well: bool) -> None:
    column = instrument["column"]
    if column == ABSENT:
        return
    if not _is_good(column, sample):
        habit["missing"] += 1
        return
    follow_reading(habit, instrument, sample.values[column], sample.now_s, is_well)


@inner
def follow_reading(
    habit: Habit, instrument: Instrument, reading: float, now_s: float, is_well: bool
) -> None:
    """Learn from one reading. is_well: the instrument is not held to be noisy or stuck, which is no habit."""
    habit["longest_missing"] = max(habit["longest_missing"], habit["missing"])
    habit["missing"] = 0
    habit["readings"] += 1
    step = reading - habit["last"]
    if step == 0.0:
        habit["repeats"] += 1
    elif step == step:
        _take_change(habit, abs(step), now_s)
        _seek_step(habit, instrument)
    else:
        habit["since_s"] = now_s
    habit["lowest"] = np.fmin(habit["lowest"], reading)
    habit["highest"] = np.fmax(habit["highest"], reading)
    if is_well:
        _learn_noise(habit, instrument, reading, step != 0.0)
    if step != 0.0 or habit["is_held"] == 0:
        habit["before"] = habit["last"]
    habit["last"] = reading


@inner
def _take_change(habit: Habit, size: float, now_s: float) -> None:
    """The reading changed: keep the change, and how long the reading before it had stayed."""
    run_s = now_s - habit["since_s"]
    habit["runs_s"] += run_s
    habit["runs_s2"] += run_s * run_s
    habit["longest_s"] = max(habit["longest_s"], run_s)
    habit["longest_run"] = max(habit["longest_run"], habit["repeats"])
    habit["unrepeated"] += habit["repeats"] == 0
    habit["repeats"], habit["since_s"] = 0, now_s
    habit["steps"][habit["changes"] % STEPS] = size
    habit["changes"] += 1


@inner
def _seek_step(habit: Habit, instrument: Instrument) -> None:
    """The step that the last changes are multiples of: the quantum; 0 where there is none. And whether
    equal readings are copies.
    """
    changes = habit["changes"]
    if changes > HABITS.renewed_until and changes % STEPS != 0:
        return
    steps = _in_order(habit["steps"][: min(changes, STEPS)])
    quantum, is_held = steps[0], False
    if changes >= HABITS.sure_from:
        is_held = habit["unrepeated"] <= HABITS.most_unrepeated
        quantum = steps[len(steps) // HABITS.lowest_part]
        fitting = 0
        for size in steps:
            off = size / quantum - np.floor(size / quantum + 0.5)
            fitting += abs(off) <= HABITS.off
        if fitting < HABITS.multiples * len(steps):
            quantum = 0.0
    instrument["quantum"] = quantum
    is_held = is_held or steps.mean() >= HABITS.held_from * quantum
    habit["is_held"] = 1 if is_held else 0
    if changes % STEPS == 0:
        habit["unrepeated"] = 0


@inner
def _in_order(steps: Floats) -> Floats:
    ordered, places = np.empty(len(steps)), lowest(steps, len(steps))
    for k in range(len(steps)):
        ordered[k] = steps[places[k]]
    return ordered


@inner
def _learn_noise(habit: Habit, instrument: Instrument, reading: float, has_changed: bool) -> None:
    """Take a second difference into the noise. Copies of a reading are no readings; and while one stays
    much longer than it ever did, it is not known to be one.
    """
    if habit["changes"] == 0:
        if habit["readings"] > 1:
            instrument["quantum"] = max(habit["assumed_quantum"], habit["coarsest"])
        return
    most = HABITS.long_run * max(habit["longest_run"], HABITS.usual_run)
    counts = has_changed or (habit["is_held"] == 0 and habit["repeats"] <= most)
    bend = reading - 2.0 * habit["last"] + habit["before"]
    rounding = instrument["quantum"] ** 2 / UNIFORM
    assumed = habit["assumed_noise"] ** 2 + habit["assumed_quantum"] ** 2 / UNIFORM
    trust = HABITS.prior / (HABITS.prior + habit["bends"])
    if counts and bend == bend:
        model = max(trust * assumed + (1.0 - trust) * habit["square"], rounding)
        square = min(bend * bend / BEND_VARIANCE, HABITS.clipped * model)
        habit["bends"] = min(habit["bends"] + 1, HABITS.memory)
        habit["square"] += (square - habit["square"]) / habit["bends"]
        trust = HABITS.prior / (HABITS.prior + habit["bends"])
    variance = trust * assumed + (1.0 - trust) * habit["square"]
    if habit["bends"] < HABITS.sure_bends:
        variance = min(variance, HABITS.most * max(assumed, rounding))
    instrument["noise"] = math.sqrt(max(variance - rounding, 0.0))


@inner
def is_lively(instrument: Instrument) -> bool:
    """Whether noise makes each reading rounded anew, so that a mean of them has no error of rounding."""
    return bool(instrument["noise"] >= HABITS.lively * instrument["quantum"])


@inner
def news_variance_1(habit: Habit, instrument: Instrument) -> float:
    """By how much the variance of a reading counts more because it only repeats the one before.

    The j-th equal reading counts for one j^2-th, so that all of a run tell 1.6 times what one does; unless
    noise makes each rounded anew.
    """
    if habit["repeats"] == 0 or (habit["is_held"] == 0 and is_lively(instrument)):
        return 1.0
    return float((habit["repeats"] + 1.0) ** 2)
