"""The sequential test of one air space, the quick alarm: is air being lost, and since when.

The statistic is the evidence for a leak over the threshold, in sigmas. How much is lost, where, and whether
it still is after hatches have moved, the posterior over modules says.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.estimation.glr_bank import (
    add_onset,
    adopt,
    best_change,
    median_onset_s,
    threshold,
    weigh_changes,
)
from iss_viewer.detection.estimation.noise_scale import excess
from iss_viewer.detection.estimation.witnesses import (
    begin_witnesses,
    has_fallen,
    is_sparsely_sensed,
    only_witness,
    unfed_pa,
)
from iss_viewer.detection.state.clock import YEAR_S, Clock, request_assessment
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import (
    CHANGE,
    LEAK,
    ONSETS,
    AirSpace,
    Changes,
    Witness,
)
from iss_viewer.physics import AIR_KG_MOL, R


class TestSettings(NamedTuple):
    """When a loss is believed. Fitted by `study detection`, where no reason is given."""

    detected_from: float = 1.0  # of the statistic over its threshold
    #: of it, by several barometers of sparsely sensed air: what holds the onset is no noise, until it is less. The air
    #: that a lone one shows has heavy tails (weather): there all of it counts
    suspected_from: float = 0.5
    detected_until: float = 2.0  # sigmas of evidence: fewer, and nothing is said to leak
    mistaken: float = 0.01  # of a single barometer's steps and scatters that may pass for air
    grown: float = 2.0  # times what it was: then a leak is announced anew
    greater_part: float = 0.5  # of a leak, that must be left of it, or have ended


TEST = TestSettings()


@inner
def prior_leak_pa_s(space: AirSpace, settings: Settings) -> float:
    """1-sigma of the size of a leak before anything is known."""
    kg_per_pa = space["volume_m3"] * AIR_KG_MOL
    return float(settings["leak_prior_kg_s"] * R * space["reference_k"] / kg_per_pa)


@inner
def weigh(space: AirSpace, settings: Settings, now_s: float, changes: Changes) -> float:
    """Fill `changes` with what may have changed; the probability of a growth."""
    onsets_per_s, prior = (
        settings["leak_onsets_per_year"] / YEAR_S,
        prior_leak_pa_s(space, settings),
    )
    count, scales = space["onset_count"], space["noise_scales"]
    return float(weigh_changes(space["bank"], count, now_s, onsets_per_s, scales, prior, changes))


@inner
def leak_error(space: AirSpace, now_s: float) -> float:
    """1-sigma of the leak that is believed in, Pa/s; 0 where none ever was."""
    variance = max(space["covariance"][LEAK, LEAK], 0.0)
    return float(math.sqrt(variance * excess(space["noise_scales"], now_s - space["anchor_s"])))


@entry
def leak_sigmas(space: AirSpace, now_s: float) -> float:
    """How many sigmas of evidence there are for the leak that is believed in; 0 where none ever was.

    The size of a leak that was only just believed in is known badly, because its onset is, and yet no
    size near zero fits: mean over error would forget what raised the alarm. So its score is kept,
    and grows by what has been measured since (Savage and Dickey: the odds of zero are the density
    there, now over then; J. M. Dickey, Ann. Math. Stat. 42 (1971) 204).
    """
    error = leak_error(space, now_s)
    if error <= 0.0:
        return 0.0
    score = space["log_score"] - _log_density_at_zero(space["mean"][LEAK], error)
    return float(math.sqrt(2.0 * score)) if score > 0.0 else 0.0


@entry
def keep_score(space: AirSpace, now_s: float, sigmas: float) -> None:
    """Let the leak that is believed in now have so many sigmas of evidence."""
    error = leak_error(space, now_s)
    if error > 0.0:
        density = _log_density_at_zero(max(space["mean"][LEAK], 0.0), error)
        space["log_score"] = 0.5 * sigmas * sigmas + density


@inner
def _is_refuted(space: AirSpace, now_s: float) -> bool:
    """Whether what is measured now is best explained by no leak, and leaves no room for half of what was
    found. A slow leak just found is known badly, but even so not as next to none.
    """
    error, mean = leak_error(space, now_s), space["mean"][LEAK]
    if error <= 0.0 or mean > error:
        return False
    most = mean + TEST.detected_until * error
    return bool(most < TEST.greater_part * space["found_pa_s"])


@inner
def _log_density_at_zero(mean: float, error: float) -> float:
    """Of a leak that is not negative: the further air seems to be gained, the more speaks for none."""
    z = mean / error
    return float(-0.5 * z * abs(z) - math.log(error))


@inner
def test_for_leak(space: AirSpace, settings: Settings, clock: Clock) -> None:
    """Believe in a change that stands out far enough; otherwise try one more onset."""
    now_s, was = clock["now_s"], space["mean"][LEAK]
    is_single = bool(space["sensor_count"] <= 1)
    best, over = best_change(
        space["bank"], space["onset_count"], now_s, space["noise_scales"], settings, is_single
    )
    space["suspected_s"] = math.inf
    if not is_single and is_sparsely_sensed(space) and over >= TEST.suspected_from:
        space["suspected_s"] = space["bank"][best]["onset_s"]
    if may_be_outlier(space):
        over = 0.0
    elif best >= 0 and abs(over) >= TEST.detected_from:
        space["misled_by"] = only_witness(space, best, now_s)
        over *= space["misled_by"] == Witness.NOBODY
        if over > 0.0 and not has_fallen(space, best, now_s):
            over = 0.0
    if best >= 0 and abs(over) >= TEST.detected_from:
        _believe(space, settings, clock, best)
        over *= _part_above_zero(space["mean"][LEAK], was)
    else:
        over = max(over, 0.0)
    _take_back(space, now_s)
    level = _level(space, settings, now_s)
    if over >= TEST.detected_from and space["mean"][LEAK] > 0.0:
        level = max(level, over)
    _conclude(space, clock, level)
    if space["is_found"] == 0:
        space["evidence_1"] = max(space["evidence_1"], min(over, TEST.detected_from))
    space["onset_count"] = add_onset(
        space["bank"], space["onset_count"], now_s, 0.0, unfed_pa(space)
    )


@inner
def _take_back(space: AirSpace, now_s: float) -> None:
    """Forget a gain that is none any more, and evidence that is refuted."""
    if space["mean"][LEAK] > -TEST.detected_until * leak_error(space, now_s):
        space["is_gaining"] = 0
    if _is_refuted(space, now_s):
        keep_score(space, now_s, max(space["mean"][LEAK], 0.0) / leak_error(space, now_s))


@inner
def _part_above_zero(loss: float, was: float) -> float:
    """The part of a growth that is a leak: air that is no longer gained is none that is lost."""
    if was >= 0.0 or loss <= was:
        return 1.0
    return float(max(loss, 0.0) / (loss - was))


@inner
def may_be_outlier(space: AirSpace) -> bool:
    """Whether a single barometer's last readings may be none of air.

    At even odds before, so few faults get past this at any time as are let pass here (Ville's inequality).
    """
    return bool(space["outlier_probability"] > TEST.mistaken)


@inner
def _believe(space: AirSpace, settings: Settings, clock: Clock, best: int) -> None:
    """Take the change into the filter, and begin to try onsets anew.

    The evidence for a growth adds to what there was; after a decrease it is that for what is left.
    """
    now_s, was, bank = clock["now_s"], space["mean"][LEAK], space["bank"]
    onset, before = bank[best], leak_sigmas(space, now_s)
    lasted_s, age_s = now_s - space["anchor_s"], now_s - onset["onset_s"]
    noise = excess(space["noise_scales"], age_s)
    grown_z = onset["score"] / math.sqrt(onset["information"] * noise)
    _adopt(space, settings, now_s)
    error, left = leak_error(space, now_s), max(space["mean"][LEAK], 0.0)
    sigmas = left / error if error > 0.0 else 0.0
    if grown_z > 0.0 and left > was:
        grown_z *= _part_above_zero(left, was)
        sigmas = max(sigmas, math.sqrt(before * before + grown_z * grown_z))
    if space["is_found"] == 1 and left > TEST.grown * max(was, 0.0):
        space["leak_onset_s"], space["has_grown"] = space["anchor_s"], 1
        request_assessment(clock, now_s)
    if left < was:  # what went out had cooled the rest, which now warms up again
        space["fed_pa"] += (was - left) * min(lasted_s, settings["fed_warmth_s"])
    limit = threshold(settings["thresholds"], age_s)
    _follow_gain(space, was, -grown_z, limit)
    found = max(onset["score"] / onset["information"], 0.0)
    space["found_pa_s"] = min(left, found) if grown_z > 0.0 else left
    keep_score(space, now_s, sigmas)
    space["has_changed"] = 1
    begin_witnesses(space)
    space["onset_count"] = 0


@inner
def _adopt(space: AirSpace, settings: Settings, now_s: float) -> None:
    """Move the filter to the mixture of all changes that may have been."""
    bank, count = space["bank"], space["onset_count"]
    changes = np.empty(ONSETS, CHANGE)
    weigh(space, settings, now_s, changes)
    space["anchor_s"] = median_onset_s(bank, changes, count)
    adopt(space["mean"], space["covariance"], bank, changes, count)


@inner
def _follow_gain(space: AirSpace, was: float, sigmas: float, limit: float) -> None:
    """Whether air seems to be gained now: by a decrease of so many sigmas, of which only what went below
    zero counts; until the loss is no longer negative, or (see `_take_back`) no longer surely so.
    """
    loss = space["mean"][LEAK]
    if loss >= 0.0:
        space["is_gaining"] = 0
    elif loss != was and sigmas * min(loss / (loss - was), 1.0) >= limit:
        space["is_gaining"] = 1


@inner
def _level(space: AirSpace, settings: Settings, now_s: float) -> float:
    """The evidence for the leak that is believed in over the threshold."""
    limit = threshold(settings["thresholds"], now_s - space["anchor_s"])
    return float(leak_sigmas(space, now_s) / limit)


@inner
def _conclude(space: AirSpace, clock: Clock, level: float) -> None:
    """Whether a leak is found now; if that changed, everything is reconsidered at this sample."""
    now_s, was = clock["now_s"], space["is_found"]
    space["evidence_1"] = max(level, 0.0)
    if level >= TEST.detected_from:
        space["is_found"] = 1
    elif leak_sigmas(space, now_s) < TEST.detected_until:
        space["is_found"] = 0
    if space["is_found"] != was:
        request_assessment(clock, now_s)
