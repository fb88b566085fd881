"""How an air space's states move and how noisy they are: the numbers that its filter is given."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.slow_air import slow_air_motion
from iss_viewer.detection.estimation.witnesses import (
    WITNESSES,
    gas_followed,
    is_sparsely_sensed,
    warmth_followed,
)
from iss_viewer.detection.sensors.faults import class_variance
from iss_viewer.detection.state.channel_map import Module
from iss_viewer.detection.state.clock import DAY_S
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_records import Instrument
from iss_viewer.detection.state.settings import THERMOMETER_EXPONENT, Settings
from iss_viewer.detection.state.space_records import (
    BASE,
    DAY_C,
    LEAK,
    ORBIT_C,
    ORBIT_S,
    STATES,
    THETA,
    WARMTH,
    AirSpace,
    KnownFlows,
    Motion,
    X,
)
from iss_viewer.detection.state.space_records import (
    DAY_S as DAY_SIN,
)
from iss_viewer.physics import AIR_KG_MOL, GAMMA, H2O_KG_MOL, R

#: of the pressure, so that no filter ever takes it for exact, Pa^2/s; chosen
LEAST_WALK_PA2_S = 1e-8


@inner
def motion_of(settings: Settings, dt: float) -> Motion:
    """What a step of `dt` does to the slow states: decay, and the two turns with their fading."""
    fade = math.exp(-dt / settings["harmonic_memory_s"])
    day = 2.0 * math.pi * dt / settings["diurnal_period_s"]
    orbit = 2.0 * math.pi * dt / settings["orbital_period_s"]
    return Motion(
        dt,
        math.exp(-dt / settings["thermal_time_s"]),
        fade * math.cos(day),
        fade * math.sin(day),
        fade * math.cos(orbit),
        fade * math.sin(orbit),
        math.exp(-dt / settings["temperature_smoothing_s"]),
        math.exp(-dt / settings["gas_smoothing_s"]),
        slow_air_motion(settings, dt),
    )


@inner
def thermal_sd_k(settings: Settings, thermometers: int) -> float:
    """1-sigma of the mean gas temperature that so many thermometers leave unseen."""
    if thermometers == 0:
        return float(settings["thermal_sd_unsensed_k"])
    single = settings["thermal_sd_single_k"] / thermometers**THERMOMETER_EXPONENT
    return float(max(single, settings["thermal_sd_k"]))


@inner
def useful_thermometers(space: AirSpace) -> int:
    """Thermometers that tell of the air: none where the pressure was seen not to follow them."""
    return int(space["thermometer_count"]) if warmth_followed(space) >= WITNESSES.followed else 0


@inner
def thermal_variance(space: AirSpace, settings: Settings) -> float:
    """Of what the temperature makes of the pressure unseen, as the station file has it, Pa^2."""
    thermal = thermal_sd_k(settings, useful_thermometers(space)) * pa_per_k(space)
    return float(thermal * thermal)


@inner
def assumed_rate(space: AirSpace, settings: Settings) -> float:
    """Variance of the rate of slow air before any is seen, (Pa/s)^2: none where a thermometer follows it, or where
    several barometers hang in one air.
    """
    is_none = space["sensor_count"] > 1 or useful_thermometers(space) > 0
    return 0.0 if is_none else float(settings["slow_air_pa_s"] ** 2)


@inner
def fast_variance(space: AirSpace, settings: Settings) -> float:
    """Of what the temperature and all that is fast makes of the pressure unseen, Pa^2."""
    if space["is_air_learned"] == 1 and is_sparsely_sensed(space):
        return float(space["fast_pa2"])
    return float(thermal_variance(space, settings))


@inner
def rate_variance(space: AirSpace, settings: Settings) -> float:
    """Of the rate of slow air, (Pa/s)^2: none where several barometers and thermometers tell of each other."""
    if not is_sparsely_sensed(space):
        return 0.0
    if space["is_air_learned"] == 1:
        return float(space["rate_pa2_s2"])
    return float(assumed_rate(space, settings))


@inner
def pa_per_k(space: AirSpace) -> float:
    """What a kelvin does to the pressure of air that stays."""
    return float(space["reference_pa"] / space["reference_k"])


@inner
def warmth_at_start(space: AirSpace, module: Module, motion: Motion) -> float:
    """What the noise of smoothed thermometers is in the mass balance when it begins, Pa^2: the fewer
    readings they rest on, the more.
    """
    if space["thermometer_count"] == 0:
        return 0.0
    fresh = 1.0 - motion.warmth_keep
    readings = max(space["temperature_readings"], 1)
    share = max(fresh / (2.0 - fresh), 1.0 / readings)
    return float(share * warmth_variance(space, module["temperature"]))


@inner
def warmth_variance(space: AirSpace, thermometer: Instrument) -> float:
    """What a reading of all thermometers adds to the mass balance by its noise, Pa^2."""
    count = max(space["thermometer_count"], 1)
    told = warmth_followed(space) * pa_per_k(space)
    return float(class_variance(thermometer) * told * told / count)


@inner
def process_noise(space: AirSpace, module: Module, settings: Settings, motion: Motion) -> Floats:
    """What a step adds to the variance of each state but slow air, shape (STATES,). module: the space's first."""
    noise = np.zeros(STATES)
    per_k, days = pa_per_k(space), motion.dt_s / DAY_S
    noise[X] = walk_pa2_day(space, module, per_k) * days + LEAST_WALK_PA2_S * motion.dt_s
    growth = settings["leak_growth_share_per_sqrt_day"] * space["mean"][LEAK]
    walk = settings["leak_walk_pa_s_per_sqrt_day"]
    noise[BASE], noise[LEAK] = walk * walk * days, growth * growth * days
    fast = fast_variance(space, settings)
    noise[THETA] = fast * (1.0 - motion.theta_keep * motion.theta_keep)
    fading = 1.0 - (motion.day_cos * motion.day_cos + motion.day_sin * motion.day_sin)
    day, orbit = settings["diurnal_sd_k"] * per_k, settings["orbital_sd_k"] * per_k
    noise[DAY_C] = noise[DAY_SIN] = day * day * fading
    noise[ORBIT_C] = noise[ORBIT_S] = orbit * orbit * fading
    fresh = 1.0 - motion.warmth_keep
    noise[WARMTH] = fresh * fresh * warmth_variance(space, module["temperature"])
    return noise


