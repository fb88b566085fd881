"""Conversions between SI, which everything inside uses, and the units people read and write."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: a number, or a curve of them
_Value = TypeVar("_Value", float, "NDArray[np.float64]")

PA_PER_MMHG = 133.322387415
PA_PER_PSI = 6894.757293168
PA_PER_ATM = 101325.0
PA_PER_INHG = 25.4 * PA_PER_MMHG
K_PER_DEGF = 5.0 / 9.0
KG_PER_LB = 0.45359237
S_PER_DAY = 86400.0
#: 1 January 1990, Unix seconds: a run of the station that seems to be earlier has no date, only a count of time
CALENDAR_FROM_S = 631152000.0
ZERO_CELSIUS_K = 273.15

#: unit name -> (factor to SI, offset to SI), by quantity
_UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "pressure": {
        "Pa": (1.0, 0.0),
        "hPa": (100.0, 0.0),
        "mbar": (100.0, 0.0),
        "kPa": (1e3, 0.0),
        "bar": (1e5, 0.0),
        "MPa": (1e6, 0.0),
        "mmHg": (PA_PER_MMHG, 0.0),
        "torr": (PA_PER_MMHG, 0.0),
        "psi": (PA_PER_PSI, 0.0),
        "psia": (PA_PER_PSI, 0.0),
        "atm": (PA_PER_ATM, 0.0),
        "inHg": (PA_PER_INHG, 0.0),
    },
    "pressure_rate": {
        "Pa/s": (1.0, 0.0),
        "Pa/day": (1.0 / S_PER_DAY, 0.0),
        "mmHg/h": (PA_PER_MMHG / 3600.0, 0.0),
        "mmHg/min": (PA_PER_MMHG / 60.0, 0.0),
        "mmHg/day": (PA_PER_MMHG / S_PER_DAY, 0.0),
        "psi/min": (PA_PER_PSI / 60.0, 0.0),
        "psi/h": (PA_PER_PSI / 3600.0, 0.0),
        "kPa/h": (1e3 / 3600.0, 0.0),
    },
    "mass_rate": {
        "kg/s": (1.0, 0.0),
        "g/s": (1e-3, 0.0),
        "kg/h": (1.0 / 3600.0, 0.0),
        "kg/day": (1.0 / S_PER_DAY, 0.0),
        "lb/day": (KG_PER_LB / S_PER_DAY, 0.0),
    },
    "mass": {"kg": (1.0, 0.0), "g": (1e-3, 0.0), "lb": (KG_PER_LB, 0.0)},
    "length": {
        "m": (1.0, 0.0),
        "cm": (1e-2, 0.0),
        "mm": (1e-3, 0.0),
        "um": (1e-6, 0.0),
        "in": (0.0254, 0.0),
    },
    "area": {"m2": (1.0, 0.0), "cm2": (1e-4, 0.0), "mm2": (1e-6, 0.0)},
    "volume": {"m3": (1.0, 0.0), "L": (1e-3, 0.0), "ml": (1e-6, 0.0)},
    "duration": {
        "ms": (1e-3, 0.0),
        "s": (1.0, 0.0),
        "min": (60.0, 0.0),
        "h": (3600.0, 0.0),
        "d": (S_PER_DAY, 0.0),
        "day": (S_PER_DAY, 0.0),
        "days": (S_PER_DAY, 0.0),
    },
    "temperature": {
        "K": (1.0, 0.0),
        "C": (1.0, ZERO_CELSIUS_K),
        "degC": (1.0, ZERO_CELSIUS_K),
        "degF": (K_PER_DEGF, ZERO_CELSIUS_K - 32.0 * K_PER_DEGF),
    },
    "temperature_change": {"K": (1.0, 0.0)},
    "power": {"W": (1.0, 0.0), "kW": (1e3, 0.0)},
}

#: how the name of a value ends -> the unit it is in, and which quantity above it is, if people write
#: it with a unit of their choice; the longest endings first
_ENDINGS = {
    "_j_m2_k": ("J/(m2 K)", ""),
    "_w_m2_k": ("W/(m2 K)", ""),
    "_kg_mol": ("kg/mol", ""),
    "_kg_m3": ("kg/m3", ""),
    "_kg_day": ("kg/day", ""),
    "_kg_s": ("kg/s", "mass_rate"),
    "_m3_s": ("m3/s", ""),
    "_m_s": ("m/s", ""),
    "_pa_s": ("Pa/s", "pressure_rate"),
    "_w_k": ("W/K", ""),
    "_j_k": ("J/K", ""),
    "_m3": ("m3", "volume"),
    "_m2": ("m2", "area"),
    "_pa": ("Pa", "pressure"),
    "_kg": ("kg", "mass"),
    "_m": ("m", "length"),
    "_s": ("s", "duration"),
    "_k": ("K", "temperature"),
    "_w": ("W", "power"),
}

_ONE_PART = re.compile(
    r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z][A-Za-z0-9/]*)\s*"
)


class UnitError(ValueError):
    """A written quantity that has no unit, an unknown one, or one of another kind."""


def units_of(quantity: str) -> tuple[str, ...]:
    """The unit names accepted for `quantity`, e.g. ``units_of("length")``."""
    return tuple(_UNITS[quantity])


def endings() -> tuple[str, ...]:
    """What the name of a value may end in to tell its unit, e.g. ``"_kg_s"``; the longest first."""
    return tuple(_ENDINGS)


def unit_of(name: str) -> str:
    """The unit that the name of a value ends in, e.g. ``"kg/s"`` for ``leak_rate_kg_s``; "" if none."""
    return _ending(name)[0]


def kind_of(name: str) -> str:
    """The quantity, as the other functions name it, that the name of a value ends in; "" if none."""
    return _ending(name)[1]


def _ending(name: str) -> tuple[str, str]:
    return next((told for ending, told in _ENDINGS.items() if name.endswith(ending)), ("", ""))


def to_si(value: float, unit: str, quantity: str) -> float:
    """`value` in `unit` as SI. Raises UnitError for a unit that `quantity` does not have."""
    try:
        factor, offset = _UNITS[quantity][unit]
    except KeyError:
        allowed = ", ".join(_UNITS[quantity])
        raise UnitError(f"unit '{unit}' is not one of {quantity}: {allowed}") from None
    return value * factor + offset


def from_si(value: _Value, unit: str, quantity: str) -> _Value:
    """An SI `value`, or a curve of values, in `unit`. Raises UnitError for a unit that `quantity` does not have."""
    to_si(0.0, unit, quantity)
    factor, offset = _UNITS[quantity][unit]
    return (value - offset) / factor


def parse(text: str, quantity: str) -> float:
    """A written quantity such as ``"2 mm"`` or ``"1d 6h"`` as SI.

    Durations may have several parts. Raises UnitError that names what is allowed.
    """
    parts, at = [], 0
    while at < len(text):
        found = _ONE_PART.match(text, at)
        if found is None:
            break
        parts.append((float(found[1]), found[2]))
        at = found.end()
    several = quantity == "duration"
    if not parts or at < len(text) or (len(parts) > 1 and not several):
        allowed = ", ".join(_UNITS[quantity])
        raise UnitError(
            f"'{text}' is not a {quantity} such as '1 {next(iter(_UNITS[quantity]))}' ({allowed})"
        )
    total = math.fsum(to_si(value, unit, quantity) for value, unit in parts)
    if not math.isfinite(total):
        raise UnitError(f"'{text}' is no finite {quantity}")
    return total


def figure(value: float) -> str:
    """A number with three significant digits as people read it: ``1,470``, ``0.917``, ``-0.005``."""
    if value != value:
        return "—"
    if abs(value) in (0.0, float("inf")):
        return "0" if value == 0.0 else ("∞" if value > 0 else "-∞")
    decimals = min(max(2 - math.floor(math.log10(abs(value))), 0), 3)
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals == 3 and "." in text else text
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class UnitSystem:
    """The units a reader has chosen; one choice switches plots, labels, alarms and exports."""

    name: str
    pressure: str
    pressure_rate: str
    mass_rate: str
    pressure_digits: int

    def pressure_text(self, pressure_pa: float) -> str:
        """A pressure with its unit, or a dash where there is no value."""
        if pressure_pa != pressure_pa:
            return "—"
        return f"{from_si(pressure_pa, self.pressure, 'pressure'):.{self.pressure_digits}f} {self.pressure}"

    @property
    def pressure_change(self) -> str:
        """The unit of a difference of pressures, which is not absolute."""
        return "psi" if self.pressure == "psia" else self.pressure

    def rate_text(self, rate_pa_s: float) -> str:
        """A rate of pressure change with its unit."""
        if rate_pa_s != rate_pa_s:
            return "—"
        rate = from_si(rate_pa_s, self.pressure_rate, "pressure_rate")
        return f"{'+' if rate > 0 else ''}{figure(rate)} {self.pressure_rate}"

    def mass_rate_text(self, rate_kg_s: float) -> str:
        """A mass flow with its unit."""
        if rate_kg_s != rate_kg_s:
            return "—"
        return f"{figure(from_si(rate_kg_s, self.mass_rate, 'mass_rate'))} {self.mass_rate}"


UNIT_SYSTEMS = (
    UnitSystem("mmHg · kg/day", "mmHg", "mmHg/h", "kg/day", 1),
    UnitSystem("kPa · kg/day", "kPa", "kPa/h", "kg/day", 2),
    UnitSystem("psia · lb/day", "psia", "psi/h", "lb/day", 3),
)


def duration_text(seconds: float) -> str:
    """A duration in words for people: ``2 d 04 h``, ``6 h 12 min``, ``48 s``; ``—`` for NaN."""
    if seconds != seconds:
        return "—"
    if seconds == float("inf"):
        return "∞"
    sign, whole = ("-" if seconds < 0 else ""), round(abs(seconds))
    days, hours, minutes = whole // 86400, whole % 86400 // 3600, whole % 3600 // 60
    if days >= 100:
        return f"{sign}{days} d"
    if days:
        return f"{sign}{days} d {hours:02d} h"
    if hours:
        return f"{sign}{hours} h {minutes:02d} min"
    if minutes:
        return f"{sign}{minutes} min {whole % 60:02d} s"
    return f"{sign}{whole} s"


def clock_text(seconds: float) -> str:
    """Elapsed time as ``T+2d 04:05:06``; before the start ``T−00:00:10``."""
    sign, whole = ("−" if seconds <= -1.0 else "+"), int(abs(seconds))
    days = whole // 86400
    clock = f"{whole % 86400 // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"T{sign}{days}d {clock}" if days else f"T{sign}{clock}"
