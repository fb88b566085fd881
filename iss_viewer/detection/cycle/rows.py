"""The compiled loop over rows: each sample taken in, and the numbers of the assessment written out."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.assessment import MODULE_QUANTITIES, STATION_QUANTITIES
from iss_viewer.detection.cycle.soundness import is_sound, restart_instruments, restart_space
from iss_viewer.detection.cycle.step import advance_row
from iss_viewer.detection.sensors.faults import FAULTS, fault_probability
from iss_viewer.detection.state.channel_map import ChannelMap
from iss_viewer.detection.state.clock import YEAR_S, accept, take_assessment
from iss_viewer.detection.state.compiled import entry, inner, part
from iss_viewer.detection.state.records import DetectorState, Floats, Grouping, Sample
from iss_viewer.detection.state.sensor_records import ABSENT, GAS_COUNT, Fault, Instrument
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.physics import AIR_KG_MOL, GAMMA, R

_M = {name: place for place, name in enumerate(MODULE_QUANTITIES)}
_S = {name: place for place, name in enumerate(STATION_QUANTITIES)}
WIDTH = len(MODULE_QUANTITIES)
M_AIR_SPACE, M_PRESSURE, M_DPDT = _M["air_space"], _M["space_pressure_pa"], _M["dpdt_pa_s"]
M_DPDT_SURE = _M["dpdt_sure_pa_s"]
M_DPDT_SE, M_RATE, M_LOW = _M["dpdt_error_pa_s"], _M["leak_rate_kg_s"], _M["leak_rate_low_kg_s"]
M_HIGH, M_RESERVE = _M["leak_rate_high_kg_s"], _M["reserve_s"]
M_RESERVE_LOW, M_RESERVE_HIGH = _M["reserve_low_s"], _M["reserve_high_s"]
M_EVIDENCE, M_FAULT, M_AGE = (
    _M["leak_evidence_1"], _M["sensor_fault_probability"], _M["data_age_s"],
)  # fmt: skip
M_ONSET = _M["leak_onset_s"]
M_THERMOMETER, M_ANALYSERS = _M["thermometer_fault_probability"], _M["oxygen_fault_probability"]
S_PRESSURE, S_DPDT, S_RATE = _S["pressure_pa"], _S["dpdt_pa_s"], _S["leak_rate_kg_s"]
S_LOW, S_HIGH, S_RESERVE = _S["leak_rate_low_kg_s"], _S["leak_rate_high_kg_s"], _S["reserve_s"]
S_RESERVE_LOW, S_RESERVE_HIGH = _S["reserve_low_s"], _S["reserve_high_s"]
S_AGE = _S["data_age_s"]


class OutputSettings(NamedTuple):
    """When a number is told. Chosen."""

    stale_s: float = 600.0  # without a measurement, after which a pressure is not told any more
    established: float = 1.01  # the leak test is told to be past its threshold while a loss stands,
    open_1: float = 0.99  # and short of it while what it says is not taken up
    sure_sigmas: float = 5.0  # by which a fall is told for sure: alarms at once depend on it


OUTPUT = OutputSettings()


class Batch(NamedTuple):
    """Rows of samples, and what comes of them."""

    time_s: Floats  # shape (rows,)
    values: Floats  # shape (rows, columns)
    quality: NDArray[np.uint8]  # shape (rows, columns)
    assessed: Floats  # shape (rows, assessed columns), written
    clock_s: Floats  # shape (rows,), the detector's clock at each row, written


@inner
def _write_modules(
    state: DetectorState,
    channel_map: ChannelMap,
    settings: Settings,
    grouping: Grouping,
    out: Floats,
) -> None:
    """The figures of each module: of its air space and of its barometer."""
    clock = state.clock[0]
    now_s = clock["now_s"]
    log_prior = math.log(settings["sensor_faults_per_year"] / YEAR_S)
    for m in range(len(grouping.space_of)):
        first = grouping.space_of[m]
        row = out[m * WIDTH : (m + 1) * WIDTH]
        row[M_AIR_SPACE] = first
        _write_space(state.spaces[first], settings, now_s, clock["stamp_s"], row)
        row[M_FAULT] = row[M_AGE] = math.nan
        if channel_map.modules[m]["pressure"]["column"] != ABSENT:
            row[M_FAULT] = fault_probability(state.barometers[m], log_prior)
            row[M_AGE] = now_s - state.barometers[m]["seen_s"]
        row[M_THERMOMETER] = _fault_probability(
            channel_map.modules[m]["temperature"], state.thermometers[m]["fault"]
        )
        for gas in range(GAS_COUNT):
            instrument = channel_map.modules[m]["gases"][gas]
            row[M_ANALYSERS + gas] = _fault_probability(
                instrument, state.analysers[m, gas]["fault"]
            )


@inner
def _fault_probability(instrument: Instrument, fault: int) -> float:
    """Of a thermometer or an analyser, as it was named; NaN where there is none."""
    if instrument["column"] == ABSENT:
        return math.nan
    return FAULTS.known_fault_1 if fault != Fault.NONE else 0.0


@inner
def shown_evidence(space: AirSpace) -> float:
    """The leak test over its threshold, with what else is known: a loss that nothing disproved stands."""
    if space["is_detected"] == 1:
        return float(max(space["evidence_1"], OUTPUT.established))
    return float(min(space["evidence_1"], OUTPUT.open_1))


@part
def _write_space(
    space: AirSpace, settings: Settings, now_s: float, stamp_s: float, row: Floats
) -> None:
    known = now_s - space["valid_s"] < OUTPUT.stale_s
    row[M_PRESSURE] = space["level_pa"] if known else math.nan
    row[M_DPDT] = space["dpdt_pa_s"]
    row[M_DPDT_SE] = space["dpdt_error_pa_s"]
    row[M_DPDT_SURE] = _sure_fall(space)
    row[M_RATE] = space["loss_kg_s"]
    row[M_LOW] = space["loss_low_kg_s"]
    row[M_HIGH] = space["loss_high_kg_s"]
    row[M_RESERVE] = space["reserve_s"]
    row[M_RESERVE_LOW] = space["reserve_low_s"]
    row[M_RESERVE_HIGH] = space["reserve_high_s"]
    if space["unseen_kg_s"] > 0.0:
        row[M_RATE], row[M_LOW], row[M_HIGH] = _unseen_loss(space)
        row[M_RESERVE_LOW] = _unseen_reserve_s(space, settings)
    row[M_EVIDENCE] = shown_evidence(space)
    row[M_ONSET] = space["leak_onset_s"] + stamp_s - now_s


@inner
def _sure_fall(space: AirSpace) -> float:
    """The upper bound of dP/dt; where thermometers run behind, no fall is sure that no loss explains, or that warmth
    does.
    """
    sure = space["dpdt_pa_s"] + OUTPUT.sure_sigmas * space["dpdt_error_pa_s"]
    sure += space["warmth_fall_pa_s"]
    if space["warmth_lag_pa2"] > 0.0 and np.isfinite(space["loss_high_kg_s"]):
        pa_per_kg = R * space["temperature_k"] / (AIR_KG_MOL * space["volume_m3"])
        sure = max(sure, -GAMMA * max(space["loss_high_kg_s"], 0.0) * pa_per_kg)
    return float(sure)


@inner
def _unseen_loss(space: AirSpace) -> tuple[float, float, float]:
    """The loss of an air space without a valid pressure: as it was known last, and whatever may have come
    or gone since.
    """
    known = space["loss_kg_s"] if np.isfinite(space["loss_kg_s"]) else 0.0
    high = space["loss_high_kg_s"] if np.isfinite(space["loss_high_kg_s"]) else 0.0
    return known, 0.0, max(high, known + space["unseen_kg_s"])


@inner
def _unseen_reserve_s(space: AirSpace, settings: Settings) -> float:
    """How soon the reserve limit may be reached by what may leak unseen, s."""
    level_pa, limit_pa = space["level_pa"], settings["reserve_limit_pa"]
    if not level_pa > limit_pa:
        return 0.0
    content_kg = space["volume_m3"] * AIR_KG_MOL * level_pa / (R * space["temperature_k"])
    return float(content_kg * math.log(level_pa / limit_pa) / space["unseen_kg_s"])


@part
def _add_unseen(state: DetectorState, grouping: Grouping, out: Floats) -> None:
    """What may leak unseen widens the station's interval: air spaces without a valid pressure count as
    unknown.
    """
    unseen = 0.0
    for s in grouping.firsts:
        unseen += state.spaces[s]["unseen_kg_s"]
    if unseen > 0.0:
        known = out[S_RATE] if np.isfinite(out[S_RATE]) else 0.0
        high = out[S_HIGH] if np.isfinite(out[S_HIGH]) else known
        out[S_RATE], out[S_LOW] = known, min(out[S_LOW], 0.0) if np.isfinite(out[S_LOW]) else 0.0
        out[S_HIGH] = known + math.hypot(high - known, unseen)


@inner
def _newest_age_s(state: DetectorState, channel_map: ChannelMap) -> float:
    """Since any barometer gave a good pressure; NaN where there is none."""
    newest_s = math.nan
    for m in range(len(channel_map.modules)):
        seen_s = state.barometers[m]["seen_s"]
        if channel_map.modules[m]["pressure"]["column"] != ABSENT and not newest_s >= seen_s:
            newest_s = seen_s
    return float(state.clock[0]["now_s"] - newest_s)


@inner
def _write_station(
    state: DetectorState,
    channel_map: ChannelMap,
    settings: Settings,
    grouping: Grouping,
    out: Floats,
) -> None:
    """The station's figures: pressure and reserve of the main air space, leaks of all together."""
    out[S_AGE] = _newest_age_s(state, channel_map)
    main = state.spaces[grouping.main]
    out[S_PRESSURE], out[S_DPDT] = main["level_pa"], main["dpdt_pa_s"]
    out[S_RESERVE], out[S_RESERVE_LOW] = main["reserve_s"], main["reserve_low_s"]
    out[S_RESERVE_HIGH] = main["reserve_high_s"]
    loss = state.loss[0]
    out[S_RATE] = loss["rate_kg_s"]
    out[S_LOW], out[S_HIGH] = loss["rate_low_kg_s"], loss["rate_high_kg_s"]
    _add_unseen(state, grouping, out)
    if main["unseen_kg_s"] > 0.0:
        out[S_RESERVE_LOW] = _unseen_reserve_s(main, settings)


