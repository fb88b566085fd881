"""What is known of an air space besides its pressure: known flows and temperature; and the clock of the
samples.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.detection.state.sensor_fields import P_NOISE, P_QUANTUM
from iss_viewer.physics import AIR_KG_MOL, CO2_KG_MOL, H2O_KG_MOL, N2_KG_MOL, O2_KG_MOL, STANDARD_PA
from iss_viewer.physics import R as R

M_AIR, M_N2, M_O2, M_CO2, M_H2O = AIR_KG_MOL, N2_KG_MOL, O2_KG_MOL, CO2_KG_MOL, H2O_KG_MOL
FLOWS = 6  # known of each air space, see `known_flows`
ONE_ATM_PA = STANDARD_PA
N2_OF_AIR_KG = 0.7552  # nitrogen (with argon) in a kilogram of dry air; the rest is oxygen
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
def metered_pa_k(space: Floats, flows: Floats) -> float:
    """Pressure over temperature that the known flows of nitrogen and oxygen bring in a second, Pa/K/s."""
    return float((flows[0] / M_N2 + flows[1] / M_O2) * R / space[tr.VOLUME])


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
    allowed = 8.0 * (traits[P_NOISE] + traits[P_QUANTUM]) + 0.05 * dt + 0.2
    if np.isfinite(last) and abs(y - last) > min(allowed, 3.0):
        thermometer[tr.T_JUMPS] += y - last
    thermometer[tr.T_LAST] = y
    thermometer[tr.T_COUNT] += 1.0
    share = 1.0 - math.exp(-dt / wiring.noise[wi.TEMPERATURE_SMOOTHING])
    share = max(share, 1.0 / thermometer[tr.T_COUNT])
    value = y - thermometer[tr.T_JUMPS]
    thermometer[tr.T_SMOOTH] += share * (value - thermometer[tr.T_SMOOTH])
