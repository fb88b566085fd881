"""The key figures on top: whose they are, and in which words."""

from __future__ import annotations

import pytest

from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.verdict import ThreatInputs, judge
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.operator.key_figures import Top
from tests.views import prepared
from tests.views.prepared import changed, moment_at

INF = float("inf")


@pytest.fixture
def top(qtbot, posted):
    made = Top(posted.context, Playhead())
    qtbot.addWidget(made)
    made.resize(1500, 100)
    made.show()
    return made


def test_rate_and_reserve_speak_of_the_closed_off_space_that_loses_most(top):
    leaks = changed(moment_at(prepared.LENGTH_S), STATION__leak_rate_low_kg_s=0.0)
    top.show_moment(leaks)
    assert top.leak.title.text() == "Leak rate · PrK"
    assert top.leak.value.text() == "0.899 kg/day"
    assert top.leak.detail.text() == "95 %: 0.778 … 1.04 kg/day"
    assert top.reserve.title.text() == "Reserve time · PrK"
    assert top.reserve.value.text() == "10 h 00 min"
    assert "Main air space" in top.leak.toolTip()


def test_they_speak_of_the_station_again_when_it_loses_more(top):
    worse = changed(
        moment_at(prepared.LENGTH_S),
        SM_PRK__status=float(ModuleStatus.NOMINAL),
        LAB__status=float(ModuleStatus.LEAKING),
        LAB__leak_rate_kg_s=2e-2,
        LAB__leak_rate_low_kg_s=1e-2,
    )
    top.show_moment(moment_at(prepared.LENGTH_S))
    top.show_moment(worse)
    assert top.leak.title.text() == "Leak rate"
    assert top.leak.value.text() == "1,728 kg/day"
    assert "Main air space" not in top.reserve.toolTip()


def test_of_leaks_in_two_air_spaces_the_worse_is_named_and_the_other_told_beside_it(top):
    both = changed(
        moment_at(prepared.LENGTH_S),
        LAB__status=float(ModuleStatus.LEAKING),
        LAB__leak_rate_kg_s=2e-2,
    )
    top.show_moment(both)
    assert top.leak.title.text() == "Leak rate · main air space"
    assert "PrK: 0.899 kg/day" in top.leak.toolTip()


def test_plenty_is_not_promised_while_a_loss_is_suspected(top):
    early = changed(
        moment_at(1000.0),
        LAB__status=float(ModuleStatus.SUSPECTED),
        LAB__leak_rate_kg_s=-1e-4,
        LAB__reserve_s=INF,
    )
    top.show_moment(early)
    assert top.leak.value.text() == top.reserve.value.text() == "Not known yet"


def test_the_reasons_of_a_verdict_are_read_by_hovering(top):
    top.show_moment(moment_at(prepared.LENGTH_S))
    assert "• PrK must stay closed" in top.chips[1].toolTip()


def test_before_the_first_readings_it_says_that_they_come(top):
    assert top.sentence.text().startswith("The station is being loaded")
    assert top.mode.text() == "STARTING"
    assert top.chips[0].accessibleName() == "Crew: not known yet"
    assert {figure.value.text() for figure in top.all} == {"—"}


def test_little_time_left_where_nobody_is_raises_no_red_figure(top):
    late = {"SM_PRK__reserve_s": 300.0, "STATION__leak_rate_low_kg_s": 0.0}
    top.show_moment(changed(moment_at(prepared.LENGTH_S), **late))
    assert top.reserve.value.property("tone") == "notice"
    assert "Nobody is in PrK" in top.reserve.toolTip()
    top.show_moment(changed(moment_at(prepared.LENGTH_S), SM_PRK__crew=1.0, **late))
    assert top.reserve.value.property("tone") == "bad"


def test_a_limit_that_is_passed_is_said_in_words(top):
    gone = {f"SM_PRK__reserve{end}_s": 0.0 for end in ("", "_low", "_high")}
    top.show_moment(changed(moment_at(prepared.LENGTH_S), STATION__leak_rate_low_kg_s=0.0, **gone))
    assert (top.reserve.value.text(), top.reserve.detail.text()) == ("Limit passed", "")


def test_a_rate_in_a_reason_is_written_without_exponents():
    now = ThreatInputs(
        pressure_pa=97e3, reserve_s=27e3, reserve_low_s=25e3, is_leak_detected=True, leak_probability=1.0,
        anywhere_probability=1.0, is_rapid=True, leak_rate_kg_s=1473.0 / 86400.0, leaking=(), closed_off=(), cut_off=(), gas_reserve_s=2e4,
    )  # fmt: skip
    operations = judge(now, read_limits())[1].event(0.0)
    reasons = Words(prepared.station(), read_limits()).reasons(operations)
    assert any("1,473 kg/day" in reason for reason in reasons)
