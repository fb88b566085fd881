"""A reviewer's hour: looks back over a run, reads what happened, opens its recording, goes on from it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.views.review import notes
from iss_viewer.views.window import sessions


@pytest.fixture
def reviewed(person, monkeypatch):
    """A run of an hour and a half with a note in it."""
    person.sit_down("prk-2024")
    person.wait(300)
    monkeypatch.setattr(notes, "ask_text", lambda *_: "heard a hiss")
    person.window.context.selection.choose("SM_PRK")
    person.press(Qt.Key.Key_B)
    person.wait(240)
    return person


def test_a_reviewer_looks_back_and_reads_what_happened(reviewed):
    person = reviewed
    now_s = person.moment.time_s

    # One press on the time bar moves everything to that instant.
    track = person.window.time_bar.track
    person.click(track, track.x_of(30.0), 22)
    assert person.window.top.mode.text() == "LOOKING BACK"
    assert person.moment.time_s < 60.0
    assert len(person.window.panels.alarms.tree.listed()) == 0

    # N goes from mark to mark; among them is the note that was written.
    seen = []
    for _ in range(40):
        before_s = person.moment.time_s
        person.press(Qt.Key.Key_N)
        if person.moment.time_s == before_s:
            break
        seen.append(person.moment.time_s)
    assert seen == sorted(seen)
    assert 2990.0 in seen

    # The page of the module tells this run.
    person.window.panels.module.tabs.setCurrentIndex(1)
    person.press(Qt.Key.Key_Home)
    person.window.panels.module.show_moment(person.moment)
    run = person.window.panels.module.run
    assert run.values["detected"].text().startswith("T+00:0")
    words = [
        run.events.itemAt(i).widget().layout().itemAt(1).widget().text()
        for i in range(run.events.count())
    ]
    assert "Note: heard a hiss (operator)" in words
    assert person.moment.time_s == now_s

    # And what really happened there.
    person.window.panels.module.tabs.setCurrentIndex(2)
    person.window.panels.module.show_moment(person.moment)
    assert "Roscosmos" in person.window.panels.module.archive.page.toPlainText()


def test_a_recording_shows_the_same_and_can_be_gone_on_from(reviewed, monkeypatch):
    person = reviewed
    recording = person.moment.run.opened.recording
    row = person.moment.row.copy()
    at_s = person.moment.time_s
    alarms = dict(person.moment.board.alarms)

    person.sit_down(recording)
    assert person.window.top.mode.text() == "REPLAY"
    person.window.time_bar.look_at(at_s)
    person.look()
    assert person.moment.time_s == at_s
    assert person.moment.row == pytest.approx(row, rel=1e-6, nan_ok=True)
    assert person.moment.board.alarms.keys() == alarms.keys()

    # A note on what is over is kept beside it, and is there when it is opened again.
    person.window.time_bar.look_at(1500.0)
    person.look()
    monkeypatch.setattr(notes, "ask_text", lambda *_: "here it began")
    notes.write_note(person.window, person.window.context)
    person.sit_down(recording)
    (note,) = person.window.context.run.history.events(1500.0, 1500.0, (NoteWritten,))
    assert note.text == "here it began"

    # Take over in the middle: the session goes on live from there.
    monkeypatch.setattr(sessions, "confirm", lambda *_: True)
    person.window.time_bar.look_at(2000.0)
    person.look()
    person.window.sessions.take_over()
    person.window.pump.hold()
    person.look()
    person.wait(30)
    assert person.window.top.mode.text() == "SIMULATION"
    assert person.moment.time_s == pytest.approx(2300.0, abs=20.0)
