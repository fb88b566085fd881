"""One gas analyser or hygrometer beside the others of its air: when it is named and left out."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.sensors.stuck import is_silent, stays_too_long
from iss_viewer.detection.state.channel_map import UNIFORM
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import Habit
from iss_viewer.detection.state.sensor_records import Analyser, Fault, Instrument


class AnalyserSettings(NamedTuple):
    """When an analyser is named. The margins are what people make of the air of one module beside the
    others: seven of them oxygen and carbon dioxide, four of them vapour, each breath over ventilation
    (`[breathing]` of the limits). The rest is chosen.
    """

    margins_pa: tuple[float, float, float] = (80.0, 80.0, 220.0)  # by Gas
    sigmas: float = 4.0  # of the smoothed reading, and that
    smoothing_s: float = 300.0
    back_1: float = 0.5  # part of that, within which one that came back is heard again
    trial_s: float = 6 * 3600.0  # in which one that went elsewhere must stay there: offsets' memory


ANALYSERS = AnalyserSettings()
MARGINS_PA = np.array(ANALYSERS.margins_pa)


@inner
def watch_presence(analyser: Analyser, habit: Habit, instrument: Instrument, now_s: float) -> None:
    """Name one that fell silent or repeats itself for too long."""
    fault = analyser["fault"]
    if habit["missing"] > 0:
        if is_silent(habit) and fault == Fault.NONE:
            analyser["fault"] = Fault.DROPOUT
    elif stays_too_long(habit, instrument, now_s):
        analyser["fault"] = Fault.STUCK
    elif fault == Fault.DROPOUT or fault == Fault.STUCK:
        analyser["fault"] = Fault.NONE


@inner
def compare(
    analyser: Analyser, instrument: Instrument, gas: int, off_pa: float, dt: float, now_s: float
) -> None:
    """Follow how far one is off what the others say, and judge it by that."""
    share = 1.0 - math.exp(-dt / ANALYSERS.smoothing_s)
    analyser["away_pa"] += share * (off_pa - analyser["away_pa"])
    variance = instrument["noise"] ** 2 + instrument["quantum"] ** 2 / UNIFORM
    smoothed = math.sqrt(variance * share / (2.0 - share))
    most_pa = ANALYSERS.sigmas * smoothed + MARGINS_PA[gas]
    away_pa = analyser["away_pa"]
    if analyser["is_suspect"] == 0:
        if abs(away_pa) > most_pa:
            analyser["is_suspect"], analyser["fault"] = 1, Fault.DRIFT
            analyser["trial_s"], analyser["trial_pa"] = now_s, away_pa
    elif abs(away_pa) < ANALYSERS.back_1 * most_pa:
        analyser["is_suspect"], analyser["fault"] = 0, Fault.NONE
    elif abs(away_pa - analyser["trial_pa"]) > most_pa:
        analyser["trial_s"], analyser["trial_pa"] = now_s, away_pa
    elif now_s - analyser["trial_s"] > ANALYSERS.trial_s:
        forget(analyser)


@inner
def forget(analyser: Analyser) -> None:
    """Learn anew how an analyser stands to what is believed: what it said last is its offset."""
    analyser["count"], analyser["is_suspect"], analyser["away_pa"] = 0, 0, 0.0
    analyser["fault"] = Fault.NONE
