"""Quantities that people write: read safely, checked for units, every mistake in words with its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.situation.derived import DerivedError, read_derived
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.frames import Frames, Samples
from iss_viewer.telemetry.history import History
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared

TABLE = ChannelTable((
    Channel("LAB", "pressure_pa"), Channel("LAB", "temperature_k"), Channel("LAB", "oxygen_pa"),
    Channel("SM_PRK", "pressure_pa"), Channel("SM_PRK", "oxygen_pa"), Channel("FEED", "flow_kg_s"),
))  # fmt: skip
ASSESSED = ChannelTable((Channel("STATION", "pressure_pa"), Channel("STATION", "dpdt_pa_s")))
ALL = TABLE + ASSESSED
MMHG = 133.322387415


def read(text):
    return read_derived(text, prepared.station(), ALL)


def value(text):
    history = History(TABLE, ASSESSED)
    row = np.array([[100e3, 295.0, 21e3, 90e3, 19e3, 0.5]])
    samples = Samples(np.array([5.0]), row, np.zeros(row.shape, np.uint8))
    history.append(Frames(samples, np.array([[95e3, -2.0]]), ()))
    return float(read(text).curve(history, 0.0, 10.0)[1][-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LAB.pressure - SM_PRK.pressure", 10e3),
        ("Destiny.pressure_pa - PrK.pressure", 10e3),
        ("ppO2 / pressure", 20e3 / 95e3),
        ("2 * (LAB.oxygen + PrK.ppO2)", 80e3),
        ("-LAB.pressure ** 2 / LAB.pressure", -100e3),
        ("max(LAB.pressure, PrK.pressure, 101 * kPa)", 101e3),
        ("sqrt(LAB.pressure * LAB.pressure)", 100e3),
        ("abs(dpdt) * 1 * h", 7200.0),
        ("LAB.pressure - 700 * mmHg", 100e3 - 700 * MMHG),
        ("LAB.temperature ** -1", 1 / 295.0),
    ],
)
def test_an_expression_has_the_value_that_a_person_reckons(text, expected):
    assert value(text) == pytest.approx(expected, rel=1e-6)


def test_a_result_is_shown_in_the_units_of_the_reader_and_a_ratio_in_none():
    pressure = read("LAB.pressure - PrK.pressure")
    assert pressure.unit(UNIT_SYSTEMS[0]) == "mmHg"
    assert pressure.shown(np.array([MMHG]), UNIT_SYSTEMS[0]) == pytest.approx([1.0])
    assert pressure.unit(UNIT_SYSTEMS[1]) == "kPa"
    assert read("ppO2 / pressure").unit(UNIT_SYSTEMS[0]) == ""
    assert read("LAB.pressure / LAB.temperature").unit(UNIT_SYSTEMS[0]) == "K⁻¹ Pa"


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "write a quantity"),
        ("LABB.pressure - PrK.pressure", 1, "Did you mean LAB?"),
        ("LAB.pressure - LAB.temperatur", 20, "Did you mean temperature_k?"),
        ("LAB.pressure + LAB.temperature", 16, "a pressure and a temperature cannot be added"),
        ("LAB.pressure - 700", 16, "a pressure and a plain number cannot be added"),
        ("  LAB.pressure +", 17, "missing"),
        ("(LAB.pressure", 1, "never closed"),
        ("LAB.pressure)", 13, "')' cannot stand here"),
        ("LAB.pressure ** 9", 17, "a power lies between"),
        ("LAB.pressure ** 0.5", 17, "whole number"),
        ("open('x')", 6, "can be used"),
        ("LAB.pressure.real", 1, "can be used"),
        ("[LAB.pressure][0]", 1, "can be used"),
        ("lambda: 1", 1, "can be used"),
        ("LAB.pressure if 1 else 2", 1, "can be used"),
        ("LAB.pressure × 2", 14, "cannot be read"),
        ("3 + 4", 1, "names no channel"),
        ("min(LAB.pressure)", 1, "two values or more"),
        ("sqrt(LAB.pressure)", 1, "no square root"),
        ("exp(LAB.pressure)", 1, "no function 'exp'"),
        ("presure", 1, "Did you mean pressure_pa?"),
        ("1e999 * LAB.pressure", 1, "too large"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_in_words_with_its_place(text, position, words):
    with pytest.raises(DerivedError) as told:
        read(text)
    assert words in str(told.value)
    assert told.value.position == position


@pytest.mark.parametrize("text", ["(" * 250, "-" * 290 + "1", "1+" * 149 + "1", "x" * 400])
def test_what_is_too_deep_or_too_long_is_refused_in_words(text):
    with pytest.raises(DerivedError):
        read(text)


@given(st.text(alphabet="LABPrK._pressure+-*/()0123456789 ,ae[]{}'\"=:@é\n\t", max_size=60))
def test_whatever_is_typed_is_read_or_refused_at_a_place_within_it(text):
    try:
        read(text)
    except DerivedError as error:
        assert 1 <= error.position <= len(text) + 1


def test_nothing_divided_by_nothing_is_a_gap():
    assert np.isnan(value("(LAB.pressure - LAB.pressure) / (LAB.pressure - LAB.pressure)"))
