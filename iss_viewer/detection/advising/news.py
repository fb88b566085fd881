"""What is news: to what is believed, and to a person who was told an advice before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from iss_viewer.telemetry.events import MOST_NAMED, Advice, AdviceKind
from iss_viewer.units import duration_text

_AS_LONG = 2.0  # the time to a verdict, up to which it is about what was told before


def moved(now: Sequence[float], before: Sequence[float]) -> float:
    """How much probability went elsewhere: the total variation distance."""
    return 0.5 * math.fsum(abs(a - b) for a, b in zip(now, before, strict=True))


def says_the_same(one: Advice, other: Advice) -> bool:
    """Whether a person would be told the same: also about when the verdict comes."""
    times = [advice.closing_s + advice.wait_s for advice in (one, other)]
    is_as_long = max(times) <= _AS_LONG * min(times)
    is_known = set(other.actions) <= set(one.actions)
    return _shown(one) == _shown(other) and is_as_long and is_known


def _shown(advice: Advice) -> tuple[Any, ...]:
    """What the title of an advice shows: the step, its modules and hatches, a wait as it is written."""
    grounds, is_wait = advice.grounds, advice.kind is AdviceKind.WAIT
    has_rooms = advice.kind in (AdviceKind.ISOLATE, AdviceKind.GAUGE)
    found = grounds.modules if has_rooms else ()
    hatches = grounds.opened if advice.kind is AdviceKind.AIR else ()
    if advice.kind is AdviceKind.CLOSE and len(grounds.shut) <= MOST_NAMED:
        hatches = grounds.shut
    wait = duration_text(advice.wait_s) if is_wait else ""
    return advice.kind, advice.hatches, found, hatches, wait
