"""The catalogue lists what was recorded, recovers what was cut, and clears up."""

from __future__ import annotations

import errno
import math
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import frames, header, record

from iss_viewer.telemetry import sqlite_file
from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.recording import RecordedRun, Recorder, add_note, notes_path, verify


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


def test_of_many_new_recordings_it_is_told_how_many_are_read(tmp_path):
    record(tmp_path / "0.mcap", frames(4))
    for number in range(1, 50):
        (tmp_path / f"{number}.mcap").hardlink_to(tmp_path / "0.mcap")
    catalogue, told = Catalogue(tmp_path), []
    assert catalogue.unread() == 50
    assert catalogue.refresh(lambda done, of: told.append((done, of))) == []
    assert told == [(0, 50), (20, 50), (40, 50)]
    assert (catalogue.unread(), len(catalogue.find())) == (0, 50)


def test_damage_in_the_midst_of_a_finished_session_moves_nothing(tmp_path):
    record(tmp_path / "a.mcap", frames(40))
    data = bytearray((tmp_path / "a.mcap").read_bytes())
    with RecordedRun(tmp_path / "a.mcap") as run:
        data[int(run.index.places[0, 0]) + 60] ^= 1
    (tmp_path / "a.mcap").write_bytes(data)
    catalogue = Catalogue(tmp_path)
    assert catalogue.refresh() == []
    assert [entry.samples for entry in catalogue.find()] == [40]
    assert not (tmp_path / "a.mcap.damaged").exists()
    assert verify(tmp_path / "a.mcap").exit_code == 1


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


def test_a_recording_that_cannot_be_recovered_for_now_is_listed_as_far_as_it_is_read(
    tmp_path, monkeypatch
):
    record(tmp_path / "a.mcap", frames(40))
    whole = (tmp_path / "a.mcap").read_bytes()
    (tmp_path / "a.mcap").write_bytes(whole[: len(whole) - 500])

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("iss_viewer.telemetry.catalogue.recover", fail)
    catalogue = Catalogue(tmp_path)
    (notice,) = catalogue.refresh()
    assert "cannot be recovered here: No space left on device" in notice
    assert [entry.samples for entry in catalogue.find()] == [40]


@pytest.fixture(scope="module")
def listed(tmp_path_factory) -> Path:
    """A folder of sessions with a list of several pages."""
    folder = tmp_path_factory.mktemp("listed")
    for name in "abc":
        record(folder / f"{name}.mcap", frames(4))
    catalogue = Catalogue(folder)
    catalogue.refresh()
    for number in range(200):
        catalogue.add(folder / "a.mcap", note=f"{number}" * 40)
    return folder


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_list_damaged_anywhere_is_the_list_of_the_files_again(listed, data):
    list_file = listed / "catalogue.sqlite"
    content = list_file.read_bytes()
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 40))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    for beside in listed.glob("catalogue.sqlite-*"):
        beside.unlink()
    list_file.write_bytes(damaged)
    catalogue = Catalogue(listed)
    catalogue.refresh()
    found = {Path(entry.path).name: entry.samples for entry in catalogue.find()}
    assert {f"{name}.mcap" for name in "abc"} <= set(found)
    assert catalogue.delete("nobody") is False
    catalogue.set_score(listed / "a.mcap", 3.0)
    list_file.write_bytes(content)


def test_a_list_that_another_program_holds_stays_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_file, "PATIENCE_S", 0.05)
    record(tmp_path / "a.mcap", frames(4))
    Catalogue(tmp_path).refresh()
    holder = sqlite3.connect(tmp_path / "catalogue.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    catalogue = Catalogue(tmp_path)
    catalogue.set_score(tmp_path / "a.mcap", 7.0)
    notices = catalogue.refresh()
    assert [entry.name for entry in catalogue.find()] == ["a"]
    holder.execute("COMMIT")
    holder.close()
    assert "another program holds it" in notices[0]
    assert not list(tmp_path.glob("*.damaged*"))
    assert [entry.name for entry in Catalogue(tmp_path).find()] == ["a"]


def test_what_is_recorded_is_for_its_owner_only(tmp_path):
    folder = tmp_path / "iss-viewer" / "sessions"
    catalogue = Catalogue(folder)
    record(folder / "a.mcap", frames(4))
    catalogue.refresh()
    add_note(folder / "a.mcap", NoteWritten(1.0, "STATION", "why?"))
    assert (
        stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    )
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
