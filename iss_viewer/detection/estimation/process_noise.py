"""How an air space's states move and how noisy they are: the numbers that its filter is given."""

from __future__ import annotations

import math

from iss_viewer.detection.estimation.air_state import M_AIR, M_H2O, R
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.state.sensor_fields import P_DRIFT, P_NOISE, P_QUANTUM
from iss_viewer.physics import GAMMA


@inner
def fill_motion(noise: Floats, dt: float, motion: Floats) -> None:
    """What a step of `dt` does to the slow states: decay, and the two turns with their fading."""
    motion[0] = math.exp(-dt / noise[wi.THERMAL_TIME])
    fade = math.exp(-dt / noise[wi.HARMONIC_MEMORY])
    day = 2.0 * math.pi * dt / noise[wi.DIURNAL_PERIOD]
    orbit = 2.0 * math.pi * dt / noise[wi.ORBITAL_PERIOD]
    motion[1], motion[2] = fade * math.cos(day), fade * math.sin(day)
    motion[3], motion[4] = fade * math.cos(orbit), fade * math.sin(orbit)
    motion[5] = math.exp(-dt / noise[wi.TEMPERATURE_SMOOTHING])


@inner
def thermal_sd(noise: Floats, thermometers: int) -> float:
    """1-sigma of the mean gas temperature that so many thermometers leave unseen."""
    if thermometers == 0:
        return float(noise[wi.THERMAL_SD_UNSENSED])
    single = noise[wi.THERMAL_SD_SINGLE] / thermometers**0.75
    return float(max(single, noise[wi.THERMAL_SD]))


@inner
def warmth_at_start(
    tracks: Tracks, wiring: Wiring, s: int, thermometers: int, motion: Floats
) -> float:
    """What the noise of smoothed thermometers is in the mass balance when it begins, Pa^2: the fewer
    readings they rest on, the more.
    """
    if thermometers == 0:
        return 0.0
    fresh = 1.0 - motion[5]
    share = max(fresh / (2.0 - fresh), 1.0 / max(tracks.thermometers[s, tr.T_COUNT], 1.0))
    return float(share * _warmth_variance(tracks.spaces[s], wiring, s, thermometers))


@inner
def _warmth_variance(space: Floats, wiring: Wiring, s: int, thermometers: int) -> float:
    """What a reading of all thermometers adds to the mass balance by its noise, Pa^2."""
    traits = wiring.temperature_traits[s]
    white = traits[P_NOISE] ** 2 + traits[P_QUANTUM] ** 2 / 12.0
    return float(white * (space[tr.P_REF] / space[tr.T_REF]) ** 2 / max(thermometers, 1))


@inner
def fill_process_noise(
    tracks: Tracks, wiring: Wiring, s: int, dt: float, count_t: int, motion: Floats, q: Floats
) -> None:
    """What a step of `dt` adds to the variance of each state; fills `q`, shape (STATES,)."""
    space, noise = tracks.spaces[s], wiring.noise
    per_k = space[tr.P_REF] / space[tr.T_REF]
    drift = 3.0
    sensors = max(space[tr.SENSOR_COUNT], 1.0)
    if len(wiring.pressure_traits):
        drift = wiring.pressure_traits[s, P_DRIFT]
    warm = wiring.temperature_traits[s, P_DRIFT] * per_k
    days = dt / 86400.0
    walk_of_all = drift * drift / sensors + warm * warm / max(count_t, 1) + space[tr.GAS_WALK]
    q[tr.X] = walk_of_all * days + 1e-8 * dt
    growth, walk = noise[wi.LEAK_GROWTH] * tracks.mean[s, tr.LEAK], noise[wi.LEAK_WALK]
    q[tr.BASE], q[tr.LEAK] = walk * walk * days, growth * growth * days
    thermal = thermal_sd(noise, count_t) * per_k
    q[tr.THETA] = thermal * thermal * (1.0 - motion[0] * motion[0])
    fading = 1.0 - (motion[1] * motion[1] + motion[2] * motion[2])
    day, orbit = noise[wi.DIURNAL_SD] * per_k, noise[wi.ORBITAL_SD] * per_k
    q[tr.DAY_C] = q[tr.DAY_S] = day * day * fading
    q[tr.ORBIT_C] = q[tr.ORBIT_S] = orbit * orbit * fading
    fresh = 1.0 - motion[5]
    q[tr.WARMTH] = fresh * fresh * _warmth_variance(space, wiring, s, count_t)


@inner
def follow_feed(space: Floats, noise: Floats, fed_pa: float, dt: float) -> float:
    """Keep what was fed of late, Pa; the variance that it adds to the pressure, Pa^2.

    The free volume is known to a part, so what a known mass does to the pressure is too.
    """
    kept = space[tr.FED] * math.exp(-dt / noise[wi.FED_WARMTH])
    space[tr.FED] = kept + fed_pa
    return float(space[tr.VOLUME_SPREAD] ** 2 * fed_pa * (2.0 * kept + fed_pa))


@inner
def fed_heat(space: Floats) -> float:
    """What may be in the pressure because a feed pressed the gas together, and it is still warm; Pa^2.

    A gas that is filled up without loss of heat rises by gamma times what it rises by at constant
    temperature; thermometers lag behind, and the walls take the rest away within minutes.
    """
    return float(((GAMMA - 1.0) * space[tr.FED]) ** 2)


@inner
def unseen_vapour(space: Floats, noise: Floats, flows: Floats) -> float:
    """By how much the vapour that people breathe out unmeasured may rise slower than it is reckoned to,
    since it begins to condense on walls at some time, Pa/s.
    """
    if space[tr.SENSED] > 0.0:
        return 0.0
    pa_per_kg = R * space[tr.T_REF] / (space[tr.VOLUME] * M_H2O)
    return float(noise[wi.UNSENSED_WATER] * flows[5] * pa_per_kg)


@inner
def follow_slope_variance(tracks: Tracks, wiring: Wiring, s: int, flows: Floats) -> None:
    """What constant unmodelled flows may add to the slope: variance, (Pa/s)^2."""
    space, noise = tracks.spaces[s], wiring.noise
    pa_per_kg = R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
    seals = noise[wi.SEAL_SHARE] * math.sqrt(flows[4]) * pa_per_kg
    metabolic = 0.0
    if space[tr.SENSED] == 0.0:
        breath = noise[wi.METABOLIC_SHARE] * abs(flows[2]) * pa_per_kg
        metabolic = breath + unseen_vapour(space, noise, flows)
    base = noise[wi.BASELINE_SLOPE]
    space[tr.SLOPE_VAR] = base * base + seals * seals + metabolic * metabolic
