"""Bad days: cut files, flipped bits, killed writers, full disks, files that are none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import ASSESSED, SAMPLED, frames, header, record, same

from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording import (
    RecordedRun,
    Recorder,
    RecordingRefused,
    index,
    rebuilding,
    recover,
    verify,
)
from iss_viewer.telemetry.recording.scan import find_attachments

RUN = frames(60)
LONG = frames(3500)
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """The bytes of a whole recording."""
    path = tmp_path_factory.mktemp("whole") / "a.mcap"
    record(path, RUN)
    return path.read_bytes()


@pytest.fixture(scope="module")
def chunk_ends(whole, tmp_path_factory) -> list[tuple[int, int]]:
    """Where each chunk of it ends, and how many rows lie before there."""
    path = tmp_path_factory.mktemp("ends") / "a.mcap"
    path.write_bytes(whole)
    with RecordedRun(path) as run:
        places = run.index.places
    return list(
        zip((places[:, 0] + places[:, 1]).tolist(), np.cumsum(places[:, 2]).tolist(), strict=True)
    )


@MANY
@given(data=st.data())
def test_a_file_cut_anywhere_gives_all_whole_chunks_before_the_cut(
    tmp_path, whole, chunk_ends, data
):
    cut = data.draw(st.integers(0, len(whole) - 1))
    path = tmp_path / "cut.mcap"
    path.write_bytes(whole[:cut])
    expected = max((rows for end, rows in chunk_ends if end <= cut), default=0)
    found = verify(path)
    if found.exit_code == 2:
        assert expected == 0
        assert "cannot be read" in found.words
        return
    assert found.exit_code == 1
    with RecordedRun(path) as run:
        assert len(run) == expected
        assert same(run.samples(0, expected).values, RUN.samples.values[:expected])
        assert same(run.assessed(0, expected), RUN.assessed[:expected])
        assert run.damage or cut > chunk_ends[-1][0]


@MANY
@given(data=st.data())
def test_a_flipped_bit_is_told_and_no_wrong_value_is_given(tmp_path, whole, data):
    place = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = bytearray(whole)
    damaged[place] ^= 1 << bit
    path = tmp_path / "flipped.mcap"
    path.write_bytes(damaged)
    assert verify(path).exit_code in (1, 2)
    try:
        run = RecordedRun(path)
    except RecordingRefused:
        return
    with run:
        values = run.samples(0, len(run)).values
        original = RUN.samples.values[: len(run)]
        is_same = values.view(np.int64) == original.view(np.int64)
        assert np.isnan(values[~is_same]).all()


@MANY
@given(content=st.binary(max_size=400))
def test_random_bytes_are_refused_not_crashed_on(tmp_path, content):
    path = tmp_path / "random.mcap"
    for start in (b"", b"\x89MCAP0\r\n"):
        path.write_bytes(start + content)
        assert verify(path).exit_code == 2


@MANY
@given(data=st.data())
def test_random_bytes_in_a_recording_do_not_crash_a_reader(tmp_path, whole, data):
    place = data.draw(st.integers(8, len(whole) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=60))
    path = tmp_path / "junk.mcap"
    path.write_bytes(whole[:place] + junk + whole[place + len(junk) :])
    assert verify(path).exit_code in (0, 1, 2)


def test_a_damaged_chunk_is_a_gap_and_what_follows_is_read(tmp_path, whole, chunk_ends):
    damaged = bytearray(whole)
    damaged[chunk_ends[2][0] - 20] ^= 1
    path = tmp_path / "a.mcap"
    path.write_bytes(damaged)
    with RecordedRun(path) as run:
        samples = run.samples(0, 60)
        assert np.isnan(samples.values[20:30]).all()
        assert same(samples.values[30:], RUN.samples.values[30:])
        assert "T+00:00:20 to T+00:00:29" in run.damage[0]


def test_recover_makes_a_cut_file_whole_and_keeps_the_old_one(tmp_path, whole, chunk_ends):
    path = tmp_path / "a.mcap"
    path.write_bytes(whole[: chunk_ends[3][0] + 5])
    words = recover(path)
    assert "recovered 40 samples up to T+00:00:39" in words
    assert verify(path).exit_code == 0
    assert (tmp_path / "a.mcap.damaged").exists()
    with RecordedRun(path) as run:
        assert same(run.samples(0, 40).values, RUN.samples.values[:40])
        assert run.commands[0][0] == 3.0
        assert run.events == tuple(e for e in RUN.events if e.time_s < 40)
        assert run.snapshot_before(25.0).state == b"state at 19.0"
    assert recover(path) == ""


@pytest.fixture(scope="module")
def long(tmp_path_factory) -> tuple[bytes, list[int]]:
    """The bytes of a whole recording with several parts of an index, and where each part ends."""
    path = tmp_path_factory.mktemp("long") / "a.mcap"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "PART_CHUNKS", 5)
        record(path, LONG, block=90)
    with path.open("rb") as file:
        parts = find_attachments(file, "index-")
    return path.read_bytes(), [part.place + part.length for part in parts]


def _is_as_recorded(path: Path) -> tuple[str, ...]:
    """Compare a part of the long run with what was recorded; the damage that is told."""
    with RecordedRun(path) as run:
        rows = len(run)
        assert same(run.time_s, LONG.samples.time_s[:rows])
        found = run.frames(0, rows)
        assert same(found.samples.values, LONG.samples.values[:rows])
        assert same(found.assessed, LONG.assessed[:rows])
        assert found.events == tuple(e for e in LONG.events if e.time_s <= run.time_s[-1])
        live, shown = History(SAMPLED, ASSESSED), run.history()
        live.append(found)
        for column in range(len(SAMPLED) + len(ASSESSED)):
            drawn, wanted = (h.curve(column, 0.0, 1e9, 50)[1] for h in (shown, live))
            assert same(drawn, wanted)
        return run.damage


def test_an_index_in_parts_is_that_of_the_whole_run(tmp_path, long):
    content, ends = long
    assert len(ends) == 4
    path = tmp_path / "a.mcap"
    path.write_bytes(content)
    assert _is_as_recorded(path) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_long_run_cut_anywhere_after_a_part_of_its_index_is_read_to_there(tmp_path, long, data):
    content, ends = long
    cut = data.draw(st.integers(ends[0], len(content) - 1) | st.sampled_from(ends[:-1]))
    path = tmp_path / "cut.mcap"
    path.write_bytes(content[:cut])
    assert _is_as_recorded(path)


def test_of_a_killed_run_only_what_no_part_of_the_index_tells_of_is_read_anew(
    tmp_path, long, monkeypatch
):
    content, ends = long
    path = tmp_path / "cut.mcap"
    path.write_bytes(content[: ends[1] + 2])
    monkeypatch.setattr(
        rebuilding._Rebuilding, "_add_chunk", lambda *_: pytest.fail("a chunk was read")
    )
    with RecordedRun(path) as run:
        assert len(run) == 2 * 1024


def test_a_damaged_part_of_an_index_is_told_and_its_chunks_are_read_anew(tmp_path, long):
    content, ends = long
    damaged = bytearray(content)
    damaged[ends[1] - 30] ^= 4
    path = tmp_path / "a.mcap"
    path.write_bytes(damaged)
    assert "the index is damaged" in _is_as_recorded(path)[0]
    with RecordedRun(path) as run:
        assert len(run) == len(LONG)


def test_a_file_that_is_missing_or_empty_is_told_plainly(tmp_path):
    assert "No such file" in verify(tmp_path / "none.mcap").words
    (tmp_path / "empty.mcap").touch()
    assert verify(tmp_path / "empty.mcap").words.endswith("it is no MCAP file")


_WRITER = """
import os, resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from recorded import frames, header
from iss_viewer.telemetry import Frames
from iss_viewer.telemetry.recording import Recorder
clock = [0.0]
recorder = Recorder(Path(sys.argv[1]), header(), wall=lambda: clock[0])
run = frames(4000)
limit = os.path.getsize(sys.argv[1]) + 60_000 if sys.argv[3] == "full" else 0
if limit:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
for row in range(0, 4000, 10):
    clock[0] += 1.0
    recorder.write(Frames(run.samples.rows(row, row + 10), run.assessed[row:row + 10]))
    if sys.argv[3] == "kill" and row == 2000:
        os.kill(os.getpid(), signal.SIGKILL)
    if limit and row == 3000:
        assert "Not recording: " in recorder.notice, recorder.notice
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
recorder.close()
print(recorder.notice)
"""


def _write_in_a_process(path: Path, how: str) -> subprocess.CompletedProcess[str]:
    here = Path(__file__).parent
    command = [sys.executable, "-c", _WRITER, str(path), str(here), how]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ)


def test_a_killed_writer_loses_a_second_at_most(tmp_path):
    path = tmp_path / "a.mcap"
    assert _write_in_a_process(path, "kill").returncode == -9
    assert "2000 samples" in recover(path) or "2010 samples" in recover(path)
    assert verify(path).exit_code == 0


def test_a_full_disk_is_told_and_recording_goes_on_when_there_is_room(tmp_path):
    path = tmp_path / "a.mcap"
    done = _write_in_a_process(path, "full")
    assert done.returncode == 0, done.stderr
    assert "Recording again since" in done.stdout
    run = frames(4000)
    said = verify(path)
    assert (said.exit_code, "samples before this are not recorded" in said.words) == (1, True)
    assert recover(path) == ""
    with RecordedRun(path) as found:
        rows = found.time_s.astype(int)
        assert f"{4000 - len(rows)} samples" in found.gaps[0]
        assert 100 < len(rows) < 4000
        assert rows[-1] == 3999
        assert same(found.samples(0, len(rows)).values, run.samples.values[rows])


def test_a_recording_that_cannot_be_opened_says_so_at_once(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        Recorder(tmp_path / "file" / "a.mcap", header())
