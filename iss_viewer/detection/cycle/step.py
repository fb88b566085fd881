"""The compiled step over one row of samples: all air spaces through mass balance, filter and slopes."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.air_state import known_flows, metered_pa_k
from iss_viewer.detection.estimation.gases import follow_gases, forget_offsets
from iss_viewer.detection.estimation.mass_balance import forget_level, measure
from iss_viewer.detection.estimation.process_noise import fed_heat, motion_of
from iss_viewer.detection.estimation.slopes import (
    choose_scale,
    follow_slopes,
    gas_slope,
    pressure_slope,
    slope_error,
    thermal_slope,
)
from iss_viewer.detection.estimation.temperature import accuse_thermometers, follow_temperature
from iss_viewer.detection.estimation.warmth_lag import follow_warmth_fall, follow_warmth_lag
from iss_viewer.detection.estimation.witnesses import followed_pa, lag_variance
from iss_viewer.detection.posterior.segment import follow_segment
from iss_viewer.detection.sensor_validation.consensus import BarometerReadings, find_consensus
from iss_viewer.detection.sensor_validation.hand_gauge import take_hand_gauge
from iss_viewer.detection.sensor_validation.single_sensor import (
    ONLY_SEVERAL,
    diagnose_single_sensor,
    explain_single_sensor,
    single_module,
)
from iss_viewer.detection.sensors.habits import follow_instruments
from iss_viewer.detection.state.channel_map import ChannelMap, Modules
from iss_viewer.detection.state.compiled import inner, part
from iss_viewer.detection.state.records import DetectorState, Grouping, Indices, Sample
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    KNOWN_FLOWS,
    AirSpace,
    FilterState,
    KnownFlows,
    Motion,
    Witness,
)


@inner
def renew_slopes(space: AirSpace, settings: Settings, dt: float) -> None:
    """dP/dt of an air space with its error, and what temperature and breathing have in it."""
    slopes = space["slopes"]
    level = space["level_pa"] - space["reference_pa"]
    thermal = space["reference_pa"] * (space["temperature_k"] / space["reference_k"] - 1.0)
    follow_slopes(slopes, settings["slope_scales_s"], dt, level, thermal, followed_pa(space))
    others = fed_heat(space) + lag_variance(space)  # what is no error of the pressure itself
    variance = max(space["measurement_variance_pa2"] - others, space["agreed_variance_pa2"])
    chosen = choose_scale(slopes, variance)
    if chosen < 0:
        space["dpdt_pa_s"] = space["dpdt_error_pa_s"] = math.nan
        return
    sums = slopes[chosen]
    space["dpdt_pa_s"] = pressure_slope(sums)
    space["dpdt_error_pa_s"] = slope_error(sums, variance)
    space["thermal_slope_pa_s"] = thermal_slope(sums)
    space["gas_slope_pa_s"] = gas_slope(sums)


@part
def advance_row(
    state: DetectorState,
    channel_map: ChannelMap,
    settings: Settings,
    grouping: Grouping,
    sample: Sample,
) -> None:
    """Take one sample into the state of all air spaces."""
    count, clock = len(grouping.space_of), state.clock[0]
    flows = np.zeros(count, KNOWN_FLOWS)
    readings = BarometerReadings(np.zeros(count, np.bool_), np.empty(count))
    motion = motion_of(settings, sample.dt_s)
    follow_instruments(state.habits, channel_map.modules, state.barometers, sample)
    known_flows(state.spaces, channel_map, settings, grouping.space_of, sample, flows)
    for k in range(len(grouping.firsts)):
        s = grouping.firsts[k]
        members = grouping.members[grouping.starts[k] : grouping.starts[k + 1]]
        if clock["is_set_back"] == 1:
            forget_level(state.spaces[s])
        _advance_space(
            state, channel_map, settings, s, members, sample, flows[s], motion, readings,
            grouping.is_vented[s],
        )  # fmt: skip
    clock["is_set_back"] = 0


@part
def _advance_space(
    state: DetectorState,
    channel_map: ChannelMap,
    settings: Settings,
    s: int,
    members: Indices,
    sample: Sample,
    flow: KnownFlows,
    motion: Motion,
    readings: BarometerReadings,
    is_vented: bool,
) -> None:
    """Take one sample into the state of an air space: this alone sees all that the sample holds."""
    space, modules, clock = state.spaces[s], channel_map.modules, state.clock[0]
    follow_temperature(space, state.thermometers, state.habits, modules, members, sample, settings)
    is_measured = find_consensus(
        space, state.barometers, state.habits, modules, members, sample, readings, settings
    )
    is_measured = take_hand_gauge(
        space, state.barometers, modules, members, sample, readings.is_usable, is_measured
    )
    if is_measured:
        follow_warmth_lag(space, settings, sample.dt_s)
    follow_gases(space, state.analysers, state.habits, modules, members, sample, flow, settings)
    single = ONLY_SEVERAL
    if is_measured:
        single = single_module(space, members, readings.is_usable)
        space["step_probability"] = space["outlier_probability"] = 0.0
    if single != ONLY_SEVERAL:
        fed_pa = metered_pa_k(space, flow) * space["temperature_k"] * sample.dt_s
        barometer, instrument = state.barometers[single], modules[single]["pressure"]
        explain_single_sensor(space, barometer, instrument, settings, fed_pa, sample.now_s)
    was = space["filter_state"]
    is_taken = measure(space, modules[s], flow, motion, settings, clock)
    if was == FilterState.NOT_STARTED:
        state.segments[s]["is_open"] = 0  # what was measured before was not of this air
    if not is_vented:
        is_level_new = was != FilterState.RUNNING
        follow_segment(
            state.segments[s], space, modules[s], flow, motion, settings, sample.now_s,
            is_taken, is_level_new,
        )  # fmt: skip
    _believe_no_more(state, space, modules, members, sample)
    if is_measured:
        space["valid_s"] = sample.now_s
        renew_slopes(space, settings, sample.dt_s)
        follow_warmth_fall(space, sample.dt_s)
        if single != ONLY_SEVERAL:
            diagnose_single_sensor(space, state.barometers[single], sample.now_s)


@part
def _believe_no_more(
    state: DetectorState, space: AirSpace, modules: Modules, members: Indices, sample: Sample
) -> None:
    """Begin anew with the level where thermometers or analysers misled, and with those."""
    if space["misled_by"] == Witness.NOBODY:
        return
    if space["misled_by"] == Witness.THERMOMETERS:
        accuse_thermometers(space, state.thermometers, modules, members, sample)
    else:
        forget_offsets(state.analysers, members)
    forget_level(space)
    space["misled_by"] = Witness.NOBODY
