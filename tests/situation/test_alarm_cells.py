"""What lists and figures write of alarms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.alarm_cells import (
    alarm_text,
    counts_text,
    raised_text,
    short_counts_text,
    state_text,
    value_texts,
)
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

ALARM = Alarm(
    id="LAB.co2", subject="LAB", rule="co2", alarm_class=AlarmClass.ADVISORY,
    state=AlarmState.ACKNOWLEDGED, is_active=True, raised_s=0.0, changed_s=0.0, value=700.0,
    limit=600.0, quantity="carbon_dioxide_pa",
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "until_s", "actor", "words"),
    [
        (AlarmState.UNACKNOWLEDGED, float("inf"), "", "Unacknowledged"),
        (AlarmState.ACKNOWLEDGED, float("inf"), "", "Acknowledged"),
        (AlarmState.ACKNOWLEDGED, float("inf"), "CDR", "Acknowledged by CDR"),
        (AlarmState.SHELVED, 700.0, "CDR", "Shelved, 10 min 00 s left"),
        (AlarmState.SHELVED, 50.0, "CDR", "Shelved, 0 s left"),
        (AlarmState.OUT_OF_SERVICE, 700.0, "", "Out of service, 10 min 00 s left"),
        (AlarmState.OUT_OF_SERVICE, float("inf"), "", "Out of service"),
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
    assert counts_text([ALARM, warning, ALARM], is_flood=False) == "1 warning · 2 advisories"
    assert counts_text([ALARM, warning], is_flood=True) == "FLOOD · 2 active"
    assert short_counts_text([ALARM, warning], is_flood=False) == "1 warning · 1 advisory"
    assert short_counts_text([caution, ALARM, warning], is_flood=False) == "1 of 3 active"


def test_the_value_now_stands_beside_the_one_that_raised_the_alarm_and_its_limit():
    moment = moment_at(prepared.LENGTH_S)
    low = replace(ALARM, subject="LAB", quantity="pressure_pa", value=97e3, limit=97.3e3)
    assert value_texts(low, moment, UNIT_SYSTEMS[0]) == ("744.7 mmHg", "727.6", "729.8")
    assert raised_text(low, UNIT_SYSTEMS[0]) == "727.6 mmHg"
    ids = prepared.station().module_ids
    air = changed(moment, **{f"{module}__space_pressure_pa": 95e3 for module in ids})
    of_station = replace(low, subject="STATION", quantity="space_pressure_pa")
    assert value_texts(of_station, air, UNIT_SYSTEMS[0])[0] == "712.6 mmHg"


def test_the_doubt_of_a_barometer_is_the_one_of_now():
    moment = changed(moment_at(prepared.LENGTH_S), STATION__sensor_fault_probability=0.06)
    leak = replace(prepared.LEAK_ALARM, drift_probability_1=0.42)
    assert "sensor drift (single gauge, 6%)" in alarm_text(leak, moment)
