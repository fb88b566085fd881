"""The topics of a recording and how each of their messages is written and read."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import zstandard
from google.protobuf.message import DecodeError

from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.frames import Event
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.layout import MESSAGE_HEAD, MESSAGE_OPCODE, RowLayout
from iss_viewer.telemetry.recording.mcap_file import McapFile, Messages
from iss_viewer.telemetry.recording.plain import (
    UnknownWord,
    command_text,
    event_text,
    read_command,
    read_event,
)
from iss_viewer.telemetry.recording.schemas import (
    command_schema,
    event_schema,
    message_class,
    snapshot_schema,
)

SAMPLES, ASSESSED, EVENTS, COMMANDS, SNAPSHOTS = 1, 2, 3, 4, 5
#: how a log panel colours the class that an event names in its data
_LEVELS = {"advisory": 2, "caution": 3, "warning": 4, "emergency": 5}


@dataclass(frozen=True)
class Snapshot:
    """A state from which the run can be gone on with."""

    time_s: float
    state: bytes


class Topics:
    """The layouts of one run's rows; the same for writing and for reading."""

    def __init__(self, header: RunHeader) -> None:
        self.samples = RowLayout("Samples", SAMPLES, header.sampled, has_quality=True)
        self.assessed = RowLayout("Assessed", ASSESSED, header.assessed, has_quality=False)
        self._start_ns = round(header.start_utc_s * 1e9)

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

    def log_ns(self, time_s: Any) -> Any:
        """Unix time in nanoseconds of times of the run; those that are not finite: its start."""
        times = np.nan_to_num(np.atleast_1d(time_s), nan=0.0, posinf=0.0, neginf=0.0)
        return np.clip(self._start_ns + np.rint(times * 1e9).astype(np.int64), 0, None).astype(
            "<u8"
        )

    def event(self, event: Event) -> tuple[int, float, bytes]:
        """An event as (channel, time, message)."""
        stamp = int(self.log_ns(event.time_s)[0])
        message = message_class(event_schema(), "foxglove.Log")(
            level=_level(event),
            message=event.text,
            name=f"{event.kind} {event.subject}",
            event_json=event_text(event),
        )
        message.timestamp.FromNanoseconds(stamp)
        return EVENTS, event.time_s, message.SerializeToString()

    def command(self, command: Command, time_s: float) -> tuple[int, float, bytes]:
        """A command as (channel, time, message)."""
        message = message_class(command_schema(), "iss_viewer.Command")(
            time_s=time_s,
            actor=command.actor,
            order=type(command.order).__name__,
            command_json=command_text(command),
        )
        return COMMANDS, time_s, message.SerializeToString()

    def snapshot(self, time_s: float, state: bytes) -> tuple[int, float, bytes]:
        """A snapshot as (channel, time, message)."""
        packed = zstandard.ZstdCompressor(level=3).compress(state)
        message = message_class(snapshot_schema(), "iss_viewer.Snapshot")(
            time_s=time_s, state=packed
        )
        return SNAPSHOTS, time_s, message.SerializeToString()

    def messages(self, items: list[tuple[int, float, bytes]]) -> Iterator[Messages]:
        """Single messages joined by channel, for a chunk."""
        for channel in sorted({number for number, _, _ in items}):
            own = [(time_s, data) for number, time_s, data in items if number == channel]
            log_ns = self.log_ns([time_s for time_s, _ in own])
            records = [
                MESSAGE_HEAD.pack(
                    MESSAGE_OPCODE, len(data) + MESSAGE_HEAD.size - 9, channel, 0, int(ns), int(ns)
                )
                + data
                for ns, (_, data) in zip(log_ns, own, strict=True)
            ]
            starts = np.cumsum([0, *(len(record) for record in records[:-1])]).astype("<u8")
            yield Messages(channel, b"".join(records), log_ns, starts)


def single_messages(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The messages that follow the rows of a chunk, as (channel, message)."""
    while start + MESSAGE_HEAD.size <= len(data):
        opcode, length, channel, *_ = MESSAGE_HEAD.unpack_from(data, start)
        if opcode == MESSAGE_OPCODE:
            yield channel, data[start + MESSAGE_HEAD.size : start + 9 + length]
        start += 9 + length


def parse_event(message: bytes) -> Event:
    """The event of a message. Raises UnknownWord."""
    found = _parsed(lambda: _decoded(event_schema(), "foxglove.Log", message))
    return read_event(found.event_json)


def parse_command(message: bytes) -> tuple[float, Command]:
    """The time and command of a message. Raises UnknownWord."""
    found = _parsed(lambda: _decoded(command_schema(), "iss_viewer.Command", message))
    return found.time_s, read_command(found.command_json)


def parse_snapshot(message: bytes) -> Snapshot:
    """The snapshot of a message. Raises UnknownWord."""
    found = _parsed(lambda: _decoded(snapshot_schema(), "iss_viewer.Snapshot", message))
    return Snapshot(found.time_s, zstandard.ZstdDecompressor().decompress(found.state))


def _decoded(schema: bytes, name: str, message: bytes) -> Any:
    return message_class(schema, name).FromString(message)


def _parsed(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (DecodeError, zstandard.ZstdError, struct.error) as error:
        raise UnknownWord(f"a message cannot be decoded: {error}") from None


def _level(event: Event) -> int:
    word = str(event.data.get("alarm_class", event.data.get("class", ""))).lower()
    return _LEVELS.get(word, 2)
