"""A recorded run, opened to be looked at or played again; only what is asked for is read."""

from __future__ import annotations

import contextlib
import struct
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from mcap.opcode import Opcode
from mcap.writer import MCAP0_MAGIC

from iss_viewer import units
from iss_viewer.telemetry.chunks import CHUNK_ROWS
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event, NoteWritten, time_of
from iss_viewer.telemetry.events.malformed import Malformed
from iss_viewer.telemetry.frames import Floats, Frames, Quality, Samples
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.recording.header import RecordingRefused, RunHeader
from iss_viewer.telemetry.recording.index import INDEX_PREFIX, Index
from iss_viewer.telemetry.recording.lock import is_being_written
from iss_viewer.telemetry.recording.notes import read_notes
from iss_viewer.telemetry.recording.rearranging import channel_of
from iss_viewer.telemetry.recording.rebuilding import rebuilt_index
from iss_viewer.telemetry.recording.recorded_chunk import RecordedChunk
from iss_viewer.telemetry.recording.recorder import HEADER_NAME, RECORDER
from iss_viewer.telemetry.recording.scan import (
    UNFINISHED,
    Damage,
    heads,
    read_attachment,
    read_summary,
    record_at,
)
from iss_viewer.telemetry.recording.topics import (
    COMMANDS,
    OWN_CHANNELS,
    SNAPSHOTS,
    Single,
    Snapshot,
    Topics,
    parse_command,
    parse_snapshot,
    single_messages,
)

#: what reading bytes that are no recording may raise behind their checksums
_MISFITS = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError,
    MemoryError, struct.error, EOFError,
)  # fmt: skip
#: unpacked chunks kept at hand
_KEPT_BYTES = 24_000_000