@entry
def write_conclusions(
    state: DetectorState,
    channel_map: ChannelMap,
    all_settings: NDArray[np.void],
    grouping: Grouping,
    row: Floats,
) -> None:
    """Write what is known of all air spaces and of the station into a row of the assessment."""
    _write_modules(state, channel_map, all_settings[0], grouping, row)
    station = row[len(grouping.space_of) * WIDTH :]
    _write_station(state, channel_map, all_settings[0], grouping, station)


@part
def _take_in(
    state: DetectorState,
    channel_map: ChannelMap,
    settings: Settings,
    grouping: Grouping,
    sample: Sample,
    last: Floats,
) -> None:
    """One sample that counts, into the state and into the row of its assessment."""
    advance_row(state, channel_map, settings, grouping, sample)
    for s in grouping.firsts:
        if not is_sound(state.spaces[s]):
            restart_space(state, s, sample.now_s)
    for m in range(len(grouping.space_of)):
        restart_instruments(state, m)
    _write_modules(state, channel_map, settings, grouping, last)
    station = last[len(grouping.space_of) * WIDTH :]
    _write_station(state, channel_map, settings, grouping, station)


@entry
def advance_rows(
    state: DetectorState,
    channel_map: ChannelMap,
    all_settings: NDArray[np.void],
    grouping: Grouping,
    batch: Batch,
    last: Floats,
    start: int,
    stop: int,
) -> tuple[int, bool]:
    """Take in rows from `start` on, until `stop` or the first row at which an assessment is due.

    all_settings: shape (1,); last: shape (columns,), the assessment of the row before, kept up to date.
    Returns the row after the last one taken in, and whether an assessment is due there.
    """
    clock, settings = state.clock[0], all_settings[0]
    for r in range(start, stop):
        dt = accept(clock, batch.time_s[r])
        if dt >= 0.0:
            sample = Sample(batch.values[r], batch.quality[r], dt, clock["now_s"])
            _take_in(state, channel_map, settings, grouping, sample, last)
        for column in range(len(last)):
            batch.assessed[r, column] = last[column]
        batch.clock_s[r] = clock["now_s"]
        if dt >= 0.0 and take_assessment(clock, settings["tick_s"]):
            return r + 1, True
    return stop, False
