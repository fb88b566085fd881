"""Numbers only: what is followed from sample to sample and holds anything else begins anew, and is counted.

Nothing is known that leads there; if something does, one air space or one instrument loses what it had
learned, says so, and goes on, where it would else be silent for good.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.state.clock import request_assessment
from iss_viewer.detection.state.compiled import inner, part
from iss_viewer.detection.state.habit_records import (
    GASES,
    PRESSURE,
    TEMPERATURE,
    new_habits,
)
from iss_viewer.detection.state.records import DetectorState, Follower
from iss_viewer.detection.state.sensor_records import (
    ANALYSER,
    GAS_COUNT,
    Barometer,
    Instrument,
    Thermometer,
    new_barometers,
    new_thermometers,
)
from iss_viewer.detection.state.space_records import (
    STATES,
    AirSpace,
    new_spaces,
)

_NEW_SPACE = new_spaces(1)
_NEW_BAROMETER, _NEW_THERMOMETER = new_barometers(1), new_thermometers(1)
_NEW_HABIT = new_habits(1)
_NEW_ANALYSER = np.zeros(1, ANALYSER)


@part
def restart_space(state: DetectorState, s: int, now_s: float) -> None:
    """Begin an air space anew: of what it was, only what the hatches say of it is kept."""
    space = state.spaces[s]
    volume_m3, volume_sd_1 = space["volume_m3"], space["volume_sd_1"]
    share_1, changed_s, valid_s = space["module_share_1"], space["changed_s"], space["valid_s"]
    is_vented, is_narrow = space["is_vented"], space["is_narrow"]
    is_let_down = space["is_let_down"]
    state.spaces[s] = _NEW_SPACE[0]
    space["is_vented"], space["is_narrow"] = is_vented, is_narrow
    space["is_let_down"] = is_let_down
    space["volume_m3"], space["volume_sd_1"] = volume_m3, volume_sd_1
    space["module_share_1"], space["changed_s"], space["valid_s"] = share_1, changed_s, valid_s
    space["equal_s"] = space["born_s"] = space["anchor_s"] = now_s
    space["has_flowed"] = 1
    _count(state, s, Follower.AIR_SPACE)


@part
def is_sound(space: AirSpace) -> bool:
    """Whether an air space holds numbers wherever it must, known from their sum."""
    mean, covariance, bank = space["mean"], space["covariance"], space["bank"]
    total = space["temperature_k"] + space["log_score"] + space["residual_pa"]
    total += space["white_variance_pa2"] + space["jitter_pa2"] + space["fed_pa"]
    total += space["fast_pa2"] + space["rate_pa2_s2"]
    total += space["warmth_share_1"] + space["gas_share_1"]
    for gas in range(GAS_COUNT):
        total += space["gases_pa"][gas]
    for i in range(STATES):
        total += mean[i]
        for k in range(i + 1):
            total += covariance[i, k]
    for k in range(space["onset_count"]):
        total += bank[k]["signature_s"] + bank[k]["score"] + bank[k]["information"]
    for scale in space["noise_scales"]:
        total += scale["excess_1"]
    for sums in space["slopes"]:
        total += sums["pressure_t"] + sums["thermal_t"] + sums["gas_t"]
    if space["is_settled"] == 1:
        total += space["level_pa"]
    return math.isfinite(total)


@part
def restart_instruments(state: DetectorState, m: int) -> None:
    """Begin the instruments of a module anew that hold no number after a sample."""
    if not _is_sound_barometer(state.barometers[m]):
        state.barometers[m] = _NEW_BAROMETER[0]
        _count(state, m, Follower.BAROMETER)
    if not _is_sound_thermometer(state.thermometers[m]):
        state.thermometers[m] = _NEW_THERMOMETER[0]
        _count(state, m, Follower.THERMOMETER)
    module = state.modules[m]
    _restart_habit(state, m, PRESSURE, module["pressure"], Follower.BAROMETER)
    _restart_habit(state, m, TEMPERATURE, module["temperature"], Follower.THERMOMETER)
    for gas in range(GAS_COUNT):
        _restart_habit(state, m, GASES + gas, module["gases"][gas], Follower.ANALYSER)
        analyser = state.analysers[m, gas]
        if not math.isfinite(analyser["offset_pa"] + analyser["pending_pa"]):
            state.analysers[m, gas] = _NEW_ANALYSER[0]
            _count(state, m, Follower.ANALYSER)


@inner
def _restart_habit(
    state: DetectorState, m: int, kind: int, instrument: Instrument, follower: Follower
) -> None:
    """Go back to how an instrument is assumed to err where what was learned is no number."""
    if math.isfinite(instrument["noise"] + instrument["quantum"]):
        return
    habit = state.habits[m, kind]
    noise, quantum, coarsest = habit["assumed_noise"], habit["assumed_quantum"], habit["coarsest"]
    state.habits[m, kind] = _NEW_HABIT[0, kind]
    habit["assumed_noise"], habit["assumed_quantum"], habit["coarsest"] = noise, quantum, coarsest
    instrument["noise"], instrument["quantum"] = noise, quantum
    _count(state, m, follower)


@inner
def _is_sound_barometer(barometer: Barometer) -> bool:
    total = barometer["offset_pa"] + barometer["rise_1"] + barometer["fall_1"]
    return math.isfinite(total + barometer["spread_1"] + barometer["missing_share_1"])


@inner
def _is_sound_thermometer(thermometer: Thermometer) -> bool:
    return math.isfinite(thermometer["smooth_k"] + thermometer["place_k"])


@inner
def _count(state: DetectorState, m: int, follower: Follower) -> None:
    """Count a restart, and have it told at this sample."""
    state.restarts[m, follower] += 1
    clock = state.clock[0]
    request_assessment(clock, clock["now_s"])
