"""The compiled loop over rows: each sample taken in, intervals and reserve time renewed now and
then, and the numbers of the assessment written out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.assessment import MODULE_QUANTITIES, STATION_QUANTITIES
from iss_viewer.detection.cycle.soundness import (
    is_concluded,
    is_sound,
    restart_instruments,
    restart_space,
)
from iss_viewer.detection.cycle.step import advance_row
from iss_viewer.detection.estimation.glr_bank import changed_quantile
from iss_viewer.detection.estimation.reserve_time import reserve_band
from iss_viewer.detection.estimation.sequential_test import (
    ended_probability,
    leak_probability,
    seen_error,
    weigh,
)
from iss_viewer.detection.sensors.faults import FAULTS, fault_probability
from iss_viewer.detection.state.channel_map import ChannelMap
from iss_viewer.detection.state.clock import YEAR_S, accept, take_assessment
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import DetectorState, Floats, Grouping, Sample
from iss_viewer.detection.state.sensor_records import ABSENT, GAS_COUNT, Fault, Instrument
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    BASE,
    CHANGE,
    LEAK,
    ONSETS,
    AirSpace,
    FilterState,
)
from iss_viewer.physics import AIR_KG_MOL, R

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
Z95 = 1.959964
TAIL = 0.025  # on each side of a 95 % interval


class OutputSettings(NamedTuple):
    """When a number is told. Chosen."""

    stale_s: float = 600.0  # without a measurement, after which a pressure is not told any more
    sure_sigmas: float = 5.0  # by which a fall is told for sure: alarms at once depend on it
    renewed_share_1: float = 0.02  # of its age, after which what is told of a leak is told anew


OUTPUT = OutputSettings()


class Batch(NamedTuple):
    """Rows of samples, and what comes of them."""

    time_s: Floats  # shape (rows,)
    values: Floats  # shape (rows, columns)
    quality: NDArray[np.uint8]  # shape (rows, columns)
    assessed: Floats  # shape (rows, assessed columns), written
    clock_s: Floats  # shape (rows,), the detector's clock at each row, written


@inner
def renew_conclusions(space: AirSpace, settings: Settings, now_s: float) -> None:
    """Leak with its interval, probability of a leak and reserve time of one air space."""
    if space["filter_state"] == FilterState.NOT_STARTED:
        space["loss_kg_s"] = space["loss_low_kg_s"] = space["loss_high_kg_s"] = math.nan
        space["reserve_s"] = space["reserve_low_s"] = space["reserve_high_s"] = math.nan
        space["leak_probability"] = math.nan
    if space["filter_state"] != FilterState.RUNNING:
        return
    low, mean, high = _leak_interval(space, settings, now_s)
    kg_per_pa = space["volume_m3"] * AIR_KG_MOL / (R * space["reference_k"])
    ratio = space["level_pa"] / space["reference_pa"]
    rate, rate_sd = mean * ratio, (high - low) * ratio / (2.0 * Z95)
    space["leak_sd_pa_s"] = rate_sd
    loss = rate * kg_per_pa
    doubt = loss * space["volume_sd_1"] * Z95
    below, above = (mean - low) * ratio * kg_per_pa, (high - mean) * ratio * kg_per_pa
    space["loss_kg_s"] = loss
    space["loss_low_kg_s"] = loss - math.sqrt(below**2 + doubt**2)
    space["loss_high_kg_s"] = loss + math.sqrt(above**2 + doubt**2)
    space["reserve_s"], space["reserve_low_s"], space["reserve_high_s"] = reserve_band(
        space["level_pa"],
        settings["reserve_limit_pa"],
        settings["seal_floor_pa"],
        rate,
        rate_sd,
        settings["law_weights_1"],
    )


@inner
def _leak_interval(space: AirSpace, settings: Settings, now_s: float) -> tuple[float, float, float]:
    """The leak of an air space, Pa/s: 2.5 %, median, 97.5 %; sets its probability too.

    While nothing is believed to leak, a leak may still hide in the steady loss that is taken for none.
    """
    count, changes = space["onset_count"], np.empty(ONSETS, CHANGE)
    grown = weigh(space, settings, now_s, changes)
    mean = max(space["mean"][LEAK], 0.0)  # air that is gained leaks nowhere
    ended = ended_probability(mean, changes, count)
    probability = leak_probability(space, settings, now_s, grown, ended)
    space["leak_probability"] = probability
    variance = seen_error(space, now_s) ** 2
    if space["has_changed"] == 0:
        variance += space["covariance"][BASE, BASE]
    low = changed_quantile(TAIL, mean, variance, changes, count)
    high = changed_quantile(1.0 - TAIL, mean, variance, changes, count)
    median = changed_quantile(0.5, mean, variance, changes, count)
    if space["is_detected"] == 0 and probability < 1.0 - TAIL:
        low = min(low, 0.0)
    if space["is_detected"] == 1 and probability > 1.0 - TAIL:
        low = max(low, _positive_quantile(mean, variance))
    return low, median, high


@inner
def _positive_quantile(mean: float, variance: float) -> float:
    """2.5 % of a size that is above zero for sure, log-normal with this mean and variance."""
    if mean <= 0.0:
        return 0.0
    spread = math.log1p(variance / mean**2)
    return float(mean * math.exp(-0.5 * spread - Z95 * math.sqrt(spread)))


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
def _write_space(
    space: AirSpace, settings: Settings, now_s: float, stamp_s: float, row: Floats
) -> None:
    known = now_s - space["valid_s"] < OUTPUT.stale_s
    row[M_PRESSURE] = space["level_pa"] if known else math.nan
    row[M_DPDT] = space["dpdt_pa_s"]
    row[M_DPDT_SE] = space["dpdt_error_pa_s"]
    row[M_DPDT_SURE] = space["dpdt_pa_s"] + OUTPUT.sure_sigmas * space["dpdt_error_pa_s"]
    row[M_RATE] = space["loss_kg_s"]
    row[M_LOW] = space["loss_low_kg_s"]
    row[M_HIGH] = space["loss_high_kg_s"]
    row[M_RESERVE] = space["reserve_s"]
    row[M_RESERVE_LOW] = space["reserve_low_s"]
    row[M_RESERVE_HIGH] = space["reserve_high_s"]
    if space["unseen_kg_s"] > 0.0:
        row[M_RATE], row[M_LOW], row[M_HIGH] = _unseen_loss(space)
        row[M_RESERVE_LOW] = _unseen_reserve_s(space, settings)
    row[M_EVIDENCE] = space["evidence_1"]
    row[M_ONSET] = space["leak_onset_s"] + stamp_s - now_s


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


@inner
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
def _write_station(
    state: DetectorState, settings: Settings, grouping: Grouping, out: Floats
) -> None:
    """The station's figures: pressure and reserve of the main air space, leaks of all together."""
    main = state.spaces[grouping.main]
    out[S_PRESSURE], out[S_DPDT] = main["level_pa"], main["dpdt_pa_s"]
    out[S_RESERVE], out[S_RESERVE_LOW] = main["reserve_s"], main["reserve_low_s"]
    out[S_RESERVE_HIGH] = main["reserve_high_s"]
    total, below, above = 0.0, 0.0, 0.0
    for s in grouping.firsts:
        space = state.spaces[s]
        loss = space["loss_kg_s"]
        counts = s == grouping.main or space["is_detected"] == 1
        if counts and not grouping.is_vented[s] and np.isfinite(loss):
            total += loss
            below += (loss - space["loss_low_kg_s"]) ** 2
            above += (space["loss_high_kg_s"] - loss) ** 2
    if not np.isfinite(main["loss_kg_s"]):
        total = math.nan
    out[S_RATE] = total
    out[S_LOW], out[S_HIGH] = total - math.sqrt(below), total + math.sqrt(above)
    _add_unseen(state, grouping, out)
    if main["unseen_kg_s"] > 0.0:
        out[S_RESERVE_LOW] = _unseen_reserve_s(main, settings)


