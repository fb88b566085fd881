"""Whether a fall that one barometer alone shows is that barometer's own drift.

A drift has a size: that of steady drifts of barometers of its class, by shares, and of a walk. What the open
account of the air space says of a steady fall from each onset on weighs such drifts beside the leaks; few
barometers fail so that they may show anything.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.posterior.mixture import Mixture
from iss_viewer.detection.posterior.segment import flow_share
from iss_viewer.detection.state.clock import DAY_S, YEAR_S
from iss_viewer.detection.state.leak_records import STEADY, LeakLaw, Segment
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.physics import AIR_KG_MOL, R

_FROM_START = 0.5  # of drifts: they were there when measuring began; the others begin at any time
_LEAST = 1e-9  # that is told from rounding, of a sum of probabilities
_MOST_NATS = 600.0  # numbers end beyond


def log_of_none(mixture: Mixture, here: float) -> float:
    """ln of the probability that an air space neither leaks nor ever leaked; here: that it does or did."""
    known = math.log(1.0 - here) if here < 1.0 - _LEAST else -math.inf
    return max(known, float(mixture.log_none[0]))


def kept_by_drift(
    segment: Segment,
    space: AirSpace,
    settings: Settings,
    now_s: float,
    leak: float,
    log_none: float,
) -> float:
    """The share of the probability of a leak in an air space, `leak`, that is left beside that of a drift.

    log_none: ln of the probability that it never leaked. What a hand gauge said of the fall counts in full.
    """
    if space["sensor_count"] > 1 or space["module_share_1"] <= 0.0 or segment["is_open"] == 0:
        return 1.0
    if not space["reference_pa"] > 0.0:
        return 1.0
    nats = _drift_nats(segment, space, settings, now_s)
    gauge = math.exp(-float(space["gauge_log_odds"]))
    onsets = settings["leak_onsets_per_year"] * (now_s - float(segment["start_s"])) / YEAR_S
    leaks = (settings["leak_at_start_1"] + onsets) * space["module_share_1"]
    broken = leak * float(settings["broken_1"] / leaks)
    drifting = 0.0
    if nats > 0.0:
        drifting = math.exp(min(log_none + nats, _MOST_NATS)) * -math.expm1(-nats)
    return 1.0 / (1.0 + (drifting + broken) * gauge)


def _drift_nats(segment: Segment, space: AirSpace, settings: Settings, now_s: float) -> float:
    """ln of how much better drifts of all sizes and onsets explain the account than none does."""
    count, law = int(segment["count"]), LeakLaw.HOLE
    a, b = _of_onsets(segment)
    onset_s = segment["onset_s"][:count]
    age_s = np.maximum(now_s - onset_s, 1.0)
    spans = np.diff(onset_s, append=now_s)
    weight = (1.0 - _FROM_START) * spans / max(float(spans.sum()), 1.0)
    weight[0] += _FROM_START
    per_kg = R * segment["reference_k"] / (AIR_KG_MOL * space["volume_m3"])
    per_kg *= (1.0 - space["sensed_share_1"]) * flow_share(law, float(space["reference_pa"]))
    walk = settings["drift_walk_pa"] ** 2 / (age_s * DAY_S)
    slopes, shares = settings["drift_slopes_pa_s"], settings["drift_shares_1"]
    variance = (slopes[:, None] ** 2 + walk) / per_kg**2
    nats = 0.5 * b * b / (a + 1.0 / variance) - 0.5 * np.log1p(a * variance)
    nats += np.log(np.maximum(weight * shares[:, None], np.finfo(float).tiny))
    return float(np.logaddexp.reduce(nats, axis=None))


def _of_onsets(segment: Segment) -> tuple[Floats, Floats]:
    """What the account says of a unit leak from each onset on, beside any steady flow: shapes (onsets,)."""
    count, law, scale = int(segment["count"]), LeakLaw.HOLE, float(segment["excess_1"])
    information, score = segment["information"][law] / scale, segment["score"][law] / scale
    cross = information[STEADY, :count]
    share = 1.0 / (information[STEADY, STEADY] + 1.0 / segment["slope_variance"])
    a = np.maximum(np.diagonal(information)[:count] - cross * cross * share, 0.0)
    b = score[:count] - cross * score[STEADY] * share
    return a, b
