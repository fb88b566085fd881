"""The recorded sessions in the window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iss_viewer.telemetry.catalogue import SessionEntry
from iss_viewer.views import recordings
from iss_viewer.views.recordings import RecordingsDialog, entry_text

ENTRY = SessionEntry(
    "run-1", "/tmp/run-1.mcap", "PrK 2024", "prk-2024", "SIMULATION", 0.0, 1.7e9, 7200.0, 720, 9, 2,
    float("nan"), "", 1_500_000,
)  # fmt: skip


class Shelf:
    """A catalogue for tests."""

    def __init__(self) -> None:
        self.entries = [
            ENTRY,
            replace(ENTRY, name="run-2", title="Quiet day", path="/tmp/run-2.mcap"),
        ]

    def refresh(self) -> list[str]:
        return ["run-2.mcap: 1 s was lost"]

    def find(self, text: str = "") -> tuple[SessionEntry, ...]:
        return tuple(entry for entry in self.entries if text.lower() in entry.title.lower())

    def delete(self, name: str) -> bool:
        self.entries = [entry for entry in self.entries if entry.name != name]
        return True


@pytest.fixture
def dialog(qtbot):
    made = RecordingsDialog(None, Shelf())
    qtbot.addWidget(made)
    return made


def test_sessions_are_listed_with_what_was_recovered(dialog):
    assert dialog.list.count() == 2
    assert dialog.chosen() == "/tmp/run-1.mcap"
    assert dialog.notice.text() == "run-2.mcap: 1 s was lost"
    assert entry_text(ENTRY) == "2023-11-14 22:13 UTC · 2 h 00 min · 9 alarms · 1.5 MB"


def test_they_are_searched(dialog):
    dialog.search.setText("quiet")
    assert dialog.chosen() == "/tmp/run-2.mcap"
    dialog.search.setText("nothing of the kind")
    assert dialog.chosen() == ""
    assert not dialog.open.isEnabled()


def test_one_is_deleted_only_after_a_question(dialog, monkeypatch):
    monkeypatch.setattr(recordings, "confirm", lambda *_: False)
    dialog.delete()
    assert dialog.list.count() == 2
    monkeypatch.setattr(recordings, "confirm", lambda *_: True)
    dialog.delete()
    assert [entry.name for entry in dialog._entries] == ["run-2"]
