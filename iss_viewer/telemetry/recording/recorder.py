"""Writes a run down as it happens: the record of truth, readable up to the last second."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iss_viewer import units
from iss_viewer.telemetry.chunks import CHUNK_ROWS
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event, NoteWritten
from iss_viewer.telemetry.frames import Floats, Frames, Samples
from iss_viewer.telemetry.recording.header import FORMAT, RunHeader
from iss_viewer.telemetry.recording.index import INDEX_NAME, IndexBuilder
from iss_viewer.telemetry.recording.mcap_file import McapFile, Messages
from iss_viewer.telemetry.recording.topics import (
    ASSESSED,
    SAMPLES,
    Single,
    Topics,
    WordsOf,
    name_of,
)

HEADER_NAME = "run.json"
#: who notes in a recording what is missing in it
RECORDER = "recorder"
#: a chunk is closed when its first row is this old
FLUSH_AFTER_S = 0.9
#: and earlier when it has grown to this
_CHUNK_BYTES = 500_000
#: when samples come faster than this, assessments are written at this period, and at each change
#: of a state (a whole number)
ASSESSED_PERIOD_S = 1.0
_RETRY_AFTER_S = 5.0
#: snapshots may take this share of the file, beyond the first megabytes
_SNAPSHOT_SHARE, _SNAPSHOT_FREE_BYTES = 0.15, 4_000_000


@dataclass
class _Pending:
    """What was handed in and is not yet in the file."""

    frames: list[Frames] = field(default_factory=list)
    messages: list[Single] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rows: int = 0
    since_s: float = 0.0

    @property
    def is_empty(self) -> bool:
        return not (self.frames or self.messages)


class Recorder:
    """Appends frames, commands and snapshots to one MCAP file.

    `words_of` makes the sentence that other tools show of an event: telemetry has no words.

    A full disk never raises: `notice` says it, the run goes on, and so does the recording once
    there is room again. Only opening the file may raise OSError.
    """

    def __init__(
        self,
        path: Path,
        header: RunHeader,
        wall: Callable[[], float] = time.monotonic,
        words_of: WordsOf = name_of,
    ) -> None:
        self.path, self.header = Path(path), header
        self._words_of = words_of
        self._wall = wall
        self._topics = Topics(header)
        self._index, self._parts = self._new_index(), 0
        self._pending = _Pending()
        self._last_s = -float("inf")
        self._written_s = self._assessed_s = -float("inf")
        self._last_assessed = np.full(len(header.assessed), np.nan)
        self._snapshot_bytes = self._order = 0
        self._retry_at_s = -float("inf")
        self._lost_rows = self._untold_rows = 0
        self._problem = self._reason = ""
        self._is_closed = False
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = McapFile(self.path, f"iss-viewer {header.version}".strip())
        try:
            self._write_header()
        except BaseException:
            self._file.close()
            self.path.unlink(missing_ok=True)  # nothing is in it
            raise

    def _write_header(self) -> None:
        header = self.header
        self._attach_header(int(self._topics.log_ns(0.0)[0]))
        words = {
            "format": f"{FORMAT[0]}.{FORMAT[1]}",
            "title": header.title,
            "mode": header.mode,
            "scenario": header.scenario_id,
            "station": header.station.id,
            "seed": str(header.seed),
            "version": header.version,
            "start_utc_s": repr(header.start_utc_s),
        }
        self._file.add_metadata("iss-viewer", words)
        self._topics.describe(self._file)

    def _attach_header(self, log_ns: int) -> None:
        self._file.add_attachment(HEADER_NAME, "application/json", self.header.to_json(), log_ns)
        for name, text in self.header.files.items():
            if text:
                self._file.add_attachment(name, "application/toml", text.encode(), log_ns)

    @property
    def notice(self) -> str:
        """What the operator must know of the recording; empty when all is well."""
        return self._problem

    def write(self, frames: Frames) -> None:
        """Take frames; rows that are not later than the last one are left out."""
        later = _later_rows(frames.samples.time_s, self._last_s)
        pending = self._open_batch()
        if len(later):
            rows = frames if len(later) == len(frames) else _picked(frames, later)
            self._last_s = float(rows.samples.time_s[-1])
            pending.frames.append(rows)
            pending.rows += len(later)
        for event in frames.events:
            self._queue(self._topics.event(event, self._words_of(event)))
            pending.events.append(event)
        if pending.rows * self._topics.samples.row_bytes >= _CHUNK_BYTES:
            self.flush()
        else:
            self.tick()

    def write_command(self, command: Command, time_s: float) -> None:
        """Take a command with the time of the sample after which it was obeyed."""
        self._queue(self._topics.command(command, time_s))
        self.tick()

    def write_snapshot(self, time_s: float, snapshot: bytes) -> None:
        """Take a state; left out when states would take up too much of the file."""
        message = self._topics.snapshot(time_s, snapshot)
        allowed = _SNAPSHOT_FREE_BYTES + _SNAPSHOT_SHARE * self._file.size_bytes
        if self._snapshot_bytes == 0 or self._snapshot_bytes + len(message.data) <= allowed:
            self._snapshot_bytes += len(message.data)
            self._queue(message)
        self.tick()

    def tick(self) -> None:
        """Write what has waited long enough; call it several times a second, also when frozen."""
        pending = self._pending
        if not pending.is_empty and self._wall() - pending.since_s >= FLUSH_AFTER_S:
            self.flush()

    def flush(self) -> None:
        """Write all that is pending, now."""
        pending, self._pending = self._pending, _Pending()
        if pending.is_empty or self._is_closed:
            return
        if self._wall() < self._retry_at_s:
            self._lose(pending, pending.rows)
            return
        frames = _joined(pending.frames, self.header)
        start = 0
        while start == 0 or start < len(frames):
            stop = start + self._chunk_rows()
            rows = frames.samples.rows(start, stop)
            try:
                self._write_chunk(rows, frames.assessed[start:stop], pending)
            except OSError as error:
                self._lose(pending, len(frames) - start)
                self._fail(error)
                return
            pending = _Pending()  # commands go with the first chunk: none lies behind its time
            start = stop
            self._write_part_when_due()
        self._recover_notice()

    def close(self) -> None:
        """Finish the file with its index; a second call does nothing."""
        if self._is_closed:
            return
        self._retry_at_s = -float("inf")
        self.flush()
        self._is_closed = True
        try:
            self._write_part()
        except OSError as error:
            self._file.close()  # a summary would promise an index of all rows
            self._fail(error)
            return
        try:
            self._file.finish()
        except OSError as error:
            self._fail(error)

    def _chunk_rows(self) -> int:
        """The most rows that the next chunk may take."""
        most = max(1, _CHUNK_BYTES // self._topics.samples.row_bytes)
        return min(most, self._index.rows_to_block) if self._index.is_due else most

    def _new_index(self) -> IndexBuilder:
        return IndexBuilder(len(self.header.sampled), len(self.header.assessed))

    def _write_part_when_due(self) -> None:
        """Write a part of the index where a block ends; without room for it, it waits for the next."""
        if self._index.is_due and self._index.rows_to_block == CHUNK_ROWS:
            with contextlib.suppress(OSError):
                self._write_part()

    def _write_part(self) -> None:
        end_ns = int(self._topics.log_ns(self._last_s)[0])
        if not self._parts:
            self._attach_header(end_ns)  # once more: a flipped bit in one of them loses nothing
        name, part = INDEX_NAME.format(self._parts), self._index.built().to_bytes()
        self._file.add_attachment(name, "application/x-npz", part, end_ns)
        self._index, self._parts = self._new_index(), self._parts + 1

    def _write_chunk(self, samples: Samples, assessed: Floats, more: _Pending) -> None:
        parts: list[Messages] = []
        if len(samples):
            parts.append(self._row_messages(samples))
        kept = self._kept_assessments(samples.time_s, assessed)
        if len(kept):
            parts.append(self._assessed_messages(samples.time_s[kept], assessed[kept]))
        parts += self._topics.messages(more.messages)
        if not parts:
            return
        place = self._file.add_chunk(parts)
        has_more = len(more.messages) > len(more.events)
        self._index.add_chunk(place, len(samples), len(kept), has_more)
        self._index.add_rows(samples.time_s, samples.values, assessed)
        self._index.add_events(more.events)
        if len(kept):
            self._assessed_s = float(samples.time_s[kept[-1]])
        if len(samples):
            self._written_s = float(samples.time_s[-1])
            self._last_assessed = assessed[-1]

    def _row_messages(self, samples: Samples) -> Messages:
        log_ns = self._topics.log_ns(samples.time_s)
        layout = self._topics.samples
        data = layout.encode(samples.time_s, log_ns, samples.values, samples.quality)
        return Messages(SAMPLES, data, log_ns, _starts(len(samples), layout.row_bytes))

    def _assessed_messages(self, time_s: Floats, assessed: Floats) -> Messages:
        log_ns = self._topics.log_ns(time_s)
        layout = self._topics.assessed
        data = layout.encode(time_s, log_ns, assessed, None)
        return Messages(ASSESSED, data, log_ns, _starts(len(time_s), layout.row_bytes))

    def _kept_assessments(self, time_s: Floats, assessed: Floats) -> NDArray[np.intp]:
        """Which rows of assessments are written: all at 1 Hz and slower, else at each change of state."""
        if not len(time_s) or not assessed.shape[1]:
            return np.empty(0, np.intp)
        is_slow = np.diff(time_s, prepend=self._written_s) > 0.999 * ASSESSED_PERIOD_S
        if is_slow.all():
            return np.arange(len(time_s))
        cells = np.floor(np.append(self._assessed_s, time_s) / ASSESSED_PERIOD_S)
        before = np.concatenate([self._last_assessed[np.newaxis], assessed[:-1]])
        is_state = (np.floor(assessed) == assessed) & (np.floor(before) == before)
        changed = is_state & (assessed != before)
        changed |= np.isnan(assessed) != np.isnan(before)
        return np.flatnonzero(is_slow | (cells[1:] > cells[:-1]) | changed.any(axis=1))

    def _queue(self, single: Single) -> None:
        self._order += 1
        self._open_batch().messages.append(replace(single, order=self._order))

    def _open_batch(self) -> _Pending:
        if self._pending.is_empty:
            self._pending.since_s = self._wall()
        return self._pending

    def _fail(self, error: OSError) -> None:
        self._retry_at_s = self._wall() + _RETRY_AFTER_S
        self._reason = error.strerror or str(error)
        self._problem = (
            f"Not recording: {self._reason}. The run goes on; "
            f"{self._lost_rows} samples are not recorded, what was written stays readable."
        )

    def _lose(self, pending: _Pending, rows: int) -> None:
        """Give up samples that could not be written; the few words beside them are kept."""
        self._lost_rows += rows
        self._untold_rows += rows
        self._pending = _Pending(
            messages=pending.messages, events=pending.events, since_s=self._wall()
        )

    def _recover_notice(self) -> None:
        if self._untold_rows:
            words = f"{self._untold_rows} samples before this are not recorded: {self._reason}"
            self._untold_rows = 0
            note = NoteWritten(max(self._last_s, 0.0), "", words, RECORDER)
            self._queue(self._topics.event(note, words))
            self._pending.events.append(note)
        if self._lost_rows:
            self._problem = (
                f"Recording again since {units.clock_text(max(self._last_s, 0.0))}; "
                f"{self._lost_rows} samples before it are not recorded."
            )


def _later_rows(time_s: Floats, last_s: float) -> NDArray[np.intp]:
    """The rows that are later than all before them."""
    highest = np.maximum.accumulate(np.append(last_s, time_s))
    return np.flatnonzero(time_s > highest[:-1])


def _picked(frames: Frames, rows: NDArray[np.intp]) -> Frames:
    samples = frames.samples
    picked = Samples(samples.time_s[rows], samples.values[rows], samples.quality[rows])
    return Frames(picked, frames.assessed[rows])


def _joined(frames: list[Frames], header: RunHeader) -> Frames:
    if len(frames) == 1:
        return frames[0]
    parts = [Samples.empty(header.sampled), *(part.samples for part in frames)]
    samples = Samples(
        np.concatenate([part.time_s for part in parts]),
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.quality for part in parts]),
    )
    empty = np.empty((0, len(header.assessed)))
    return Frames(samples, np.concatenate([empty, *(part.assessed for part in frames)]))


def _starts(count: int, row_bytes: int) -> NDArray[np.uint64]:
    return np.arange(count, dtype="<u8") * np.uint64(row_bytes)
