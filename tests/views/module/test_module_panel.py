"""The page of a module: now, in this run, in history; and the station where none is selected."""

from __future__ import annotations

import pytest

from iss_viewer.situation.words.modules import module_facts
from iss_viewer.station.actions import MoveHatch, MoveValve, PatchModule, ReadGauge
from iss_viewer.station.names import with_names
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.module.incident_page import ArchivePage
from iss_viewer.views.module.module_panel import ModulePanel
from iss_viewer.views.shared import hatch_commands
from tests.views import prepared
from tests.views.prepared import changed, moment_at


@pytest.fixture
def panel(qtbot, posted):
    made = ModulePanel(posted.context)
    qtbot.addWidget(made)
    posted.context.opened.emit(posted.context.run)
    made.show_moment(posted.context.moment)
    return made


def hatch_row(panel, hatch):
    return next(row for row in panel.now.rows if row.hatch.id == hatch)


def test_without_a_selection_it_counts_modules_by_state(panel):
    words = [
        panel.overview.counts.itemAt(i).widget().text()
        for i in range(panel.overview.counts.count())
    ]
    assert words == ["1 leaking", "6 nominal"]


def test_a_module_of_the_overview_can_be_selected(panel, posted):
    panel.overview.lines["SM_PRK"].link.click()
    assert posted.context.selection.module == "SM_PRK"
    assert panel.name.text() == "Zvezda transfer chamber (PrK)"


def test_it_shows_the_judgement_in_the_readers_units(panel, posted):
    posted.context.selection.choose("SM_PRK")
    assert panel.status.text() == "LEAKING"
    assert panel.now.values["leak"].text() == "0.899 kg/day\n95 %: 0.778 … 1.04 kg/day"
    assert panel.now.values["chance"].text() == "95 %"
    posted.context.use_units(UNIT_SYSTEMS[2])
    panel.show_moment(posted.context.moment)
    assert panel.now.values["leak"].text().startswith("1.98 lb/day")


def test_every_number_of_a_module_says_its_source_and_confidence():
    text = module_facts(prepared.station().module("SM_PRK"))
    assert "Free volume 7 m³ ± 10 %  [assumed; made for a test]" in text


def test_an_open_hatch_is_closed_by_its_button(panel, posted):
    posted.context.selection.choose("FGB")
    row = hatch_row(panel, "H04")
    assert row.state.text() == "open"
    posted.show(1000.0)
    posted.context.selection.choose("SM_PRK")
    hatch_row(panel, "H01").mover.click()
    assert posted.orders == [Act(MoveHatch("H01", False))]


def test_a_closing_that_cuts_people_off_is_asked_about_and_can_be_refused(
    panel, posted, monkeypatch
):
    asked = []
    monkeypatch.setattr(hatch_commands, "confirm", lambda *words: asked.append(words[2]) or False)
    posted.context.selection.choose("LAB")
    hatch_row(panel, "H05").mover.click()
    assert asked == ["Closing Unity–Destiny cuts L. O'Hara off from their vehicle."]
    assert posted.orders == []


def test_a_warned_person_may_close_it_all_the_same(panel, posted, monkeypatch):
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: True)
    posted.context.selection.choose("LAB")
    hatch_row(panel, "H05").mover.click()
    assert posted.orders == [Act(MoveHatch("H05", False))]


def test_a_valve_into_a_leak_is_opened_only_by_who_was_asked(panel, posted, monkeypatch):
    asked = []
    monkeypatch.setattr(hatch_commands, "confirm", lambda *words: asked.append(words[2]) or True)
    posted.context.selection.choose("SM_PRK")
    hatch_row(panel, "H01").valve.click()
    assert "PrK is losing air" in asked[0]
    assert posted.orders == [Act(MoveValve("H01", True))]


def test_the_crew_can_patch_where_they_are_and_read_the_gauge(panel, posted):
    at = posted.context.run.station.crew[0].module
    posted.context.selection.choose(at)
    panel.now.patch.click()
    panel.now.read.click()
    assert posted.orders == [Act(PatchModule(at)), Act(ReadGauge(at))]


def test_a_room_nobody_is_in_is_not_patched_and_why_is_said(panel, posted):
    told = []
    posted.context.message.connect(lambda text, tone: told.append(text))
    posted.context.selection.choose("SM_PRK")
    panel.now.patch.click()
    assert posted.orders == []
    assert told == ["Not done: Nobody is in PrK to patch what leaks there."]


@pytest.mark.parametrize("tab", [1, 2])
def test_a_tab_that_is_clicked_while_time_is_held_shows_its_module(panel, posted, tab):
    posted.context.selection.choose("SM_PRK")
    panel.tabs.setCurrentIndex(tab)
    page = (panel.run, panel.archive)[tab - 1]
    shown = page.values["detected"].text() if tab == 1 else page.count.text()
    assert shown not in ("", "—")


def test_looking_back_nothing_can_be_ordered(panel, posted):
    posted.context.selection.choose("SM_PRK")
    panel.show_moment(posted.show(2000.0, is_live=False))
    assert not hatch_row(panel, "H01").mover.isEnabled()
    assert not panel.now.patch.isEnabled()


