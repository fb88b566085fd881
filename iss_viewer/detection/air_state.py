"""What is known of an air space besides its pressure: known flows, temperature, gases that are no
nitrogen; and the clock of the samples.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection import instruments as ins
from iss_viewer.detection import tracks as tr
from iss_viewer.detection import wiring as wi
from iss_viewer.detection.compiled import entry, inner
from iss_viewer.detection.tracks import Floats, Tracks
from iss_viewer.detection.wiring import Wiring

R = 8.314463
M_AIR, M_N2, M_O2, M_CO2, M_H2O = 0.0289647, 0.0280134, 0.0319988, 0.0440095, 0.0180153
FLOWS = 6  # known of each air space, see `known_flows`
ONE_ATM_PA = 101325.0
GAMMA = 1.4  # of air
N2_OF_AIR_KG = 0.7552  # nitrogen (with argon) in a kilogram of dry air; the rest is oxygen
OFFSET_MEMORY_S = 6 * 3600.0  # of an analyser's offset from the others
LEAST_DRIFT = 0.1  # Pa a square root of a day: no instrument is taken to be steadier
LAG_LASTS_S = 300.0  # how long analysers run behind to the same side
BACKWARD = 10  # samples that run on from an earlier time mean that the clock was set back


@entry
def accept(clock: Floats, time_s: float) -> float:
    """Seconds since the last sample that counted; -1 for one that does not.

    Repeated and out-of-order samples don't count. Ten in a row that run on among themselves mean
    that the clock was set back: from then on it is believed; how much time passed is not known.
    """
    if clock[tr.STARTED] == 0.0:
        clock[tr.STARTED], clock[tr.STAMP_S] = 1.0, time_s
        return 0.0
    dt = time_s - clock[tr.STAMP_S]
    if dt > 0.0:
        clock[tr.STAMP_S] = time_s
        clock[tr.BACK_COUNT] = 0.0
        clock[tr.CLOCK_S] += dt
        return float(dt)
    if not dt < 0.0:
        return -1.0
    runs_on = clock[tr.BACK_COUNT] > 0.0 and time_s > clock[tr.BACK_STAMP_S]
    clock[tr.BACK_COUNT] = clock[tr.BACK_COUNT] + 1.0 if runs_on else 1.0
    clock[tr.BACK_STAMP_S] = time_s
    if clock[tr.BACK_COUNT] >= BACKWARD:
        clock[tr.STAMP_S], clock[tr.BACK_COUNT], clock[tr.IS_SET_BACK] = time_s, 0.0, 1.0
        return 1e-3
    return -1.0


@inner
def is_good(row: Floats, quality: NDArray[np.uint8], column: int) -> bool:
    return bool(column >= 0 and quality[column] == 0 and np.isfinite(row[column]))


@inner
def _pass_air(flows: Floats, flow_kg_s: float) -> None:
    """Air that comes in (or goes, if negative) by a way that is known, but not metered."""
    flows[0] += N2_OF_AIR_KG * flow_kg_s
    flows[1] += (1.0 - N2_OF_AIR_KG) * flow_kg_s
    flows[4] += flow_kg_s * flow_kg_s


@inner
def known_flows(
    tracks: Tracks,
    wiring: Wiring,
    space_of: NDArray[np.int64],
    row: Floats,
    quality: NDArray[np.uint8],
    flows: Floats,
) -> None:
    """Known flows into each air space, kg/s.

    flows: shape (modules, FLOWS), by air space: nitrogen, oxygen, carbon dioxide by source, rate
    constant of its removal (1/s), the sum of squares of what flows through seals (each errs for itself;
    kg^2/s^2), and breathed water.
    """
    noise = wiring.noise
    for m in range(len(space_of)):
        column = wiring.crew[m]
        if is_good(row, quality, column):
            s = space_of[m]
            flows[s, 1] -= row[column] * noise[wi.BREATH_OXYGEN]
            flows[s, 2] += row[column] * noise[wi.BREATH_CARBON_DIOXIDE]
            flows[s, 5] += row[column] * noise[wi.BREATH_WATER]
    for k in range(len(wiring.machines)):
        machine = wiring.machines[k]
        s = space_of[int(machine[wi.MODULE])]
        on, column = int(machine[wi.ON_COLUMN]), int(machine[wi.FLOW_COLUMN])
        is_on = on < 0 or row[on] != 0.0
        flow = row[column] if is_good(row, quality, column) else 0.0
        kind = machine[wi.KIND]
        if kind == wi.OXYGEN_SOURCE:
            flows[s, 1] += flow
        elif kind == wi.NITROGEN_SOURCE:
            flows[s, 0] += flow
        elif kind == wi.AIR_SOURCE:
            flows[s, 0] += N2_OF_AIR_KG * flow
            flows[s, 1] += (1.0 - N2_OF_AIR_KG) * flow
        elif kind == wi.SCRUBBER and is_on:
            flows[s, 3] += machine[wi.DRAWN_M3_S] / tracks.spaces[s, tr.VOLUME]
            _pass_air(flows[s], -machine[wi.AIR_LOSS_KG_S])
        elif kind == wi.RELIEF and column >= 0:
            _pass_air(flows[s], -abs(flow))
    for k in range(len(wiring.seals)):
        a, b = space_of[int(wiring.seals[k, 0])], int(wiring.seals[k, 1])
        if b >= 0 and space_of[b] == a:
            continue
        high = tracks.spaces[a, tr.LEVEL]
        low = tracks.spaces[space_of[b], tr.LEVEL] if b >= 0 else 0.0
        if np.isfinite(high) and np.isfinite(low):
            flow = wiring.seals[k, 2] * (high - low) / ONE_ATM_PA
            _pass_air(flows[a], -flow)
            if b >= 0:
                _pass_air(flows[space_of[b]], flow)


@inner
def follow_temperature(
    tracks: Tracks,
    wiring: Wiring,
    members: NDArray[np.int64],
    s: int,
    row: Floats,
    quality: NDArray[np.uint8],
    dt: float,
) -> int:
    """Follow the mean gas temperature of an air space; gives how many thermometers it rests on.

    Volume-weighted over the modules that have one; a missing one stands where it last stood beside
    the rest; one that jumps keeps its place too, because air does not change so fast.
    """
    space = tracks.spaces[s]
    total, weights, count = 0.0, 0.0, 0
    for m in members:
        thermometer, column = tracks.thermometers[m], wiring.temperature[m]
        if column < 0:
            continue
        if is_good(row, quality, column):
            _smooth_reading(thermometer, wiring, m, row[column], dt)
            count += 1
        elif thermometer[tr.T_COUNT] == 0.0:
            continue
        elif np.isfinite(space[tr.TEMPERATURE]):
            thermometer[tr.T_SMOOTH] = space[tr.TEMPERATURE] + thermometer[tr.T_PLACE]
        total += wiring.volumes[m] * thermometer[tr.T_SMOOTH]
        weights += wiring.volumes[m]
    if weights > 0.0:
        if np.isfinite(space[tr.TEMPERATURE]):  # all gases warm alike, also those not sensed
            for partial in (tr.PO2, tr.PCO2, tr.PH2O):
                space[partial] *= total / weights / space[tr.TEMPERATURE]
        space[tr.TEMPERATURE] = total / weights
        for m in members:
            place = tracks.thermometers[m, tr.T_SMOOTH] - space[tr.TEMPERATURE]
            tracks.thermometers[m, tr.T_PLACE] = place
    elif not np.isfinite(space[tr.TEMPERATURE]):
        space[tr.TEMPERATURE] = wiring.noise[wi.AIR_TEMPERATURE]
    return count


@inner
def _smooth_reading(thermometer: Floats, wiring: Wiring, m: int, y: float, dt: float) -> None:
    """Take a thermometer's reading in; a jump is not the air's, so it is kept apart."""
    last = thermometer[tr.T_LAST]
    traits = wiring.temperature_traits[m]
    allowed = 8.0 * (traits[ins.P_NOISE] + traits[ins.P_QUANTUM]) + 0.05 * dt + 0.2
    if np.isfinite(last) and abs(y - last) > min(allowed, 3.0):
        thermometer[tr.T_JUMPS] += y - last
    thermometer[tr.T_LAST] = y
    thermometer[tr.T_COUNT] += 1.0
    share = 1.0 - math.exp(-dt / wiring.noise[wi.TEMPERATURE_SMOOTHING])
    share = max(share, 1.0 / thermometer[tr.T_COUNT])
    value = y - thermometer[tr.T_JUMPS]
    thermometer[tr.T_SMOOTH] += share * (value - thermometer[tr.T_SMOOTH])


@inner
def _weight(wiring: Wiring, m: int, k: int) -> float:
    """How much the analyser of gas `k` in a module counts: the steadier, the more."""
    return float(1.0 / max(wiring.gas_traits[m, k, ins.P_DRIFT], LEAST_DRIFT) ** 2)


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
        limit = 10.0 * (wiring.gas_traits[m, k, ins.P_NOISE] + wiring.gas_traits[m, k, 1]) + 20.0
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
def metered_pa_k(space: Floats, flows: Floats) -> float:
    """Pressure over temperature that the known flows of nitrogen and oxygen bring in a second, Pa/K/s."""
    return float((flows[0] / M_N2 + flows[1] / M_O2) * R / space[tr.VOLUME])


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
