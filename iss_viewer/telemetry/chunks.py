"""A stretch of rows as one block of columns: the unit in which a history is kept and looked at."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import zstandard
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Bytes, Floats, Frames

Columns = NDArray[np.float32]

CHUNK_ROWS = 1024
BLOCK_ROWS = 32


class Chunk(Protocol):
    """Rows that do not change any more; values may lie packed, or in a file."""

    @property
    def time_s(self) -> Floats:
        """Shape (n,), increasing."""

    @property
    def extremes(self) -> Columns:
        """Least and greatest of each run of BLOCK_ROWS rows, shape (columns, blocks, 2)."""

    def values(self) -> Columns:
        """Shape (columns, n)."""

    def quality(self) -> Bytes:
        """Shape (sampled columns, n)."""


def extremes_of(values: Columns) -> Columns:
    """Least and greatest of each run of BLOCK_ROWS rows; NaN only where all are NaN.

    values: shape (columns, n). Returns shape (columns, ceil(n / BLOCK_ROWS), 2). Ten times faster
    where the rows lie end to end in memory, as those of a growing chunk do.
    """
    columns, count = values.shape
    whole = count // BLOCK_ROWS
    blocks = values[:, : whole * BLOCK_ROWS].reshape(columns, whole, BLOCK_ROWS)
    swings: Columns = np.empty((columns, -(-count // BLOCK_ROWS), 2), np.float32)
    for side, farther in enumerate((np.fmin, np.fmax)):
        swings[:, :whole, side] = farther.reduce(blocks, axis=2)
        if count > whole * BLOCK_ROWS:
            swings[:, whole, side] = farther.reduce(values[:, whole * BLOCK_ROWS :], axis=1)
    return swings


class PackedChunk:
    """A chunk in memory, its values compressed."""

    def __init__(self, time_s: Floats, values: Columns, quality: Bytes) -> None:
        self._time_s = time_s
        self._shape, self._quality_shape = values.shape, quality.shape
        squeeze = zstandard.ZstdCompressor(level=1)
        self._values = squeeze.compress(np.ascontiguousarray(values).tobytes())
        self._quality = squeeze.compress(np.ascontiguousarray(quality).tobytes())
        self._extremes = extremes_of(values)

    @classmethod
    def of(cls, frames: Frames) -> PackedChunk:
        """The rows of frames, in the precision of a history."""
        samples = frames.samples
        values = np.concatenate([samples.values.T, frames.assessed.T]).astype(np.float32)
        return cls(samples.time_s, values, samples.quality.T)

    @property
    def time_s(self) -> Floats:
        """Shape (n,)."""
        return self._time_s

    @property
    def extremes(self) -> Columns:
        """Shape (columns, blocks, 2)."""
        return self._extremes

    def values(self) -> Columns:
        """Unpacked, shape (columns, n)."""
        raw = zstandard.ZstdDecompressor().decompress(self._values)
        return np.frombuffer(raw, np.float32).reshape(self._shape)

    def quality(self) -> Bytes:
        """Unpacked, shape (sampled columns, n)."""
        raw = zstandard.ZstdDecompressor().decompress(self._quality)
        return np.frombuffer(raw, np.uint8).reshape(self._quality_shape)


class GrowingChunk:
    """The chunk that still takes rows; they lie end to end, as they come."""

    def __init__(self, columns: int, sampled: int) -> None:
        self._times = np.empty(CHUNK_ROWS)
        self._rows = np.empty((CHUNK_ROWS, columns), np.float32)
        self._codes = np.empty((CHUNK_ROWS, sampled), np.uint8)
        self.rows = 0

    def take(self, time_s: Floats, values: Floats, quality: Bytes) -> int:
        """Take as many rows (values of shape (n, columns)) as fit; how many it took."""
        count = min(CHUNK_ROWS - self.rows, len(time_s))
        part = slice(self.rows, self.rows + count)
        self._times[part] = time_s[:count]
        self._rows[part] = values[:count]
        self._codes[part] = quality[:count]
        self.rows += count
        return count

    @property
    def time_s(self) -> Floats:
        """Shape (rows,)."""
        return self._times[: self.rows]

    @property
    def extremes(self) -> Columns:
        """Of the rows so far."""
        return extremes_of(self.values())

    def values(self) -> Columns:
        """Shape (columns, rows)."""
        return self._rows[: self.rows].T

    def quality(self) -> Bytes:
        """Shape (sampled columns, rows)."""
        return self._codes[: self.rows].T

    def sealed(self) -> PackedChunk:
        """The same rows, packed."""
        return PackedChunk(self.time_s.copy(), self.values(), self.quality())
