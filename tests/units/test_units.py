"""Quantities read and written by people come out as they went in, and never without a unit."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer import units


@pytest.mark.parametrize("quantity", ["pressure", "mass_rate", "length", "duration", "temperature"])
@given(value=st.floats(-1e6, 1e6))
def test_every_unit_converts_to_si_and_back(quantity: str, value: float):
    for unit in units.units_of(quantity):
        there = units.to_si(value, unit, quantity)
        assert units.from_si(there, unit, quantity) == pytest.approx(value, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "quantity", "si"),
    [
        ("2 mm", "length", 0.002),
        ("760 mmHg", "pressure", 101325.0),
        ("1 lb/day", "mass_rate", 0.45359237 / 86400),
        ("1d 6h", "duration", 108000.0),
        ("20 C", "temperature", 293.15),
    ],
)
def test_a_written_quantity_is_read_with_its_unit(text: str, quantity: str, si: float):
    assert units.parse(text, quantity) == pytest.approx(si, rel=1e-6)


@pytest.mark.parametrize("text", ["", "2", "mm", "2 kg", "2 mm 3 mm", "two mm", "2 mm!"])
def test_a_length_without_a_unit_of_length_is_refused_with_what_is_allowed(text: str):
    with pytest.raises(units.UnitError, match="mm"):
        units.parse(text, "length")


@given(st.text(max_size=30))
def test_no_text_does_worse_than_being_refused(text: str):
    try:
        assert math.isfinite(units.parse(text, "duration"))
    except units.UnitError as error:
        assert "duration" in str(error)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1470.3, "1,470"),
        (0.9174, "0.917"),
        (-0.00542, "-0.005"),
        (-0.0003, "0"),
        (12.345, "12.3"),
        (float("inf"), "∞"),
        (float("nan"), "—"),
        (0.0, "0"),
    ],
)
def test_figures_are_written_without_exponents(value: float, text: str):
    assert units.figure(value) == text


@given(st.floats(1e-2, 1e9))
def test_a_figure_keeps_two_digits_of_its_value(value: float):
    assert float(units.figure(value).replace(",", "")) == pytest.approx(value, rel=0.06)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (48.0, "48 s"),
        (372.0, "6 min 12 s"),
        (22320.0, "6 h 12 min"),
        (187200.0, "2 d 04 h"),
        (float("inf"), "∞"),
        (float("nan"), "—"),
    ],
)
def test_durations_are_told_in_two_parts(seconds: float, text: str):
    assert units.duration_text(seconds) == text


def test_one_choice_of_units_switches_pressure_rate_and_mass():
    kpa = next(system for system in units.UNIT_SYSTEMS if system.pressure == "kPa")
    assert kpa.pressure_text(101325.0) == "101.33 kPa"
    assert kpa.rate_text(-1.0) == "-3.60 kPa/h"
    assert kpa.mass_rate_text(1.0 / 86400.0) == "1.00 kg/day"
    assert kpa.pressure_text(float("nan")) == "—"


@pytest.mark.parametrize(
    ("quantity", "one", "si"),
    [
        ("pressure", "hPa", 100.0),
        ("pressure", "mbar", 100.0),
        ("pressure", "kPa", 1000.0),
        ("pressure", "bar", 1e5),
        ("pressure", "MPa", 1e6),
        ("pressure", "torr", 133.322387415),
        ("pressure", "psia", 6894.757293168),
        ("pressure", "atm", 101325.0),
        ("pressure_rate", "Pa/day", 1.0 / 86400.0),
        ("pressure_rate", "mmHg/h", 133.322387415 / 3600.0),
        ("pressure_rate", "mmHg/min", 133.322387415 / 60.0),
        ("pressure_rate", "mmHg/day", 133.322387415 / 86400.0),
        ("pressure_rate", "psi/min", 6894.757293168 / 60.0),
        ("pressure_rate", "psi/h", 6894.757293168 / 3600.0),
        ("pressure_rate", "kPa/h", 1000.0 / 3600.0),
        ("mass_rate", "g/s", 1e-3),
        ("mass_rate", "kg/h", 1.0 / 3600.0),
        ("mass_rate", "kg/day", 1.0 / 86400.0),
        ("mass_rate", "lb/day", 0.45359237 / 86400.0),
        ("mass", "g", 1e-3),
        ("mass", "lb", 0.45359237),
        ("length", "cm", 0.01),
        ("length", "um", 1e-6),
        ("length", "in", 0.0254),
        ("area", "cm2", 1e-4),
        ("area", "mm2", 1e-6),
        ("volume", "L", 1e-3),
        ("volume", "ml", 1e-6),
        ("duration", "ms", 1e-3),
        ("duration", "min", 60.0),
        ("duration", "h", 3600.0),
        ("duration", "days", 86400.0),
        ("temperature", "degC", 274.15),
    ],
)
def test_a_unit_is_as_large_as_it_is_defined(quantity: str, one: str, si: float):
    assert units.to_si(1.0, one, quantity) == pytest.approx(si, rel=1e-9)
