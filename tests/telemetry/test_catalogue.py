"""The catalogue lists what was recorded, recovers what was cut, and clears up."""

from __future__ import annotations

import errno
import math
import sqlite3

from recorded import frames, header, record

from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.recording import Recorder, add_note, notes_path, verify


def test_sessions_are_listed_searched_and_deleted(tmp_path):
    record(tmp_path / "first.mcap", frames(40))
    record(tmp_path / "second.mcap", frames(10))
    catalogue = Catalogue(tmp_path)
    assert catalogue.refresh() == []
    assert {entry.name for entry in catalogue.find()} == {"first", "second"}
    (first,) = catalogue.find("FIRST prk")
    assert (first.title, first.scenario_id, first.length_s) == ("A test", "prk-2024", 39.0)
    assert first.incidents == 1
    assert math.isnan(first.score)
    catalogue.set_score(tmp_path / "first.mcap", 87.5)
    assert Catalogue(tmp_path).find("first")[0].score == 87.5
    assert [entry.is_judged for entry in catalogue.find()] == [
        entry.name == "first" for entry in catalogue.find()
    ]
    add_note(tmp_path / "first.mcap", NoteWritten(1.0, "STATION", "why?"))
    assert catalogue.delete("first")
    assert not catalogue.delete("first")
    assert not notes_path(tmp_path / "first.mcap").exists()
    assert not (tmp_path / "first.mcap").exists()
    assert [entry.name for entry in catalogue.find()] == ["second"]


def test_a_cut_session_is_recovered_and_that_is_said_once(tmp_path):
    record(tmp_path / "a.mcap", frames(40))
    whole = (tmp_path / "a.mcap").read_bytes()
    (tmp_path / "a.mcap").write_bytes(whole[: len(whole) - 500])
    catalogue = Catalogue(tmp_path)
    (notice,) = catalogue.refresh()
    assert notice.startswith("a.mcap: recovered 40 samples")
    assert catalogue.refresh() == []
    assert catalogue.find()[0].note == notice
    assert verify(tmp_path / "a.mcap").exit_code == 0


def test_a_session_that_still_runs_is_left_alone(tmp_path):
    recorder = Recorder(tmp_path / "a.mcap", header())
    recorder.write(frames(10))
    recorder.flush()
    catalogue = Catalogue(tmp_path)
    assert catalogue.refresh() == []
    assert catalogue.find() == ()
    recorder.close()
    catalogue.refresh()
    assert [entry.samples for entry in catalogue.find()] == [10]


def test_files_that_are_no_recordings_are_told_and_gone_ones_forgotten(tmp_path):
    (tmp_path / "junk.mcap").write_bytes(b"junk")
    record(tmp_path / "a.mcap", frames(4))
    catalogue = Catalogue(tmp_path)
    assert catalogue.refresh() == ["junk.mcap: not listed: it is no MCAP file"]
    (tmp_path / "a.mcap").unlink()
    catalogue.refresh()
    assert catalogue.find() == ()


def test_a_damaged_list_is_made_anew_from_the_files(tmp_path):
    record(tmp_path / "a.mcap", frames(4))
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database" * 100)
    catalogue = Catalogue(tmp_path)
    catalogue.refresh()
    assert [entry.name for entry in catalogue.find()] == ["a"]
    assert (tmp_path / "catalogue.sqlite.damaged").exists()


def test_a_list_of_another_version_is_made_anew(tmp_path):
    record(tmp_path / "a.mcap", frames(4))
    Catalogue(tmp_path).refresh()
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        connection.execute("ALTER TABLE sessions DROP COLUMN is_judged")
        connection.execute("PRAGMA user_version = 1")
    again = Catalogue(tmp_path)
    assert again.refresh() == []
    assert [entry.name for entry in again.find()] == ["a"]


def test_a_recording_that_cannot_be_read_for_now_is_told_with_the_reason_of_the_system(
    tmp_path, monkeypatch
):
    (tmp_path / "a.mcap").write_bytes(b"never read")

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("iss_viewer.telemetry.catalogue.recover", fail)
    assert Catalogue(tmp_path).refresh() == ["a.mcap: not listed: No space left on device"]
