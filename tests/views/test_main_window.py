"""The whole window on a prepared link: what arrives is drawn, and bad days are plainly told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from iss_viewer.link.link import Frames, Mode, Opened, Pace, Recalled, Refused
from iss_viewer.station.actions import MoveCrew, OpenLeak, SealLeak
from iss_viewer.telemetry.commands import Act, Command, Freeze, WriteNote
from iss_viewer.telemetry.events import LimitEdited
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.alarms.limits_dialog import LimitsDialog
from iss_viewer.views.review import notes as noting
from iss_viewer.views.style import theme
from iss_viewer.views.window import arrangement
from iss_viewer.views.window import file_dialogs as asking
from iss_viewer.views.window import main_window as module
from iss_viewer.views.window.library import LibraryDialog
from iss_viewer.views.window.shortcuts import ShortcutSheet
from tests.views import prepared
from tests.views.conftest import PreparedConnector


@dataclass
class Tale:
    """A scenario of a library for tests."""

    id: str
    title: str
    briefing: str
    kind: str = "history"
    date: str = "2024-02-18"
    duration_s: float = 3600.0
    speed: float = 60.0
    assumed: str = ""
    sources: tuple[str, ...] = ("a page",)


TALES = (Tale("prk-2024", "The tunnel", "Air goes."), Tale("quiet-day", "Nothing", "All is well."))


def test_the_run_is_told_in_one_sentence_and_figures(opened):
    top = opened.window.top
    assert top.sentence.toolTip().startswith("PrK is losing air")
    assert top.mode.text() == "SIMULATION"
    assert top.leak.value.text() == "0.899 kg/day"
    assert top.reserve.value.text() == "10 h 00 min"
    assert top.alarms.value.text() == "WARNING"
    assert top.clock.value.text() == "06:00:00 UTC"
    assert top.speed.value.text() == "59×"


def test_who_waits_long_for_the_session_is_told_why_until_readings_come(opened):
    opened.window.preparing._appear()
    assert opened.window.preparing.isVisibleTo(opened.window)
    opened.window.refresh()
    opened.window.pump.forget_drawn()
    opened.window.refresh()
    assert not opened.window.preparing.isVisibleTo(opened.window)


def test_the_window_is_no_larger_than_its_screen(opened):
    opened.window.resize(9000, 7000)
    arrangement.fit_screen(opened.window)
    room = opened.window.screen().availableGeometry()
    assert opened.window.width() <= max(room.width(), opened.window.minimumSizeHint().width())
    assert opened.window.height() <= max(room.height(), opened.window.minimumSizeHint().height())


def test_a_verdict_lists_its_reasons_on_a_click(opened):
    chip = opened.window.top.chips[1]
    assert chip.text() == "Operations: watch"
    chip.menu().aboutToShow.emit()
    assert [action.text() for action in chip.menu().actions()] == ["PrK must stay closed"]


def test_looking_back_moves_every_panel_and_says_so(opened):
    window = opened.window
    window.time_bar.look_at(prepared.CLOSED_S + 100)
    assert window.top.mode.text() == "LOOKING BACK"
    assert window.top.sentence.toolTip().startswith("No leak detected so far")
    assert window.alarms.filtered.rowCount() == 0
    assert not window.top.live.isHidden()
    window.top.live.click()
    assert window.top.mode.text() == "SIMULATION"
    assert window.alarms.filtered.rowCount() == 2


def test_a_killed_session_is_told_with_a_restart_and_the_last_data_stays(opened):
    opened.link.die()
    opened.tick(4)
    top = opened.window.top
    assert top.mode.text() == "SESSION LOST"
    assert "killed by signal 9" in top.notice.text()
    assert "PrK" in top.sentence.toolTip()
    top.restart.click()
    assert len(opened.links) == 2
    assert opened.links[0].is_closed


def test_a_session_that_never_opened_says_why(make_window):
    window = make_window()
    window.pump.take(module.Ended("prk.toml:3: no module is named 'X'", is_failure=True))
    assert window.waiting.text() == "prk.toml:3: no module is named 'X'"


def test_a_refused_order_is_told_with_its_reason(opened):
    opened.link.say(Refused(Command(Freeze()), "the hatch is jammed"))
    opened.tick(2)
    assert opened.window.top.notice.text() == "Not done: the hatch is jammed"


def test_units_switch_everywhere_at_once(opened):
    opened.window.switch_units()
    opened.window.pump.draw_all()
    assert opened.window.desk.units is UNIT_SYSTEMS[1]
    assert opened.window.top.pressure.value.text().endswith("kPa")
    assert opened.window.plots.pressure.getAxis("left").labelText == "kPa"


def test_the_theme_switches_and_is_remembered(make_window, tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = make_window(settings=settings)
    window.switch_theme()
    again = make_window(settings=settings)
    assert again.desk.palette is theme.LIGHT
    again.switch_theme()


def test_nothing_is_drawn_while_nothing_changes(opened, monkeypatch):
    opened.link.post(Command(Freeze()))
    opened.tick(4)
    drawn = []
    opened.window.pump.scene_due.connect(drawn.append)
    opened.window.pump.panels_due.connect(drawn.append)
    opened.window.pump.pressures_due.connect(drawn.append)
    opened.window.pump.rates_due.connect(drawn.append)
    opened.tick(20)
    assert drawn == []


def test_selecting_a_module_reaches_panel_alarms_and_plots(opened):
    opened.window.desk.selection.choose("SM_PRK")
    opened.tick(2)
    assert opened.window.module.name.text() == "Zvezda transfer chamber (PrK)"
    assert [alarm.id for alarm in opened.window.alarms.selected()] == ["SM_PRK.leak"]
    assert opened.window.plots.pressures.curves._pens["SM_PRK"][1] == 2


def test_the_layout_is_remembered_between_starts(make_window, tmp_path):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    first = make_window(settings=settings)
    first.show()
    first.docks["training"].setFloating(True)
    first.docks["alarms"].hide()
    first.close()
    second = make_window(settings=settings)
    assert second.docks["training"].isFloating()
    assert second.docks["alarms"].isHidden()


def test_long_words_in_a_panel_do_not_widen_the_window(opened):
    least = opened.window.minimumSizeHint().width()
    opened.window.knowing.countdown.setText("a very long hatch name " * 20)
    opened.window.knowing.countdown.show()
    opened.window.module.name.setText("AModuleWithAVeryLongNameWithoutAnySpace" * 5)
    opened.tick(4)
    assert opened.window.minimumSizeHint().width() == least <= 1280


def test_broken_settings_never_block_the_start(make_window, tmp_path):
    path = tmp_path / "window.ini"
    path.write_text("[window]\nstate=@ByteArray(nonsense)\ngeometry=7\n\ntheme=pink\n[x", "utf-8")
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    window = make_window(settings=settings)
    window.show()
    assert window.desk.palette is theme.DARK
    assert window.docks["alarms"].isVisible()


def test_a_layout_goes_to_another_window_as_a_file(qtbot, opened, tmp_path):
    settings = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    layouts = module.Layouts(opened.window, settings)
    opened.window.docks["knowing"].hide()
    layouts.write_file(tmp_path / "layout.json")
    layouts.save("without advice")
    opened.window.docks["knowing"].show()
    assert layouts.read_file(tmp_path / "layout.json")
    assert opened.window.docks["knowing"].isHidden()
    assert layouts.names() == ["without advice"]


@pytest.mark.parametrize("text", ["", "{}", '{"state": "%%%"}', "[1]", '{"state": "AAAA"}'])
def test_a_file_that_is_no_layout_is_refused(opened, tmp_path, text):
    path = tmp_path / "layout.json"
    path.write_text(text, "utf-8")
    settings = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    assert not module.Layouts(opened.window, settings).read_file(path)


def test_a_trainer_opens_a_hole_and_seals_it(opened, monkeypatch):
    training = opened.window.training
    monkeypatch.setattr(module.TrainingPanel, "ask_leak", lambda _: None)
    training.inject_leak("LAB", 2e-3)
    order = Act(OpenLeak("hole-1", "LAB", 2e-3, 0.8))
    assert opened.link.posted[-1] == order
    assert opened.window.desk.selection.module == "LAB"
    moment = opened.window.desk.moment
    moment.board.leaks["hole-1"] = "LAB"
    training.show_moment(moment)
    line = training.leaks.itemAt(0).widget().layout()
    line.itemAt(line.count() - 1).widget().click()
    assert opened.link.posted[-1] == Act(SealLeak("hole-1"))


def test_a_note_is_about_the_selected_module(opened, monkeypatch):
    monkeypatch.setattr(noting, "ask_text", lambda *_: "a hiss near the hatch")
    opened.window.desk.selection.choose("SM_PRK")
    noting.write_note(opened.window)
    at_s = opened.window.desk.moment.time_s
    assert opened.link.posted[-1] == WriteNote("a hiss near the hatch", "SM_PRK", at_s)


def test_a_bookmark_is_of_the_instant_looked_back_at(opened):
    opened.window.time_bar.look_at(600.0)
    opened.window.pump.draw_all()
    noting.bookmark(opened.window)
    assert opened.link.posted[-1] == WriteNote("Bookmark", "STATION", 600.0)


def test_safe_haven_sends_everybody_to_their_own_vehicle(opened, monkeypatch):
    monkeypatch.setattr(asking, "confirm", lambda *_: True)
    asking.send_to_safe_haven(opened.window)
    assert opened.link.posted[-2:] == [
        Act(MoveCrew(("moghbeli",), "DRAGON")),
        Act(MoveCrew(("kononenko", "ohara"), "SOYUZ")),
    ]


def test_the_library_tells_each_story_and_finds_words_in_it(qtbot):
    dialog = LibraryDialog(None, TALES, "quiet-day")
    qtbot.addWidget(dialog)
    assert dialog.chosen() == "quiet-day"
    assert dialog.briefing.text() == "All is well."
    dialog.search.setText("air goes")
    assert dialog.chosen() == "prk-2024"
    dialog.search.setText("nowhere")
    assert dialog.chosen() == ""
    assert not dialog.start.isEnabled()


def test_a_chosen_scenario_starts_a_session_of_its_own(opened, monkeypatch):
    monkeypatch.setattr(LibraryDialog, "exec", lambda _: 1)
    monkeypatch.setattr(LibraryDialog, "chosen", lambda _: "quiet-day")
    opened.window.choose_scenario()
    assert opened.window.scenario == "quiet-day"
    assert len(opened.links) == 2


def test_a_limit_is_edited_in_the_readers_units(opened, qtbot):
    dialog = LimitsDialog(opened.window, opened.window.desk, {})
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
    dialog = LimitsDialog(opened.window, opened.window.desk, {("pressure_low", "on_delay_s"): 42.0})
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
    dialog = LimitsDialog(opened.window, opened.window.desk, {}, [told])
    qtbot.addWidget(dialog)
    texts = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert any("Anna: count from 1 to 3 — chatter" in text for text in texts)


def test_orders_carry_the_name_of_who_gives_them_and_it_is_remembered(
    make_window, tmp_path, monkeypatch
):
    settings = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    window = make_window(settings=settings)
    assert window.desk.actor == "operator"
    monkeypatch.setattr("iss_viewer.views.window.operator_name.ask_text", lambda *_: "  Anna   K. ")
    window.who.ask()
    assert (window.desk.actor, window.who.text()) == ("Anna K.", "Console: Anna K.")
    assert make_window(settings=settings).desk.actor == "Anna K."


def test_every_key_stands_on_the_sheet_once(opened, qtbot):
    keys = [key for deed in opened.window.deeds for key in deed.keys]
    assert len(keys) == len(set(keys))
    sheet = ShortcutSheet(opened.window, opened.window.deeds)
    qtbot.addWidget(sheet)
    assert sheet.windowTitle() == "Keys"


def test_a_recording_opens_at_its_beginning_and_plays(opened):
    recalled = Recalled(prepared.opened(Mode.REPLAY), prepared.history())
    opened.window.take(recalled)
    opened.window.refresh()
    window = opened.window
    assert window.top.mode.text() == "REPLAY"
    assert window.playhead.is_playing
    assert window.playhead.time_s(window.desk.run.history) < 600.0
    assert window.top.live.isHidden()
    assert window.time_bar.live.text() == "END"


def test_taking_over_goes_on_from_the_instant_that_is_shown(make_window, monkeypatch):
    monkeypatch.setattr(module, "confirm", lambda *_: True)
    connector = PreparedConnector()
    window = make_window(connector)
    window.show()
    first = prepared.opened(Mode.REPLAY)
    window.take(Recalled(Opened(**{**vars(first), "recording": "run.mcap"}), prepared.history()))
    window.refresh()
    window.time_bar.look_at(5000.0)
    window.take_over()
    assert connector.wanted == ["run.mcap@5000"]


def test_a_window_settles_into_a_whole_picture_without_a_display(make_window):
    window = make_window(has_scene=True)
    window.resize(1280, 800)
    window.show()
    for message in (prepared.opened(), prepared.frames(), Pace(prepared.LENGTH_S, True, 60, 60)):
        window.take(message)
    window.settle()
    image = window.picture().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert (image.width(), image.height()) == (1280, 800)
    colours = {image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}
    assert len(colours) > 200
    assert window.plots is not None
    assert window.station_view is not None
    window.desk.selection.choose("SM_PRK")
    assert window.station_view.canvas.selected == "SM_PRK"
    window.station_view.module_selected.emit("LAB")
    assert window.desk.selection.module == "LAB"


def test_frames_before_a_run_are_passed_over(make_window):
    window = make_window()
    frames: Frames = prepared.frames(0.0, 100.0)
    window.take(frames)
    assert window.pump.moment() is None
