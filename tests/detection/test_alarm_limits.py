"""Limits: what the file of the assets says, and edits at run time."""

import pytest

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.detection.limits import edited, read_limits
from iss_viewer.situation.words.alarms import edit_words
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import PA_PER_MMHG


def test_limits_of_the_assets_say_where_each_number_comes_from():
    limits = read_limits()
    for rule in limits.rules:
        assert rule.source in limits.sources
    assert limits.reserve.limit_pa == pytest.approx(490.0 * PA_PER_MMHG)
    assert limits.reserve.confidence == "assumed"
    assert limits.rule("rapid_depressurization").alarm_class is AlarmClass.EMERGENCY


def test_edit_makes_a_new_version_and_leaves_the_old_alone():
    limits = read_limits()
    changed = edited(limits, "pressure_low", "value", 90e3)
    assert changed.rule("pressure_low").value == 90e3
    assert changed.version == limits.version + 1
    assert limits.rule("pressure_low").value != 90e3


@pytest.mark.parametrize(
    ("field", "value"),
    [("deadband", 500.0), ("on_delay_s", 30.0), ("off_delay_s", 9.0), ("count", 3), ("window_s", 60.0),
     ("latching", False)],
)  # fmt: skip
def test_all_that_shapes_an_alarm_can_be_edited(field, value):
    changed = edited(read_limits(), "pressure_low", field, float(value))
    assert getattr(changed.rule("pressure_low"), field) == value


def test_a_reserve_limit_may_be_anything_below_200_kpa():
    assert edited(read_limits(), "reserve", "limit_pa", 199_999.5).reserve.limit_pa == 199_999.5


@pytest.mark.parametrize(
    ("field", "was", "value", "words"),
    [
        ("value", 93e3, 90e3, "value from 93000 Pa to 90000 Pa"),
        ("on_delay_s", 10.0, 30.0, "on delay from 10 s to 30 s"),
        ("count", 1.0, 3.0, "count from 1 to 3"),
        ("latching", 1.0, 0.0, "does not latch any more"),
    ],
)
def test_an_edit_is_told_with_its_unit(field, was, value, words):
    edit = LimitEdited(0.0, "pressure_low", field, value, was, "space_pressure_pa", 1)
    assert edit_words(edit) == words


@pytest.mark.parametrize(
    ("rule", "field", "value", "said"),
    [
        ("pressure_lo", "value", 1.0, "did you mean 'pressure_low'"),
        ("pressure_low", "valve", 1.0, "did you mean 'value'"),
        ("pressure_low", "on_delay_s", -1.0, "cannot be"),
        ("pressure_low", "value", float("nan"), "cannot be"),
        ("reserve", "limit_pa", -5.0, "between"),
        ("reserve", "limit_pa", 200e3, "between 0 and 200 kPa"),
        ("pressure_low", "count", 2.5, "whole number"),
        ("pressure_low", "count", 17.0, "1 to 16"),
        ("pressure_low", "latching", 0.5, "1 or 0"),
        ("pressure_low", "latching", -1.0, "1 or 0"),
        ("pressure_low", "deadband", float("inf"), "cannot be"),
    ],
)
def test_impossible_edit_is_refused_with_what_is_allowed(rule, field, value, said):
    with pytest.raises(ValueError, match=said):
        edited(read_limits(), rule, field, value)


def test_mistakes_of_a_limits_file_are_told_with_their_lines(tmp_path):
    text = (assets_dir() / "limits.toml").read_text(encoding="utf-8")
    text = text.replace('value = "719 mmHg"', "value = 719").replace("off_delay", "of_delay", 1)
    path = tmp_path / "limits.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileMistakes) as told:
        read_limits(path)
    message = str(told.value)
    assert "write a pressure with its unit" in message
    assert "did you mean 'off_delay'" in message
    assert all(mistake.line > 0 for mistake in told.value.mistakes)
