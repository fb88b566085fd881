"""Alarm KPIs by ISA-18.2, from alarm events alone."""

from __future__ import annotations

import math

import pytest

from iss_viewer.debrief.alarm_figures import alarm_figures
from iss_viewer.telemetry.events import (
    Alarm,
    AlarmChange,
    AlarmChanged,
    Event,
    FloodChanged,
    FloodPhase,
)
from iss_viewer.telemetry.status import AlarmClass, AlarmState


def alarm(
    time_s: float,
    change: str = "raised",
    name: str = "A.low",
    state: AlarmState = AlarmState.UNACKNOWLEDGED,
    is_active: bool = True,
    raised_s: float | None = None,
) -> Event:
    """One change of one alarm."""
    one = Alarm(
        id=name, subject=name.split(".")[0], rule="low", alarm_class=AlarmClass.WARNING, state=state,
        is_active=is_active, raised_s=time_s if raised_s is None else raised_s, changed_s=time_s,
        value=1.0, limit=2.0, quantity="pressure_pa",
    )  # fmt: skip
    return AlarmChanged(one, AlarmChange(change))


def test_a_quiet_run_has_no_alarms():
    figures = alarm_figures([], 0.0, 7200.0)
    assert (figures.count, figures.most_in_ten_minutes, figures.flood_s) == (0, 0, 0.0)
    assert math.isnan(figures.to_acknowledge_s)


def test_alarms_are_counted_in_windows_of_ten_minutes():
    figures = alarm_figures([alarm(t) for t in (0, 599, 600, 3000)], 0.0, 3600.0)
    assert figures.per_ten_minutes.tolist() == [2, 1, 0, 0, 0, 1]
    assert figures.average_per_ten_minutes == pytest.approx(4 / 6)
    assert figures.by_class["warning"] == 4


def test_the_worst_actors_come_first():
    events = [alarm(t, name="B.low") for t in range(0, 5000, 1000)]
    events += [alarm(10.0, name=f"C{i}.low") for i in range(12)]
    figures = alarm_figures(events, 0.0, 6000.0)
    assert (figures.bad_actors[0].alarm.id, figures.bad_actors[0].count) == ("B.low", 5)
    assert len(figures.bad_actors) == 10


def test_three_times_within_a_minute_is_chattering():
    fast = [alarm(t, name="F.low") for t in (0, 29, 60)]
    slow = [alarm(t, name="S.low") for t in (0, 29, 61)]
    assert alarm_figures([*fast, *slow], 0.0, 600.0).chattering == ("F.low",)


def test_active_for_over_a_day_is_stale_even_when_acknowledged():
    events = [
        alarm(0.0, name="A.low"),
        alarm(50_000.0, "acknowledged", "A.low", AlarmState.ACKNOWLEDGED, raised_s=0.0),
        alarm(0.0, name="B.low"),
        alarm(80_000.0, "cleared", "B.low", AlarmState.RETURNED, is_active=False),
    ]
    assert alarm_figures(events, 0.0, 90_000.0).stale == ("A.low",)


def test_time_in_flood_is_what_the_detector_announced_also_when_it_has_not_ended():
    events = [
        FloodChanged(100.0, FloodPhase.BEGUN, 11),
        FloodChanged(400.0, FloodPhase.OVER, 4),
        FloodChanged(900.0, FloodPhase.BEGUN, 11),
    ]
    figures = alarm_figures(events, 0.0, 1000.0)
    assert figures.flood_s == 400.0
    assert figures.flood_share == pytest.approx(0.4)


def test_acknowledgements_shelving_and_what_is_left_are_told():
    events = [
        alarm(0.0, name="A.low"),
        alarm(30.0, "acknowledged", "A.low", AlarmState.ACKNOWLEDGED, raised_s=0.0),
        alarm(10.0, name="B.low"),
        alarm(80.0, "acknowledged", "B.low", AlarmState.ACKNOWLEDGED, raised_s=10.0),
        alarm(90.0, "shelved", "B.low", AlarmState.SHELVED),
        alarm(95.0, name="C.low"),
    ]
    figures = alarm_figures(sorted(events, key=lambda e: e.time_s), 0.0, 100.0)
    assert figures.to_acknowledge_s == 50.0
    assert (figures.shelved, figures.unacknowledged) == (1, 1)
