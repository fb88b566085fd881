"""The sequential test of one air space: is air being lost, since when, how much, how surely.

The three answers come from the same numbers and cannot contradict each other: the statistic is the
evidence for a leak over the threshold, in sigmas; the interval is the estimate and its error; and the
probability of a leak that is past the threshold is that of an alarm that is right.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.air_state import M_AIR, R
from iss_viewer.detection.estimation.glr_bank import (
    CHANCE,
    SIZE,
    add_onset,
    adopt,
    best_change,
    median_onset_s,
    threshold,
    weigh_changes,
)
from iss_viewer.detection.estimation.noise_scale import excess, seen_noise
from iss_viewer.detection.state import channel_map as wi
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats, Tracks

DETECTED_FROM = 1.0  # of the statistic over its threshold
DETECTED_UNTIL = 2.0  # sigmas of evidence: fewer, and nothing is said to leak
MISTAKEN = 0.01  # of a lone barometer's steps and scatters that may pass for air
GROWN = 2.0  # times what it was: then a leak is announced anew
YEAR_S = 365.25 * 86400.0


@inner
def weigh(tracks: Tracks, wiring: Wiring, s: int, now_s: float, changes: Floats) -> float:
    """Fill `changes`, shape (SLOTS, 3), with what may have changed; the probability of a growth."""
    space = tracks.spaces[s]
    prior = wiring.noise[wi.LEAK_PRIOR] * R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
    _, grown = weigh_changes(
        tracks.slots[s], tracks.slot_count[s], now_s, wiring.noise[wi.LEAK_ONSETS] / YEAR_S,
        tracks.scales[s], prior, changes,
    )  # fmt: skip
    return float(grown)


@inner
def leak_error(tracks: Tracks, s: int, now_s: float) -> float:
    """1-sigma of the leak that is believed in, Pa/s; 0 where none ever was."""
    space = tracks.spaces[s]
    variance = tracks.covariance[s, tr.LEAK, tr.LEAK]
    return float(math.sqrt(variance * excess(tracks.scales[s], now_s - space[tr.ANCHOR_S])))


@entry
def leak_sigmas(tracks: Tracks, s: int, now_s: float) -> float:
    """How many sigmas of evidence there are for the leak that is believed in; 0 where none ever was.

    The size of a leak that was only just believed in is known badly, because its onset is, and yet no
    size near zero fits: mean over error would forget what raised the alarm. So its score is kept,
    and grows by what has been measured since (Savage and Dickey: the odds of zero are the density
    there, now over then; J. M. Dickey, Ann. Math. Stat. 42 (1971) 204).
    """
    error = leak_error(tracks, s, now_s)
    if error <= 0.0:
        return 0.0
    score = tracks.spaces[s, tr.SCORE] - _log_density_at_zero(tracks.mean[s, tr.LEAK], error)
    return float(math.sqrt(2.0 * score)) if score > 0.0 else 0.0


@entry
def keep_score(tracks: Tracks, s: int, now_s: float, sigmas: float) -> None:
    """Let the leak that is believed in now have so many sigmas of evidence."""
    error = leak_error(tracks, s, now_s)
    if error > 0.0:
        density = _log_density_at_zero(max(tracks.mean[s, tr.LEAK], 0.0), error)
        tracks.spaces[s, tr.SCORE] = 0.5 * sigmas * sigmas + density


@inner
def _is_refuted(tracks: Tracks, s: int, now_s: float) -> bool:
    """Whether what is measured now is best explained by no leak, and leaves no room for half of what was
    found. A slow leak just found is known badly, but even so not as next to none.
    """
    error, mean = leak_error(tracks, s, now_s), tracks.mean[s, tr.LEAK]
    if error <= 0.0 or mean > error:
        return False
    return bool(mean + DETECTED_UNTIL * error < 0.5 * tracks.spaces[s, tr.FOUND])


@inner
def _log_density_at_zero(mean: float, error: float) -> float:
    """Of a leak that is not negative: the further air seems to be gained, the more speaks for none."""
    z = mean / error
    return float(-0.5 * z * abs(z) - math.log(error))


@inner
def seen_error(tracks: Tracks, s: int, now_s: float) -> float:
    """1-sigma of that leak by the noise that was seen, for its interval; Pa/s."""
    variance = tracks.covariance[s, tr.LEAK, tr.LEAK]
    age_s = now_s - tracks.spaces[s, tr.ANCHOR_S]
    return float(math.sqrt(variance * seen_noise(tracks.scales[s], age_s)))


@inner
def leak_probability(
    tracks: Tracks, wiring: Wiring, s: int, now_s: float, grown: float, ended: float
) -> float:
    """The probability that the air space leaks.

    grown, ended: the probability that its leak grew, or that the greater part of it ended, neither of
    which is believed yet.
    A loss past its threshold is a leak but for the false alarms among all alarms. Where a lone
    barometer says so, it may be that barometer which drifts: then it is as much a leak as leaks are
    commoner than such faults.
    """
    space, noise = tracks.spaces[s], wiring.noise
    believed, error = 0.0, leak_error(tracks, s, now_s)
    if error > 0.0:
        z = min(leak_sigmas(tracks, s, now_s), 35.0)
        prior = wiring.noise[wi.LEAK_PRIOR] * R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
        factor = math.exp(0.5 * z * z) / math.sqrt(1.0 + (prior / error) ** 2)
        odds = factor * noise[wi.LEAK_AT_START] / (1.0 - noise[wi.LEAK_AT_START])
        believed = odds / (1.0 + odds)
    chance = 1.0 - (1.0 - believed) * (1.0 - grown)
    if space[tr.DETECTED] == 1.0:
        onsets = noise[wi.LEAK_ONSETS]
        chance = max(chance, onsets / (onsets + noise[wi.FALSE_ALARMS]))
    chance *= 1.0 - ended
    return float(chance * (1.0 - lone_fault_probability(space, noise)))


@inner
def ended_probability(leak: float, changes: Floats, count: int) -> float:
    """The probability that the greater part of a leak ended, not yet believed."""
    ended = 0.0
    for k in range(count):
        if changes[k, SIZE] < -0.5 * abs(leak):
            ended += changes[k, CHANCE]
    return ended


@entry
def drift_probability(faults: float, leaks: float, share: float) -> float:
    """That a fall which one barometer alone shows is its drift, not one of the leaks of its share of the
    station's modules. faults: drifts of a barometer, leaks: of the whole station, both a year.
    """
    return float(faults / (faults + leaks * share))


@inner
def lone_fault_probability(space: Floats, noise: Floats) -> float:
    """The probability that a fall which only one barometer shows is that barometer's own drift."""
    if space[tr.SENSOR_COUNT] > 1.5 or space[tr.SHARE] <= 0.0:
        return 0.0
    return drift_probability(noise[wi.FAULTS], noise[wi.LEAK_ONSETS], space[tr.SHARE])


