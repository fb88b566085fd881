"""A run is written down as it happens and comes back bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from mcap.reader import make_reader
from recorded import ASSESSED, COMMANDS, SAMPLED, frames, header, record, same

from iss_viewer.telemetry import ChannelTable, Frames, Samples
from iss_viewer.telemetry.events.reader import command_text, read_command
from iss_viewer.telemetry.recording import (
    FORMAT,
    RecordedRun,
    Recorder,
    RecordingRefused,
    Snapshot,
    verify,
)
from iss_viewer.telemetry.recording.layout import MESSAGE_HEAD, RowLayout
from iss_viewer.telemetry.recording.schemas import message_class

FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_every_bit_of_a_run_comes_back(tmp_path):
    run = frames(95)
    record(tmp_path / "a.mcap", run)
    with RecordedRun(tmp_path / "a.mcap") as found:
        read = found.frames(0, len(found))
        assert same(found.time_s, run.samples.time_s)
        assert same(read.samples.values, run.samples.values)
        assert same(read.samples.quality, run.samples.quality)
        assert same(read.assessed, run.assessed)
        assert read.events == run.events == found.events
        assert found.commands == COMMANDS
        assert found.damage == ()


def test_any_stretch_of_rows_is_the_same_stretch_of_the_run(tmp_path):
    run = frames(57)
    record(tmp_path / "a.mcap", run, block=8)
    with RecordedRun(tmp_path / "a.mcap") as found:
        for start, stop in ((0, 1), (7, 9), (8, 16), (30, 57), (56, 57), (12, 12)):
            part = found.frames(start, stop)
            assert same(part.samples.values, run.samples.values[start:stop])
            assert same(part.assessed, run.assessed[start:stop])


def test_header_comes_back_with_station_and_scenario(tmp_path):
    record(tmp_path / "a.mcap", frames(3))
    with RecordedRun(tmp_path / "a.mcap") as found:
        assert found.header == header()


@FEW
@given(st.permutations([f"M{i % 4}.q{i // 4}" for i in range(24)]), st.integers(0, 5))
def test_columns_in_any_order_lie_where_protobuf_finds_them(names, count):
    table = ChannelTable.of(names)
    layout = RowLayout("Samples", 1, table, has_quality=True)
    values = np.arange(count * len(table), dtype=float).reshape(count, len(table)) + 0.5
    quality = np.full(values.shape, 3, np.uint8)
    times = np.arange(count, dtype=float)
    data = layout.encode(times, times.astype("u8"), values, quality).tobytes()
    assert layout.rows_in(data) == count
    for read, written in zip(layout.decode(data, count), (times, values, quality), strict=True):
        assert same(read, written)
    row = message_class(layout.schema, "iss_viewer.Samples")
    for number in range(count):
        end = (number + 1) * layout.row_bytes
        message = row.FromString(data[end - layout.row_bytes + MESSAGE_HEAD.size : end])
        for column, channel in enumerate(table):
            found = getattr(getattr(message, channel.subject), channel.quantity)
            assert found == values[number, column]


@FEW
@given(data=st.data())
def test_numbers_of_any_kind_survive(tmp_path, data):
    count = data.draw(st.integers(1, 30))
    numbers = st.floats(width=64)
    values = data.draw(arrays.arrays(np.float64, (count, len(SAMPLED)), elements=numbers))
    assessed = data.draw(arrays.arrays(np.float64, (count, len(ASSESSED)), elements=numbers))
    times = data.draw(
        st.lists(st.floats(0, 1e9), min_size=count, max_size=count, unique=True).map(sorted)
    )
    steps = np.diff(times)
    quality = np.zeros(values.shape, np.uint8)
    recorder = Recorder(tmp_path / "a.mcap", header())
    recorder.write(Frames(Samples(np.array(times), values, quality), assessed))
    recorder.close()
    with RecordedRun(tmp_path / "a.mcap") as found:
        assert same(found.time_s, np.array(times))
        assert same(found.samples(0, count).values, values)
        if len(steps) == 0 or steps.min() >= 1.0:
            assert same(found.assessed(0, count), assessed)


@pytest.mark.parametrize("command", [command for _, command in COMMANDS])
def test_a_command_survives(command):
    assert read_command(command_text(command)) == command


def test_fast_samples_keep_all_values_and_each_change_of_state(tmp_path):
    run = frames(200, period_s=0.1)
    run.assessed[:, 0] = (np.arange(200) // 73) * 1.0
    record(tmp_path / "a.mcap", run, block=25)
    with RecordedRun(tmp_path / "a.mcap") as found:
        held = found.assessed(0, 200)
        assert same(found.samples(0, 200).values, run.samples.values)
        assert same(held[:, 0], run.assessed[:, 0])
        assert same(held[::10], run.assessed[::10])
        written = found.index.places[:, 3].sum()
    assert 20 <= written <= 30


def test_rows_that_are_not_later_are_left_out(tmp_path):
    run = frames(20)
    recorder = Recorder(tmp_path / "a.mcap", header())
    recorder.write(run)
    recorder.write(frames(25, seed=5))
    recorder.close()
    with RecordedRun(tmp_path / "a.mcap") as found:
        assert found.time_s.tolist() == list(range(25))
        assert same(found.samples(0, 20).values, run.samples.values)


def test_history_of_a_recording_shows_what_a_live_one_shows(tmp_path):
    from iss_viewer.telemetry.history import History

    run = frames(2500)
    record(tmp_path / "a.mcap", run, block=100)
    live = History(SAMPLED, ASSESSED)
    live.append(run)
    with RecordedRun(tmp_path / "a.mcap") as found:
        reviewed = found.history()
        assert (reviewed.start_s, reviewed.end_s) == (live.start_s, live.end_s)
        for moment in (-1.0, 0.0, 3.5, 1023.0, 1024.0, 2499.0, 9e9):
            assert same(reviewed.at(moment), live.at(moment))
            assert same(reviewed.quality_at(moment), live.quality_at(moment))
        for column in range(8):
            for left, right in zip(
                reviewed.curve(column, 0, 2500, 60), live.curve(column, 0, 2500, 60), strict=True
            ):
                assert same(left, right)
        assert reviewed.events(10, 200) == live.events(10, 200)


def test_the_last_snapshot_before_an_instant_is_found(tmp_path):
    record(tmp_path / "a.mcap", frames(40))
    with RecordedRun(tmp_path / "a.mcap") as found:
        states = [found.snapshot_before(t) for t in (8.9, 9.0, 25.0, 1e9)]
        assert states[0] is None
        assert [s.state for s in states[1:] if s] == [
            b"state at 9.0",
            b"state at 19.0",
            b"state at 39.0",
        ]
        assert isinstance(states[1], Snapshot)


def test_snapshots_never_fill_the_file(tmp_path):
    recorder = Recorder(tmp_path / "a.mcap", header())
    state = np.random.default_rng(0).bytes(1_000_000)
    for second in range(30):
        recorder.write(
            Frames(frames(second + 1).samples.rows(second, second + 1), np.zeros((1, 3)))
        )
        recorder.write_snapshot(float(second), state)
    recorder.close()
    assert recorder.path.stat().st_size < 8_000_000


def test_what_waited_a_second_is_in_the_file(tmp_path):
    clock = [0.0]
    recorder = Recorder(tmp_path / "a.mcap", header(), wall=lambda: clock[0])
    run = frames(30, period_s=0.1)
    for row in range(30):
        clock[0] += 0.1
        recorder.write(Frames(run.samples.rows(row, row + 1), run.assessed[row : row + 1]))
        with RecordedRun(tmp_path / "a.mcap") as found:  # as after kill -9: nothing was closed
            assert len(found) >= row + 1 - 10
    clock[0] += 1.0
    recorder.tick()
    with RecordedRun(tmp_path / "a.mcap") as found:
        assert len(found) == 30
        assert (found.is_being_written, found.damage) == (True, ())
        assert "is being written (30 samples" in verify(found.path).words
    recorder.close()
    assert verify(tmp_path / "a.mcap").exit_code == 0


def test_two_readers_see_the_same(tmp_path):
    record(tmp_path / "a.mcap", frames(50))
    with RecordedRun(tmp_path / "a.mcap") as one, RecordedRun(tmp_path / "a.mcap") as other:
        assert same(one.samples(0, 50).values, other.samples(0, 50).values)


def test_newer_format_is_refused_in_plain_words(tmp_path, monkeypatch):
    monkeypatch.setattr("iss_viewer.telemetry.recording.header.FORMAT", (FORMAT[0] + 1, 0))
    record(tmp_path / "a.mcap", frames(5))
    monkeypatch.undo()
    with pytest.raises(RecordingRefused, match=r"newer ISS Viewer \(format 3.0"):
        RecordedRun(tmp_path / "a.mcap")
    assert verify(tmp_path / "a.mcap").exit_code == 2


def test_the_mcap_library_reads_it_with_the_schemas_inside(tmp_path):
    run = frames(30)
    record(tmp_path / "a.mcap", run)
    seen: dict[str, int] = {}
    with (tmp_path / "a.mcap").open("rb") as file:
        for schema, channel, message in make_reader(file, validate_crcs=True).iter_messages():
            decoded = message_class(schema.data, schema.name).FromString(message.data)
            if channel.topic == "/samples":
                row = seen.get("/samples", 0)
                value = decoded.SM_PRK.pressure_pa
                assert np.float64(value).tobytes() == run.samples.values[row, 0].tobytes()
                assert message.log_time == 1_707_000_000_250_000_000 + row * 10**9
            seen[channel.topic] = seen.get(channel.topic, 0) + 1
    assert seen == {
        "/samples": 30, "/assessed": 30, "/events": 10, "/commands": 4, "/snapshots": 3,
    }  # fmt: skip


def test_names_that_protobuf_does_not_take_are_made_fit(tmp_path):
    record(tmp_path / "a.mcap", frames(3))
    with RecordedRun(tmp_path / "a.mcap") as found:
        kind = message_class(found.topics.samples.schema, "iss_viewer.Samples")
    assert [field.name for field in kind.DESCRIPTOR.fields] == [
        "time_s", "quality", "SM_PRK", "SM", "H_01_a", "x3x",
    ]  # fmt: skip


def test_the_benchmark_measures_what_it_says(tmp_path):
    from iss_viewer.telemetry.recording.bench import bench

    figures = list(bench(tmp_path, hours=0.05))
    assert [figure.limit for figure in figures] == [
        "at most 5", "at most 150", "beyond 20,000", "at most 2", "at least 25",
        "at most 2",
    ]  # fmt: skip
    assert all(figure.value > 0 for figure in figures)
    with RecordedRun(tmp_path / "day.mcap") as run:
        assert len(run) == 1800
        assert run.damage
        assert len(run.header.sampled) == 64
