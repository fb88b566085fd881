"""A stretch of a recording as a history wants it: its numbers stay in the file until looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from iss_viewer.telemetry.chunks import Columns
from iss_viewer.telemetry.frames import Bytes, Floats, Samples
from iss_viewer.telemetry.recording.index import read_extremes


class RecordedChunk:
    """Rows of a recording, as a history keeps them; read when they are looked at.

    time_s: shape (n,); packed_extremes: as they lie in the index; samples, assessed: read the rows'
    numbers from the file, shapes (n, sampled columns) and (n, assessed columns).
    """

    def __init__(
        self,
        time_s: Floats,
        packed_extremes: bytes,
        columns: int,
        samples: Callable[[], Samples],
        assessed: Callable[[], Floats],
    ) -> None:
        self.time_s = time_s
        self._packed_extremes, self._columns = packed_extremes, columns
        self._samples, self._assessed = samples, assessed

    @cached_property
    def extremes(self) -> Columns:
        """Shape (columns, blocks, 2)."""
        return read_extremes(self._packed_extremes, self._columns)

    def values(self) -> Columns:
        """Shape (columns, n)."""
        return np.concatenate([self._samples().values.T, self._assessed().T]).astype(np.float32)

    def quality(self) -> Bytes:
        """Shape (sampled columns, n)."""
        return np.ascontiguousarray(self._samples().quality.T)