class RecordedRun:
    """A recording, read only; several may have the same file open.

    `damage` says what could not be read, in plain words; it is empty for a whole file, and for one
    that is being written so far. Raises RecordingRefused for what is no recording, makes no sense or
    is of a newer format, OSError for what cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._file: BinaryIO = self.path.open("rb")
        self._damage: list[str] = []
        self._unpacked: OrderedDict[int, bytes] = OrderedDict()
        self._kept_bytes = 0
        self.is_being_written = is_being_written(self.path)
        try:
            self._open()
        except (OSError, RecordingRefused):
            self._file.close()
            raise
        except _MISFITS as error:
            self._file.close()
            raise RecordingRefused(f"it makes no sense: {error}") from None
        self._ends = np.cumsum(self.index.places[:, 2])
        self._has_assessed = self.index.places[:, 3] > 0

    def _open(self) -> None:
        self._summary = read_summary(self._file)
        files, channels = self._read_head()
        if HEADER_NAME not in files:
            raise RecordingRefused("it is an MCAP file, but no recording of ISS Viewer")
        texts = {name: data.decode(errors="replace") for name, data in files.items()}
        self.header = RunHeader.from_json(files[HEADER_NAME], texts)
        self.topics = Topics(self.header, channels)
        self.index = self._find_index() or self._rebuild_index()

    def __enter__(self) -> RecordedRun:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def damage(self) -> tuple[str, ...]:
        """What could not be read so far."""
        return tuple(self._damage)

    @property
    def is_finished(self) -> bool:
        """Whether its writer came to the end, and all that was read of it so far is whole."""
        return self._summary is not None and not self._damage

    @property
    def gaps(self) -> tuple[str, ...]:
        """What its recorder could not write, in words: rows that are not there at all."""
        notes = (event for event in self.events if isinstance(event, NoteWritten))
        return tuple(
            f"{units.clock_text(note.time_s)}: {note.text}"
            for note in notes
            if note.actor == RECORDER
        )

    @property
    def time_s(self) -> Floats:
        """The times of all rows, shape (rows,)."""
        return self.index.time_s

    @property
    def events(self) -> tuple[Event, ...]:
        """All events in order of time."""
        return self.index.events

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.index.time_s)

    @cached_property
    def commands(self) -> tuple[tuple[float, Command], ...]:
        """All commands with the times after which they were obeyed, as they came."""
        return tuple((time_s, command) for _, time_s, command in self.ordered_commands)

    @cached_property
    def ordered_commands(self) -> tuple[tuple[int, float, Command], ...]:
        """The same, each with its place among the commands and snapshots."""
        chunks = np.flatnonzero(self.index.places[:, 4])
        singles = (one for c in chunks for one in self._singles(int(c), COMMANDS))
        found = (self._command(single) for single in singles)
        return tuple(sorted((item for item in found if item is not None), key=lambda i: i[0]))

    def _command(self, single: Single) -> tuple[int, float, Command] | None:
        """A recorded command; None for one that makes no sense, which is then noted."""
        try:
            return parse_command(single)
        except Malformed as problem:
            self._damage.append(f"a command makes no sense and is left out: {problem}")
            return None

    def snapshot_before(self, time_s: float) -> Snapshot | None:
        """The last snapshot taken at or before an instant."""
        chunks = np.flatnonzero(self.index.places[:, 4])[::-1]
        begins = [int(self._ends[chunk] - self.index.places[chunk, 2]) for chunk in chunks]
        near = [c for c, row in zip(chunks, begins, strict=True) if row <= self.row_at(time_s) + 1]
        for snapshot in self._snapshots_in(near):
            if snapshot.time_s <= time_s:
                return snapshot
        return None

    def snapshots(self) -> Iterator[Snapshot]:
        """All snapshots, one at a time, the last first."""
        yield from self._snapshots_in(np.flatnonzero(self.index.places[:, 4])[::-1])

    def _snapshots_in(self, chunks: Iterable[int]) -> Iterator[Snapshot]:
        """The snapshots in some chunks; none of a format whose states are not understood any more."""
        for chunk in chunks if self.header.can_go_on else ():
            for single in reversed(self._singles(int(chunk), SNAPSHOTS)):
                try:
                    yield parse_snapshot(single)
                except Malformed as problem:
                    self._damage.append(f"a state cannot be read and is left out: {problem}")

    def row_at(self, time_s: float) -> int:
        """The row at or before an instant; -1 before the first."""
        return int(np.searchsorted(self.time_s, time_s, side="right")) - 1

    def samples(self, start: int, stop: int) -> Samples:
        """Rows start..stop-1 as they were recorded; NaN and MISSING where the file is damaged."""
        layout, count = self.topics.samples, 0
        pieces: list[bytes | memoryview] = []
        for chunk, first, last in self._parts(start, stop):
            data = self._chunk(chunk)
            part = slice(first * layout.row_bytes, last * layout.row_bytes)
            pieces.append(data[part] if data else self._missing_rows(last - first))
            count += last - first
        _, values, quality = layout.decode(b"".join(pieces), count)
        return Samples(self.time_s[start:stop].copy(), values, quality)

    def assessed(self, start: int, stop: int) -> Floats:
        """The assessments that held at rows start..stop-1, shape (n, assessed channels)."""
        chunks = [chunk for chunk, _, _ in self._parts(start, stop)]
        before = [c for c in range((chunks or [0])[0]) if self._has_assessed[c]][-1:]
        layout, pieces, count = self.topics.assessed, [], 0
        for chunk in (*before, *chunks):
            kept = int(self.index.places[chunk, 3])
            data = self._chunk(chunk) if kept else b""
            if data:
                at = int(self.index.places[chunk, 2]) * self.topics.samples.row_bytes
                pieces.append(data[at : at + kept * layout.row_bytes])
                count += kept
        when, rows, _ = layout.decode(b"".join(pieces), count)
        known = np.concatenate([np.full((1, rows.shape[1]), np.nan), rows])
        held: Floats = known[np.searchsorted(when, self.time_s[start:stop], side="right")]
        return held

    def look_through(self, start: int, stop: int) -> None:
        """Find out what is damaged in rows start..stop-1, before anything is made of them."""
        for chunk, _, _ in self._parts(start, stop):
            self._chunk(chunk)

    def _missing_rows(self, count: int) -> memoryview:
        values = np.full((count, len(self.header.sampled)), np.nan)
        codes = np.full(values.shape, Quality.MISSING, np.uint8)
        return self.topics.samples.encode(
            np.zeros(count), np.zeros(count, np.uint64), values, codes
        )

    def frames(self, start: int, stop: int) -> Frames:
        """Rows start..stop-1 with their assessments and the events since the row before them."""
        after_s = self.time_s[start - 1] if start > 0 else -np.inf
        upto_s = self.time_s[stop - 1] if stop > start else -np.inf
        first = bisect_right(self.events, after_s, key=time_of)
        last = bisect_right(self.events, upto_s, key=time_of)
        events = self.events[first:last]
        return Frames(self.samples(start, stop), self.assessed(start, stop), events)

    def stretches(self, until_s: float) -> Iterator[Frames]:
        """The frames up to an instant in the stretches of a history's chunks, each read when asked for."""
        stop = self.row_at(until_s) + 1
        for start in range(0, stop, CHUNK_ROWS):
            yield self.frames(start, min(start + CHUNK_ROWS, stop))

    def history(self) -> History:
        """The whole run as a history whose rows stay in the file until they are looked at.

        The notes that were made on the recording afterwards are among its events.
        """
        chunks = [self._rows_of(block) for block in range(-(-len(self) // CHUNK_ROWS))]
        events = (*self.events, *read_notes(self.path))
        return History(self.header.sampled, self.header.assessed, chunks, events)

    def _rows_of(self, block: int) -> RecordedChunk:
        start, stop = block * CHUNK_ROWS, min((block + 1) * CHUNK_ROWS, len(self))
        return RecordedChunk(
            self.time_s[start:stop],
            self.index.extremes[block],
            len(self.header.sampled) + len(self.header.assessed),
            lambda: self.samples(start, stop),
            lambda: self.assessed(start, stop),
        )

    def _read_head(self) -> tuple[dict[str, bytes], list[tuple[int, str]]]:
        """The attached files before the rows, by name, and number and topic of each channel.

        Where the header is damaged or not there, the copy of it further on, with its files, is read.
        """
        self._file.seek(0)
        magic = self._file.read(len(MCAP0_MAGIC))
        if magic != MCAP0_MAGIC:
            newer = magic[:5] == MCAP0_MAGIC[:5] and magic[5:6] > MCAP0_MAGIC[5:6]
            raise RecordingRefused(
                "it is of a newer MCAP format: update ISS Viewer" if newer else "it is no MCAP file"
            )
        files: dict[str, bytes] = {}
        channels: list[tuple[int, str]] = []
        damage: Damage | None = None
        try:
            for head in heads(self._file):
                if head.opcode in (Opcode.CHUNK, Opcode.DATA_END):
                    break
                if head.opcode == Opcode.CHANNEL:
                    channels.append(channel_of(record_at(self._file, head.place).body))
                elif head.opcode == Opcode.ATTACHMENT:
                    name, data = read_attachment(record_at(self._file, head.place))
                    files[name] = data
        except (Damage, struct.error, UnicodeDecodeError) as problem:
            damage = problem if isinstance(problem, Damage) else Damage(head.place, "no channel")
        if HEADER_NAME not in files or damage is not None:
            copies = self._copies()
            if HEADER_NAME not in {**copies, **files} and damage is not None:
                raise RecordingRefused(f"its header is damaged {damage}")
            files = {**files, **copies}
            channels = channels if damage is None else list(OWN_CHANNELS)
        if damage is not None:
            self._damage.append(str(damage))
        return files, channels

    def _copies(self) -> dict[str, bytes]:
        """The attached files that are whole, wherever they stand, but for those of the index."""
        if self._summary is not None:
            places = [place for _, place in self._summary.attachments]
        else:
            places = []
            with contextlib.suppress(Damage):
                places += [h.place for h in heads(self._file) if h.opcode == Opcode.ATTACHMENT]
        files = {}
        for place in places:
            with contextlib.suppress(Damage):
                name, data = read_attachment(record_at(self._file, place))
                if not name.startswith(INDEX_PREFIX):
                    files[name] = data
        return files

    def _find_index(self) -> Index | None:
        if self._summary is None:
            return None
        columns = len(self.header.sampled) + len(self.header.assessed)
        try:
            parts = self._summary.records(self._file, INDEX_PREFIX)
            if not parts:
                return None
            index = Index.joined([Index.from_bytes(read_attachment(p)[1], columns) for p in parts])
        except (Damage, ValueError) as problem:
            self._damage.append(f"the index is damaged and was made anew: {problem}")
            return None
        places = {(int(place), int(length)) for place, length in index.places[:, :2]}
        if places != self._summary.chunks:
            self._damage.append("the index does not fit the file and was made anew")
            return None
        return index

    def _rebuild_index(self) -> Index:
        index, damage = rebuilt_index(self.path, self.header, self.topics)
        if self.is_being_written and damage.endswith(UNFINISHED):
            return index
        if not damage and not self._damage:
            damage = "it has no index, or a damaged one; it was made anew"
        if damage and damage not in self._damage:
            self._damage.append(damage)
        return index

    def _parts(self, start: int, stop: int) -> list[tuple[int, int, int]]:
        """The chunks that hold rows start..stop-1: (chunk, first row in it, row after the last)."""
        parts = []
        chunk = int(np.searchsorted(self._ends, start, side="right"))
        while start < min(stop, len(self)):
            begin = int(self._ends[chunk] - self.index.places[chunk, 2])
            last = min(stop, int(self._ends[chunk]))
            if last > start:
                parts.append((chunk, start - begin, last - begin))
            start, chunk = last, chunk + 1
        return parts

    def _chunk(self, chunk: int) -> bytes:
        """The messages of a chunk; empty when it is damaged, which is then noted."""
        if chunk in self._unpacked:
            self._unpacked.move_to_end(chunk)
            return self._unpacked[chunk]
        place, length = (int(n) for n in self.index.places[chunk, :2])
        self._file.seek(place)
        body = self._file.read(length)[9:]
        try:
            data = self.topics.read_chunk(body, place)
            if self.topics.rows_in(data) != tuple(self.index.places[chunk, 2:4]):
                raise Damage(place, "a chunk holds other rows than the index says")
        except Damage as damage:
            data = b""
            self._note_damage(damage, chunk)
        self._unpacked[chunk] = data
        self._kept_bytes += len(data)
        while self._kept_bytes > _KEPT_BYTES and len(self._unpacked) > 1:
            self._kept_bytes -= len(self._unpacked.popitem(last=False)[1])
        return data

    def _note_damage(self, damage: Damage, chunk: int) -> None:
        rows = slice(int(self._ends[chunk] - self.index.places[chunk, 2]), int(self._ends[chunk]))
        times = self.time_s[rows]
        when = (
            f" ({units.clock_text(times[0])} to {units.clock_text(times[-1])})"
            if len(times)
            else ""
        )
        words = f"{damage}{when}"
        if words not in self._damage:
            self._damage.append(words)

    def _singles(self, chunk: int, channel: int) -> list[Single]:
        """The messages of one topic that follow the rows of a chunk."""
        data = self._chunk(chunk)
        rows = int(self.index.places[chunk, 2]) * self.topics.samples.row_bytes
        rows += int(self.index.places[chunk, 3]) * self.topics.assessed.row_bytes
        return [single for single in single_messages(data, rows) if single.channel == channel]
