"""What lists and figures write of alarms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.alarm_cells import counts_text, short_counts_text, state_text
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState

ALARM = Alarm(
    id="LAB.co2", subject="LAB", rule="co2", alarm_class=AlarmClass.ADVISORY,
    state=AlarmState.ACKNOWLEDGED, is_active=True, raised_s=0.0, changed_s=0.0, value=700.0,
    limit=600.0, quantity="carbon_dioxide_pa",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "until_s", "actor", "words"),
    [
        (AlarmState.UNACKNOWLEDGED, float("inf"), "", "NEW"),
        (AlarmState.ACKNOWLEDGED, float("inf"), "", "acknowledged"),
        (AlarmState.ACKNOWLEDGED, float("inf"), "CDR", "acknowledged by CDR"),
        (AlarmState.SHELVED, 700.0, "CDR", "shelved, 10 min 00 s left"),
        (AlarmState.SHELVED, 50.0, "CDR", "shelved, 0 s left"),
        (AlarmState.OUT_OF_SERVICE, 700.0, "", "out of service, 10 min 00 s left"),
        (AlarmState.OUT_OF_SERVICE, float("inf"), "", "out of service"),
    ],
)
def test_a_state_says_for_how_long_or_by_whom(state, until_s, actor, words):
    alarm = replace(ALARM, state=state, until_s=until_s, actor=actor)
    assert state_text(alarm, 100.0) == words


def test_alarms_are_counted_by_class_the_worst_first_and_short_where_room_is_little():
    caution, warning = (
        replace(ALARM, alarm_class=c) for c in (AlarmClass.CAUTION, AlarmClass.WARNING)
    )
    assert counts_text([], is_flood=False) == ""
    assert counts_text([ALARM, warning, ALARM], is_flood=False) == "1 warning · 2 advisory"
    assert counts_text([ALARM, warning], is_flood=True) == "FLOOD · 2 active"
    assert short_counts_text([ALARM, warning], is_flood=False) == "1 warning · 1 advisory"
    assert short_counts_text([caution, ALARM, warning], is_flood=False) == "1 of 3 active"
