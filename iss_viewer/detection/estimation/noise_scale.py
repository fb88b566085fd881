"""How much noisier the air is than was assumed, for each time scale from a second to years.

While nothing changes, what an onset of any age shows (b/sqrt(J), see `onsets`) is a standard normal
number if the assumed noise is right. Once in each span 2^k s one onset of about that age is looked at.
Half the mean square of how such a look differs from the last but one (neighbours are akin) is the excess
of noise on that scale; scales with few looks follow their finer neighbour, those of a day and more always. A leak must not raise the
doubt about itself: a steady one is in both looks and cancels, and its onset counts only so much.
"""

from __future__ import annotations

import math

from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import (
    EXCESS,
    LAST_LOOK,
    LOOK_BEFORE,
    LOOKS,
    OCTAVES,
    ONSET_S,
    SQUARE,
    B,
    Floats,
    J,
)

INERTIA = 30.0  # looks' worth of trust in the finer scale
MEMORY = 100.0  # looks
MOST = 9.0  # of the expected square that one look counts for
CAUTION = 1.3  # where there is more noise than assumed, it is not known well how much more
LEAST = 0.7  # a quieter world lowers thresholds only so far,
BRIEF_S = 1000.0  # and only on scales that are looked at often
LEAST_SEEN = 0.6  # and narrows intervals only so far
LOOKED_AT = 16  # octaves with looks of their own: up to 9 hours


@inner
def seen_noise(scales: Floats, age_s: float) -> float:
    """By how much variances on a time scale were seen to differ from what was assumed."""
    place = min(max(math.log2(max(age_s, 1.0)), 0.0), OCTAVES - 1.001)
    low = int(place)
    part = place - low
    value = scales[low, EXCESS] * (1.0 - part) + scales[low + 1, EXCESS] * part
    return float(max(value, LEAST_SEEN))


@entry
def excess(scales: Floats, age_s: float) -> float:
    """By how much the variances of a test on a time scale are to be multiplied: cautiously."""
    value = max(seen_noise(scales, age_s), LEAST if age_s < BRIEF_S else 1.0)
    return float(value + (CAUTION - 1.0) * max(value - 1.0, 0.0))


@inner
def look_back(scales: Floats, slots: Floats, count: int, now_s: float, dt: float) -> None:
    """Look at the onsets whose span is over now, and renew the excess of every scale."""
    is_new = False
    for k in range(LOOKED_AT):
        span_s = 2.0**k
        if math.floor(now_s / span_s) == math.floor((now_s - dt) / span_s):
            break
        if span_s < dt:
            continue
        is_new = _look(scales[k], slots, count, now_s, span_s) or is_new
    if not is_new:
        return
    finer = 1.0
    for k in range(OCTAVES):
        looks = scales[k, LOOKS]
        finer = (INERTIA * finer + looks * scales[k, SQUARE]) / (INERTIA + looks)
        scales[k, EXCESS] = finer


@inner
def _look(scale: Floats, slots: Floats, count: int, now_s: float, span_s: float) -> bool:
    best, off = -1, math.log(1.5)
    for i in range(count):
        age_s = now_s - slots[i, ONSET_S]
        if age_s > 0.0 and slots[i, J] > 0.0 and abs(math.log(age_s / span_s)) < off:
            best, off = i, abs(math.log(age_s / span_s))
    if best < 0:
        return False
    look, before = slots[best, B] / math.sqrt(slots[best, J]), scale[LOOK_BEFORE]
    scale[LOOK_BEFORE], scale[LAST_LOOK] = scale[LAST_LOOK], look
    if before != before:
        return False
    square = 0.5 * (look - before) ** 2
    scale[LOOKS] = min(scale[LOOKS] + 1.0, MEMORY)
    scale[SQUARE] += (min(square, MOST * max(scale[EXCESS], 1.0)) - scale[SQUARE]) / scale[LOOKS]
    return True
