"""The index of a recording: where its chunks lie, when its rows were, and how far each column swung.

Written in parts as the run goes on, each part of what came since the one before it, so that a day of
samples opens at once, also when its writer was killed: only what came after the last part is read anew.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import zstandard
from numpy.typing import NDArray

from iss_viewer.telemetry.chunks import CHUNK_ROWS, Columns, GrowingChunk, extremes_of
from iss_viewer.telemetry.events import Event, time_of
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.frames import Bytes, Floats

INDEX_NAME = "index-{:05}.npz"
#: all names of parts begin so
INDEX_PREFIX = "index"
#: a part is due after so many chunks or rows, and written where a block of CHUNK_ROWS rows ends
PART_CHUNKS, PART_ROWS = 900, 20 * CHUNK_ROWS
#: per chunk: place and length in the file, rows of samples, rows of assessments, and whether it
#: holds commands or snapshots
_Places = NDArray[np.int64]


@dataclass(frozen=True)
class Index:
    """Where to find what, of a run or a part of it. A block is CHUNK_ROWS rows, as a history has them.

    places: shape (chunks, 5): offset, length, rows of samples, rows of assessments, 1 if there are
    commands or snapshots. time_s: shape (rows,). extremes: one packed array a block.
    """

    places: _Places
    time_s: Floats
    extremes: tuple[bytes, ...]
    events: tuple[Event, ...]

    @property
    def is_of_whole_blocks(self) -> bool:
        """Whether another part can follow."""
        return len(self.time_s) == CHUNK_ROWS * len(self.extremes)

    @classmethod
    def joined(cls, parts: Sequence[Index]) -> Index:
        """The index of parts that follow each other. Raises ValueError when they cannot."""
        if not all(part.is_of_whole_blocks for part in parts[:-1]):
            raise ValueError("its parts do not fit each other")
        return cls(
            np.concatenate([np.empty((0, 5), np.int64), *(part.places for part in parts)]),
            np.concatenate([np.empty(0), *(part.time_s for part in parts)]),
            tuple(packed for part in parts for packed in part.extremes),
            tuple(sorted((event for part in parts for event in part.events), key=time_of)),
        )

    def to_bytes(self) -> bytes:
        """All of it, packed."""
        steps = np.diff(self.time_s.view(np.int64), prepend=0)
        words = json.dumps([event_text(event) for event in self.events]).encode()
        arrays = {
            "places": self.places,
            "times": _packed(np.diff(steps, prepend=0).tobytes()),
            "extremes": np.frombuffer(b"".join(self.extremes), np.uint8),
            "lengths": np.array([len(part) for part in self.extremes], np.int64),
            "events": _packed(words),
        }
        out = io.BytesIO()
        np.savez(out, **arrays)  # type: ignore[arg-type]
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """The index of `to_bytes`. Raises ValueError when it makes no sense."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as found:
                steps = np.cumsum(np.frombuffer(_unpacked(found["times"]), np.int64))
                ends = np.cumsum(found["lengths"])
                blob = found["extremes"].tobytes()
                texts = json.loads(_unpacked(found["events"]))
                return cls(
                    found["places"],
                    np.cumsum(steps).view(np.float64),
                    tuple(blob[s:e] for s, e in zip([0, *ends[:-1]], ends, strict=False)),
                    tuple(read_event(text) for text in texts),
                )
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, zstandard.ZstdError) as error:
            raise ValueError(f"its index cannot be read: {error}") from None


class IndexBuilder:
    """Grows an index, or a part of one, while rows are written, or read again."""

    def __init__(self, sampled: int, assessed: int) -> None:
        self._widths = sampled, assessed
        self._growing = GrowingChunk(sampled + assessed, 0)
        self._places: list[tuple[int, int, int, int, int]] = []
        self._times: list[Floats] = []
        self._extremes: list[bytes] = []
        self._events: list[Event] = []
        self._rows = 0

    @property
    def is_due(self) -> bool:
        """Whether there is enough for a part."""
        return len(self._places) >= PART_CHUNKS or self._rows >= PART_ROWS

    @property
    def rows_to_block(self) -> int:
        """How many rows are wanting until a block ends."""
        return CHUNK_ROWS - self._growing.rows

    def add_chunk(
        self, place: tuple[int, int], rows: int, assessed_rows: int, has_more: bool
    ) -> None:
        """A chunk of the file: its offset and length and what it holds."""
        self._places.append((*place, rows, assessed_rows, int(has_more)))

    def add_events(self, events: Sequence[Event]) -> None:
        """Events that the chunk holds."""
        self._events.extend(events)

    def add_rows(self, time_s: Floats, values: Floats, assessed: Floats) -> None:
        """Rows that the chunk holds, assessed for every row: shapes (n,), (n, ...), (n, ...)."""
        self._times.append(time_s)
        self._rows += len(time_s)
        both = np.concatenate([values, assessed], axis=1)
        none: Bytes = np.empty((len(time_s), 0), np.uint8)
        at = 0
        while at < len(time_s):
            with np.errstate(
                over="ignore"
            ):  # beyond a float32: infinite on a plot, exact in the file
                at += self._growing.take(time_s[at:], both[at:], none[at:])
            if self._growing.rows == CHUNK_ROWS:
                self._seal()

    def _seal(self) -> None:
        swings = np.ascontiguousarray(extremes_of(self._growing.values()))
        self._extremes.append(zstandard.ZstdCompressor(level=3).compress(swings.tobytes()))
        self._growing = GrowingChunk(sum(self._widths), 0)

    def built(self) -> Index:
        """The index of all so far; nothing can be added afterwards."""
        if self._growing.rows:
            self._seal()
        times = np.concatenate(self._times) if self._times else np.empty(0)
        places = np.array(self._places, np.int64).reshape(-1, 5)
        return Index(places, times, tuple(self._extremes), tuple(self._events))


def read_extremes(packed: bytes, columns: int) -> Columns:
    """The least and greatest of one block, shape (columns, pieces, 2)."""
    raw = zstandard.ZstdDecompressor().decompress(packed)
    return np.frombuffer(raw, np.float32).reshape(columns, -1, 2)


def _packed(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(zstandard.ZstdCompressor(level=3).compress(data), np.uint8)


def _unpacked(data: NDArray[np.uint8]) -> bytes:
    raw: bytes = zstandard.ZstdDecompressor().decompress(data.tobytes())
    return raw
