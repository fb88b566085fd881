"""Gases between one reading of an analyser and the next, or where there is none: what is known to flow, what
goes with air that is lost, what condenses on walls, and how wrong all that may be.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.estimation.process_noise import breathed_pa_s, unseen_vapour
from iss_viewer.detection.estimation.witnesses import gas_followed
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Indices
from iss_viewer.detection.state.sensor_records import GAS_COUNT, Analysers, Gas
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, FilterState, KnownFlows, Motion
from iss_viewer.physics import (
    CO2_KG_MOL,
    H2O_KG_MOL,
    N2_KG_MOL,
    O2_KG_MOL,
    R,
    saturation_over_water_pa,
)


class PredictionSettings(NamedTuple):
    """What is assumed of gases that nobody measures."""

    silent_s: float = 600.0  # without a reading, after which an analyser tells nothing. Chosen
    least_pa: float = 1e3  # of air that can be compared: noise is a small part of it. Chosen
    wall_colder_k: float = 4.0  # than the air: there vapour condenses first. Assumed
    unsure_pa: float = 10.0  # of gases, where the bias of barometers passes for air that was lost:
    # 50 Pa of the pressure, the bias of their class
    most_doubt_pa: float = 600.0  # of vapour: half of what a cabin's air holds. Assumed
    uneven_share_1: float = 0.5  # 1-sigma of the vapour's rate, where it may condense or not
    longest_s: float = 3600.0  # that it keeps to the same side. Chosen


PREDICTION = PredictionSettings()

saturation_pa = inner(saturation_over_water_pa)


@inner
def is_analysed(analysers: Analysers, members: Indices, gas: int) -> bool:
    """Whether an analyser of a gas in one of the modules was ever heard."""
    heard = False
    for m in members:
        heard = heard or analysers[m, gas]["count"] > 0
    return heard


@inner
def is_live(analysers: Analysers, members: Indices, gas: int) -> bool:
    """Whether one of them was heard of late."""
    told = False
    for m in members:
        analyser = analysers[m, gas]
        told = told or (analyser["count"] > 0 and analyser["silent_s"] < PREDICTION.silent_s)
    return told


@inner
def predict_gases(
    space: AirSpace, analysers: Analysers, members: Indices, flow: KnownFlows, dt: float
) -> None:
    """Move all partial pressures on by a step: by what is known to flow, and with the air that is lost."""
    partial = space["gases_pa"]
    before_pa = partial.sum()
    for gas in range(GAS_COUNT):
        predict_gas(space, gas, flow, is_analysed(analysers, members, gas), dt)
    fed_pa = flow["nitrogen_kg_s"] * R * space["temperature_k"] / (N2_KG_MOL * space["volume_m3"])
    gained_pa = partial.sum() - before_pa + fed_pa * dt
    share_fall(space, analysers, members, gained_pa)


@inner
def predict_gas(space: AirSpace, gas: int, flow: KnownFlows, is_analysed: bool, dt: float) -> None:
    """Move the partial pressure of a gas on by what is known to flow. Vapour that nobody measures
    condenses once it is saturated at the wall; that which is measured is left to the analysers.
    """
    partial = space["gases_pa"]
    pa_per_kg = R * space["temperature_k"] / space["volume_m3"]
    if gas == Gas.OXYGEN:
        partial[gas] += flow["oxygen_kg_s"] * pa_per_kg / O2_KG_MOL * dt
    elif gas == Gas.CARBON_DIOXIDE:
        rate = flow["carbon_dioxide_kg_s"] * pa_per_kg / CO2_KG_MOL
        removal = flow["scrubbing_1_s"]
        if removal > 0.0:
            goal = rate / removal
            partial[gas] = goal + (partial[gas] - goal) * math.exp(-removal * dt)
        else:
            partial[gas] += rate * dt
    elif not is_analysed:
        vapour = partial[gas] + flow["water_kg_s"] * pa_per_kg / H2O_KG_MOL * dt
        most = saturation_pa(space["temperature_k"] - PREDICTION.wall_colder_k)
        partial[gas] = max(min(vapour, most), partial[gas])


@inner
def share_fall(space: AirSpace, analysers: Analysers, members: Indices, gained_pa: float) -> None:
    """Let gases fall with a pressure that falls for no known reason, as they do in a leak.

    gained_pa: what is known to have come in since the sample before. Analysers say so half an hour late,
    and a fast leak would be taken for larger than it is meanwhile; not by a single barometer, which may
    err: what is wrong with it the analysers mend. Where there are none, nobody else says it, and the air
    would bring old partial pressures along when a hatch opens. While air evens out nothing is compared.
    """
    expected = space["last_pa_k"] + gained_pa / space["temperature_k"]
    space["last_pa_k"] = expected
    if space["is_settled"] == 0 or not space["agreed_variance_pa2"] < math.inf:
        return
    level = space["level_pa"] / space["temperature_k"]
    space["last_pa_k"] = level
    if not expected > PREDICTION.least_pa / space["temperature_k"] or level != level:
        return
    lost, fallen_pa = max(level, 0.0) / expected - 1.0, 0.0
    for gas in range(GAS_COUNT):
        has_analyser = is_analysed(analysers, members, gas)
        if has_analyser and space["sensor_count"] < 2:
            continue
        change_pa = lost * space["gases_pa"][gas]
        space["gases_pa"][gas] += change_pa
        fallen_pa += change_pa
        if not has_analyser:
            space["fallen_pa"] += change_pa
    if space["filter_state"] != FilterState.RUNNING:
        unsure_pa = min(abs(fallen_pa), PREDICTION.unsure_pa)
        space["gas_doubt_pa"] = math.hypot(space["gas_doubt_pa"], unsure_pa)


@inner
def follow_gas_doubt(
    space: AirSpace,
    analysers: Analysers,
    members: Indices,
    flow: KnownFlows,
    settings: Settings,
    dt: float,
) -> None:
    """How wrong the gases together may be: analysers mend it, unmeasured breath makes it grow."""
    space["is_vapour_sensed"] = 1 if is_live(analysers, members, Gas.WATER) else 0
    if space["is_vapour_sensed"] == 1:
        space["gas_doubt_pa"] *= math.exp(-dt / settings["gas_smoothing_s"])
    else:
        doubt_pa = space["gas_doubt_pa"] + unseen_vapour(space, settings, flow) * dt
        space["gas_doubt_pa"] = max(min(doubt_pa, PREDICTION.most_doubt_pa), space["gas_doubt_pa"])


@inner
def gas_noise(space: AirSpace, flow: KnownFlows, motion: Motion) -> float:
    """What a step adds to the variance of the gases, Pa^2: where analysers tell of them, what they find out
    little by little while air mixes; elsewhere what walls may take of the breath.
    """
    if space["is_vapour_sensed"] == 1:
        told_pa = gas_followed(space) * space["gas_doubt_pa"]
        return float(told_pa * told_pa * (1.0 - motion.gas_keep**2))
    return float(_condensing(space, flow) * motion.dt_s)


@inner
def _condensing(space: AirSpace, flow: KnownFlows) -> float:
    """Variance a second of breath that walls may take all of, or none, for as long as it would take to
    saturate the air, Pa^2/s.
    """
    rate = breathed_pa_s(space, flow)
    if rate <= 0.0:
        return 0.0
    saturated = saturation_pa(space["temperature_k"])
    cold = saturation_pa(space["temperature_k"] - PREDICTION.wall_colder_k)
    room_pa = max(saturated - space["gases_pa"][Gas.WATER], saturated - cold)
    lasts_s = min(room_pa / rate, PREDICTION.longest_s)
    return float((PREDICTION.uneven_share_1 * rate) ** 2 * lasts_s)
