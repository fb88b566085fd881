"""The limits behind the alarms: edited in the reader's units, with a reason, and who did it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.views.alarms.limits_dialog import LimitsDialog
from tests.views import prepared


def test_a_limit_is_edited_in_the_readers_units(opened, qtbot):
    dialog = LimitsDialog(opened.window, opened.window.context, {})
    qtbot.addWidget(dialog)
    dialog.forms["reserve"].boxes["limit_pa"].setValue(500.0)
    assert not dialog.ok.isEnabled()  # nobody knows why yet
    dialog.reason.setText("flight rule")
    assert dialog.ok.isEnabled()
    dialog.apply()
    order = opened.link.posted[-1]
    assert (order.limit, order.field, order.reason) == ("reserve", "limit_pa", "flight rule")
    assert order.value == pytest.approx(500 * prepared.MMHG)
    assert len([o for o in opened.link.posted if type(o).__name__ == "SetLimit"]) == 1


def test_delays_deadband_count_and_latching_are_edited_beside_the_value(opened, qtbot):
    dialog = LimitsDialog(
        opened.window, opened.window.context, {("pressure_low", "on_delay_s"): 42.0}
    )
    qtbot.addWidget(dialog)
    boxes = dialog.forms["pressure_low"].boxes
    assert boxes["on_delay_s"].value() == 42.0
    boxes["off_delay_s"].setValue(77.0)
    boxes["latching"].setChecked(not boxes["latching"].isChecked())
    boxes["count"].setValue(3)
    boxes["window_s"].setValue(0)
    dialog.reason.setText("chatter")
    assert not dialog.ok.isEnabled()  # counted in no time at all
    boxes["window_s"].setValue(600)
    dialog.apply()
    made = {o.field: o.value for o in opened.link.posted if type(o).__name__ == "SetLimit"}
    assert made == {"off_delay_s": 77.0, "count": 3.0, "window_s": 600.0, "latching": 0.0}


def test_who_changed_a_limit_and_why_is_read_beside_it(opened, qtbot):
    quantity = "space_pressure_pa"
    told = LimitEdited(60.0, "pressure_low", "count", 3, 1, quantity, 1, "Anna", "chatter")
    dialog = LimitsDialog(opened.window, opened.window.context, {}, [told])
    qtbot.addWidget(dialog)
    texts = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert any("Anna: count from 1 to 3 — chatter" in text for text in texts)


def test_the_limits_are_those_of_the_run_not_those_of_the_program(opened, qtbot):
    context = opened.window.context
    context.run = replace(context.run, opened=prepared.opened_with_limits("490 mmHg", "500 mmHg"))
    dialog = LimitsDialog(opened.window, context, {})
    qtbot.addWidget(dialog)
    assert dialog.forms["reserve"].boxes["limit_pa"].value() == pytest.approx(500.0, abs=0.1)
