"""What hands can do to a hatch: who is near enough to move it, and what force the air holds it shut with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from iss_viewer.station.station import VACUUM, Hatch, Station
from iss_viewer.station.topology import part_with, parts_of


def holding_n(hatch: Hatch, pressure_pa: Callable[[str], float]) -> float:
    """The force of the air on a closed hatch, N; pressure_pa: of a module, and nothing outside."""
    high, low = (0.0 if side == VACUUM else pressure_pa(side) for side in (hatch.a, hatch.b))
    return hatch.area_m2 * abs(high - low)


def is_at_hand(
    station: Station, closed: Collection[str], places: Iterable[str], wanted: Collection[str]
) -> bool:
    """Whether someone in `places` can float to one of the modules `wanted` while `closed` hatches are shut."""
    parts, there = parts_of(station, closed), set(wanted) - {VACUUM}
    return any(there & part_with(parts, place) for place in set(places))
