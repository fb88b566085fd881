"""Reading the records of an MCAP file one by one, and saying what is wrong where something is."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import zstandard
from mcap.opcode import Opcode
from mcap.writer import MCAP0_MAGIC

_HEAD = struct.Struct("<BQ")
_CHUNK_HEAD = struct.Struct("<QQQI")  # first and last log time, size, checksum
#: no chunk of ours comes near this; a larger one is a flipped bit
_MOST_CHUNK_BYTES = 1 << 28
FIRST_RECORD = len(MCAP0_MAGIC)


class Damage(ValueError):
    """A place in a file from which on it cannot be read."""

    def __init__(self, place: int, words: str) -> None:
        super().__init__(f"at byte {place}: {words}")
        self.place = place


@dataclass(frozen=True)
class FileRecord:
    """One record: where it stands, how long it is with its head, and its body."""

    opcode: int
    place: int
    length: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a record: its kind, where it stands, and its length with the head."""

    opcode: int
    place: int
    length: int


def heads(file: BinaryIO, start: int = FIRST_RECORD) -> Iterator[Head]:
    """The heads of all records from `start` on, the footer last. Raises Damage where they end."""
    size = file.seek(0, 2)
    place = start
    while True:
        file.seek(place)
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise Damage(
                place, "the file ends here, in the middle of the run" if not head else _CUT
            )
        opcode, length = _HEAD.unpack(head)
        if not 1 <= opcode <= Opcode.DATA_END:
            raise Damage(place, f"no record begins here (kind {opcode})")
        if length > size - place - _HEAD.size:
            raise Damage(place, _CUT)
        yield Head(opcode, place, _HEAD.size + length)
        if opcode == Opcode.FOOTER:
            return
        place += _HEAD.size + length


def records(file: BinaryIO, start: int = FIRST_RECORD) -> Iterator[FileRecord]:
    """All records from `start` on, the footer last. Raises Damage where they end before it."""
    for head in heads(file, start):
        yield record_at(file, head.place)


_CUT = "the file ends in the middle of a record"


def read_attachment(record: FileRecord) -> tuple[str, bytes]:
    """Name and contents of an attachment. Raises Damage."""
    body = record.body
    try:
        (checksum,) = struct.unpack_from("<I", body, len(body) - 4)
        if zlib.crc32(body[:-4]) != checksum:
            raise Damage(record.place, "an attached file does not match its checksum")
        (name_size,) = struct.unpack_from("<I", body, 16)
        name = body[20 : 20 + name_size].decode()
        (kind_size,) = struct.unpack_from("<I", body, 20 + name_size)
        start = 24 + name_size + kind_size
        (data_size,) = struct.unpack_from("<Q", body, start)
    except (struct.error, UnicodeDecodeError):
        raise Damage(record.place, "an attached file makes no sense") from None
    return name, body[start + 8 : start + 8 + data_size]


def unpack_chunk(body: bytes, place: int) -> bytes:
    """The message records in the body of a chunk. Raises Damage."""
    try:
        _, _, size, checksum = _CHUNK_HEAD.unpack_from(body)
        (name_size,) = struct.unpack_from("<I", body, _CHUNK_HEAD.size)
        start = _CHUNK_HEAD.size + 4 + name_size
        compression = body[start - name_size : start]
        packed = body[start + 8 :]
        if compression != b"zstd" or size > _MOST_CHUNK_BYTES:
            raise Damage(place, "a chunk makes no sense")
        if zstandard.frame_content_size(packed) != size:
            raise Damage(place, "a chunk is not as long as it says")
        data: bytes = zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
    except (struct.error, zstandard.ZstdError):
        raise Damage(place, "a chunk cannot be unpacked") from None
    if zlib.crc32(data) != checksum:
        raise Damage(place, "a chunk does not match its checksum")
    return data


def find_attachments(file: BinaryIO, prefix: str) -> list[FileRecord]:
    """The attachments whose names begin so, by way of a whole summary; none if that is damaged."""
    size = file.seek(0, 2)
    tail = _HEAD.size + 20 + len(MCAP0_MAGIC)
    if size < FIRST_RECORD + tail:
        return []
    file.seek(size - tail)
    footer = file.read(tail)
    opcode, length, start, offset_start, checksum = struct.unpack_from("<BQQQI", footer)
    if opcode != Opcode.FOOTER or length != 20 or footer[-len(MCAP0_MAGIC) :] != MCAP0_MAGIC:
        return []
    if not FIRST_RECORD <= start <= offset_start <= size - tail:
        return []
    file.seek(start)
    summary = file.read(size - tail - start)
    if zlib.crc32(footer[:25], zlib.crc32(summary)) != checksum:
        return []
    return [
        record_at(file, place) for place in _places_of(summary, start, offset_start - start, prefix)
    ]


def _places_of(summary: bytes, start: int, offsets: int, prefix: str) -> Iterator[int]:
    """Where attachments stand, by the AttachmentIndex records of a checked summary."""
    for at in range(offsets, len(summary), _HEAD.size + 17):
        group, group_start, group_size = struct.unpack_from("<BQQ", summary, at + _HEAD.size)
        if group != Opcode.ATTACHMENT_INDEX:
            continue
        at, end = group_start - start, group_start - start + group_size
        while at < end:
            _, length = _HEAD.unpack_from(summary, at)
            body = summary[at + _HEAD.size : at + _HEAD.size + length]
            (name_size,) = struct.unpack_from("<I", body, 40)
            if body[44 : 44 + name_size].decode().startswith(prefix):
                yield int(struct.unpack_from("<Q", body)[0])
            at += _HEAD.size + length


def record_at(file: BinaryIO, place: int) -> FileRecord:
    """The record that begins at a place."""
    file.seek(place)
    opcode, length = _HEAD.unpack(file.read(_HEAD.size))
    return FileRecord(opcode, place, _HEAD.size + length, file.read(length))
