"""Limits: what the file of the assets says, and edits at run time."""

import pytest

from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.detection.limits import edited, read_limits
from iss_viewer.detection.status import AlarmClass
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
    ("rule", "field", "value", "said"),
    [
        ("pressure_lo", "value", 1.0, "did you mean 'pressure_low'"),
        ("pressure_low", "valve", 1.0, "did you mean 'value'"),
        ("pressure_low", "on_delay_s", -1.0, "cannot be"),
        ("pressure_low", "value", float("nan"), "cannot be"),
        ("reserve", "limit_pa", -5.0, "between"),
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
