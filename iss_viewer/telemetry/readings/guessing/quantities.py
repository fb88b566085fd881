"""Which quantity a column is of, in which unit, by its name, its unit and its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer import units
from iss_viewer.telemetry.readings.column_map import GASES, QUANTITIES
from iss_viewer.telemetry.readings.spellings import unit_inside, unit_spelled

#: words of names, the most telling first; what another quantity would claim too stands before it
_WORDS = (
    ("", "dew tau taupunkt dewpoint wet delta diff dp dpdt rate setpoint set alarm battery batt volt voltage wind rain rssi flow altitude elevation depth vacuum vapour_deficit vpd"),
    ("carbon_dioxide", "co2 pco2 ppco2 kohlendioxid kohlendioxyd со2 ppco"),
    ("oxygen", "o2 po2 ppo2 oxygen sauerstoff oxygène oxigeno кислород"),
    ("water", "h2o pph2o vapour vapor dampfdruck"),
    ("relative_humidity", "rh humidity humid hum feuchte luftfeuchte luftfeuchtigkeit humidité humedad umidità влажность"),
    ("manovacuumeter", "manovacuumeter manovacuometer мановакуумметр"),
    ("crew", "crew people persons"),
    ("pressure", "pressure press pres prs druck luftdruck pression presión presion pressione bar baro barometer barometric bp p ptot pabs давление abspressure stationpressure mbar hpa kpa psia psi mmhg inhg"),
    ("temperature", "temperature temp tmp temperatur température temperatura t airtc air_t tair температура degc celsius"),
)  # fmt: skip
_FORMS = tuple((quantity, frozenset(words.split())) for quantity, words in _WORDS)
#: what a cabin has: of a middle value in SI, and in hand
_CABIN = {"pressure": (45e3, 115e3), "temperature": (278.0, 315.0)}
#: within which a stated unit is believed
_POSSIBLE = {"pressure": (2e4, 2e5), "temperature": (240.0, 340.0)}
_GAS_PA = {"carbon_dioxide": (10.0, 3e3), "oxygen": (1.2e4, 3.5e4), "water": (100.0, 5e3)}
_OFFERED = {
    "pressure": ("hPa", "kPa", "Pa", "mmHg", "psia", "inHg", "bar", "MPa", "atm"),
    "temperature": ("degC", "degF", "K"),
    "carbon_dioxide": ("ppm", "mmHg", "%", "Pa", "hPa", "kPa"),
    "oxygen": ("%", "kPa", "mmHg", "hPa", "Pa"),
    "water": ("hPa", "Pa", "kPa", "mmHg"),
    "relative_humidity": ("%", "1"),
}
_PLAIN_SHARE_PA = 101325.0  # by which a share is judged, not read


@dataclass(frozen=True)
class QuantityGuess:
    """quantity: as in a map; empty: none of those. unit: as it is stated; empty: it is not. fits: units in which the
    values would be those of a cabin.
    """

    quantity: str
    unit: str = ""
    fits: tuple[str, ...] = ()
    is_unlikely: bool = False


def quantity_of(title: str, unit_text: str, values: Sequence[float]) -> QuantityGuess:
    """The quantity of a column of numbers."""
    quantity = _named(title)
    kind = QUANTITIES.get(quantity or "", ("", ""))[1]
    own = "temperature" if kind == "temperature" else ""
    stated = _stated(title, unit_text, own)
    if quantity is None:
        quantity = {"pressure": "pressure", "temperature": "temperature"}.get(stated[0], "")
    elif stated[1] and quantity and not _suits(quantity, stated):
        quantity = {"pressure": "pressure", "temperature": "temperature"}.get(stated[0], "")
        quantity = quantity if _named(title) in ("pressure", "temperature") else ""
    if not quantity or quantity == "crew":
        return QuantityGuess(quantity)
    fits = fitting_units(quantity, values)
    if quantity == "relative_humidity":
        return QuantityGuess(quantity, "%" if stated[1] == "%" else "", fits)
    return QuantityGuess(
        quantity, stated[1], fits, bool(stated[1]) and not is_possible(quantity, stated[1], values)
    )


def fitting_units(quantity: str, values: Sequence[float]) -> tuple[str, ...]:
    """The units, of those that are offered, in which the middle value is that of a cabin."""
    return tuple(u for u in _OFFERED.get(quantity, ()) if is_of_cabin(quantity, u, values))


def offered_units(quantity: str) -> tuple[str, ...]:
    """The units that strangers write a quantity in, the usual first."""
    return _OFFERED.get(quantity, ())


def is_of_cabin(quantity: str, unit: str, values: Sequence[float]) -> bool:
    """Whether the middle value is one that a cabin of people has."""
    if quantity == "relative_humidity":
        middle = _middle(values)
        return 1.0 < middle <= 100.0 if unit == "%" else 0.0 <= middle <= 1.0
    return _is_within(quantity, unit, values, {**_CABIN, **_GAS_PA})


def is_possible(quantity: str, unit: str, values: Sequence[float]) -> bool:
    """Whether the middle value can be that of a cabin, or of one that loses its air."""
    wide = {name: (low / 20.0, high * 5.0) for name, (low, high) in _GAS_PA.items()}
    return _is_within(quantity, unit, values, {**_POSSIBLE, **wide})


def si_text(quantity: str, unit: str, value: float) -> str:
    """A value as people know it: ``735.0 mmHg``, ``22.2 °C``."""
    si = in_si(quantity, unit, value)
    if si is None:
        return f"{value:g} {unit}"
    if quantity == "temperature":
        return f"{si - units.ZERO_CELSIUS_K:.1f} °C"
    mmhg = units.from_si(si, "mmHg", "pressure")
    return f"{mmhg:,.0f} mmHg" if abs(mmhg) >= 1e3 else f"{mmhg:.4g} mmHg"


def in_si(quantity: str, unit: str, value: float) -> float | None:
    """A value in SI, shares as of one atmosphere; nothing where it has no unit of that quantity."""
    kind = QUANTITIES[quantity][1]
    if kind and unit in units.units_of(kind):
        return units.to_si(value, unit, kind)
    if quantity in GASES and unit in ("%", "ppm"):
        return value * (1e-2 if unit == "%" else 1e-6) * _PLAIN_SHARE_PA
    return None


def _is_within(
    quantity: str, unit: str, values: Sequence[float], bounds: dict[str, tuple[float, float]]
) -> bool:
    if quantity not in bounds:
        return True
    middle = in_si(quantity, unit, _middle(values))
    low, high = bounds[quantity]
    return middle is not None and low <= middle <= high


def _middle(values: Sequence[float]) -> float:
    known = sorted(value for value in values[:: max(len(values) // 1000, 1)] if value == value)
    return known[len(known) // 2] if known else float("nan")


def _named(title: str) -> str | None:
    """The quantity that a name speaks of; empty: one that is not read; nothing: none."""
    split = re.sub(r"([a-zа-яé])([A-ZА-Я])", r"\1 \2", title)
    words = {word.casefold() for word in re.findall(r"[^\W_]+", f"{split} {title}")}
    words |= {re.sub(r"\d+$", "", word) for word in words} - {"co", "o", "ppo", "h", "pco", "со"}
    words.add(re.sub(r"[\W_]+", "", title).casefold())
    for quantity, known in _FORMS:
        if words & known:
            return quantity
    return None


def _stated(title: str, unit_text: str, kind: str) -> tuple[str, str]:
    found = unit_spelled(unit_text, kind) if unit_text else ("", "")
    return found if found[1] else unit_inside(title, kind)


def _suits(quantity: str, stated: tuple[str, str]) -> bool:
    if quantity == "relative_humidity":
        return stated[1] == "%"
    if stated[0] == "share":
        return quantity in GASES
    return QUANTITIES[quantity][1] == stated[0]
