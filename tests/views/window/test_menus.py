"""The menus and keys: each key once, and only what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Qt

from iss_viewer.link.link import Mode, Opened, Recalled
from iss_viewer.station.actions import MoveCrew
from iss_viewer.telemetry.commands import Act, WriteNote
from iss_viewer.views.review import notes
from iss_viewer.views.window import file_dialogs
from iss_viewer.views.window.shortcuts import ShortcutSheet
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views import prepared


def shown_action(window, text):
    """The entry of the menus with these words."""
    entries = (entry for menu in window.menus.by_name.values() for entry in menu.actions())
    return next(entry for entry in entries if entry.text() == text)


def test_every_key_stands_on_the_sheet_once(opened, qtbot):
    keys = [key for action in opened.window.menus.actions for key in action.keys]
    assert len(keys) == len(set(keys))
    sheet = ShortcutSheet(opened.window, opened.window.menus.actions)
    qtbot.addWidget(sheet)
    assert sheet.windowTitle() == "Keys"


def test_workspaces_and_the_operator_stand_beside_the_menus(opened):
    bar = opened.window.menuBar()
    for corner in (Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner):
        assert bar.cornerWidget(corner).isVisible()
    assert bar.cornerWidget(Qt.Corner.TopLeftCorner).count() == len(WORKSPACES)


def test_a_menu_offers_only_what_can_be_done_now(make_window):
    window = make_window()
    window.show()
    texts = ("Take over here…", "Inject a leak…", "One frame back", "Save layout as…")
    assert [shown_action(window, text).isEnabled() for text in texts] == [False] * 4
    window.take(prepared.opened())
    window.take(prepared.frames())
    window.refresh()
    enabled = [shown_action(window, text).isEnabled() for text in texts]
    assert enabled == [False, True, True, False]  # neither a recording nor settings


def test_a_recorded_run_can_be_taken_over_but_its_truth_is_not_changed(make_window):
    window = make_window()
    window.show()
    first = prepared.opened(Mode.REPLAY)
    window.take(Recalled(Opened(**{**vars(first), "recording": "run.mcap"}), prepared.history()))
    window.refresh()
    assert shown_action(window, "Take over here…").isEnabled()
    for text in ("Inject a leak…", "Execute recommendation", "Safe haven: crew to vehicles…"):
        assert not shown_action(window, text).isEnabled()


def test_what_is_advised_is_offered_while_it_would_reach_the_station(opened):
    advised = shown_action(opened.window, "Execute recommendation")
    assert advised.isEnabled() == opened.window.panels.advice.can_carry_out()
    opened.window.time_bar.look_at(600.0)
    assert not advised.isEnabled()


def test_a_module_can_be_framed_only_where_one_is_selected(make_window):
    window = make_window(has_scene=True)
    window.show()
    window.take(prepared.opened())
    window.take(prepared.frames())
    window.settle()
    frame = shown_action(window, "Frame the selected module")
    assert not frame.isEnabled()
    window.context.selection.choose("LAB")
    assert frame.isEnabled()


def test_a_note_is_about_the_selected_module(opened, monkeypatch):
    monkeypatch.setattr(notes, "ask_text", lambda *_: "a hiss near the hatch")
    opened.window.context.selection.choose("SM_PRK")
    notes.write_note(opened.window, opened.window.context)
    at_s = opened.window.context.moment.time_s
    assert opened.link.posted[-1] == WriteNote("a hiss near the hatch", "SM_PRK", at_s)


def test_a_bookmark_is_of_the_instant_looked_back_at(opened):
    opened.window.time_bar.look_at(600.0)
    opened.window.pump.draw_all()
    notes.bookmark(opened.window.context)
    assert opened.link.posted[-1] == WriteNote("Bookmark", "STATION", 600.0)


def test_safe_haven_sends_everybody_to_their_own_vehicle(opened, monkeypatch):
    monkeypatch.setattr(file_dialogs, "confirm", lambda *_: True)
    file_dialogs.send_to_safe_haven(opened.window, opened.window.context)
    assert opened.link.posted[-2:] == [
        Act(MoveCrew(("moghbeli",), "DRAGON")),
        Act(MoveCrew(("kononenko", "ohara"), "SOYUZ")),
    ]
