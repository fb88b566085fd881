"""The recorded sessions in the window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.situation.results import Outcome
from iss_viewer.telemetry.catalogue import SessionEntry
from iss_viewer.views.review import recordings
from iss_viewer.views.review.recordings import RecordingsDialog, entry_text
from tests.views.messenger import Messenger

ENTRY = SessionEntry(
    "run-1", "/tmp/run-1.mcap", "PrK 2024", "prk-2024", "SIMULATION", 0.0, 1.7e9, 7200.0, 720, 9, 2,
    float("nan"), "", 1_500_000, False,
)  # fmt: skip


class Shelf:
    """A catalogue for tests."""

    def __init__(self) -> None:
        self.entries = [
            ENTRY,
            replace(ENTRY, name="run-2", title="Quiet day", path="/tmp/run-2.mcap"),
        ]

    def find(self, text: str = "") -> tuple[SessionEntry, ...]:
        return tuple(entry for entry in self.entries if text.lower() in entry.title.lower())

    def unread(self) -> int:
        return 998

    def delete(self, name: str) -> bool:
        self.entries = [entry for entry in self.entries if entry.name != name]
        return True


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def messenger() -> Messenger:
    return Messenger()


@pytest.fixture
def dialog(qtbot, shelf, messenger):
    made = RecordingsDialog(None, shelf, messenger)
    qtbot.addWidget(made)
    return made


def test_the_list_is_there_at_once_and_is_brought_up_to_date_meanwhile(dialog, shelf, messenger):
    assert dialog.list.count() == 2
    assert messenger.asked == [("recovery",)]
    dialog.list.setCurrentRow(1)
    shelf.entries.insert(0, replace(ENTRY, path="/tmp/run-3.mcap"))
    messenger.tasks[0].result = Outcome(("run-2.mcap: 1 s was lost",))
    dialog.updating.look()
    assert dialog.notice.text() == "run-2.mcap: 1 s was lost"
    assert dialog.list.count() == 3
    assert dialog.chosen() == "/tmp/run-2.mcap"
    shelf.entries[0] = replace(shelf.entries[0], score=74.4)
    messenger.tasks[1].result = Outcome(3)
    dialog.judging.look()
    assert "score 74" in dialog.list.item(0).text()


def test_what_has_been_read_is_listed_while_the_rest_is_read(dialog, shelf, messenger):
    shelf.entries.append(replace(ENTRY, path="/tmp/run-3.mcap"))
    dialog.updating.look()
    assert dialog.list.count() == 2  # not at every look
    dialog._filled_s = -10.0
    dialog.updating.look()
    assert dialog.list.count() == 3
    assert dialog.notice.text() == "Recordings that are still to be read: 998"
    messenger.tasks[0].result = Outcome(())
    dialog.updating.look()
    assert not dialog.notice.isVisibleTo(dialog)


def test_closing_it_ends_what_is_under_way(dialog, messenger):
    dialog.reject()
    assert messenger.tasks[0].is_abandoned


def test_sessions_are_listed_with_what_happened_in_them(dialog):
    assert dialog.list.count() == 2
    assert dialog.chosen() == "/tmp/run-1.mcap"
    words = "2023-11-14 22:13 UTC · 2 h 00 min · 9 alarms · 2 incidents · 1.5 MB"
    assert entry_text(ENTRY) == words


def test_they_are_searched(dialog):
    dialog.search.setText("quiet")
    assert dialog.chosen() == "/tmp/run-2.mcap"
    dialog.search.setText("nothing of the kind")
    assert dialog.chosen() == ""
    assert not dialog.opener.isEnabled()


def test_one_is_deleted_only_after_a_question(dialog, shelf, monkeypatch):
    monkeypatch.setattr(recordings, "confirm", lambda *_: False)
    dialog.delete()
    assert dialog.list.count() == 2
    monkeypatch.setattr(recordings, "confirm", lambda *_: True)
    dialog.delete()
    assert [entry.name for entry in shelf.entries] == ["run-2"]
    assert dialog.list.count() == 1
