"""What a recording tells of things that its station does not have breaks nothing beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from iss_viewer.situation.headline import headline
from iss_viewer.situation.outcome import outcome_rows
from iss_viewer.situation.reasons import reasons_now
from iss_viewer.station.actions import MoveCrew, MoveHatch
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    GaugeRead,
    Reason,
    VerdictGiven,
    Why,
)
from iss_viewer.telemetry.status import AlarmClass, Verdict
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared

NOWHERE = "NOWHERE_AT_ALL"
TIME_S = prepared.LENGTH_S - 60.0


def alarm(quantity: str):
    return replace(
        prepared.LEAK_ALARM, id=f"{NOWHERE}.{quantity}", subject=NOWHERE, quantity=quantity, raised_s=TIME_S,
        changed_s=TIME_S, alarm_class=AlarmClass.EMERGENCY, drift_probability_1=0.4,
    )  # fmt: skip


@pytest.fixture
def strange(opened):
    """A window whose run tells of a module, a hatch and a person that nobody knows."""
    events = (
        AlarmChanged(alarm("leak_evidence_1"), AlarmChange.RAISE),
        AlarmChanged(alarm("pressure_pa"), AlarmChange.RAISE),
        ActionDone(TIME_S, MoveHatch("H99", False), "H99", "crew"),
        ActionDone(TIME_S, MoveCrew(("nobody",), NOWHERE), NOWHERE, "crew"),
        GaugeRead(TIME_S, NOWHERE, 98e3, "crew"),
        VerdictGiven(
            TIME_S, "crew", Verdict.ACT, (Reason(Why.BLIND, span_s=60.0, subjects=(NOWHERE,)),)
        ),
    )
    opened.link.say(replace(prepared.frames(1e9, 2e9), events=events))
    opened.tick(20)
    opened.window.refresh()
    return opened


def test_alarms_of_a_module_that_the_station_does_not_have_are_listed_chosen_and_answered(
    strange, qtbot
):
    window = strange.window
    alarms = window.panels.alarms
    rows = [a for a in alarms.tree.listed() if a.subject == NOWHERE]
    assert len(rows) == 2
    for at in range(len(alarms.tree.listed())):
        alarms.view.choose_at(at)
        strange.tick(8)
    qtbot.keyClick(alarms.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    alarms.acknowledge_everything()
    window.watch.acknowledge.click()
    assert NOWHERE in window.watch.words.text()


def test_the_page_the_headline_and_the_report_are_told_all_the_same(strange):
    moment = strange.window.context.moment
    assert headline(moment, UNIT_SYSTEMS[0]).text
    assert outcome_rows(moment, UNIT_SYSTEMS[0])
    assert reasons_now(moment, "crew", UNIT_SYSTEMS[0])
    for module in prepared.station().module_ids:
        strange.window.context.selection.choose(module)
        strange.tick(4)
