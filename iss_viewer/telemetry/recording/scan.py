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
#: no chunk, state or part of an index comes near this; a larger one is a flipped bit, or a trap
MOST_UNPACKED_BYTES = 1 << 28
FIRST_RECORD = len(MCAP0_MAGIC)
UNFINISHED = "the file ends here, in the middle of the run"


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
            raise Damage(place, UNFINISHED if not head else _CUT)
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
    """The records in the body of a chunk, whichever way it is packed. Raises Damage."""
    try:
        _, _, size, checksum = _CHUNK_HEAD.unpack_from(body)
        (name_size,) = struct.unpack_from("<I", body, _CHUNK_HEAD.size)
        start = _CHUNK_HEAD.size + 4 + name_size
        compression = body[start - name_size : start]
        if size > MOST_UNPACKED_BYTES:
            raise Damage(place, "a chunk makes no sense")
        data = _unpacked(compression, body[start + 8 :], size, place)
    except (struct.error, zstandard.ZstdError, RuntimeError, EOFError):
        raise Damage(place, "a chunk cannot be unpacked") from None
    if len(data) != size:
        raise Damage(place, "a chunk is not as long as it says")
    if checksum and zlib.crc32(data) != checksum:  # 0: whoever wrote it reckoned none
        raise Damage(place, "a chunk does not match its checksum")
    return data


def _unpacked(compression: bytes, packed: bytes, size: int, place: int) -> bytes:
    match compression:
        case b"zstd":
            return unpacked(packed, size)
        case b"lz4":
            import lz4.frame  # type: ignore[import-untyped]

            found: bytes = lz4.frame.LZ4FrameDecompressor().decompress(packed, size + 1)
            return found
        case b"":
            return packed
    raise Damage(place, "a chunk makes no sense")


def unpacked(packed: bytes, most: int = MOST_UNPACKED_BYTES) -> bytes:
    """Bytes that were packed with zstd, if they are no more than that. Raises ZstdError."""
    if zstandard.frame_content_size(packed) > most:
        raise zstandard.ZstdError("it is larger than it may be")
    data: bytes = zstandard.ZstdDecompressor().decompress(packed, max_output_size=most)
    return data


@dataclass(frozen=True)
class FileSummary:
    """What a whole file says at its end of where things stand in it.

    attachments: name and place of each, in their order. chunks: place and length of each.
    """

    attachments: tuple[tuple[str, int], ...]
    chunks: frozenset[tuple[int, int]]

    def records(self, file: BinaryIO, prefix: str) -> list[FileRecord]:
        """The attachments whose names begin so. Raises Damage."""
        return [record_at(file, at) for name, at in self.attachments if name.startswith(prefix)]


def find_attachments(file: BinaryIO, prefix: str) -> list[FileRecord]:
    """The attachments whose names begin so, by way of a whole summary; none if that is damaged."""
    summary = read_summary(file)
    return summary.records(file, prefix) if summary is not None else []


def read_summary(file: BinaryIO) -> FileSummary | None:
    """The summary of a file; None where it is damaged, or was never written."""
    size = file.seek(0, 2)
    tail = _HEAD.size + 20 + len(MCAP0_MAGIC)
    if size < FIRST_RECORD + tail:
        return None
    file.seek(size - tail)
    footer = file.read(tail)
    opcode, length, start, offset_start, checksum = struct.unpack_from("<BQQQI", footer)
    if opcode != Opcode.FOOTER or length != 20 or footer[-len(MCAP0_MAGIC) :] != MCAP0_MAGIC:
        return None
    if not FIRST_RECORD <= start <= offset_start <= size - tail:
        return None
    file.seek(start)
    data = file.read(size - tail - start)
    if zlib.crc32(footer[:25], zlib.crc32(data)) != checksum:
        return None
    try:
        return _summary_of(data[: offset_start - start])
    except (struct.error, UnicodeDecodeError):
        return None


def _summary_of(data: bytes) -> FileSummary:
    attachments, chunks, at = [], set(), 0
    while at < len(data):
        opcode, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if opcode == Opcode.ATTACHMENT_INDEX:
            (name_size,) = struct.unpack_from("<I", data, at + 40)
            name = data[at + 44 : at + 44 + name_size].decode()
            attachments.append((name, struct.unpack_from("<Q", data, at)[0]))
        elif opcode == Opcode.CHUNK_INDEX:
            chunks.add(struct.unpack_from("<QQ", data, at + 16))
        at += length
    return FileSummary(tuple(attachments), frozenset(chunks))


def record_at(file: BinaryIO, place: int) -> FileRecord:
    """The record that begins at a place. Raises Damage."""
    size = file.seek(0, 2)
    if place > size - _HEAD.size:
        raise Damage(place, _CUT)
    file.seek(place)
    opcode, length = _HEAD.unpack(file.read(_HEAD.size))
    if length > size - place - _HEAD.size:
        raise Damage(place, _CUT)
    return FileRecord(opcode, place, _HEAD.size + length, file.read(length))
