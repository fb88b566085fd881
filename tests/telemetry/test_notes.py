"""Notes made on a recording afterwards are kept beside it; the recording stays as it was."""

from __future__ import annotations

from recorded import frames, header, record

from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.events import NoteWritten
from iss_viewer.telemetry.recording import RecordedRun, Recorder, add_note, notes_path

NOTE = NoteWritten(4.5, "SM_PRK", "a hiss, “loud”", "reviewer")


def test_a_note_is_in_the_history_and_not_in_the_recording(tmp_path):
    path = tmp_path / "a.mcap"
    record(path, frames(10))
    content = path.read_bytes()
    add_note(path, NOTE)
    add_note(path, NOTE)
    assert path.read_bytes() == content
    with RecordedRun(path) as run:
        assert run.history().events(4.5, 4.5) == (NOTE, NOTE)
        assert NOTE not in run.events


def test_a_damaged_line_of_notes_is_passed_over(tmp_path):
    path = tmp_path / "a.mcap"
    record(path, frames(10))
    add_note(path, NOTE)
    notes_path(path).write_bytes(b"\xff{\n" + notes_path(path).read_bytes() + b'{"time_s": 1')
    with RecordedRun(path) as run:
        assert run.history().events(4.5, 4.5) == (NOTE,)


def test_a_note_of_an_earlier_instant_is_found_there_in_the_recording(tmp_path):
    run = frames(20)
    recorder = Recorder(tmp_path / "a.mcap", header())
    recorder.write(run)
    recorder.write(Frames(run.samples.rows(0, 0), run.assessed[:0], (NOTE,)))
    recorder.close()
    with RecordedRun(tmp_path / "a.mcap") as found:
        assert found.frames(4, 6).events == (NOTE,)
        assert [event.time_s for event in found.events] == sorted(e.time_s for e in found.events)
