"""What numbers may be whatever the field: the physical range of each quantity, from ``ranges.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

from iss_viewer import units
from iss_viewer.datafile.assets import assets_dir

#: no count in a file is larger, and no bare number
MOST_BARE = 1e18


@cache
def quantity_ranges() -> dict[str, tuple[float, float]]:
    """Ending of a field's name -> least and largest magnitude but 0, in its unit; the longest first."""
    return {ending: (row["least"], row["most"]) for ending, row in _table("quantities").items()}


@cache
def instrument_ranges(quantity: str) -> dict[str, float]:
    """Field of an instrument's class -> its largest value, in the unit of what it measures."""
    return {field: float(most) for field, most in _table("instruments")[quantity].items()}


def outside(name: str, value: float) -> str:
    """What is allowed for a field of this name, if `value` is not; else ""."""
    least, most = next(
        (bounds for ending, bounds in quantity_ranges().items() if name.endswith(ending)),
        (0.0, MOST_BARE),
    )
    if value == 0.0 or least <= abs(value) <= most:
        return ""
    unit = f" {units.unit_of(name)}".rstrip()
    if abs(value) > most:
        return f"is beyond what is physical: at most {most:g}{unit}"
    return f"is less than anything physical: 0, or at least {least:g}{unit}"


@cache
def _table(name: str) -> dict[str, dict[str, float]]:
    text = (assets_dir() / "ranges.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, float]] = tomllib.loads(text)[name]
    return table
