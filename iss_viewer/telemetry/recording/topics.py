"""The topics of a recording and how each of their messages is written and read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import zstandard
from google.protobuf.message import DecodeError

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import AlarmChanged, Event
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.events.reader import (
    command_text,
    event_text,
    read_command,
    read_event,
)
from iss_viewer.telemetry.recording.header import MOST_TIME_S, RunHeader
from iss_viewer.telemetry.recording.layout import MESSAGE_HEAD, MESSAGE_OPCODE, RowLayout
from iss_viewer.telemetry.recording.mcap_file import McapFile, Messages
from iss_viewer.telemetry.recording.rearranging import rearranged
from iss_viewer.telemetry.recording.scan import Damage, unpack_chunk, unpacked
from iss_viewer.telemetry.recording.schemas import (
    command_schema,
    event_schema,
    message_class,
    snapshot_schema,
)

SAMPLES, ASSESSED, EVENTS, COMMANDS, SNAPSHOTS = 1, 2, 3, 4, 5
_NUMBERS = {
    "/samples": SAMPLES,
    "/assessed": ASSESSED,
    "/events": EVENTS,
    "/commands": COMMANDS,
    "/snapshots": SNAPSHOTS,
}
#: number and topic of each channel, in their order in a file
OWN_CHANNELS = tuple((number, topic) for topic, number in _NUMBERS.items())
#: how a log panel colours what is no alarm; alarms go on from there by their class
_INFO = 2
WordsOf = Callable[[Event], str]


@dataclass(frozen=True)
class Snapshot:
    """A state from which the run can be gone on with.

    order: its place among the commands and snapshots of the recording.
    """

    time_s: float
    state: bytes
    order: int = 0


@dataclass(frozen=True)
class Single:
    """A message that is not a row. order: its place among all such, as they came."""

    channel: int
    time_s: float
    data: bytes
    order: int = 0


@lru_cache(maxsize=8)
def _layout(name: str, channel: int, table: ChannelTable, has_quality: bool) -> RowLayout:
    """The layout of some rows; most recordings of a folder have the same."""
    return RowLayout(name, channel, table, has_quality)


class Topics:
    """The layouts of one run's rows; the same for writing and for reading.

    channels: number and topic of each Channel record of a file that is read; None: as we write it.
    """

    def __init__(
        self, header: RunHeader, channels: Sequence[tuple[int, str]] | None = None
    ) -> None:
        self.samples = _layout("Samples", SAMPLES, header.sampled, has_quality=True)
        self.assessed = _layout("Assessed", ASSESSED, header.assessed, has_quality=False)
        self._is_own = channels is None or tuple(channels) == OWN_CHANNELS
        self._numbers = {n: _NUMBERS[t] for n, t in channels or () if t in _NUMBERS}
        whole_s, part_s = divmod(header.start_utc_s, 1.0)
        self._start_ns = int(whole_s) * 10**9 + round(part_s * 1e9)

    def describe(self, file: McapFile) -> None:
        """Write schemas and channels, in the order of the channel numbers."""
        for topic, name, schema in (
            ("/samples", "iss_viewer.Samples", self.samples.schema),
            ("/assessed", "iss_viewer.Assessed", self.assessed.schema),
            ("/events", "foxglove.Log", event_schema()),
            ("/commands", "iss_viewer.Command", command_schema()),
            ("/snapshots", "iss_viewer.Snapshot", snapshot_schema()),
        ):
            file.add_channel(topic, name, schema)

    def read_chunk(self, body: bytes, place: int) -> bytes:
        """The messages in the body of a chunk: samples, assessments, then all others. Raises Damage."""
        data = unpack_chunk(body, place)
        if self._is_own:
            return data
        try:
            return rearranged(data, self._numbers, _NUMBERS)
        except (struct.error, UnicodeDecodeError):
            raise Damage(place, "a chunk makes no sense") from None

    def rows_in(self, data: bytes) -> tuple[int, int]:
        """How many rows of samples and of assessments a chunk of `read_chunk` holds."""
        count = self.samples.rows_in(data)
        return count, self.assessed.rows_in(data, count * self.samples.row_bytes)

    def log_ns(self, time_s: Any) -> Any:
        """Unix time in nanoseconds of times of the run; those that are not finite: its start."""
        times = np.nan_to_num(np.atleast_1d(time_s), nan=0.0, posinf=0.0, neginf=0.0)
        return np.clip(self._start_ns + np.rint(times * 1e9).astype(np.int64), 0, None).astype(
            "<u8"
        )

    def event(self, event: Event, words: str) -> Single:
        """An event as a message; words: what a log panel shows of it."""
        stamp = int(self.log_ns(event.time_s)[0])
        message = message_class(event_schema(), "foxglove.Log")(
            level=_level(event),
            message=words,
            name=f"{event.kind} {event.subject}",
            event_json=event_text(event),
        )
        message.timestamp.FromNanoseconds(stamp)
        return Single(EVENTS, event.time_s, message.SerializeToString())

    def command(self, command: Command, time_s: float) -> Single:
        """A command as a message."""
        message = message_class(command_schema(), "iss_viewer.Command")(
            time_s=time_s,
            actor=command.actor,
            order=type(command.order).__name__,
            command_json=command_text(command),
        )
        return Single(COMMANDS, time_s, message.SerializeToString())

    def snapshot(self, time_s: float, state: bytes) -> Single:
        """A snapshot as a message."""
        packed = zstandard.ZstdCompressor(level=3).compress(state)
        message = message_class(snapshot_schema(), "iss_viewer.Snapshot")(
            time_s=time_s, state=packed
        )
        return Single(SNAPSHOTS, time_s, message.SerializeToString())

    def messages(self, singles: Sequence[Single]) -> Iterator[Messages]:
        """Single messages joined by channel, for a chunk."""
        for channel in sorted({single.channel for single in singles}):
            own = [single for single in singles if single.channel == channel]
            log_ns = self.log_ns([single.time_s for single in own])
            records = [_record(single, int(ns)) for single, ns in zip(own, log_ns, strict=True)]
            starts = np.cumsum([0, *(len(record) for record in records[:-1])]).astype("<u8")
            yield Messages(channel, b"".join(records), log_ns, starts)


def _record(single: Single, log_ns: int) -> bytes:
    length = len(single.data) + MESSAGE_HEAD.size - 9
    order = single.order % 2**32
    head = MESSAGE_HEAD.pack(MESSAGE_OPCODE, length, single.channel, order, log_ns, log_ns)
    return head + single.data


def single_messages(data: bytes, start: int) -> Iterator[Single]:
    """The messages that follow the rows of a chunk."""
    while start + MESSAGE_HEAD.size <= len(data):
        opcode, length, channel, order, log_ns, _ = MESSAGE_HEAD.unpack_from(data, start)
        if opcode == MESSAGE_OPCODE:
            message = data[start + MESSAGE_HEAD.size : start + 9 + length]
            yield Single(channel, log_ns / 1e9, message, order)
        start += 9 + length


def parse_event(single: Single) -> Event:
    """The event of a message. Raises Malformed."""
    found = _parsed(lambda: _decoded(event_schema(), "foxglove.Log", single.data))
    event = read_event(found.event_json)
    _within(event.time_s)
    return event


def _within(time_s: float) -> float:
    """A time of a run, if it is one. Raises Malformed."""
    if not time_s >= -MOST_TIME_S or (time_s > MOST_TIME_S and time_s != float("inf")):
        raise Malformed(f"{time_s} s is no time of a run")
    return time_s


def parse_command(single: Single) -> tuple[int, float, Command]:
    """The order, time and command of a message; -inf: before the first sample. Raises Malformed."""
    found = _parsed(lambda: _decoded(command_schema(), "iss_viewer.Command", single.data))
    time_s = found.time_s if found.time_s == -float("inf") else _within(found.time_s)
    return single.order, time_s, read_command(found.command_json)


def parse_snapshot(single: Single) -> Snapshot:
    """The snapshot of a message. Raises Malformed."""
    found = _parsed(lambda: _decoded(snapshot_schema(), "iss_viewer.Snapshot", single.data))
    state = _parsed(lambda: unpacked(found.state))
    return Snapshot(found.time_s, state, single.order)


def _decoded(schema: bytes, name: str, message: bytes) -> Any:
    return message_class(schema, name).FromString(message)


def _parsed(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (DecodeError, zstandard.ZstdError, struct.error) as error:
        raise Malformed(f"a message cannot be decoded: {error}") from None


def name_of(event: Event) -> str:
    """The words of an event where nobody makes better ones: what kind of event it is."""
    return event.kind


def _level(event: Event) -> int:
    alarm_class = event.alarm.alarm_class if isinstance(event, AlarmChanged) else 0
    return _INFO + max(int(alarm_class) - 1, 0)
