"""Measured and concluded numbers in the reader's units: a rate with its interval, a pressure, a change."""

from __future__ import annotations

from iss_viewer.situation.words.numbers import chance_text
from iss_viewer.situation.words.spans import rounded_span_text, span_text
from iss_viewer.units import (
    PA_PER_MMHG,
    S_PER_DAY,
    UNIT_SYSTEMS,
    UnitSystem,
    figure,
    from_si,
    kind_of,
)

_FAST_PA_H = 1000.0  # a change that is told a minute, not a day


def quantity_text(value: float, quantity: str, units: UnitSystem) -> str:
    """A number in the reader's units, by the ending of its quantity's name."""
    kind = kind_of(quantity)
    if value != value:
        return "—"
    if kind == "pressure":
        return units.pressure_text(value)
    if kind == "pressure_rate":
        return units.rate_text(value)
    if kind == "mass_rate":
        return units.mass_rate_text(value)
    if kind == "temperature":
        return f"{from_si(value, 'C', 'temperature'):.1f} °C"
    if kind == "duration":
        return rounded_span_text(value) if quantity.startswith("gas_reserve") else span_text(value)
    return chance_text(value) if quantity.endswith("_probability") else figure(value)


def leak_rate_words(rate_kg_s: float, low_kg_s: float, high_kg_s: float, units: UnitSystem) -> str:
    """A leak rate with its 95 % interval, as tables of results have it."""
    rate, low, high = map(units.mass_rate_text, (rate_kg_s, low_kg_s, high_kg_s))
    return f"{rate} (95 %: {low} to {high})"


def other_pressure_text(pressure_pa: float, units: UnitSystem) -> str:
    """The same in a second unit, for readers of the other agency."""
    other = UNIT_SYSTEMS[1] if units.pressure != "kPa" else UNIT_SYSTEMS[0]
    return other.pressure_text(pressure_pa)


def change_text(rate_pa_s: float, units: UnitSystem) -> str:
    """What a rate of pressure change makes in a day, or in a minute where it is fast."""
    if rate_pa_s != rate_pa_s:
        return ""
    is_fast = abs(rate_pa_s) * 3600.0 > _FAST_PA_H
    span_s, span = (60.0, "minute") if is_fast else (S_PER_DAY, "day")
    change = figure(from_si(rate_pa_s * span_s, units.pressure_change, "pressure"))
    return f"{change} {units.pressure_change} a {span}"


def kilograms_text(mass_kg: float) -> str:
    """A mass in a store; empty where it is not known."""
    return f"{mass_kg:.1f} kg" if mass_kg == mass_kg else ""


def litres_text(volume_m3: float, of_m3: float) -> str:
    """What is left in a loop, and what it holds: ``31.2 of 32 L``."""
    return f"{1e3 * volume_m3:.1f} of {1e3 * of_m3:.0f} L"


def force_text(force_n: float) -> str:
    """A force as people weigh it: ``340 N``, ``11.9 kN``."""
    is_large = abs(force_n) >= 1000.0
    return f"{figure(force_n / 1e3)} kN" if is_large else f"{force_n:.0f} N"


def pressure_limit_text(limit_pa: float) -> str:
    """A limit of pressure as crews say it, in whole mmHg."""
    return f"{limit_pa / PA_PER_MMHG:.0f} mmHg"


def limit_text(class_name: str, side: str, value: float, quantity: str, units: UnitSystem) -> str:
    """A limit as a plot names it, in the units of its axis: ``caution below 719``."""
    kind = kind_of(quantity)
    unit = units.pressure if kind == "pressure" else units.pressure_rate
    return f"{class_name} {side} {figure(from_si(value, unit, kind))}"
