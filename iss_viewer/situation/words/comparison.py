"""How two runs differ, in words: their figures beside each other, and the differences that matter most."""

from __future__ import annotations

from iss_viewer.situation.results import Comparison, Difference
from iss_viewer.units import S_PER_DAY, UnitSystem, clock_text, duration_text

#: a reserve beyond this is no limit
_ENDLESS_S = 5 * 365.25 * S_PER_DAY


def start_words(start_s: float | None) -> str:
    """From when a run is counted; None: nothing leaks in it."""
    return "nothing leaks" if start_s is None else f"leak from {clock_text(start_s)}"


def value_text(value: float, unit: str, units: UnitSystem) -> str:
    """A figure of a comparison as people read it, from its SI unit."""
    if value != value:
        return "—"
    match unit:
        case "s":
            return duration_text(value) if abs(value) < _ENDLESS_S else "over 5 years"
        case "Pa":
            return units.pressure_text(value)
        case "kg/s":
            return units.mass_rate_text(value)
        case _:
            return f"{value:g}"


def change_text(difference: Difference, units: UnitSystem) -> str:
    """Second less first, with its sign."""
    change = difference.change
    if change != change or (difference.unit == "s" and abs(change) >= _ENDLESS_S):
        return "—"
    if change == 0.0 or difference.first == difference.second:
        return "same"
    return f"{'+' if change > 0 else ''}{value_text(change, difference.unit, units)}"


def sentence(comparison: Comparison, units: UnitSystem) -> str:
    """The differences that matter most, in a sentence."""
    said = []
    for difference in comparison.differences:
        change, name = difference.change, difference.name
        if difference.unit == "s" and name.startswith("time to ") and change == change:
            what = name.removeprefix("time to ")
            if abs(change) < 1.0:
                said.append(f"{what} at the same time")
            else:
                how = "later" if change > 0 else "earlier"
                said.append(f"{what} {duration_text(abs(change))} {how}")
        elif difference.unit == "1" and name == "alarms" and change == change and change:
            said.append(f"{abs(change):g} {'more' if change > 0 else 'fewer'} alarms")
    return f"In B: {', '.join(said)}." if said else "Neither has anything that the other lacks."
