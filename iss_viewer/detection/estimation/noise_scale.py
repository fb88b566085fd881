"""How much noisier the air is than was assumed, for each time scale from a second to years.

While nothing changes, what an onset of any age shows (b/sqrt(J), see `glr_bank`) is a standard normal
number if the assumed noise is right. Once in each span 2^k s one onset of about that age is looked at.
Half the mean square of how such a look differs from the last but one (neighbours are akin) is the excess
of noise on that scale; scales with few looks follow their finer neighbour, those of a day and more always. A leak must not raise the
doubt about itself: a steady one is in both looks and cancels, and looks that hold the onset of one that is
suspected wait until it no longer is.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.space_records import OCTAVES, Bank, NoiseScale, NoiseScales


class NoiseSettings(NamedTuple):
    """How the excess of noise is followed. Fitted by `study detection`."""

    inertia: float = 30.0  # looks' worth of trust in the finer scale
    memory: int = 100  # looks
    most: float = 9.0  # of the expected square that one look counts for
    caution: float = (
        1.3  # where there is more noise than assumed, it is not known well how much more
    )
    least: float = 0.7  # a quieter world lowers thresholds only so far,
    brief_s: float = 1000.0  # and only on scales that are looked at often
    least_seen: float = 0.6  # and narrows intervals only so far
    looked_at: int = 16  # octaves with looks of their own: up to 9 hours
    alike: float = 1.5  # ratio of ages within which an onset stands for a span
    looked_over: float = 3.0  # spans that a look and the last but one reach back


NOISE = NoiseSettings()
LAST_PLACE = OCTAVES - 1.001  # just within the longest scale


@inner
def seen_noise(scales: NoiseScales, age_s: float) -> float:
    """By how much variances on a time scale were seen to differ from what was assumed."""
    place = min(max(math.log2(max(age_s, 1.0)), 0.0), LAST_PLACE)
    low = int(place)
    part = place - low
    value = scales[low]["excess_1"] * (1.0 - part) + scales[low + 1]["excess_1"] * part
    return float(max(value, NOISE.least_seen))


@entry
def excess(scales: NoiseScales, age_s: float) -> float:
    """By how much the variances of a test on a time scale are to be multiplied: cautiously."""
    value = max(seen_noise(scales, age_s), NOISE.least if age_s < NOISE.brief_s else 1.0)
    return float(value + (NOISE.caution - 1.0) * max(value - 1.0, 0.0))


@inner
def look_back(
    scales: NoiseScales, bank: Bank, count: int, now_s: float, dt: float, suspected_s: float
) -> None:
    """Look at the onsets whose span is over now, and renew the excess of every scale. suspected_s: the onset of a
    leak that is suspected; inf: none is.
    """
    is_new = False
    for k in range(NOISE.looked_at):
        span_s = 2.0**k
        if math.floor(now_s / span_s) == math.floor((now_s - dt) / span_s):
            break
        if span_s < dt:
            continue
        is_new = _look(scales[k], bank, count, now_s, span_s, suspected_s) or is_new
    if not is_new:
        return
    finer = 1.0
    for scale in scales:
        looks = scale["looks"]
        finer = (NOISE.inertia * finer + looks * scale["mean_square"]) / (NOISE.inertia + looks)
        scale["excess_1"] = finer


@inner
def _look(
    scale: NoiseScale, bank: Bank, count: int, now_s: float, span_s: float, suspected_s: float
) -> bool:
    best, off = -1, math.log(NOISE.alike)
    for i in range(count):
        age_s = now_s - bank[i]["onset_s"]
        is_live = age_s > 0.0 and bank[i]["information"] > 0.0
        if is_live and abs(math.log(age_s / span_s)) < off:
            best, off = i, abs(math.log(age_s / span_s))
    if best < 0:
        return False
    look, before = bank[best]["score"] / math.sqrt(bank[best]["information"]), scale["look_before"]
    scale["look_before"], scale["last_look"] = scale["last_look"], look
    if before != before:
        return False
    square = 0.5 * (look - before) ** 2
    most = NOISE.most * max(scale["excess_1"], 1.0)
    if now_s - NOISE.looked_over * span_s < suspected_s < now_s:
        scale["withheld"] += 1
        scale["withheld_square"] += (min(square, most) - scale["withheld_square"]) / scale[
            "withheld"
        ]
        return False
    if scale["withheld"] > 0 and suspected_s == math.inf:
        _count(scale, scale["withheld"], scale["withheld_square"])
        scale["withheld"], scale["withheld_square"] = 0, 0.0
    _count(scale, 1, min(square, most))
    return True


@inner
def _count(scale: NoiseScale, looks: int, square: float) -> None:
    """Let so many looks of that mean square count."""
    scale["looks"] = min(scale["looks"] + looks, NOISE.memory)
    share = min(looks / scale["looks"], 1.0)
    scale["mean_square"] += share * (square - scale["mean_square"])
