"""Which session the window is on: chosen, taken over, gone on from."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent

from iss_viewer.link.link import Announced, Ended, Mode, Opened, Recalled
from iss_viewer.situation.library import StartChoice
from iss_viewer.views.window import sessions
from iss_viewer.views.window.library import LibraryDialog
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.station_pane import StationPane
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
    difficulty: str = ""
    goals: str = ""
    conditions: tuple[StartChoice, ...] = ()

    @property
    def searched(self) -> str:
        """All words that a search finds."""
        return f"{self.id} {self.title} {self.briefing}".lower()


TALES = (Tale("prk-2024", "The tunnel", "Air goes."), Tale("quiet-day", "Nothing", "All is well."))


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


def test_the_library_offers_starting_conditions_of_an_exercise_and_of_nothing_else(qtbot):
    night = StartChoice("night", "Night", "All asleep.")
    lesson = Tale("lesson", "Exercise 1", "A day.", "class", conditions=(night,))
    dialog = LibraryDialog(None, (lesson, *TALES), "lesson")
    qtbot.addWidget(dialog)
    assert dialog.condition() == ""
    dialog.conditions.setCurrentIndex(1)
    assert dialog.condition() == "night"
    assert dialog.about_condition.text() == "All asleep."
    dialog._choose("quiet-day")
    assert dialog.condition() == "" and dialog.conditions.isHidden()


def test_an_exercise_starts_from_the_condition_that_was_chosen(make_window, monkeypatch):
    connector = PreparedConnector()
    window = make_window(connector)
    monkeypatch.setattr(LibraryDialog, "exec", lambda _: 1)
    monkeypatch.setattr(LibraryDialog, "chosen", lambda _: "lesson")
    monkeypatch.setattr(LibraryDialog, "condition", lambda _: "night")
    window.sessions.choose_scenario()
    assert connector.wanted == ["lesson from night"]


def test_a_chosen_scenario_starts_a_session_of_its_own(opened, monkeypatch):
    monkeypatch.setattr(LibraryDialog, "exec", lambda _: 1)
    monkeypatch.setattr(LibraryDialog, "chosen", lambda _: "quiet-day")
    opened.window.sessions.choose_scenario()
    assert opened.window.sessions.scenario == "quiet-day"
    assert len(opened.links) == 2


def test_taking_over_goes_on_from_the_instant_that_is_shown(make_window, monkeypatch):
    monkeypatch.setattr(sessions, "confirm", lambda *_: True)
    connector = PreparedConnector()
    window = make_window(connector)
    window.show()
    first = prepared.opened(Mode.REPLAY)
    window.take(Recalled(Opened(**{**vars(first), "recording": "run.mcap"}), prepared.history()))
    window.refresh()
    window.time_bar.look_at(5000.0)
    window.sessions.take_over()
    assert connector.wanted == ["run.mcap@5000"]


def test_a_recording_opens_at_its_beginning_and_plays(opened):
    recalled = Recalled(prepared.opened(Mode.REPLAY), prepared.history())
    opened.window.take(recalled)
    opened.window.refresh()
    window = opened.window
    assert window.top.mode.text() == "REPLAY"
    assert window.playhead.is_playing
    assert window.playhead.time_s(window.context.run.history) < 600.0
    assert window.top.live.isHidden()
    assert window.time_bar.live.text() == "END"


def test_a_killed_session_is_told_with_a_restart_and_the_last_data_stays(opened):
    opened.link.die()
    opened.tick(12)  # a tick that took long draws at the next
    top = opened.window.top
    assert top.mode.text() == "SESSION LOST"
    assert "killed by signal 9" in opened.window.notice.said
    assert "PrK" in top.sentence.toolTip()
    top.restart.click()
    assert len(opened.links) == 2
    assert opened.links[0].is_closed


def test_a_session_that_never_opened_says_why(make_window):
    window = make_window()
    window.pump.take(Ended("prk.toml:3: no module is named 'X'", is_failure=True))
    assert window.station.waiting.text() == "prk.toml:3: no module is named 'X'"


def test_a_window_that_is_gone_loads_nothing_that_it_had_put_off(monkeypatch, qapp):
    loaded = []
    window = MainWindow(PreparedConnector(), tuple)
    monkeypatch.setattr(StationPane, "show_station", lambda *_: loaded.append("station"))
    monkeypatch.setattr(Panels, "load_plots", lambda *_: loaded.append("plots"))
    window.sessions.start("prepared")
    window.take(Announced("A run", prepared.station()))
    window.take(prepared.opened())
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    assert not loaded
