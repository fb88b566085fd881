"""What the detector said over a whole run, as a few curves for each module."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.assessment import STATION
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording import RecordedRun

Columns = NDArray[np.float32]

#: rows looked at, at the most: a day at 1 Hz is looked at whole
_MOST_ROWS = 100_000
_BLOCK_ROWS = 8192
_PER_MODULE = ("status", "leak_probability", "air_space", "leak_rate_kg_s")
_STATION = ("leak_rate_kg_s", "leak_rate_low_kg_s", "leak_rate_high_kg_s", "reserve_s")


@dataclass(frozen=True)
class AssessedCurves:
    """Curves of the assessment: those of modules have shape (n, modules).

    station: shape (n, 4): leak rate, its 95 % interval, kg/s, and reserve time, s.
    """

    modules: tuple[str, ...]
    time_s: Floats
    status: Columns
    probability: Columns
    air_space: Columns
    leak_rate_kg_s: Columns
    station: Columns

    @classmethod
    def of(cls, run: RecordedRun, most: int = _MOST_ROWS) -> AssessedCurves:
        """The curves of a recording; evenly thinned where it has more than `most` rows."""
        modules, table = run.header.station.module_ids, run.header.assessed
        columns = np.concatenate(
            [*(table.columns(modules, q) for q in _PER_MODULE), [table.get(STATION, q) for q in _STATION]]
        )  # fmt: skip
        columns = np.array([-1 if c is None else c for c in columns], np.intp)
        rows = np.unique(np.linspace(0, len(run) - 1, min(most, len(run))).astype(np.intp))
        parts = [np.empty((0, len(columns)), np.float32)]
        for start in range(0, len(run), _BLOCK_ROWS):
            own = rows[(rows >= start) & (rows < start + _BLOCK_ROWS)] - start
            block = run.assessed(start, min(start + _BLOCK_ROWS, len(run)))
            padded = np.concatenate([block, np.full((len(block), 1), np.nan)], axis=1)
            parts.append(padded[np.ix_(own, columns)].astype(np.float32))
        curves, width = np.concatenate(parts), len(modules)
        status, probability, space, rate = (
            curves[:, i * width : (i + 1) * width] for i in range(len(_PER_MODULE))
        )
        tail = curves[:, len(_PER_MODULE) * width :]
        return cls(modules, run.time_s[rows], status, probability, space, rate, tail)
