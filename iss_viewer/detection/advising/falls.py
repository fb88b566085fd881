"""How fast pressures fall, by two looks at each part while it stands: what needs no filter and no memory."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from iss_viewer.detection.state.estimate import SpaceEstimate

Look = tuple[
    float, dict[str, tuple[float, int]]
]  # when; pressure of each module, and of how many its part is
Falls = dict[str, tuple[float, float]]  # module -> fall and its 1-sigma, Pa/s

_LEAST_S, _MOST_S = 8.0, 130.0  # between the two looks
_LEVEL_PA = 30.0  # 1-sigma of a level: barometers in steps, air that settles
_PLAIN_SIGMAS = 6.0


def looked(looks: Sequence[Look], time_s: float, estimates: Sequence[SpaceEstimate]) -> list[Look]:
    """The looks that still count with that of now."""
    now = {
        m: (e.pressure_pa, len(e.modules))
        for e in estimates
        for m in e.modules
        if e.pressure_pa == e.pressure_pa
    }
    return [*(look for look in looks if 0.0 < time_s - look[0] <= _MOST_S), (time_s, now)]


def falls_of(looks: Sequence[Look], time_s: float, estimates: Sequence[SpaceEstimate]) -> Falls:
    """The falls of parts that stood through two looks far enough apart."""
    found: Falls = {}
    for estimate in estimates:
        module = estimate.modules[0]
        before = [
            (then_s, pressures[module][0])
            for then_s, pressures in looks
            if module in pressures
            and pressures[module][1] == len(estimate.modules)
            and time_s - then_s >= _LEAST_S
        ]
        if before and estimate.pressure_pa == estimate.pressure_pa:
            then_s, pressure = before[0]
            span_s = time_s - then_s
            fall = (pressure - estimate.pressure_pa) / span_s
            sigma = 2.0**0.5 * _LEVEL_PA / span_s
            found |= dict.fromkeys(estimate.modules, (fall, sigma))
    return found


def falls_plainly(looks: Sequence[Look], time_s: float) -> bool:
    """Whether the pressure of most modules falls beyond doubt, whatever hatches and valves did meanwhile."""
    if not looks:
        return False
    now = looks[-1][1]
    before = next((look for look in looks if time_s - look[0] >= _LEAST_S), None)
    if before is None:
        return False
    lost = [before[1][m][0] - now[m][0] for m in now if m in before[1]]
    return bool(lost) and median(lost) > _PLAIN_SIGMAS * _LEVEL_PA
