"""Why the pressure of an air space changes, in words and figures for a small table."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.situation.pressure_balance import PressureBalance, Term
from iss_viewer.units import UnitSystem, from_si


@dataclass(frozen=True)
class BalanceRow:
    """A line: its name, the band and the figure as written, and rate with band in the reader's units for a bar."""

    name: str
    band: str
    figure: str
    rate: float
    low: float
    high: float


def balance_rows(balance: PressureBalance, units: UnitSystem) -> tuple[BalanceRow, ...]:
    """A line a cause, all to the same decimals."""
    digits = decimals_of(balance, units)
    return tuple(_row(term, units, digits) for term in balance.terms)


def sum_row(balance: PressureBalance, units: UnitSystem) -> BalanceRow:
    """All causes together."""
    return _row(balance.sum, units, decimals_of(balance, units))


def measured_row(balance: PressureBalance, units: UnitSystem) -> BalanceRow:
    """What is measured."""
    return _row(balance.measured, units, decimals_of(balance, units))


def balance_words(balance: PressureBalance | None, units: UnitSystem) -> str:
    """What is said below the figures."""
    if balance is None:
        return (
            "dP/dt is not known yet: it comes with the first steady readings after a hatch moved."
        )
    return f"{closing_words(balance, units)} Air space of {balance.volume_m3:,.0f} m³."


def closing_words(balance: PressureBalance, units: UnitSystem) -> str:
    """Whether the causes meet what is measured."""
    if balance.is_closed:
        return "The sum meets what is measured within both bands."
    missing = _number(from_si(balance.missing_pa_s, units.pressure_rate, "pressure_rate"),
                      decimals_of(balance, units))  # fmt: skip
    return f"{missing} {units.pressure_rate} is not explained by these."


def decimals_of(balance: PressureBalance, units: UnitSystem) -> int:
    """As many decimals as the band of what is measured bears: one digit of it, three at the most."""
    width = from_si(
        balance.measured.high_pa_s - balance.measured.rate_pa_s,
        units.pressure_rate,
        "pressure_rate",
    )
    return next((digits for digits in range(1, 3) if width >= 10.0**-digits), 3)


def _row(term: Term, units: UnitSystem, digits: int) -> BalanceRow:
    rate, low, high = (
        from_si(value, units.pressure_rate, "pressure_rate")
        for value in (term.rate_pa_s, term.low_pa_s, term.high_pa_s)
    )
    return BalanceRow(
        term.name, _band(rate, low, high, digits), _number(rate, digits), rate, low, high
    )


def _band(rate: float, low: float, high: float, digits: int) -> str:
    """Of a symmetric band its half width, else both ends; of none nothing."""
    below, above = rate - low, high - rate
    if max(below, above) < 0.5 * 10.0**-digits:
        return ""
    if abs(below - above) < 0.5 * 10.0**-digits:
        return f"±{above:,.{digits}f}"
    return f"{_number(low, digits)} … {_number(high, digits)}"


def _number(value: float, digits: int) -> str:
    """With a true minus and a plus; nothing is minus zero."""
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return text
    return f"{'−' if value < 0 else '+'}{text}"
