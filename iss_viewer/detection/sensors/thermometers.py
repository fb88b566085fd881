"""One thermometer: its smoothed reading, when it is suspected, and when it is believed again.

Air does not jump, and of many thermometers in one air none goes where the others do not. One that does is
not believed, its room counts as the others do; once it stays where it went, or comes back, it is.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.sensors.habits import is_lively
from iss_viewer.detection.sensors.stuck import is_silent, stays_too_long
from iss_viewer.detection.state.channel_map import UNIFORM
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import Habit
from iss_viewer.detection.state.sensor_records import Fault, Instrument, Thermometer


class ThermometerSettings(NamedTuple):
    """When a thermometer is suspected. Chosen, where no source is given: in the simulated station no
    module leaves the others by more than 0.09 K in ten minutes.
    """

    jump_sigmas: float = 8.0  # of noise and quantum: a jump, beyond
    warming_k_s: float = 0.05  # what air may do meanwhile,
    jump_k: float = 0.2  # and that,
    most_k: float = 3.0  # but no more than that, however long the gap
    off_sigmas: float = 4.0  # of the smoothed reading, from what the others say,
    off_k: float = 0.1  # and that
    back_1: float = 0.5  # part of that, within which one that came back is believed
    trial_s: float = 3600.0  # in which one that went elsewhere must stay there
    least_memory_s: float = 300.0  # of how it stands to the others: as long as that was watched,
    most_memory_s: float = 6 * 3600.0


THERMOMETERS = ThermometerSettings()


@inner
def take_reading(
    thermometer: Thermometer, instrument: Instrument, reading_k: float, dt: float, share: float
) -> bool:
    """Take a reading in; whether it jumped as air never does.

    share: of a new reading in the smoothed one; more while few were taken.
    """
    last_k = thermometer["last_k"]
    noise = instrument["noise"] + instrument["quantum"]
    allowed_k = (
        THERMOMETERS.jump_sigmas * noise + THERMOMETERS.warming_k_s * dt + THERMOMETERS.jump_k
    )
    thermometer["last_k"] = reading_k
    thermometer["count"] += 1
    share = max(share, 1.0 / thermometer["count"])
    thermometer["smooth_k"] += share * (reading_k - thermometer["smooth_k"])
    return bool(abs(reading_k - last_k) > min(allowed_k, THERMOMETERS.most_k))


@inner
def most_off_k(instrument: Instrument, share: float) -> float:
    """How far a smoothed reading may be off by its noise and rounding."""
    variance = instrument["noise"] ** 2 + instrument["quantum"] ** 2 / UNIFORM
    smoothed = math.sqrt(variance * share / (2.0 - share))
    rounding_k = 0.0 if is_lively(instrument) else 0.5 * instrument["quantum"]
    return float(THERMOMETERS.off_sigmas * smoothed + rounding_k + THERMOMETERS.off_k)


@inner
def suspect(thermometer: Thermometer, fault: Fault, off_k: float, now_s: float) -> None:
    """Believe a thermometer no more until it stays where it is."""
    if thermometer["is_suspect"] == 0:
        thermometer["fault"] = fault
    thermometer["is_suspect"] = 1
    thermometer["trial_s"], thermometer["trial_k"] = now_s, off_k


@inner
def place(thermometer: Thermometer, mean_k: float, now_s: float) -> None:
    """How a thermometer stands to the mean of its air begins to be learned, from now on."""
    thermometer["place_k"] = thermometer["smooth_k"] - mean_k
    thermometer["placed_s"] = now_s
    thermometer["is_suspect"], thermometer["fault"] = 0, Fault.NONE


@inner
def try_again(thermometer: Thermometer, mean_k: float, most_k: float, now_s: float) -> None:
    """See whether one that is not believed came back, or has stayed where it is for long enough."""
    off_k, was_k = thermometer["smooth_k"] - thermometer["place_k"] - mean_k, thermometer["trial_k"]
    if abs(was_k) > most_k and abs(off_k) < THERMOMETERS.back_1 * most_k:
        thermometer["is_suspect"], thermometer["fault"] = 0, Fault.NONE
    elif abs(off_k - was_k) > most_k:
        thermometer["trial_s"], thermometer["trial_k"] = now_s, off_k
    elif now_s - thermometer["trial_s"] > THERMOMETERS.trial_s:
        place(thermometer, mean_k, now_s)


@inner
def learn_place(thermometer: Thermometer, mean_k: float, dt: float, now_s: float) -> None:
    """Follow slowly how one that is believed stands to the mean: rooms differ, and change."""
    watched_s = max(now_s - thermometer["placed_s"], THERMOMETERS.least_memory_s)
    memory_s = min(watched_s, THERMOMETERS.most_memory_s)
    off_k = thermometer["smooth_k"] - thermometer["place_k"] - mean_k
    thermometer["place_k"] += min(dt / memory_s, 1.0) * off_k


@inner
def watch_presence(
    thermometer: Thermometer, habit: Habit, instrument: Instrument, now_s: float, is_missing: bool
) -> None:
    """Name one that fell silent or repeats itself for too long."""
    fault = thermometer["fault"]
    if is_missing:
        if is_silent(habit) and fault == Fault.NONE:
            thermometer["fault"] = Fault.DROPOUT
    elif stays_too_long(habit, instrument, now_s):
        thermometer["fault"] = Fault.STUCK
    elif fault == Fault.DROPOUT or fault == Fault.STUCK:
        thermometer["fault"] = Fault.NONE
