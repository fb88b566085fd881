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
from typing import Any

import numpy as np
import zstandard
from numpy.lib import format as npy
from numpy.typing import NDArray

from iss_viewer.telemetry.chunks import BLOCK_ROWS, CHUNK_ROWS, Columns, GrowingChunk, extremes_of
from iss_viewer.telemetry.events import Event, time_of
from iss_viewer.telemetry.events.reader import event_text, read_event
from iss_viewer.telemetry.frames import Bytes, Floats
from iss_viewer.telemetry.recording.header import MOST_TIME_S
from iss_viewer.telemetry.recording.scan import unpacked

INDEX_NAME = "index-{:05}.npz"
#: all names of parts begin so
INDEX_PREFIX = "index"
#: a part is due after so many chunks or rows, and written where a block of CHUNK_ROWS rows ends
PART_CHUNKS, PART_ROWS = 900, 20 * CHUNK_ROWS
#: what is unpacked of one part at the most: eight million rows
_MOST = 1 << 26
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
    def from_bytes(cls, data: bytes, columns: int) -> Index:
        """The index of `to_bytes` of a run of so many columns. Raises ValueError when it makes no sense."""
        try:
            arrays = _arrays_in(data)
            steps = np.cumsum(np.frombuffer(unpacked(arrays["times"].tobytes(), _MOST), np.int64))
            ends = np.cumsum(arrays["lengths"])
            blob = arrays["extremes"].tobytes()
            texts = json.loads(unpacked(arrays["events"].tobytes(), _MOST))
            index = cls(
                arrays["places"],
                np.cumsum(steps).view(np.float64),
                tuple(blob[s:e] for s, e in zip([0, *ends[:-1]], ends, strict=False)),
                tuple(read_event(text) for text in texts),
            )
            index.check(columns)
        except (
            KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, OSError,
            EOFError, zipfile.BadZipFile, zstandard.ZstdError,
        ) as error:  # fmt: skip
            raise ValueError(f"its index cannot be read: {error}") from None
        return index

    def check(self, columns: int) -> None:
        """Raises ValueError where its parts do not fit each other."""
        places, time_s = self.places, self.time_s
        if (
            places.dtype != np.int64
            or places.ndim != 2
            or places.shape[1] != 5
            or (places < 0).any()
        ):
            raise ValueError("its index has places that are none")
        if places[:, 2].sum() != len(time_s) or len(self.extremes) != -(-len(time_s) // CHUNK_ROWS):
            raise ValueError("its index tells of other rows than it lists")
        if not (np.all(np.diff(time_s) > 0.0) and np.all(np.abs(time_s) <= MOST_TIME_S)):
            raise ValueError("its index has times that are not in order")
        if not all(abs(event.time_s) <= MOST_TIME_S for event in self.events):
            raise ValueError("its index has events outside of any run")
        for block, packed in enumerate(self.extremes):
            rows = min(CHUNK_ROWS, len(time_s) - block * CHUNK_ROWS)
            if zstandard.frame_content_size(packed) != 8 * columns * -(-rows // BLOCK_ROWS):
                raise ValueError("its index has curves of another form")


def _arrays_in(data: bytes) -> dict[str, NDArray[Any]]:
    """The arrays of an uncompressed .npz, none larger than its own bytes. Raises ValueError, OSError."""
    arrays = {}
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        for member in found.infolist():
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > len(data):
                raise ValueError("its index is packed in another way")
            raw = io.BytesIO(found.read(member))
            version = npy.read_magic(raw)
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, is_fortran, kind = read(raw)
            if is_fortran or kind.hasobject or any(side < 0 for side in shape):
                raise ValueError("its index holds what is no plain array")
            flat = np.frombuffer(raw.read(), kind)
            arrays[member.filename.removesuffix(".npy")] = flat.reshape(shape)
    return arrays


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
        #: time of the last row so far
        self.last_s = -float("inf")

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
        self.last_s = float(time_s[-1]) if len(time_s) else self.last_s
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
    raw = unpacked(packed)
    return np.frombuffer(raw, np.float32).reshape(columns, -1, 2)


def _packed(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(zstandard.ZstdCompressor(level=3).compress(data), np.uint8)
