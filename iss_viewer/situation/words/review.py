"""What is said of a run that is over: how bad it got, what leaked, how its alarms did, why it scores so."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iss_viewer.units import UnitSystem, clock_text, duration_text


def when(time_s: float, otherwise: str = "—", text: Callable[[float], str] = clock_text) -> str:
    """A time of the run, or what stands where there is none. text: what writes an instant."""
    return text(time_s) if time_s == time_s else otherwise


def peak_words(
    rate_kg_s: float, time_s: float, units: UnitSystem, text: Callable[[float], str] = clock_text
) -> str:
    """The greatest leak rate and when it was. text: what writes an instant."""
    if rate_kg_s != rate_kg_s:
        return "none seen"
    return f"{units.mass_rate_text(rate_kg_s)} at {when(time_s, text=text)}"


def lowest_words(
    pressure_pa: float, time_s: float, units: UnitSystem, text: Callable[[float], str] = clock_text
) -> str:
    """The lowest pressure and when it was. text: what writes an instant."""
    return f"{units.pressure_text(pressure_pa)} at {when(time_s, text=text)}"


def lost_words(lost_kg: float, lost: Mapping[str, float]) -> str:
    """What went through a leak in all, and by species."""
    return f"{lost_text(lost_kg)}: {species_text(lost)}"


def species_text(passed: Mapping[str, float]) -> str:
    """What passed, by species: ``nitrogen 3.61 kg, oxygen 1.09 kg``; passed: such as ``oxygen_kg``, and energy_j."""
    masses = {name.removesuffix("_kg"): kg for name, kg in passed.items() if name.endswith("_kg")}
    told = [f"{name.replace('_', ' ')} {kg:.3g} kg" for name, kg in masses.items() if kg != 0.0]
    return ", ".join(told) or "nothing"


def steps_text(tolerance: float, taken: int, tried: int) -> str:
    """By how many steps the simulated air was found, and how near each."""
    shorter = f", {tried - taken} more tried" if tried > taken else ""
    return f"air simulated in {taken} steps{shorter}, relative error of each below {tolerance:g}"


def lost_text(lost_kg: float) -> str:
    """What was lost through a hole."""
    return f"{lost_kg:.3f} kg"


def by_class_text(by_class: Mapping[str, int]) -> str:
    """How many alarms of each class: ``2 warning, 1 caution``."""
    return ", ".join(f"{count} {name}" for name, count in by_class.items() if count)


def average_text(per_ten_minutes: float) -> str:
    """How many alarms came in ten minutes, on average."""
    return f"{per_ten_minutes:.2f}"


def flood_words(flood_s: float, share: float) -> tuple[str, str]:
    """For how long alarms flooded the operator, and for which part of the time."""
    return duration_text(flood_s), f"{100 * share:.1f} %"


def acknowledged_words(wait_s: float) -> str:
    """How soon the first alarm was acknowledged; NaN: never."""
    return f"{wait_s:.0f} s after the first alarm" if wait_s == wait_s else "never acknowledged"


def isolated_words(place: str, wait_s: float) -> str:
    """How soon a leak was alone after its first sign; NaN: never."""
    if wait_s != wait_s:
        return f"{place} never isolated"
    return f"{place} alone {max(wait_s, 0.0) / 60.0:.0f} min after the first sign"


def air_kept_words(lowest_pa: float, first_pa: float, lost_kg: float) -> str:
    """How far the pressure of the station fell, and what went out through all leaks."""
    fell = f"lowest station pressure {lowest_pa / 1e3:.1f} kPa of {first_pa / 1e3:.1f} kPa"
    return f"{fell}, {lost_kg:.3g} kg lost through leaks"


def score_heading(points: float) -> str:
    """The heading above the marks of an exercise."""
    return f"Score: {points:.0f} of 100"


def points_words(points: float, of: float) -> str:
    """What a mark gives: ``12 of 25``."""
    return f"{points:.0f} of {of:.0f}"
