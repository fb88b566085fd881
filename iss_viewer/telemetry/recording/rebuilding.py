"""The index of a recording that lacks its end, or is damaged: its parts, and the rest read anew."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np
from mcap.opcode import Opcode

from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording.header import RunHeader
from iss_viewer.telemetry.recording.index import INDEX_PREFIX, Index, IndexBuilder
from iss_viewer.telemetry.recording.scan import (
    Damage,
    Head,
    heads,
    read_attachment,
    record_at,
    unpack_chunk,
)
from iss_viewer.telemetry.recording.topics import EVENTS, Topics, parse_event, single_messages

#: heads lie close together: reading so much at a time spares most calls of the system
_BUFFER_BYTES = 1 << 20


def rebuilt_index(path: Path, header: RunHeader, topics: Topics) -> tuple[Index, str]:
    """The index of all up to the first damage, and what is wrong with the file, in words.

    What a part of the index tells is taken as it is; damage in there shows when it is looked at.
    """
    with path.open("rb", buffering=_BUFFER_BYTES) as file:
        rebuilding = _Rebuilding(file, header, topics)
        words = "it has no index, or a damaged one; it was made anew"
        try:
            for head in heads(file):
                rebuilding.take(head)
        except Damage as damage:
            words = str(damage)
        try:
            rebuilding.read_pending()
        except (Damage, Malformed) as damage:
            words = str(damage)
        return rebuilding.index, words


class _Rebuilding:
    """Parts of an index, and the chunks that none of them has told of yet."""

    def __init__(self, file: BinaryIO, header: RunHeader, topics: Topics) -> None:
        self._file, self._topics = file, topics
        self._widths = len(header.sampled), len(header.assessed)
        self._parts: list[Index] = []
        self._waiting: list[Head] = []
        self._held = np.full(self._widths[1], np.nan)

    @property
    def index(self) -> Index:
        return Index.joined(self._parts)

    def take(self, head: Head) -> None:
        """Take in a record."""
        if head.opcode == Opcode.CHUNK:
            self._waiting.append(head)
        elif head.opcode == Opcode.ATTACHMENT:
            part = self._part_at(head)
            if part is not None and self._lists_pending(part):
                self._parts.append(part)
                self._waiting.clear()
                self._held = self._held_after(part)

    def read_pending(self) -> None:
        """Read the chunks of which no part tells. Raises Damage, Malformed; what was read stays."""
        if not self._waiting:
            return
        if self._parts and not self._parts[-1].is_of_whole_blocks:
            raise Damage(self._waiting[0].place, "a chunk follows the end of the index")
        builder = IndexBuilder(*self._widths)
        try:
            for head in self._waiting:
                self._held = _add_chunk(builder, self._file, head, self._topics, self._held)
        finally:
            self._parts.append(builder.built())

    def _part_at(self, head: Head) -> Index | None:
        try:
            name, data = read_attachment(record_at(self._file, head.place))
            return Index.from_bytes(data) if name.startswith(INDEX_PREFIX) else None
        except (Damage, ValueError):
            return None

    def _lists_pending(self, part: Index) -> bool:
        """Whether a part tells of the chunks since the part before it, no more and no less."""
        places = [head.place for head in self._waiting]
        is_next = not self._parts or self._parts[-1].is_of_whole_blocks
        return is_next and part.places[:, 0].tolist() == places

    def _held_after(self, part: Index) -> Floats:
        """The assessments that hold after a part."""
        chunks = np.flatnonzero(part.places[:, 3])
        if not len(chunks):
            return self._held
        place, _, count, kept, _ = (int(number) for number in part.places[chunks[-1]])
        try:
            data = unpack_chunk(record_at(self._file, place).body, place)
        except Damage:
            return np.full(self._widths[1], np.nan)
        layout = self._topics.assessed
        start = count * self._topics.samples.row_bytes + (kept - 1) * layout.row_bytes
        held: Floats = layout.decode(data, 1, start)[1][0]
        return held


def _add_chunk(
    builder: IndexBuilder, file: BinaryIO, head: Head, topics: Topics, held: Floats
) -> Floats:
    """Take in a chunk, given the assessments that held before it; those that hold after it."""
    data = unpack_chunk(record_at(file, head.place).body, head.place)
    samples, assessed = topics.samples, topics.assessed
    count = samples.rows_in(data)
    kept = assessed.rows_in(data, count * samples.row_bytes)
    rest = count * samples.row_bytes + kept * assessed.row_bytes
    singles = list(single_messages(data, rest))
    events = [parse_event(single) for single in singles if single.channel == EVENTS]
    time_s, values, _ = samples.decode(data, count)
    when, rows, _ = assessed.decode(data, kept, count * samples.row_bytes)
    known = np.concatenate([held[np.newaxis], rows])
    filled = known[np.searchsorted(when, time_s, side="right")]
    has_more = len(singles) > len(events)
    builder.add_chunk((head.place, head.length), count, kept, has_more)
    builder.add_rows(time_s, values, filled)
    builder.add_events(events)
    return np.asarray(known[-1])
