"""Arrays that grow, and that lie in a file that nobody sees where they are large."""

from __future__ import annotations

import tempfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.frames import Floats

#: more than this is kept in a file, not in memory
MOST_IN_MEMORY = 64 << 20


class ColumnStore:
    """Arrays (n, *shape) one behind the other as one."""

    def __init__(self, shape: tuple[int, ...] = ()) -> None:
        self._shape = shape
        self._parts: list[Floats] = []
        self._bytes, self._rows = 0, 0
        self._file: Any = None

    def append(self, values: Floats) -> None:
        """Put an array behind all others."""
        self._rows += len(values)
        self._bytes += values.nbytes
        self._parts.append(np.ascontiguousarray(values, np.float64))
        if self._file is not None or self._bytes > MOST_IN_MEMORY:
            self._file = self._file or tempfile.TemporaryFile(prefix="iss-viewer-")  # noqa: SIM115
            for part in self._parts:
                self._file.write(part.tobytes())
            self._parts.clear()

    def whole(self) -> Floats:
        """All of them, shape (rows, *shape); may lie in a file."""
        if self._file is None:
            return np.concatenate([np.empty((0, *self._shape)), *self._parts])
        self._file.flush()
        return np.memmap(self._file, np.float64, "r+", shape=(self._rows, *self._shape))


def chosen(values: Floats, which: NDArray[Any], at_once: int = 1 << 18) -> Floats:
    """Some rows of an array, by flags or in an order, piece by piece: it may lie in a file."""
    rows = np.flatnonzero(which) if which.dtype == np.bool_ else which
    store = ColumnStore(values.shape[1:])
    for first in range(0, len(rows), at_once):
        store.append(values[rows[first : first + at_once]])
    return store.whole()