@inner
def _holds_s(space: AirSpace, settings: Settings, now_s: float) -> float:
    """How long the interval of an air space stands when nothing happens: a share of the time since something
    did. Where a change is believed, and at each assessment, it is renewed at once.
    """
    age_s = now_s - max(space["anchor_s"], space["born_s"])
    return float(min(max(OUTPUT.renewed_share_1 * age_s, settings["report_s"]), settings["tick_s"]))


@inner
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
    is_assessed = sample.now_s >= state.clock[0]["next_assessment_s"]
    for s in grouping.firsts:
        space = state.spaces[s]
        is_due = is_assessed or sample.now_s >= space["next_interval_s"]
        if is_due:
            renew_conclusions(space, settings, sample.now_s)
            space["next_interval_s"] = sample.now_s + _holds_s(space, settings, sample.now_s)
        if not is_sound(space) or (is_due and not is_concluded(space)):
            restart_space(state, s, sample.now_s)
    for m in range(len(grouping.space_of)):
        restart_instruments(state, m)
    _write_modules(state, channel_map, settings, grouping, last)
    _write_station(state, settings, grouping, last[len(grouping.space_of) * WIDTH :])


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
        batch.assessed[r] = last
        batch.clock_s[r] = clock["now_s"]
        if dt >= 0.0 and take_assessment(clock, settings["tick_s"]):
            return r + 1, True
    return stop, False
