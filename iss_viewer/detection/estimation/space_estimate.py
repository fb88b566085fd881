"""What is known of an air space now, in plain numbers: what the locator and the adviser are told."""

from __future__ import annotations

import math

from iss_viewer.detection.estimation.mass_balance import loss_variance
from iss_viewer.detection.estimation.noise_scale import excess
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.detection.state.records import DetectorState
from iss_viewer.detection.state.sensor_records import Gas
from iss_viewer.detection.state.space_records import BASE, LEAK, AirSpace, FilterState
from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.station.topology import Spaces
from iss_viewer.units import PA_PER_MMHG


def estimates_of(
    state: DetectorState, spaces: Spaces, ids: tuple[str, ...]
) -> tuple[SpaceEstimate, ...]:
    """What is known of each air space now, in the order of first modules."""
    return tuple(estimate_of(state, spaces, int(first), ids) for first in spaces.firsts)


def estimate_of(
    state: DetectorState, spaces: Spaces, first: int, ids: tuple[str, ...]
) -> SpaceEstimate:
    """What is known now of the air space whose first module this is."""
    space = state.spaces[first]
    clock = state.clock[0]
    now_s, stamp_s = float(clock["now_s"]), float(clock["stamp_s"])
    is_filtered = bool(space["filter_state"] == FilterState.RUNNING)
    kg_per_pa = (
        space["volume_m3"] * AIR_KG_MOL / (R * space["reference_k"]) if is_filtered else math.nan
    )
    loss_sd = space["leak_sd_pa_s"] * kg_per_pa
    mean, error = _since_the_change(space, now_s, kg_per_pa)
    fall = -float(space["dpdt_pa_s"])
    return SpaceEstimate(
        time_s=stamp_s,
        modules=tuple(ids[m] for m in spaces.modules(first)),
        since_s=stamp_s - (now_s - float(space["born_s"])),
        span_s=now_s - float(max(space["anchor_s"], space["born_s"])),
        volume_m3=float(space["volume_m3"]),
        pressure_pa=float(space["level_pa"]),
        temperature_k=float(space["temperature_k"]),
        loss_kg_s=float(space["loss_kg_s"]),
        loss_error_kg_s=float(loss_sd),
        mean_loss_kg_s=mean,
        mean_loss_error_kg_s=error,
        evidence_1=float(space["evidence_1"]),
        leak_probability=float(space["leak_probability"]),
        onset_s=stamp_s - (now_s - float(space["leak_onset_s"])),
        is_detected=bool(space["is_detected"] == 1),
        is_settled=is_filtered and math.isfinite(mean),
        is_main=first == spaces.main,
        oxygen_pa=float(space["gases_pa"][Gas.OXYGEN]),
        mmhg_fall_s=PA_PER_MMHG / fall if fall > 0.0 else math.inf,
        carbon_dioxide_pa=float(space["gases_pa"][Gas.CARBON_DIOXIDE]),
    )


def _since_the_change(space: AirSpace, now_s: float, kg_per_pa: float) -> tuple[float, float]:
    """The loss and its error by what was measured since the air space took its shape alone; the leak
    alone once one is believed in. Steady flows that nobody measures count in the error.

    A change of any size, at the very moment when the air space came to be, makes all that was known
    of the loss before void: the first of the onsets tried is that moment.
    """
    if not math.isfinite(kg_per_pa):
        return math.nan, math.nan
    mean, covariance = space["mean"], space["covariance"]
    scale = kg_per_pa * float(space["level_pa"] / space["reference_pa"])
    if space["has_changed"] == 1:
        error = math.sqrt(float(covariance[LEAK, LEAK] + space["slope_variance"]))
        return float(mean[LEAK]) * scale, error * scale
    onset = space["bank"][0]
    score, information, response = onset["score"], onset["information"], onset["response"]
    if space["onset_count"] == 0 or not information > 0.0:
        return math.nan, math.nan
    left = 1.0 - float(response[BASE] + response[LEAK])
    loss = float(mean[BASE] + mean[LEAK] + left * score / information)
    noise = excess(space["noise_scales"], now_s - float(onset["onset_s"]))
    variance = loss_variance(covariance) + left * left * noise / information
    variance += space["slope_variance"]
    return loss * scale, math.sqrt(float(variance)) * scale
