"""How long a closed hatch may stay shut: half of the time in which the pressure falls by 1 mmHg."""

from __future__ import annotations

import math
from collections.abc import Sequence

from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.hatch_layout import bits
from iss_viewer.detection.advising.outset import NONE
from iss_viewer.detection.advising.scene import Scene
from iss_viewer.physics import AIR_KG_PA_M3


def hold_s(scene: Scene, moves: Sequence[Move]) -> tuple[float, str]:
    """How long the tightest of the hatches shut for the search may stay so once some moves are done, and which it is.

    Until the difference across it reaches `hold_fall`, if the leak is on the side that falls fastest. Hatches that
    were shut before the search count from their difference now. inf: no limit in sight.
    """
    layout, rate = scene.layout, scene.location.rate_kg_s
    tightest, name = math.inf, ""
    if not rate > 0.0:
        return tightest, name
    closed, shut = scene.outset.closed, layout.closed_mask(scene.situation.closed_since_s)
    for move in moves:
        if move.hatch != NONE:
            bit = 1 << move.hatch
            closed = closed & ~bit if move.is_open else closed | bit
            shut |= bit
    for hatch in bits(shut & closed):
        a, b = layout.ends[hatch]
        sides = layout.part(a, closed), layout.part(b, closed)
        if sides[0] == sides[1]:
            continue
        least_m3 = min(layout.volume_m3(side) for side in sides)
        off_pa = abs(scene.differences_pa.get(layout.hatches[hatch], 0.0))
        left_pa = max(scene.procedure.hold_fall_pa - off_pa, 0.0)
        seconds = left_pa * least_m3 * AIR_KG_PA_M3 / rate
        if seconds < tightest:
            tightest, name = seconds, layout.hatches[hatch]
    return tightest, name
