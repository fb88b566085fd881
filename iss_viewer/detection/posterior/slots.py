"""The onsets that a segment tries: one more at each sample, and the one that is missed least goes."""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.state.compiled import entry, inner, kernel
from iss_viewer.detection.state.leak_records import (
    LEAK_LAWS,
    SEGMENT_STATES,
    SLOTS,
    STEADY,
    LeakLaw,
    Segment,
)


class SlotSettings(NamedTuple):
    """Which onset is missed least. Found on simulated leaks: by ages alone, intervals held 95 % in
    place of 97.
    """

    per_nat: float = 0.3  # how much less an onset may be spared for each nat of its evidence
    least_weight: float = 0.05  # of the unlikeliest onsets, so that ages stay geometric there
    least_information: float = 1e-12  # of a step that a step elsewhere leaves, as a share


SLOT = SlotSettings()


@inner
def add_slot(segment: Segment, now_s: float) -> None:
    """Try `now_s` as an onset too; of a full segment the one that is missed least goes."""
    if segment["count"] == SLOTS:
        drop_slot(segment, now_s)
    k = segment["count"]
    segment["onset_s"][k] = now_s
    for law in range(LEAK_LAWS):
        segment["signature"][law, k] = segment["score"][law, k] = segment["cold"][law, k] = 0.0
        segment["response"][law, k][:] = 0.0
        information = segment["information"][law]
        information[k][: k + 1] = 0.0
        information[STEADY][k] = 0.0
    segment["count"] = k + 1


@entry
def drop_slot(segment: Segment, now_s: float) -> None:
    """Take the onset out that is missed least; those after it move up. The first and last stay."""
    drop = _least_missed(segment, now_s)
    for k in range(drop, segment["count"] - 1):
        segment["onset_s"][k] = segment["onset_s"][k + 1]
        for law in range(LEAK_LAWS):
            _move_up(segment, law, drop, k)
    segment["count"] -= 1


@kernel
def _move_up(segment: Segment, law: int, drop: int, k: int) -> None:
    """The onset after k takes the place k; of those before, only `drop` has gone."""
    signature, response = segment["signature"][law], segment["response"][law]
    score, information = segment["score"][law], segment["information"][law]
    signature[k], score[k] = signature[k + 1], score[k + 1]
    segment["cold"][law, k] = segment["cold"][law, k + 1]
    for i in range(SEGMENT_STATES):
        response[k, i] = response[k + 1, i]
    for j in range(k + 1):
        information[k, j] = information[k + 1, j if j < drop else j + 1]
    information[STEADY, k] = information[STEADY, k + 1]


@kernel
def _least_missed(segment: Segment, now_s: float) -> int:
    """The onset that is closest to its neighbours for its age, and unlikely to be one, or near one."""
    count, onset_s = segment["count"], segment["onset_s"]
    score, information = segment["score"][LeakLaw.HOLE], segment["information"][LeakLaw.HOLE]
    best, most = 0, 0.0
    for k in range(count):
        nats = _nats(score[k], information[k, k])
        if nats > most:
            best, most = k, nats
    size = score[best] / information[best, best] if most > 0.0 else 0.0
    most_then = 0.0
    for k in range(count):
        most_then = max(most_then, _nats_then(segment, k, best, size))
    drop, least = 1, math.inf
    for k in range(1, count - 1):
        weight = SLOT.least_weight
        for j in range(k - 1, k + 2):
            nats = _nats(score[j], information[j, j]) - most
            then = _nats_then(segment, j, best, size) - most_then
            weight = max(weight, math.exp(SLOT.per_nat * nats), math.exp(SLOT.per_nat * then))
        gap = (onset_s[k + 1] - onset_s[k - 1]) / (now_s - onset_s[k])
        if gap * weight < least:
            drop, least = k, gap * weight
    return drop


@kernel
def _nats(score: float, information: float) -> float:
    """How much better one step of the best size explains what was measured."""
    return 0.5 * score * score / information if information > 0.0 else 0.0


@kernel
def _nats_then(segment: Segment, k: int, first: int, size: float) -> float:
    """The same of a second step, given the first: where a leak may have ended or changed."""
    information = segment["information"][LeakLaw.HOLE]
    if k == first or size == 0.0:
        return 0.0
    cross = information[max(k, first), min(k, first)]
    own = information[k, k]
    left = own - cross * cross / information[first, first]
    if left <= SLOT.least_information * own:
        return 0.0
    return _nats(segment["score"][LeakLaw.HOLE, k] - cross * size, left)
