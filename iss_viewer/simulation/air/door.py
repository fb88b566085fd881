"""What is asked of the air is looked at before compiled code sees it: there, a wrong index is no error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from iss_viewer.simulation.air.controls import Controls
    from iss_viewer.station import Station

Floats = NDArray[np.float64]


def checked(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Floats:
    """`values` as floats of this shape, all finite. Raises ValueError that names them."""
    try:
        array = np.ascontiguousarray(values, np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: numbers, not {type(values).__name__}") from None
    if array.shape != shape:
        raise ValueError(f"{name}: shape {shape}, not {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: all finite")
    return array


def checked_times(now_s: float, until_s: float, times_s: ArrayLike) -> Floats:
    """Times as floats, rising within the stretch from `now_s` to `until_s`. Raises ValueError."""
    if not (np.isfinite(until_s) and until_s >= now_s):
        raise ValueError(f"until_s: from {now_s} s, where the air is, not {until_s}")
    times = checked("times_s", times_s, (np.size(times_s),))
    outside = len(times) and (times[0] < now_s or times[-1] > until_s)
    if outside or (np.diff(times) < 0.0).any():
        raise ValueError(f"times_s: rising, from {now_s} s to {until_s} s")
    return times


def check_controls(station: Station, controls: Controls) -> None:
    """Raise ValueError for settings that are not of this station, or are no numbers."""
    for name, of in _LISTS.items():
        count, given = len(getattr(station, of)), len(getattr(controls, name))
        if given != count:
            raise ValueError(f"controls.{name}: {count} values, one for each of {of}, not {given}")
    for name in ("people", "environment_k", "heat_w"):
        checked(f"controls.{name}", getattr(controls, name), (len(station.modules),))
    checked("controls.set_k", controls.set_k, (len(station.equipment),))
    places = {*station.module_ids, *(hatch.id for hatch in station.hatches)}
    named = [leak.module or leak.hatch for leak in controls.leaks]
    named += [leak.into for leak in controls.leaks if leak.into]
    named += [aperture.hatch for aperture in controls.apertures]
    named += [module for swing in controls.swings for module in swing.modules]
    named += [module for warming in controls.warmings for module in warming.modules]
    fans = {fan.id for fan in station.fans}
    for name in (
        *(n for n in named if n not in places),
        *(f for f in controls.fans_off if f not in fans),
    ):
        raise ValueError(f"controls: the station has no '{name}'")


_LISTS = {
    "hatch_is_open": "hatches",
    "valve_is_open": "hatches",
    "machine_is_on": "equipment",
    "feed_kg_s": "equipment",
    "set_k": "equipment",
}
