"""The gases of an air space that are no nitrogen: by what is predicted of them, corrected by analysers."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.air_state import is_good
from iss_viewer.detection.estimation.gas_prediction import follow_gas_doubt, predict_gases
from iss_viewer.detection.estimation.witnesses import gas_followed
from iss_viewer.detection.sensors.analysers import compare, forget, watch_presence
from iss_viewer.detection.sensors.faults import median
from iss_viewer.detection.state.channel_map import Module, Modules
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.habit_records import GASES as FIRST_GAS
from iss_viewer.detection.state.habit_records import Habit, Habits
from iss_viewer.detection.state.records import Indices, Sample
from iss_viewer.detection.state.sensor_records import (
    ABSENT,
    GAS_COUNT,
    Analyser,
    Analysers,
    Gas,
    Instrument,
)
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, KnownFlows
from iss_viewer.physics import H2O_KG_MOL, R
from iss_viewer.telemetry.frames import Quality


class GasSettings(NamedTuple):
    """How analysers are weighed and followed. Fitted by `study detection`, where no reason is given."""

    offset_memory_s: float = 6 * 3600.0  # of an analyser's offset from the others
    least_drift: float = 0.1  # Pa a square root of a day: no instrument is taken to be steadier
    lag_lasts_s: float = 300.0  # how long analysers run behind to the same side
    outvoting: int = 3  # analysers: a middle one is none of the odd ones
    most_of_space_1: float = 0.5  # part of a space from which a small room's analyser tells of it
    room_exponent: float = 2.0 / 3.0  # derived in `_roominess`
    least_people: float = 1e-3  # so that an empty space has room without end
    least_step_s: float = 1e-3
    clipped_sigmas: float = 10.0  # how far one reading may pull, of noise and quantum,
    clipped_pa: float = 20.0  # and besides
    most_sensed_1: float = 0.9  # of the pressure: some nitrogen is always there


GASES = GasSettings()
GOOD, OUT_OF_RANGE = int(Quality.GOOD), int(Quality.OUT_OF_RANGE)


@inner
def _weight(instrument: Instrument) -> float:
    """How much an analyser counts: the steadier, the more."""
    return float(1.0 / max(instrument["drift_per_sqrt_day"], GASES.least_drift) ** 2)


@inner
def _speaks(space: AirSpace, module: Module, settings: Settings) -> bool:
    """Whether a module's analysers tell of the air space: in a small room that somebody enters or
    leaves, such as a docked ship's, they tell of that room alone, unless it is most of the space.
    """
    volume_m3 = module["volume_m3"]
    is_most = volume_m3 >= GASES.most_of_space_1 * space["volume_m3"]
    return bool(volume_m3 >= settings["analyser_room_m3"] or is_most)


@inner
def _roominess(space: AirSpace, settings: Settings, breathed_kg_s: float) -> float:
    """By what the smoothing of analysers is shortened: 1 where people have room, less where they crowd.

    What is known of breathing errs by a share, so that a belief lags by rate times time; an average over
    t scatters as t^-1/2. Both together are least for t as the rate to the power of -2/3.
    """
    people = max(breathed_kg_s / settings["breath_carbon_dioxide_kg_s"], GASES.least_people)
    room = space["volume_m3"] / people / settings["gas_smoothing_room_m3"]
    return float(min(room**GASES.room_exponent, 1.0))


@inner
def _follow_lag(
    space: AirSpace, settings: Settings, behind_pa: float, crowded: float, dt: float
) -> None:
    """Doubt the mass balance where analysers run behind gases that people change fast.

    behind_pa: how far all of them are; crowded: 0 where people have room, so that it does not count.
    It is off to the same side for minutes, so it counts as often as there are samples in them.
    """
    share = 1.0 - math.exp(-dt / settings["water_smoothing_s"])
    space["gas_lag_pa"] += share * (behind_pa - space["gas_lag_pa"])
    lasts = max(2.0 * GASES.lag_lasts_s / max(dt, GASES.least_step_s), 1.0)
    space["gas_lag_variance_pa2"] = crowded * space["gas_lag_pa"] ** 2 * lasts


@inner
def _unevenness(
    space: AirSpace,
    analysers: Analysers,
    modules: Modules,
    members: Indices,
    sample: Sample,
    settings: Settings,
) -> float:
    """What analysers of humidity may be wrong by at this step because people moved, as variance a day.

    A person keeps the vapour of a ventilated module higher by breath over ventilation. Where people come or
    go, an analyser follows by so much while that module's air is exchanged; the mean of all air does not.
    """
    before, after, weights, dt = 0.0, 0.0, 0.0, sample.dt_s
    person_pa = settings["breath_water_kg_s"] / settings["ventilation_m3_s"] * R / H2O_KG_MOL
    person_pa *= space["temperature_k"]
    for m in members:
        module, analyser = modules[m], analysers[m, Gas.WATER]
        instrument = module["gases"][Gas.WATER]
        if instrument["column"] == ABSENT or not _speaks(space, module, settings):
            continue
        weight = _weight(instrument)
        if is_good(sample, module["crew_column"]):
            _count_people(analyser, sample.values[module["crew_column"]], person_pa)
        before += weight * analyser["pending_pa"]
        analyser["pending_pa"] *= math.exp(-dt * settings["ventilation_m3_s"] / module["volume_m3"])
        after += weight * analyser["pending_pa"]
        weights += weight
    if weights == 0.0 or dt <= 0.0:
        return 0.0
    return float(max(before * before - after * after, 0.0) / weights**2 * DAY_S / dt)


@inner
def _count_people(analyser: Analyser, people: float, person_pa: float) -> None:
    if analyser["count"] > 1:
        analyser["pending_pa"] += (people - analyser["people"]) * person_pa
    analyser["people"] = people


@inner
def _is_heard(sample: Sample, column: int) -> bool:
    """Whether an analyser gives a reading, if only that there is more than it can measure: vapour stands at
    what walls let it be, then.
    """
    if column == ABSENT or not np.isfinite(sample.values[column]):
        return False
    quality = sample.quality[column]
    return bool(quality in (GOOD, OUT_OF_RANGE))


@inner
def _gives_reading(
    analyser: Analyser, habit: Habit, instrument: Instrument, sample: Sample
) -> bool:
    """Follow how long an analyser has been silent; whether this reading of it is good."""
    column = instrument["column"]
    analyser["silent_s"] += sample.dt_s
    if _is_heard(sample, column):
        analyser["silent_s"] = 0.0
    if column != ABSENT:
        watch_presence(analyser, habit, instrument, sample.now_s)
    return is_good(sample, column)


@inner
def _analysed(
    space: AirSpace,
    analysers: Analysers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    gas: int,
    sample: Sample,
    settings: Settings,
) -> tuple[float, float, int]:
    """How far the analysers of a gas are off what is believed, in a mean that steadier ones count more
    in; how that mean drifts, as variance a day; and their number.

    Each keeps its offset from the others: learned fast at first, then over hours. Until it is known better
    than by a few readings, what it differs from what is believed is its offset too: else the noise of its
    first reading would come and go as air does.
    """
    total, weights, count = 0.0, 0.0, 0
    offs_pa, heard = np.empty(len(members)), 0
    partial_pa = space["gases_pa"][gas]
    for m in members:
        instrument, analyser = modules[m]["gases"][gas], analysers[m, gas]
        if not _speaks(space, modules[m], settings):
            analyser["count"] = 0
            continue
        if not _gives_reading(analyser, habits[m, FIRST_GAS + gas], instrument, sample):
            continue
        reading_pa = sample.values[instrument["column"]]
        if analyser["count"] == 0:
            analyser["offset_pa"] = reading_pa - partial_pa
        off_pa = reading_pa - analyser["offset_pa"] - partial_pa
        offs_pa[heard] = off_pa
        heard += 1
        if analyser["is_suspect"] == 1:
            continue
        noise = instrument["noise"] + instrument["quantum"]
        most_pa = GASES.clipped_sigmas * noise + GASES.clipped_pa
        weight = _weight(instrument)
        total += weight * min(max(off_pa, -most_pa), most_pa)
        weights += weight
        count += 1
    if count == 0:
        return 0.0, 0.0, 0
    mean_pa, middle_pa = total / weights, median(offs_pa, heard)
    is_outvoted = heard >= GASES.outvoting
    for m in members:
        instrument, analyser = modules[m]["gases"][gas], analysers[m, gas]
        column = instrument["column"]
        if not is_good(sample, column) or not _speaks(space, modules[m], settings):
            continue
        off_pa = sample.values[column] - analyser["offset_pa"] - partial_pa
        if is_outvoted:
            compare(analyser, instrument, gas, off_pa - middle_pa, sample.dt_s, sample.now_s)
        else:
            analyser["is_suspect"] = 0
        if analyser["is_suspect"] == 0:
            _learn_offset(analyser, off_pa, mean_pa, sample.dt_s)
    return mean_pa, 1.0 / weights, count


@inner
def _learn_offset(analyser: Analyser, off_pa: float, mean_pa: float, dt: float) -> None:
    """Move an analyser's offset by what it differs from the others, at first also from the belief."""
    analyser["count"] += 1
    fresh = 1.0 / analyser["count"]
    gain = max(fresh, min(dt / GASES.offset_memory_s, 1.0))
    analyser["offset_pa"] += gain * (off_pa - mean_pa) + fresh * mean_pa


