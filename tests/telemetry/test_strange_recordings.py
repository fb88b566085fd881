"""Recordings that others made or meant ill with: read right, or refused in words, behind good checksums."""

from __future__ import annotations

import io
import itertools
import json
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcap.reader import make_reader
from mcap.writer import CompressionType, Writer
from recorded import frames, header, record, same

from iss_viewer.telemetry.catalogue import Catalogue
from iss_viewer.telemetry.recording import (
    RecordedRun,
    Recorder,
    RecordingRefused,
    RunHeader,
    index,
    topics,
    verify,
)

RUN = frames(60)
_COUNT = itertools.count()
MANY = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from([1e300, -1, 2**70, "=1+1", "x" * 300, "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """The bytes of a whole recording."""
    path = tmp_path_factory.mktemp("whole") / "a.mcap"
    record(path, RUN)
    return path.read_bytes()


def rewritten(content: bytes, **how: Any) -> bytes:
    """A recording as the mcap library writes it anew: messages by time, attachments kept."""
    out, reader = io.BytesIO(), make_reader(io.BytesIO(content))
    writer = Writer(out, **how)
    writer.start("another", "tool")
    for file in reader.iter_attachments():
        writer.add_attachment(
            file.create_time, file.log_time, file.name, file.media_type, file.data
        )
    numbers: dict[int, int] = {}
    for schema, channel, message in reader.iter_messages():
        if channel.id not in numbers:
            kept = writer.register_schema(schema.name, schema.encoding, schema.data)
            numbers[channel.id] = writer.register_channel(channel.topic, "protobuf", kept)
        writer.add_message(
            numbers[channel.id], message.log_time, message.data, message.publish_time,
            message.sequence,
        )  # fmt: skip
    writer.finish()
    return out.getvalue()


@pytest.mark.parametrize("compression", list(CompressionType))
@pytest.mark.parametrize("chunk_size", [2000, 1 << 20])
def test_a_recording_that_another_tool_rewrote_is_read_bit_for_bit(
    tmp_path, whole, compression, chunk_size
):
    path = tmp_path / "a.mcap"
    path.write_bytes(rewritten(whole, compression=compression, chunk_size=chunk_size))
    with RecordedRun(path) as run:
        found = run.frames(0, len(run))
        assert same(found.samples.time_s, RUN.samples.time_s)
        assert same(found.samples.values, RUN.samples.values)
        assert same(found.samples.quality, RUN.samples.quality)
        assert same(found.assessed, RUN.assessed)
        assert set(found.events) == set(RUN.events)
        assert len(run.commands) == 4
        assert {state.time_s for state in run.snapshots()} == {9.0, 19.0, 29.0, 39.0, 49.0, 59.0}
        assert run.damage == ("the index does not fit the file and was made anew",)


def test_a_recording_without_chunks_is_never_read_as_one_without_values_in_silence(tmp_path, whole):
    path = tmp_path / "a.mcap"
    path.write_bytes(rewritten(whole, use_chunking=False))
    with RecordedRun(path) as run:
        assert (len(run), "outside of chunks" in " ".join(run.damage)) == (0, True)
    assert verify(path).exit_code == 1


@MANY
@given(data=st.data())
def test_a_bit_of_the_header_costs_no_row(tmp_path, whole, data):
    end = whole.index(b"station.json") if b"station.json" in whole[:4000] else 100_000
    place = data.draw(st.integers(8, min(end, whole.index(b"/samples") - 200)))
    damaged = bytearray(whole)
    damaged[place] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path / "a.mcap"
    path.write_bytes(damaged)
    with RecordedRun(path) as run:
        assert same(run.samples(0, len(run)).values, RUN.samples.values)
        assert run.header.scenario_text == header().scenario_text
        assert run.header.station == header().station
    assert verify(path).exit_code == 1


def look_at_all(path: Path) -> None:
    """Whatever people look at of a recording; it may be refused, in words."""
    try:
        run = RecordedRun(path)
    except RecordingRefused as refusal:
        assert 0 < len(str(refusal)) < 2000
        return
    with run:
        run.frames(0, len(run))
        history = run.history()
        for column in range(len(history.table)):
            history.curve(column, -1e9, 1e9, 40)
        assert len(run.commands) + len(list(run.snapshots())) >= 0
        run.header.to_json()


def changed(value: Any, data: st.DataObject) -> Any:
    """A JSON value with another in the place of some part of it."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 4)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 4)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], changed(value[at], data), *value[at + 1 :]]
    return data.draw(_JSON)


def recorded_with(path: Path, patches: dict[tuple[Any, str], Callable[..., Any]]) -> None:
    """Record a small run with functions of the recorder replaced."""
    with pytest.MonkeyPatch.context() as patch:
        for (owner, name), work in patches.items():
            patch.setattr(owner, name, work)
        record(path, frames(20))


@MANY
@given(data=st.data())
def test_a_header_of_any_content_is_read_or_refused(tmp_path, data):
    text = json.dumps(changed(json.loads(header().to_json()), data)).encode()
    recorded_with(tmp_path / "a.mcap", {(RunHeader, "to_json"): lambda _: text})
    look_at_all(tmp_path / "a.mcap")
    assert verify(tmp_path / "a.mcap").exit_code in (0, 1, 2)


@MANY
@given(data=st.data())
def test_events_and_commands_of_any_content_are_read_or_left_out(tmp_path, data):
    path = tmp_path / f"{next(_COUNT)}.mcap"  # an example that hypothesis breaks off holds its file

    def bent(kept: Callable[[Any], str]) -> Callable[[Any], str]:
        return lambda thing: (
            json.dumps(changed(json.loads(kept(thing)), data))
            if data.draw(st.booleans())
            else kept(thing)
        )

    recorded_with(
        path,
        {
            (topics, "event_text"): bent(topics.event_text),
            (topics, "command_text"): bent(topics.command_text),
            (index, "event_text"): bent(index.event_text),
        },
    )
    look_at_all(path)


_ARRAYS = st.sampled_from(
    [
        np.zeros(0), np.zeros((3, 5), np.int64), np.full((2, 5), 2**40), -np.ones((2, 5), np.int64),
        np.zeros((2, 5)), np.zeros((0, 5), np.int64), np.array(["x"]), np.array(3), np.zeros(70, np.uint8),
        np.frombuffer(zstandard.compress(bytes(300_000_000)), np.uint8),
        np.frombuffer(zstandard.compress(b"[" * 100_000), np.uint8),
        np.frombuffer(zstandard.compress(b'[1, null, "{}"]'), np.uint8),
        np.frombuffer(zstandard.compress(np.full(60, np.nan).tobytes()), np.uint8),
    ]
)  # fmt: skip


@MANY
@given(
    arrays=st.dictionaries(
        st.sampled_from(["places", "times", "extremes", "lengths", "events"]), _ARRAYS, min_size=1
    ),
    packs=st.booleans(),
)
def test_an_index_of_any_content_is_made_anew_in_bounded_memory(tmp_path, arrays, packs):
    kept = index.Index.to_bytes

    def bent(self: index.Index) -> bytes:
        with np.load(io.BytesIO(kept(self))) as found:
            all_of_it = {**dict(found), **arrays}
        out = io.BytesIO()
        (np.savez_compressed if packs else np.savez)(out, **all_of_it)
        return out.getvalue()

    recorded_with(tmp_path / "a.mcap", {(index.Index, "to_bytes"): bent})
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with RecordedRun(tmp_path / "a.mcap") as run:
        assert same(run.samples(0, 20).values, frames(20).samples.values)
    look_at_all(tmp_path / "a.mcap")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 200_000


def test_a_state_that_unpacks_without_end_is_left_out(tmp_path):
    path = tmp_path / "a.mcap"
    recorder = record(path, frames(20), close=False)
    recorder.write_snapshot(19.0, bytes(300_000_000))
    recorder.close()
    with RecordedRun(path) as run:
        assert run.snapshot_before(19.0).state == b"state at 19.0"
        assert "a state cannot be read" in run.damage[0]


def test_one_strange_file_takes_no_other_from_the_list(tmp_path):
    record(tmp_path / "good.mcap", frames(4))
    Recorder(tmp_path / "empty.mcap", header()).close()
    for name, text in (
        ("list", b"[1]"), ("newer", b'{"format": [9, 0]}'), ("none", b'{"format": [null, 1]}'),
        ("title", replace(header(), title="t" * 200_000).to_json()),
        ("formula", header().to_json().replace(b"SM_PRK.pressure_pa", b"=1+1.pressure_pa")),
    ):  # fmt: skip
        recorded_with(
            tmp_path / f"{name}.mcap", {(RunHeader, "to_json"): lambda _, text=text: text}
        )
    catalogue = Catalogue(tmp_path)
    notices = catalogue.refresh()
    assert {entry.name for entry in catalogue.find()} == {"good", "empty"}
    assert sorted(notice.split(".")[0] for notice in notices) == [
        "formula", "list", "newer", "none", "title",
    ]  # fmt: skip
    assert all(len(notice) < 300 for notice in notices)
    assert not list(tmp_path.glob("*.recovering"))