def test_people_are_named_with_their_vehicle(panel, posted):
    posted.context.selection.choose("LAB")
    assert "L. O'Hara (NASA; vehicle: Soyuz)" in panel.now.people.text()


def test_this_run_is_told_in_words_with_times_that_lead_there(panel, posted, qtbot):
    posted.context.selection.choose("SM_PRK")
    panel.tabs.setCurrentIndex(1)
    panel.show_moment(posted.context.moment)
    run = panel.tabs.widget(1)
    assert run.values["detected"].text() == "T+01:06:40"
    assert run.values["acknowledged"].text() == "T+01:23:20 by operator"
    assert run.values["peak"].text().startswith("0.899 kg/day at T+01:00:10")
    newest = run.events.itemAt(0).widget().layout().itemAt(0).widget()
    with qtbot.waitSignal(posted.context.time_asked) as asked:
        newest.click()
    assert asked.args == [12000.0]


@pytest.fixture
def archive(qtbot, posted):
    made = ArchivePage(posted.context)
    qtbot.addWidget(made)
    posted.context.selection.choose("SM_PRK")
    made.show_moment(posted.context.moment)
    return made


def test_history_tells_what_happened_in_the_module_with_both_agencies(archive):
    text = archive.page.toPlainText()
    assert len(archive.found()) > 3
    for words in ("Roscosmos", "NASA", "Confidence"):
        assert words in text


def test_all_modules_are_a_choice_away(archive):
    few = len(archive.found())
    archive.where.setCurrentIndex(1)
    assert len(archive.found()) == len(archive.archive()) > few


def test_search_and_filters_narrow_the_archive(archive):
    archive.where.setCurrentIndex(1)
    archive.kind.setCurrentIndex(2)
    assert {incident.kind for incident in archive.found()} == {"coolant"}
    archive.search.setText("no such words anywhere")
    assert len(archive.found()) == 0
    assert "Nothing is on file" in archive.page.toPlainText()


def test_an_incident_with_a_scenario_can_be_played(archive, posted, qtbot):
    played = next(incident for incident in archive.archive() if incident.scenario)
    archive.go_to(played.id)
    assert f"play:{played.scenario}" in archive.page.toHtml()
    from PySide6.QtCore import QUrl

    with qtbot.waitSignal(posted.context.scenario_asked) as asked:
        archive.page.anchorClicked.emit(QUrl(f"play:{played.scenario}"))
    assert asked.args == [played.scenario]


def test_a_figure_in_another_unit_is_read_in_ones_own_too(archive, posted):
    posted.context.use_units(UNIT_SYSTEMS[1])
    archive.where.setCurrentIndex(1)
    archive.show_moment(posted.context.moment)
    assert "≈" in archive.page.toPlainText()


def test_the_timeline_goes_to_the_incident_under_the_mouse(archive, qtbot):
    from PySide6.QtCore import QPoint, Qt

    archive.where.setCurrentIndex(1)
    archive.timeline.resize(400, 46)
    first = archive.archive().incidents[0]
    x = round(archive.timeline.x_of(first.began))
    with qtbot.waitSignal(archive.timeline.chosen) as chosen:
        qtbot.mouseClick(archive.timeline, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
    assert chosen.args == [first.id]


def test_a_loss_is_told_first_with_its_likeliest_place(panel, posted):
    assert panel.overview.loss.text().startswith("PrK is losing air: 0.899 kg/day")
    assert "Likeliest" not in panel.overview.loss.text()
    assert panel.overview.lines["SM_PRK"].state.text() == "Leaking 95 %"
    panel.show_moment(posted.show(1000.0))
    assert panel.overview.loss.isHidden()


@pytest.mark.parametrize("module", ["", "SM_PRK", "FGB", "LAB"])
def test_nothing_is_cut_in_a_narrow_panel(panel, posted, module):
    posted.context.selection.choose(module)
    page = panel.now if module else panel.overview
    page.ensurePolished()
    assert page.minimumSizeHint().width() <= 258


def test_while_the_place_is_unknown_the_likeliest_are_listed(panel, posted):
    moment = moment_at(prepared.LENGTH_S)
    status = {f"{m}__status": float(ModuleStatus.WATCH) for m in prepared.station().module_ids}
    chances = {"SM_PRK__leak_probability": 0.1, "LAB__leak_probability": 0.18}
    panel.show_moment(changed(moment, STATION__alarm=4.0, **status, **chances))
    assert panel.overview.loss.text().startswith("The station is losing air")
    assert panel.overview.loss.text().endswith("Likeliest: Destiny 18 %, PrK 10 %.")


def test_what_happened_is_told_with_names_instead_of_ids():
    text = with_names(
        prepared.station(), "manovacuumeter in SM_PRK: 595 mmHg, H01 closed by the ISS"
    )
    assert text == "manovacuumeter in PrK: 595 mmHg, Zvezda–PrK closed by the ISS"
