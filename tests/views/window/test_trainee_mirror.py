"""An instructor looks on at what the trainees see: their panels, their level of help, a neutral title, and no orders."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.link.cover import ExerciseCover, InstructorSheet
from iss_viewer.telemetry.commands import Run
from iss_viewer.views.window.workspaces import TRAINEES, WORKSPACES
from tests.views import prepared


@pytest.fixture
def mirror(opened):
    window = opened.window
    sheet = InstructorSheet("A hole in Columbus", "", (), (), ())
    cover = ExerciseCover(True, help_level="gauges", sheet=sheet)
    run = replace(prepared.opened(), title="Exercise 1", cover=cover)
    window.pump.open(run, prepared.history())
    window.workspaces.go_to(next(one for one in WORKSPACES if one.name == "Trainer"))
    opened.tick(8)
    window.context.mirror_asked.emit()
    return window.mirror


def test_it_has_the_trainees_panels_a_neutral_title_and_the_level_of_help(mirror):
    shown = {name for name, dock in mirror.panels.docks.items() if not dock.isHidden()}
    assert shown == {place.panel for place in TRAINEES.places}
    assert mirror.windowTitle().startswith("Exercise 1") and "Columbus" not in mirror.windowTitle()
    assert "gauges" in mirror.help.text()


def test_what_is_kept_from_trainees_is_kept_there_while_the_instructor_sees_it(mirror, opened):
    kept = mirror.context.moment
    assert opened.window.context.moment.board.alarms and not kept.board.alarms
    assert kept.value("STATION", "leak_rate_kg_s") != kept.value("STATION", "leak_rate_kg_s")
    assert not mirror.panels.docks["alarms"].veil.isHidden()


def test_it_shows_the_present_whatever_the_instructor_looks_at_and_orders_nothing(mirror, opened):
    opened.window.playhead.look_at(60.0)
    opened.tick(8)
    mirror.refresh()
    assert mirror.context.moment.time_s == prepared.LENGTH_S
    assert opened.window.context.moment.time_s == 60.0
    before = list(opened.link.posted)
    mirror.context.post(Run())
    assert opened.link.posted == before and not mirror.context.moment.can_act


def test_it_follows_units_and_closes_with_its_window(mirror, opened):
    from iss_viewer.units import UNIT_SYSTEMS

    opened.window.context.use_units(UNIT_SYSTEMS[1])
    assert mirror.context.units is UNIT_SYSTEMS[1]
    opened.window.close()
    assert not mirror.isVisible() and not mirror._timer.isActive()
