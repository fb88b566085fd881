"""A stretch of a recording as a history wants it: its numbers stay in the file until looked at."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from iss_viewer.telemetry.chunks import CHUNK_ROWS, Columns
from iss_viewer.telemetry.frames import Bytes, Floats
from iss_viewer.telemetry.recording.index import read_extremes

if TYPE_CHECKING:
    from iss_viewer.telemetry.recording.recorded_run import RecordedRun


class RecordedChunk:
    """CHUNK_ROWS rows of a recording, as a history keeps them; read when they are looked at."""

    def __init__(self, run: RecordedRun, block: int, start: int) -> None:
        self._run, self._block = run, block
        self._start, self._stop = start, min(start + CHUNK_ROWS, len(run))

    @property
    def time_s(self) -> Floats:
        """Shape (n,)."""
        return self._run.time_s[self._start : self._stop]

    @cached_property
    def extremes(self) -> Columns:
        """Shape (columns, blocks, 2)."""
        columns = len(self._run.header.sampled) + len(self._run.header.assessed)
        return read_extremes(self._run.index.extremes[self._block], columns)

    def values(self) -> Columns:
        """Shape (columns, n)."""
        sampled = self._run.samples(self._start, self._stop).values
        assessed = self._run.assessed(self._start, self._stop)
        return np.concatenate([sampled.T, assessed.T]).astype(np.float32)

    def quality(self) -> Bytes:
        """Shape (sampled columns, n)."""
        return np.ascontiguousarray(self._run.samples(self._start, self._stop).quality.T)
