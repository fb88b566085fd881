"""Whether an instrument fell silent, or repeats a reading that its noise or the air would have moved: only
against what it was seen to do before.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import Habit
from iss_viewer.detection.state.sensor_records import Barometer, Instrument


class StuckSettings(NamedTuple):
    """When a reading stays too long. Found on public series of cabins, habitats and houses, where no
    reason is given.
    """

    least_repeats: int = 10
    least_s: float = 600.0
    longer: float = 3.0  # times what was ever seen before
    log_chance: float = 13.8  # so improbable: once in a million
    against_others: float = 6.9  # once in a thousand, where others move
    changes: int = 8  # seen before: a step that is known, and noise that was seen
    spanned: float = (
        2.0  # steps that readings spanned before: three values, so that more than one was left
    )
    moved_repeats: int = 3  # while the air moved, by more than
    moved_sigmas: float = 6.0
    moved_quanta: float = 2.0
    moved_pa: float = 5.0
    silent_readings: int = 20  # given before: how often readings come is known
    silent_samples: int = 5  # without one


STUCK = StuckSettings()
SQRT8 = math.sqrt(8.0)


@inner
def is_stuck(
    barometer: Barometer, habit: Habit, instrument: Instrument, level_pa: float, now_s: float
) -> bool:
    """Whether a reading is repeated that noise would have moved, or the air."""
    quantum, noise = instrument["quantum"], instrument["noise"]
    still = STUCK.moved_sigmas * noise + STUCK.moved_quanta * quantum + STUCK.moved_pa
    usual = habit["longest_run"] if habit["is_held"] == 1 else 0
    has_moved = abs(level_pa - barometer["repeat_level_pa"]) > still
    if has_moved and barometer["repeats"] > max(STUCK.moved_repeats, usual):
        return True
    return bool(stays_too_long(habit, instrument, now_s))


@inner
def stays_too_long(habit: Habit, instrument: Instrument, now_s: float) -> bool:
    """Whether a reading stays longer than its noise allows, and than it ever did."""
    repeats, age_s = habit["repeats"], now_s - habit["since_s"]
    if repeats < STUCK.least_repeats or age_s < STUCK.least_s or habit["changes"] < STUCK.changes:
        return False
    is_unusual = (
        repeats >= STUCK.longer * habit["longest_run"]
        and age_s >= STUCK.longer * habit["longest_s"]
    )
    spanned = habit["highest"] - habit["lowest"] >= STUCK.spanned * instrument["quantum"]
    is_improbable = _log_chance(habit, instrument, age_s) > STUCK.log_chance
    return bool(is_unusual and spanned and is_improbable)


@inner
def holds_still(habit: Habit, instrument: Instrument) -> bool:
    """Whether a reading stays as its noise does not let it, and longer than it ever did: while others move, it says
    nothing of the air.
    """
    if habit["repeats"] <= STUCK.longer * habit["longest_run"] or instrument["noise"] <= 0.0:
        return False
    return bool(_by_noise(habit["repeats"], instrument) > STUCK.against_others)


@inner
def _by_noise(repeats: int, instrument: Instrument) -> float:
    """Minus the logarithm of the chance that noise leaves a reading where it is, in the middle of its step."""
    stays = math.erf(instrument["quantum"] / (SQRT8 * instrument["noise"]))
    return float(-repeats * math.log(stays)) if stays > 0.0 else math.inf


@inner
def _log_chance(habit: Habit, instrument: Instrument, age_s: float) -> float:
    """Minus the logarithm of the chance that a healthy reading stays so long: by noise that would have
    brought it to another step, from the middle of its own; or by how long readings stay in a mean over time.
    """
    by_runs = age_s * habit["runs_s"] / habit["runs_s2"] if habit["runs_s2"] > 0.0 else 0.0
    if habit["is_held"] == 1 or instrument["noise"] <= 0.0:
        return float(by_runs)
    return float(max(by_runs, _by_noise(habit["repeats"], instrument)))


@inner
def is_silent(habit: Habit) -> bool:
    """Whether readings stay away for longer than they ever did."""
    usual = max(STUCK.longer * habit["longest_missing"], STUCK.silent_samples)
    return bool(habit["readings"] >= STUCK.silent_readings and habit["missing"] >= usual)
