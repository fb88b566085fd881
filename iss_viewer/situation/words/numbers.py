"""The one writer of percents and of rates in sentences: what certainty is claimed, in how many figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

_GAP = "\u00a0"  # a number and its unit stay on one line


def chance_text(chance: float) -> str:
    """A probability as people say it; certainty is never claimed: ``> 99 %``, ``< 1 %``."""
    if chance != chance:
        return "—"
    if chance > 0.99:
        return "> 99 %"
    return percent_text(chance) if chance >= 0.01 else "< 1 %"


def chance_words(chance: float) -> str:
    """A probability within a sentence: ``over 99 %``, ``under 1 %``, its sign never at a line's start."""
    if chance > 0.99:
        return f"over 99{_GAP}%"
    return f"{chance:.0%}".replace("%", f"{_GAP}%") if chance >= 0.01 else f"under 1{_GAP}%"


def whole_shares(shares: Sequence[float]) -> list[float]:
    """Shares of one whole to whole percents that add up as the shares do, those nearest to the next one raised.

    So 0.926 and 0.075 are 0.93 and 0.07, not 101 %.
    """
    floors = [math.floor(100.0 * share) for share in shares]
    left = round(100.0 * math.fsum(shares) - math.fsum(floors))
    nearest = sorted(range(len(shares)), key=lambda at: floors[at] - 100.0 * shares[at])
    return [(floor + (at in nearest[:left])) / 100.0 for at, floor in enumerate(floors)]


def share_text(share: float) -> str:
    """A share or a probability in whole percents, as it is: ``93%``."""
    return f"{share:.0%}"


def percent_text(share: float) -> str:
    """A share or a probability in whole percents with a space before the sign: ``93 %``."""
    return f"{100 * share:.0f} %"
