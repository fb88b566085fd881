"""Which curve a plot draws of each air space, through all hatch moves: one that splits goes on as two curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from iss_viewer.telemetry.frames import Floats


def space_curves(spaces: Floats, values: Floats, order: Sequence[int]) -> dict[int, Floats]:
    """The curve of each air space that there was, by the module that stands for it.

    spaces, values: the air space (a number) of each module and its value, shape (modules, n). order: modules, those
    first whose curve is to hold what was one air space. A module's curve is NaN where it shares its air with a module
    before it; modules whose curve would be all NaN are left out.
    """
    if spaces.shape[1] == 0:
        return {}
    found: dict[int, Floats] = {}
    taken: list[int] = []
    for module in order:
        own = spaces[module]
        is_told = np.isnan(own)
        for other in taken:
            is_told = is_told | (spaces[other] == own)
        if is_told.all():
            continue
        taken.append(module)
        curve = np.where(is_told, np.nan, values[module])
        # the point at which it parts from another belongs to both: so that the branch grows from its stem
        starts = np.flatnonzero(is_told[:-1] & ~is_told[1:] & ~np.isnan(own[:-1]))
        curve[starts] = values[module][starts]
        if not np.isnan(curve).all():
            found[module] = curve
    return found


def gauge_offsets(gauges: Floats, agreed: Floats) -> Floats:
    """How far each gauge is off what its air space agrees on, shape (modules,); 0 where that is not known.

    gauges, agreed: shape (modules, n). The middle of the differences: a gauge that goes off later keeps its trace.
    """
    off = gauges - agreed
    known = ~np.isnan(off).all(axis=1)
    offsets = np.zeros(len(off))
    if known.any():
        offsets[known] = np.nanmedian(off[known], axis=1)
    return offsets
