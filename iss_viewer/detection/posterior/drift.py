"""Whether a fall that one barometer alone shows is that barometer's own drift.

A drift has a size: that of steady drifts of barometers of its class, by shares, and of a walk. What the open
account of the air space says of a steady fall from each onset on weighs such drifts beside the leaks; few
barometers fail so that they may show anything.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.mixture import Mixture
from iss_viewer.detection.posterior.segment import flow_share
from iss_viewer.detection.state.clock import DAY_S, YEAR_S
from iss_viewer.detection.state.compiled import entry, inner, part
from iss_viewer.detection.state.leak_records import STEADY, LeakLaw, Segment, Segments
from iss_viewer.detection.state.records import Floats, Indices
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace, AirSpaces
from iss_viewer.physics import AIR_KG_MOL, R

_FROM_START = 0.5  # of drifts: they were there when measuring began; the others begin at any time
_LEAST = 1e-9  # that is told from rounding, of a sum of probabilities
_LEAST_WEIGHT = 1e-300  # its logarithm is never asked
_MOST_NATS = 600.0  # numbers end beyond


def log_of_none(mixture: Mixture, here: Floats) -> Floats:
    """ln of the probability of each air space that it neither leaks nor ever leaked, shape (spaces,); here:
    that it does or did.
    """
    known: Floats = np.full(len(here), -np.inf)
    np.log1p(-here, out=known, where=here < 1.0 - _LEAST)
    return np.maximum(known, float(mixture.log_none[0]))


@entry
def kept_by_drifts(
    segments: Segments,
    spaces: AirSpaces,
    firsts: Indices,
    all_settings: NDArray[np.void],
    now_s: float,
    leaks: Floats,
    log_none: Floats,
) -> Floats:
    """The share of the probability of a leak in each air space, `leaks`, that is left beside that of a drift.

    log_none: ln of the probability that it never leaked; both of shape (spaces,). What a hand gauge said of
    the fall counts in full.
    """
    kept = np.ones(len(firsts))
    for n in range(len(firsts)):
        segment, space = segments[firsts[n]], spaces[firsts[n]]
        if _may_drift(segment, space):
            kept[n] = _kept(segment, space, all_settings[0], now_s, leaks[n], log_none[n])
    return kept


@inner
def _may_drift(segment: Segment, space: AirSpace) -> bool:
    """Whether one barometer alone has followed this air."""
    is_alone = space["sensor_count"] <= 1 and space["module_share_1"] > 0.0
    return bool(is_alone and segment["is_open"] == 1 and space["reference_pa"] > 0.0)


@part
def _kept(
    segment: Segment,
    space: AirSpace,
    settings: Settings,
    now_s: float,
    leak: float,
    log_none: float,
) -> float:
    nats = _drift_nats(segment, space, settings, now_s)
    gauge = math.exp(-space["gauge_log_odds"])
    onsets = settings["leak_onsets_per_year"] * (now_s - segment["start_s"]) / YEAR_S
    leaks = (settings["leak_at_start_1"] + onsets) * space["module_share_1"]
    broken = leak * settings["broken_1"] / leaks
    drifting = 0.0
    if nats > 0.0:
        drifting = math.exp(min(log_none + nats, _MOST_NATS)) * -math.expm1(-nats)
    return float(1.0 / (1.0 + (drifting + broken) * gauge))


@inner
def _drift_nats(segment: Segment, space: AirSpace, settings: Settings, now_s: float) -> float:
    """ln of how much better drifts of all sizes and onsets explain the account than none does."""
    per_kg = R * segment["reference_k"] / (AIR_KG_MOL * space["volume_m3"])
    per_kg *= 1.0 - space["sensed_share_1"]
    per_kg *= flow_share(LeakLaw.HOLE, space["reference_pa"])
    slopes, shares = settings["drift_slopes_pa_s"], settings["drift_shares_1"]
    onset_s, count = segment["onset_s"], segment["count"]
    highest, total = -math.inf, 0.0
    for k in range(count):
        a, b = _of_onset(segment, k)
        until_s = onset_s[k + 1] if k + 1 < count else now_s
        weight = (1.0 - _FROM_START) * (until_s - onset_s[k]) / max(now_s - onset_s[0], 1.0)
        if k == 0:
            weight += _FROM_START
        walk = settings["drift_walk_pa"] ** 2 / (max(now_s - onset_s[k], 1.0) * DAY_S)
        for one in range(len(slopes)):
            variance = (slopes[one] ** 2 + walk) / (per_kg * per_kg)
            nats = 0.5 * b * b / (a + 1.0 / variance) - 0.5 * math.log1p(a * variance)
            nats += math.log(max(weight * shares[one], _LEAST_WEIGHT))
            if nats > highest:
                total, highest = total * math.exp(highest - nats), nats
            total += math.exp(nats - highest)
    return highest + math.log(total)


@inner
def _of_onset(segment: Segment, k: int) -> tuple[float, float]:
    """What the account says of a unit leak from an onset on, beside any steady flow."""
    law, scale = LeakLaw.HOLE, segment["excess_1"]
    score, information = segment["score"][law], segment["information"][law]
    share = 1.0 / (information[STEADY, STEADY] + scale / segment["slope_variance"])
    cross = information[STEADY, k]
    a = max(information[k, k] - cross * cross * share, 0.0) / scale
    return a, (score[k] - cross * score[STEADY] * share) / scale
