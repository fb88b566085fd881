"""Chunks as other MCAP tools write them, put in the order in which a recording has its messages."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from mcap.opcode import Opcode

from iss_viewer.telemetry.recording.layout import MESSAGE_HEAD

_HEAD = struct.Struct("<BQ")


def channel_of(body: bytes) -> tuple[int, str]:
    """Number and topic of a Channel record. Raises struct.error, UnicodeDecodeError."""
    number, _, size = struct.unpack_from("<HHI", body)
    return number, body[8 : 8 + size].decode()


def rearranged(data: bytes, numbers: dict[int, int], topics: Mapping[str, int]) -> bytes:
    """The messages of a chunk by topic, under our own numbers: rows end to end, then what is no row.

    numbers: ours for each number of the file, as far as known; Channel records in the chunk add to it.
    topics: our numbers by topic. Messages of other topics are left out. Raises struct.error.
    """
    found: dict[int, list[bytes]] = {number: [] for number in topics.values()}
    at = 0
    while at < len(data):
        opcode, length = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + length
        if end > len(data):
            raise struct.error("a message is cut")
        if opcode == Opcode.CHANNEL:
            number, topic = channel_of(data[at + _HEAD.size : end])
            if topic in topics:
                numbers[number] = topics[topic]
        elif opcode == Opcode.MESSAGE:
            _, _, channel, *rest = MESSAGE_HEAD.unpack_from(data, at)
            if channel in numbers:
                head = MESSAGE_HEAD.pack(opcode, length, numbers[channel], *rest)
                found[numbers[channel]].append(head + data[at + MESSAGE_HEAD.size : end])
        at = end
    return b"".join(part for number in sorted(found) for part in found[number])