@inner
def forget_offsets(analysers: Analysers, members: Indices) -> None:
    """Take what analysers say for their offsets, from now on: the pressure does not follow it."""
    for m in members:
        for gas in range(GAS_COUNT):
            forget(analysers[m, gas])


@inner
def follow_gases(
    space: AirSpace,
    analysers: Analysers,
    habits: Habits,
    modules: Modules,
    members: Indices,
    sample: Sample,
    flow: KnownFlows,
    settings: Settings,
) -> None:
    """Follow the partial pressures that are no nitrogen: by what is known to flow, corrected slowly
    by the analysers where there are any. Analysers keep their own offsets, as a module's air differs
    from the mean and one may drop out.
    """
    sensed_pa, walk, behind_pa, dt = 0.0, 0.0, 0.0, sample.dt_s
    partial = space["gases_pa"]
    roominess = _roominess(space, settings, flow["carbon_dioxide_kg_s"])
    for gas in range(GAS_COUNT):
        if not np.isfinite(partial[gas]):
            partial[gas] = settings["usual_gases_pa"][gas]
    predict_gases(space, analysers, members, flow, dt)
    for gas in range(GAS_COUNT):
        off_pa, drift, count = _analysed(
            space, analysers, habits, modules, members, gas, sample, settings
        )
        walk += drift
        if count > 0:
            smoothing_s = settings["water_smoothing_s"]
            if gas != Gas.WATER:
                smoothing_s = roominess * settings["gas_smoothing_s"]
            correction_pa = off_pa * (1.0 - math.exp(-dt / smoothing_s))
            partial[gas] += correction_pa
            space["analysed_pa"] += correction_pa
            space["unfollowed_pa"] += (1.0 - gas_followed(space)) * correction_pa
            behind_pa += off_pa
            sensed_pa += max(partial[gas], 0.0)
    _follow_lag(space, settings, behind_pa, 1.0 - roominess, dt)
    follow_gas_doubt(space, analysers, members, flow, settings, dt)
    uneven = _unevenness(space, analysers, modules, members, sample, settings)
    space["gas_walk_pa2_day"] = walk + uneven
    pressure_pa = space["level_pa"]
    if np.isfinite(pressure_pa) and pressure_pa > 0.0:
        space["sensed_share_1"] = min(sensed_pa / pressure_pa, GASES.most_sensed_1)