@inner
def test_for_leak(tracks: Tracks, wiring: Wiring, s: int, now_s: float) -> None:
    """Believe in a change that stands out far enough; otherwise try one more onset."""
    space, slots, responses = tracks.spaces[s], tracks.slots[s], tracks.responses[s]
    count = tracks.slot_count[s]
    at_start = wiring.noise[wi.START_THRESHOLD]
    best, over = best_change(slots, count, now_s, tracks.scales[s], wiring.thresholds, at_start)
    if is_odd(space):
        over = 0.0
    was = tracks.mean[s, tr.LEAK]
    if best >= 0 and abs(over) >= DETECTED_FROM:
        _believe(tracks, wiring, s, now_s, best)
        over *= _part_above_zero(tracks.mean[s, tr.LEAK], was)
    else:
        over = max(over, 0.0)
    if tracks.mean[s, tr.LEAK] > -DETECTED_UNTIL * leak_error(tracks, s, now_s):
        space[tr.IS_GAINING] = 0.0
    if _is_refuted(tracks, s, now_s):
        keep_score(
            tracks, s, now_s, max(tracks.mean[s, tr.LEAK], 0.0) / leak_error(tracks, s, now_s)
        )
    level = _level(tracks, wiring, s, now_s)
    if over >= DETECTED_FROM and tracks.mean[s, tr.LEAK] > 0.0:
        level = max(level, over)
    _conclude(tracks, s, now_s, level)
    if space[tr.DETECTED] == 0.0:
        space[tr.EVIDENCE] = max(space[tr.EVIDENCE], min(over, DETECTED_FROM))
    tracks.slot_count[s] = add_onset(slots, responses, tracks.slot_count[s], now_s, 0.0)


