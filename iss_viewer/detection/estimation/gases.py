"""The gases of an air space that are no nitrogen: by what is known to flow, corrected by analysers."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.estimation.air_state import M_CO2, M_H2O, M_O2, R, is_good, metered_pa_k
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.state.sensor_fields import P_DRIFT, P_NOISE

OFFSET_MEMORY_S = 6 * 3600.0  # of an analyser's offset from the others
LEAST_DRIFT = 0.1  # Pa a square root of a day: no instrument is taken to be steadier
LAG_LASTS_S = 300.0  # how long analysers run behind to the same side


@inner
def _weight(wiring: Wiring, m: int, k: int) -> float:
    """How much the analyser of gas `k` in a module counts: the steadier, the more."""
    return float(1.0 / max(wiring.gas_traits[m, k, P_DRIFT], LEAST_DRIFT) ** 2)


@inner
def _speaks(tracks: Tracks, wiring: Wiring, s: int, m: int) -> bool:
    """Whether the analysers of module `m` tell of the air space: in a small room that somebody enters or
    leaves, such as a docked ship's, they tell of that room alone, unless it is most of the space.
    """
    volume = wiring.volumes[m]
    return bool(
        volume >= wiring.noise[wi.ANALYSER_ROOM] or volume >= 0.5 * tracks.spaces[s, tr.VOLUME]
    )


@inner
def _roominess(space: Floats, noise: Floats, breathed_kg_s: float) -> float:
    """By what the smoothing of analysers is shortened: 1 where people have room, less where they crowd.

    What is known of breathing errs by a share, so that a belief lags by rate times time; an average over
    t scatters as t^-1/2. Both together are least for t as the rate to the power of -2/3.
    """
    people = max(breathed_kg_s / noise[wi.BREATH_CARBON_DIOXIDE], 1e-3)
    room = space[tr.VOLUME] / people / noise[wi.GAS_SMOOTHING_ROOM]
    return float(min(room ** (2.0 / 3.0), 1.0))


@inner
def _follow_lag(space: Floats, noise: Floats, behind: float, crowded: float, dt: float) -> None:
    """Doubt the mass balance where analysers run behind gases that people change fast, Pa^2.

    behind: how far all of them are, Pa; crowded: 0 where people have room, so that it does not count.
    It is off to the same side for minutes, so it counts as often as there are samples in them.
    """
    share = 1.0 - math.exp(-dt / noise[wi.WATER_SMOOTHING])
    space[tr.GAS_LAG] += share * (behind - space[tr.GAS_LAG])
    lasts = max(2.0 * LAG_LASTS_S / max(dt, 1e-3), 1.0)
    space[tr.LAG_VAR] = crowded * space[tr.GAS_LAG] ** 2 * lasts


@inner
def _unevenness(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
) -> float:
    """What analysers of humidity may be wrong by at this step because people moved, as variance a day.

    A person keeps the vapour of a ventilated module higher by breath over ventilation. Where people come or
    go, an analyser follows by so much while that module's air is exchanged; the mean of all air does not.
    """
    noise, before, after, weights = wiring.noise, 0.0, 0.0, 0.0
    person_pa = noise[wi.BREATH_WATER] / noise[wi.VENTILATION] * R / M_H2O
    person_pa *= tracks.spaces[s, tr.TEMPERATURE]
    for m in members:
        if wiring.gas[m, tr.WATER] < 0 or not _speaks(tracks, wiring, s, m):
            continue
        analyser, weight = tracks.gases[m, tr.WATER], _weight(wiring, m, tr.WATER)
        if is_good(row, quality, wiring.crew[m]):
            people = row[wiring.crew[m]]
            if analyser[tr.G_COUNT] > 1.0:
                analyser[tr.G_PENDING] += (people - analyser[tr.G_PEOPLE]) * person_pa
            analyser[tr.G_PEOPLE] = people
        before += weight * analyser[tr.G_PENDING]
        analyser[tr.G_PENDING] *= math.exp(-dt * noise[wi.VENTILATION] / wiring.volumes[m])
        after += weight * analyser[tr.G_PENDING]
        weights += weight
    if weights == 0.0 or dt <= 0.0:
        return 0.0
    return float(max(before * before - after * after, 0.0) / weights**2 * 86400.0 / dt)


@inner
def _analysed(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    k: int,
    partial: float,
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
) -> tuple[float, float, int]:
    """How far the analysers of gas `k` are off what is believed, in a mean that steadier ones count more
    in; how that mean drifts, as variance a day; and their number.

    Each keeps its offset from the others: learned fast at first, then over hours. Until it is known better
    than by a few readings, what it differs from what is believed is its offset too: else the noise of its
    first reading would come and go as air does.
    """
    total, weights, count = 0.0, 0.0, 0
    for m in members:
        column, analyser = wiring.gas[m, k], tracks.gases[m, k]
        if not _speaks(tracks, wiring, s, m):
            analyser[tr.G_COUNT] = 0.0
            continue
        if not is_good(row, quality, column):
            continue
        if analyser[tr.G_COUNT] == 0.0:
            analyser[tr.G_OFFSET] = row[column] - partial
        off = row[column] - analyser[tr.G_OFFSET] - partial
        limit = 10.0 * (wiring.gas_traits[m, k, P_NOISE] + wiring.gas_traits[m, k, 1]) + 20.0
        weight = _weight(wiring, m, k)
        total += weight * min(max(off, -limit), limit)
        weights += weight
        count += 1
    if count == 0:
        return 0.0, 0.0, 0
    mean = total / weights
    for m in members:
        column, analyser = wiring.gas[m, k], tracks.gases[m, k]
        if is_good(row, quality, column) and _speaks(tracks, wiring, s, m):
            analyser[tr.G_COUNT] += 1.0
            fresh = 1.0 / analyser[tr.G_COUNT]
            gain = max(fresh, min(dt / OFFSET_MEMORY_S, 1.0))
            off = row[column] - analyser[tr.G_OFFSET] - partial
            analyser[tr.G_OFFSET] += gain * (off - mean) + fresh * mean
    return mean, 1.0 / weights, count


@inner
def _has_analyser(tracks: Tracks, members: NDArray[np.int64], k: int) -> bool:
    """Whether an analyser of gas `k` in one of the modules was ever heard."""
    heard = False
    for m in members:
        heard = heard or tracks.gases[m, k, tr.G_COUNT] > 0.0
    return heard


@inner
def saturation_pa(temperature_k: float) -> float:
    """Vapour pressure of water over liquid, Pa; -45 to 60 °C (Magnus; WMO No. 8, 2018, annex 4.B)."""
    celsius = temperature_k - 273.15
    return float(611.2 * math.exp(17.62 * celsius / (243.12 + celsius)))


@inner
def share_fall(
    tracks: Tracks, members: NDArray[np.int64], s: int, dt: float, flows: Floats
) -> None:
    """Let the analysed gases fall with a pressure that falls for no known reason, as they do in a leak.

    Analysers say so half an hour late, and a fast leak would be taken for larger than it is meanwhile. Not
    by a lone barometer, which may err; what is wrong with it the analysers mend.
    """
    space = tracks.spaces[s]
    level, before = space[tr.LEVEL] / space[tr.TEMPERATURE], space[tr.COLD_LEVEL]
    space[tr.COLD_LEVEL] = level
    if space[tr.IS_FILTERED] != tr.FILTERED or space[tr.SENSOR_COUNT] < 1.5 or not before > 0.0:
        return
    known = metered_pa_k(space, flows) * dt
    lost = (level - before - known) / before
    if not np.isfinite(lost):
        return
    for k in range(3):
        if _has_analyser(tracks, members, k):
            space[tr.PO2 + k] *= 1.0 + lost


@inner
def follow_gases(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
    flows: Floats,
) -> None:
    """Follow the partial pressures that are no nitrogen: by what is known to flow, corrected slowly
    by the analysers where there are any. Where no air humidity is measured nothing condenses either,
    until it is saturated. Analysers keep their own offsets, as a module's air differs
    from the mean and one may drop out.
    """
    space = tracks.spaces[s]
    pa_per_kg = R * space[tr.TEMPERATURE] / space[tr.VOLUME]
    sensed, walk, behind = 0.0, 0.0, 0.0
    roominess = _roominess(space, wiring.noise, flows[2])
    for k in range(3):
        partial = tr.PO2 + k
        if not np.isfinite(space[partial]):
            space[partial] = wiring.noise[wi.AIR_PO2 + k]
        if k == tr.OXYGEN:
            space[partial] += flows[1] * pa_per_kg / M_O2 * dt
        elif k == tr.CARBON_DIOXIDE:
            rate = flows[2] * pa_per_kg / M_CO2
            removal = flows[3]
            if removal > 0.0:
                goal = rate / removal
                space[partial] = goal + (space[partial] - goal) * math.exp(-removal * dt)
            else:
                space[partial] += rate * dt
        elif not _has_analyser(tracks, members, k):
            vapour = space[partial] + flows[5] * pa_per_kg / M_H2O * dt
            most = saturation_pa(space[tr.TEMPERATURE])
            space[partial] = max(min(vapour, most), space[partial])
        off, drift, count = _analysed(
            tracks, wiring, members, s, k, space[partial], row, quality, dt
        )
        walk += drift
        if count > 0:
            smoothing_s = wiring.noise[wi.WATER_SMOOTHING]
            if k != tr.WATER:
                smoothing_s = roominess * wiring.noise[wi.GAS_SMOOTHING]
            space[partial] += off * (1.0 - math.exp(-dt / smoothing_s))
            behind += off
            sensed += max(space[partial], 0.0)
    _follow_lag(space, wiring.noise, behind, 1.0 - roominess, dt)
    space[tr.GAS_WALK] = walk + _unevenness(tracks, wiring, members, s, row, quality, dt)
    pressure = space[tr.LEVEL]
    if np.isfinite(pressure) and pressure > 0.0:
        space[tr.SENSED] = min(sensed / pressure, 0.9)
