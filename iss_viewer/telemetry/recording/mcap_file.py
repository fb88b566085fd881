"""Writing an MCAP file chunk by chunk, so that all that was flushed is readable whatever comes next.

The library's own writer takes one message at a time in Python, which is too slow for thousands of
rows a second; here a chunk comes ready made. All other records are the library's.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zstandard
from mcap.data_stream import RecordBuilder
from mcap.opcode import Opcode
from mcap.records import (
    Attachment,
    AttachmentIndex,
    Channel,
    DataEnd,
    Footer,
    Header,
    McapRecord,
    Metadata,
    MetadataIndex,
    Schema,
    Statistics,
    SummaryOffset,
)
from mcap.writer import MCAP0_MAGIC
from numpy.typing import NDArray

from iss_viewer.telemetry.recording.lock import hold

#: chunks smaller than this come about once a second: packing them hard costs next to nothing
_SMALL_BYTES = 48_000
_SMALL_LEVEL, _LARGE_LEVEL = 15, -1


@dataclass(frozen=True)
class Messages:
    """Message records of one channel, end to end, with their log times and where each starts."""

    channel_id: int
    data: bytes | memoryview
    log_ns: NDArray[np.uint64]
    starts: NDArray[np.uint64]


class McapFile:
    """An MCAP file being written. A write that fails leaves the file as it was before it."""

    def __init__(self, path: Path, library: str) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            hold(self._file)
            os.ftruncate(self._file, 0)
        except OSError as error:
            os.close(self._file)
            raise OSError(error.errno, "another session is writing this file", str(path)) from None
        self.size_bytes, self._crc = 0, 0
        self._schemas: list[Schema] = []
        self._channels: list[Channel] = []
        self._attachments: list[AttachmentIndex] = []
        self._metadata: list[MetadataIndex] = []
        self._chunk_indices: list[bytes] = []
        self._counts: dict[int, int] = {}
        self._first_ns, self._last_ns = 2**64 - 1, 0
        self._small = zstandard.ZstdCompressor(level=_SMALL_LEVEL)
        self._large = zstandard.ZstdCompressor(level=_LARGE_LEVEL)
        self._append(MCAP0_MAGIC + _records([Header("", library)]))

    def add_channel(self, topic: str, schema_name: str, schema: bytes) -> int:
        """Describe a topic of Protobuf messages; gives its channel id, counted from 1."""
        number = len(self._channels) + 1
        described = Schema(number, schema, "protobuf", schema_name)
        channel = Channel(number, topic, "protobuf", {}, number)
        self._append(_records([described, channel]))
        self._schemas.append(described)
        self._channels.append(channel)
        return number

    def add_attachment(self, name: str, media_type: str, data: bytes, log_ns: int) -> None:
        """Put a file inside the file, protected by a checksum."""
        record = _records([Attachment(0, log_ns, name, media_type, data)])
        place = self._append(record)
        self._attachments.append(
            AttachmentIndex(place, len(record), log_ns, 0, len(data), name, media_type)
        )

    def add_metadata(self, name: str, values: dict[str, str]) -> None:
        """A few words for people who open the file elsewhere."""
        record = _records([Metadata(name=name, metadata=values)])
        place = self._append(record)
        self._metadata.append(MetadataIndex(offset=place, length=len(record), name=name))

    def add_chunk(self, messages: Sequence[Messages]) -> tuple[int, int]:
        """Write messages as one chunk with its indices; gives its place and length in the file.

        Raises OSError, and then the file is as it was.
        """
        data = b"".join(part.data for part in messages)
        packer = self._small if len(data) < _SMALL_BYTES else self._large
        packed = packer.compress(data)
        first = min(int(part.log_ns.min()) for part in messages)
        last = max(int(part.log_ns.max()) for part in messages)
        head = struct.pack("<QQQI", first, last, len(data), zlib.crc32(data))
        body = head + _string("zstd") + struct.pack("<Q", len(packed)) + packed
        chunk = struct.pack("<BQ", Opcode.CHUNK, len(body)) + body
        indices, offsets = _message_indices(messages, self.size_bytes + len(chunk))
        place = self._append(chunk + indices)
        index = struct.pack("<QQQQ", first, last, place, len(chunk))
        index += struct.pack("<I", len(offsets)) + offsets
        index += struct.pack("<Q", len(indices)) + _string("zstd")
        index += struct.pack("<QQ", len(packed), len(data))
        self._chunk_indices.append(struct.pack("<BQ", Opcode.CHUNK_INDEX, len(index)) + index)
        self._first_ns, self._last_ns = min(first, self._first_ns), max(last, self._last_ns)
        for part in messages:
            count = self._counts.get(part.channel_id, 0) + len(part.log_ns)
            self._counts[part.channel_id] = count
        return place, len(chunk)

    def finish(self) -> None:
        """Write the summary and close. Raises OSError; the file is then closed without a summary."""
        try:
            end = _records([DataEnd(self._crc)])
            self._append(end + self._summary(self.size_bytes + len(end)))
            os.fsync(self._file)
        finally:
            self.close()

    def close(self) -> None:
        """Close the file as it is, without a summary."""
        os.close(self._file)

    def _append(self, data: bytes) -> int:
        """Write all of it at the end, or nothing; gives where it starts."""
        place, left = self.size_bytes, memoryview(data)
        try:
            while left:
                left = left[os.write(self._file, left) :]
        except OSError:
            os.ftruncate(self._file, place)
            os.lseek(self._file, place, os.SEEK_SET)
            raise
        self._crc = zlib.crc32(data, self._crc)
        self.size_bytes += len(data)
        return place

    def _summary(self, start: int) -> bytes:
        count = Statistics(
            attachment_count=len(self._attachments),
            channel_count=len(self._channels),
            channel_message_counts=self._counts,
            chunk_count=len(self._chunk_indices),
            message_count=sum(self._counts.values()),
            message_end_time=self._last_ns,
            message_start_time=min(self._first_ns, self._last_ns),
            metadata_count=len(self._metadata),
            schema_count=len(self._schemas),
        )
        groups = [
            (Opcode.SCHEMA, _records(self._schemas)),
            (Opcode.CHANNEL, _records(self._channels)),
            (Opcode.STATISTICS, _records([count])),
            (Opcode.CHUNK_INDEX, b"".join(self._chunk_indices)),
            (Opcode.ATTACHMENT_INDEX, _records(self._attachments)),
            (Opcode.METADATA_INDEX, _records(self._metadata)),
        ]
        summary, offsets = b"", []
        for opcode, data in groups:
            if data:
                offsets.append(SummaryOffset(opcode, start + len(summary), len(data)))
                summary += data
        offset_start = start + len(summary)
        summary += _records(offsets)
        checked = struct.pack("<BQQQ", Opcode.FOOTER, 20, start, offset_start)
        crc = zlib.crc32(checked, zlib.crc32(summary))
        return summary + _records([Footer(start, offset_start, crc)]) + MCAP0_MAGIC


def _message_indices(messages: Sequence[Messages], place: int) -> tuple[bytes, bytes]:
    """The MessageIndex records that follow a chunk, and the map of channel to its record."""
    indices, offsets, start = b"", b"", 0
    for part in messages:
        pairs = np.empty((len(part.log_ns), 2), "<u8")
        pairs[:, 0], pairs[:, 1] = part.log_ns, part.starts + np.uint64(start)
        offsets += struct.pack("<HQ", part.channel_id, place + len(indices))
        body = struct.pack("<HI", part.channel_id, pairs.nbytes) + pairs.tobytes()
        indices += struct.pack("<BQ", Opcode.MESSAGE_INDEX, len(body)) + body
        start += len(part.data)
    return indices, offsets


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<I", len(data)) + data


def _records(records: Sequence[McapRecord]) -> bytes:
    builder = RecordBuilder()
    for record in records:
        record.write(builder)
    return bytes(builder.end())  # type: ignore[no-untyped-call]