@inner
def _part_above_zero(loss: float, was: float) -> float:
    """The part of a growth that is a leak: air that is no longer gained is none that is lost."""
    if was >= 0.0 or loss <= was:
        return 1.0
    return float(max(loss, 0.0) / (loss - was))


@inner
def is_odd(space: Floats) -> bool:
    """Whether a lone barometer's last readings may be none of air.

    At even odds before, so few faults get past this at any time as are let pass here (Ville's inequality).
    """
    return bool(space[tr.ODD_P] > MISTAKEN)


@inner
def _believe(tracks: Tracks, wiring: Wiring, s: int, now_s: float, best: int) -> None:
    """Take the change into the filter, and begin to try onsets anew.

    The evidence for a growth adds to what there was; after a decrease it is that for what is left.
    """
    space, count = tracks.spaces[s], tracks.slot_count[s]
    slot, before = tracks.slots[s, best], leak_sigmas(tracks, s, now_s)
    was, lasted_s = tracks.mean[s, tr.LEAK], now_s - space[tr.ANCHOR_S]
    age_s = now_s - slot[tr.ONSET_S]
    noise = excess(tracks.scales[s], age_s)
    grown_z = slot[tr.B] / math.sqrt(slot[tr.J] * noise)
    changes = np.empty((tr.SLOTS, 3))
    weigh(tracks, wiring, s, now_s, changes)
    space[tr.ANCHOR_S] = median_onset_s(tracks.slots[s], changes, count)
    adopt(
        tracks.mean[s], tracks.covariance[s], tracks.slots[s], tracks.responses[s], changes, count
    )
    error = leak_error(tracks, s, now_s)
    left = max(tracks.mean[s, tr.LEAK], 0.0)
    sigmas = left / error if error > 0.0 else 0.0
    if grown_z > 0.0 and left > was:
        grown_z *= _part_above_zero(left, was)
        sigmas = max(sigmas, math.sqrt(before * before + grown_z * grown_z))
    if space[tr.DETECTED] == 1.0 and left > GROWN * max(was, 0.0):
        space[tr.LEAK_ONSET_S], space[tr.HAS_GROWN] = space[tr.ANCHOR_S], 1.0
        tracks.clock[tr.TICK_S] = now_s
    if left < was:  # what went out had cooled the rest, which now warms up again
        space[tr.FED] += (was - left) * min(lasted_s, wiring.noise[wi.FED_WARMTH])
    _follow_gain(space, tracks.mean[s, tr.LEAK], was, -grown_z, threshold(wiring.thresholds, age_s))
    space[tr.FOUND] = min(left, max(slot[tr.B] / slot[tr.J], 0.0)) if grown_z > 0.0 else left
    keep_score(tracks, s, now_s, sigmas)
    space[tr.PRIOR_VAR] = math.inf
    tracks.slot_count[s] = 0
    space[tr.REPORT_S] = now_s


@inner
def _follow_gain(space: Floats, loss: float, was: float, sigmas: float, limit: float) -> None:
    """Whether air seems to be gained now: by a decrease of so many sigmas, of which only what went below
    zero counts; until the loss is no longer negative, or (see `test_for_leak`) no longer surely so.
    """
    if loss >= 0.0:
        space[tr.IS_GAINING] = 0.0
    elif sigmas * min(loss / (loss - was), 1.0) >= limit:
        space[tr.IS_GAINING] = 1.0


@inner
def _level(tracks: Tracks, wiring: Wiring, s: int, now_s: float) -> float:
    """The evidence for the leak that is believed in over the threshold."""
    age_s = now_s - tracks.spaces[s, tr.ANCHOR_S]
    return float(leak_sigmas(tracks, s, now_s) / threshold(wiring.thresholds, age_s))


@inner
def _conclude(tracks: Tracks, s: int, now_s: float, level: float) -> None:
    """Whether a leak is detected now; if that changed, everything is reconsidered at this sample."""
    space = tracks.spaces[s]
    space[tr.EVIDENCE] = max(level, 0.0)
    was = space[tr.DETECTED]
    if level >= DETECTED_FROM:
        space[tr.DETECTED] = 1.0
    elif leak_sigmas(tracks, s, now_s) < DETECTED_UNTIL:
        space[tr.DETECTED] = 0.0
    if space[tr.DETECTED] != was:
        space[tr.LEAK_ONSET_S] = space[tr.ANCHOR_S] if was == 0.0 else math.nan
        space[tr.REPORT_S] = now_s
        tracks.clock[tr.TICK_S] = now_s
