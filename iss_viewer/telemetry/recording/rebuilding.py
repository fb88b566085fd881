"""The index of a recording that lacks its end, or is damaged: its parts, and the rest read anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from mcap.opcode import Opcode

from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording.header import MOST_TIME_S, RunHeader
from iss_viewer.telemetry.recording.index import INDEX_PREFIX, Index, IndexBuilder
from iss_viewer.telemetry.recording.scan import (
    Damage,
    Head,
    heads,
    read_attachment,
    record_at,
)
from iss_viewer.telemetry.recording.topics import (
    ASSESSED,
    EVENTS,
    SAMPLES,
    Single,
    Topics,
    parse_event,
    single_messages,
)

#: heads lie close together: reading so much at a time spares most calls of the system
_BUFFER_BYTES = 1 << 20


def rebuilt_index(path: Path, header: RunHeader, topics: Topics) -> tuple[Index, str]:
    """The index of all up to the first damage, and what is wrong with the file, in words.

    What a part of the index tells is taken as it is; damage in there shows when it is looked at.
    """
    with path.open("rb", buffering=_BUFFER_BYTES) as file:
        rebuilding = _Rebuilding(file, header, topics)
        words = ""
        try:
            for head in heads(file):
                rebuilding.take(head)
        except Damage as damage:
            words = str(damage)
        try:
            rebuilding.read_pending()
        except (Damage, Malformed) as damage:
            words = str(damage)
        return rebuilding.index, "; ".join(filter(None, [words, rebuilding.left_out]))


class _Rebuilding:
    """Parts of an index, and the chunks that none of them has told of yet."""

    def __init__(self, file: BinaryIO, header: RunHeader, topics: Topics) -> None:
        self._file, self._topics = file, topics
        self._widths = len(header.sampled), len(header.assessed)
        self._parts: list[Index] = []
        self._waiting: list[Head] = []
        self._unknown = 0
        self._held = np.full(self._widths[1], np.nan)

    @property
    def left_out(self) -> str:
        """What is to be said of events that this version does not know."""
        return f"{self._unknown} events are not understood and left out" if self._unknown else ""

    @property
    def index(self) -> Index:
        return Index.joined(self._parts)

    def take(self, head: Head) -> None:
        """Take in a record."""
        if head.opcode == Opcode.CHUNK:
            self._waiting.append(head)
        elif head.opcode == Opcode.MESSAGE:
            raise Damage(head.place, "messages outside of chunks, which are not read")
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
        if self._parts and len(self._parts[-1].time_s):
            builder.last_s = float(self._parts[-1].time_s[-1])
        try:
            for head in self._waiting:
                self._held = self._add_chunk(builder, head)
        finally:
            self._parts.append(builder.built())

    def _part_at(self, head: Head) -> Index | None:
        try:
            name, data = read_attachment(record_at(self._file, head.place))
            is_part = name.startswith(INDEX_PREFIX)
            return Index.from_bytes(data, sum(self._widths)) if is_part else None
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
            data = self._topics.read_chunk(record_at(self._file, place).body, place)
        except Damage:
            return np.full(self._widths[1], np.nan)
        layout = self._topics.assessed
        start = count * self._topics.samples.row_bytes + (kept - 1) * layout.row_bytes
        held: Floats = layout.decode(data, 1, start)[1][0]
        return held

    def _add_chunk(self, builder: IndexBuilder, head: Head) -> Floats:
        """Take in a chunk; the assessments that hold after it. Raises Damage."""
        data = self._topics.read_chunk(record_at(self._file, head.place).body, head.place)
        samples, assessed = self._topics.samples, self._topics.assessed
        count, kept = self._topics.rows_in(data)
        rest = count * samples.row_bytes + kept * assessed.row_bytes
        singles = list(single_messages(data, rest))
        time_s, values, _ = samples.decode(data, count)
        _check_rows(time_s, builder.last_s, singles, head.place)
        when, rows, _ = assessed.decode(data, kept, count * samples.row_bytes)
        known = np.concatenate([self._held[np.newaxis], rows])
        filled = known[np.searchsorted(when, time_s, side="right")]
        has_more = any(single.channel != EVENTS for single in singles)
        builder.add_chunk((head.place, head.length), count, kept, has_more)
        builder.add_rows(time_s, values, filled)
        builder.add_events(self._known_events(singles))
        return np.asarray(known[-1])

    def _known_events(self, singles: Sequence[Single]) -> list[Event]:
        """The events among some messages, but for those that this version does not know."""
        events = []
        for single in singles:
            if single.channel == EVENTS:
                try:
                    events.append(parse_event(single))
                except Malformed:
                    self._unknown += 1
        return events


def _check_rows(time_s: Floats, last_s: float, singles: Sequence[Single], place: int) -> None:
    """Raises Damage where the rows of a chunk cannot be those of the run."""
    if any(single.channel in (SAMPLES, ASSESSED) for single in singles):
        raise Damage(place, "a chunk holds rows of another form than the header says")
    is_in_order = np.all(np.diff(time_s, prepend=last_s) > 0.0)
    if not is_in_order or np.abs(time_s).max(initial=0.0) > MOST_TIME_S:
        raise Damage(place, "a chunk holds rows that are not in order of time")