@inner
def walk_pa2_day(space: AirSpace, module: Module, per_k: float) -> float:
    """How the drift of all instruments makes the pressure seem to wander."""
    drift = module["pressure"]["drift_per_sqrt_day"]
    warm = module["temperature"]["drift_per_sqrt_day"] * per_k * warmth_followed(space)
    of_barometers = drift * drift / max(space["sensor_count"], 1)
    of_thermometers = warm * warm / max(space["thermometer_count"], 1)
    of_analysers = gas_followed(space) ** 2 * space["gas_walk_pa2_day"]
    return float(of_barometers + of_thermometers + of_analysers)


@inner
def follow_feed(space: AirSpace, settings: Settings, fed_pa: float, dt: float) -> float:
    """Keep what was fed of late, Pa; the variance that it adds to the pressure, Pa^2.

    The free volume is known to a part, so what a known mass does to the pressure is too.
    """
    kept = space["fed_pa"] * math.exp(-dt / settings["fed_warmth_s"])
    space["fed_pa"] = kept + fed_pa
    return float(space["volume_sd_1"] ** 2 * fed_pa * (2.0 * kept + fed_pa))


@inner
def fed_heat(space: AirSpace) -> float:
    """What may be in the pressure because a feed pressed the gas together, and it is still warm; Pa^2.

    A gas that is filled up without loss of heat rises by gamma times what it rises by at constant
    temperature; thermometers lag behind, and the walls take the rest away within minutes.
    """
    return float(((GAMMA - 1.0) * space["fed_pa"]) ** 2)


@inner
def unseen_vapour(space: AirSpace, settings: Settings, flow: KnownFlows) -> float:
    """By how much the vapour that people breathe out unmeasured may rise slower than it is reckoned to,
    since it begins to condense on walls at some time, Pa/s.
    """
    if space["is_vapour_sensed"] == 1:
        return 0.0
    return float(settings["unsensed_water_share_1"] * breathed_pa_s(space, flow))


@inner
def breathed_pa_s(space: AirSpace, flow: KnownFlows) -> float:
    """By how much the vapour would rise that people breathe out, if none of it condensed, Pa/s."""
    pa_per_kg = R * space["temperature_k"] / (space["volume_m3"] * H2O_KG_MOL)
    return float(flow["water_kg_s"] * pa_per_kg)


@inner
def breath_doubt(space: AirSpace, settings: Settings, flow: KnownFlows) -> float:
    """1-sigma of what people are reckoned to take from the air and to give to it, Pa/s."""
    pa_per_kg = R * space["reference_k"] / (space["volume_m3"] * AIR_KG_MOL)
    breathed = abs(flow["carbon_dioxide_kg_s"])
    return float(settings["metabolic_slope_share_1"] * breathed * pa_per_kg)


@inner
def slope_variance(space: AirSpace, settings: Settings, flow: KnownFlows) -> float:
    """What constant unmodelled flows may add to the slope: variance, (Pa/s)^2."""
    pa_per_kg = R * space["reference_k"] / (space["volume_m3"] * AIR_KG_MOL)
    seals = settings["seal_leak_share_1"] * math.sqrt(flow["unmetered_kg2_s2"]) * pa_per_kg
    metabolic = 0.0
    if space["sensed_share_1"] == 0.0:
        metabolic = breath_doubt(space, settings, flow)
    metabolic += unseen_vapour(space, settings, flow)
    base = settings["baseline_slope_sd_pa_s"]
    return float(base * base + seals * seals + metabolic * metabolic)
