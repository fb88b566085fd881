"""A number means what was typed, with either decimal sign, whatever the computer's locale is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt

from iss_viewer.views.shared.number_box import NumberBox


@pytest.fixture(params=["de_DE", "en_US", "fr_FR", "hi_IN", "C"])
def box(request, qtbot):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    made = NumberBox()
    made.setDecimals(2)
    made.setRange(-1e6, 1e6)
    qtbot.addWidget(made)
    yield made
    QLocale.setDefault(before)


def typed(box, qtbot, text):
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), text)
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    return box.value()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.5", 2.5),
        ("2,5", 2.5),
        ("0,8", 0.8),
        ("1000", 1000.0),
        ("490,0", 490.0),
        ("-3,25", -3.25),
    ],
)
def test_a_point_and_a_comma_mean_the_same(box, qtbot, text, value):
    assert typed(box, qtbot, text) == value


def test_a_number_is_written_with_a_point_and_without_groups(box):
    box.setValue(12345.5)
    assert box.text() == "12345.50"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.integers(-10_000_000, 10_000_000), st.sampled_from(".,"))
def test_what_is_typed_is_what_is_read(box, hundredths, sign):
    whole, rest = divmod(abs(hundredths), 100)
    text = f"{'-' if hundredths < 0 else ''}{whole}{sign}{rest:02d}"
    assert box.valueFromText(text) == hundredths / 100


def test_two_signs_are_no_number(box, qtbot):
    box.setValue(7.0)
    assert typed(box, qtbot, "1,000.5") != 1000.5 or box.text() == "1000.50"
    assert box.text().count(".") == 1
