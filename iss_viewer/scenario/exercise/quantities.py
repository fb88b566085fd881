"""Numbers as sentences and messages write them: with the fewest digits that read back as the same value."""

from __future__ import annotations

import math

from iss_viewer import units

#: units in which people of this field write, the first preferred among equally short ones
_PREFERRED = {
    "pressure": ("mmHg", "kPa", "Pa"),
    "pressure_rate": ("mmHg/min", "mmHg/h", "mmHg/day", "Pa/s"),
    "duration": ("min", "h", "s", "d"),
    "mass": ("kg", "lb", "g"),
    "mass_rate": ("kg/day", "lb/day", "kg/s"),
    "volume": ("L", "m3", "ml"),
    "temperature": ("C", "K"),
    "length": ("mm", "m"),
}


def written(value_si: float, quantity: str) -> str:
    """An SI value with a unit; reading it gives the very same float. quantity "": a bare number."""
    if not quantity:
        return _plain(value_si)
    names = _PREFERRED.get(quantity, units.units_of(quantity))
    texts = [text for unit in names for text in _tries(value_si, unit, quantity)]
    exact = [text for text in texts if units.parse(text, quantity) == value_si]
    if not exact:
        return f"{value_si!r} {_si_unit(quantity)}"
    return min(exact, key=lambda text: len(text.partition(" ")[0]))


def written_like(value_si: float, limit_si: float, quantity: str) -> str:
    """A measured SI value in the unit in which its limit is written, to four digits; ``not known``: it is NaN."""
    if math.isnan(value_si):
        return "not known"
    if quantity == "duration":
        return units.duration_text(value_si)
    if not quantity:
        return f"{value_si:.3g}"
    unit = written(limit_si, quantity).partition(" ")[2]
    return f"{units.from_si(value_si, unit, quantity):.4g} {unit}"


def _tries(value_si: float, unit: str, quantity: str) -> tuple[str, ...]:
    value = units.from_si(value_si, unit, quantity)
    return tuple(f"{value:.{digits}g} {unit}" for digits in (4, 6, 9, 17) if abs(value) < 1e15)


def _si_unit(quantity: str) -> str:
    return next(unit for unit in units.units_of(quantity) if _is_si(unit, quantity))


def _is_si(unit: str, quantity: str) -> bool:
    return units.to_si(1.0, unit, quantity) == 1.0 and units.to_si(0.0, unit, quantity) == 0.0


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
