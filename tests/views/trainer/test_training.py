"""What a trainer may do: open leaks of air and of coolant, and end them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from iss_viewer.station.actions import IsolateLoop, OpenCoolantLeak, SealLeak
from iss_viewer.station.station import CoolantLoop
from iss_viewer.telemetry.commands import Act
from iss_viewer.views.shared.dialogs import COOLANT_LEAK, LeakDialog
from iss_viewer.views.trainer import training as module
from iss_viewer.views.trainer.training import TrainingPanel

LOOP = CoolantLoop.model_construct(id="RTOD", name="Radiator loop", module="SM_RO")


@pytest.fixture
def panel(qtbot, posted):
    made = TrainingPanel(posted.context)
    qtbot.addWidget(made)
    made.show_moment(posted.context.moment)
    return made


def with_loop(posted):
    """Give the station of the prepared run a coolant loop."""
    run = posted.context.run
    station = run.station.model_copy(update={"coolant_loops": (LOOP,)})
    posted.context.run = replace(run, opened=replace(run.opened, station=station))
    return posted.show()


def show_leaks(panel, moment, **leaks):
    panel.show_moment(replace(moment, board=replace(moment.board, **leaks)))


def buttons(panel):
    return [b for b in panel.findChildren(QPushButton) if b.text() in ("Seal", "Isolate")]


def test_without_leaks_it_says_what_can_be_done(panel):
    words = [found.text() for found in panel.findChildren(QLabel)]
    assert any("what the story opens is not told" in said for said in words)


def test_an_opened_leak_of_air_can_be_sealed(panel, posted):
    show_leaks(panel, posted.context.moment, leaks={"hole-1": "LAB"})
    buttons(panel)[0].click()
    assert posted.orders == [Act(SealLeak("hole-1"))]


def test_a_coolant_leak_is_offered_only_where_there_is_a_loop(panel, posted):
    assert panel.coolant.isHidden()
    panel.show_moment(with_loop(posted))
    assert not panel.coolant.isHidden()


def test_a_coolant_leak_is_opened_as_it_was_asked_for(panel, posted, monkeypatch):
    with_loop(posted)
    monkeypatch.setattr(
        module.LeakDialog, "exec", lambda dialog: dialog.diameter.setValue(1.5) or 1
    )
    panel.ask_coolant_leak()
    assert posted.orders == [Act(OpenCoolantLeak("RTOD", 0.0015, 0.6))]


def test_a_leaking_loop_can_be_isolated(panel, posted):
    show_leaks(panel, with_loop(posted), coolant_leaks={"RTOD": 10.0})
    assert any(found.text() == "Coolant: Radiator loop" for found in panel.findChildren(QLabel))
    buttons(panel)[0].click()
    assert posted.orders == [Act(IsolateLoop("RTOD"))]


def test_no_hole_is_asked_for_that_would_be_refused(qtbot):
    dialog = LeakDialog(None, {"RTOD": "Radiator loop"}, "", COOLANT_LEAK)
    qtbot.addWidget(dialog)
    assert dialog.diameter.maximum() < 100.0
