"""A history from which some columns and some kinds of events are kept: to who reads it they were never there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.chunks import Columns
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Bytes, Floats
from iss_viewer.telemetry.history import History


class KeptHistory(History):
    """Reads another history as it grows, and takes nothing itself. kept: columns without a value; still: those that are 0."""

    def __init__(
        self,
        whole: History,
        kept: Sequence[int],
        still: Sequence[int],
        kinds: tuple[type[Event], ...],
    ) -> None:
        self._whole, self._kinds = whole, kinds
        self.sampled, self.assessed, self.table = whole.sampled, whole.assessed, whole.table
        self._fill = np.ones(len(self.table))
        self._fill[list(kept)] = np.nan
        self._fill[list(still)] = 0.0
        self._is_whole = self._fill == 1.0

    @property
    def revision(self) -> int:  # type: ignore[override]  # the other one's
        """Counts up with each append."""
        return self._whole.revision

    @property
    def is_empty(self) -> bool:
        """Whether there is no row yet."""
        return self._whole.is_empty

    @property
    def start_s(self) -> float:
        """Time of the first row; inf when empty."""
        return self._whole.start_s

    @property
    def end_s(self) -> float:
        """Time of the last row; -inf when empty."""
        return self._whole.end_s

    def at(self, time_s: float) -> Floats:
        """The row at or before an instant, shape (len(table),)."""
        return np.where(self._is_whole, self._whole.at(time_s), self._fill)

    def step_from(self, time_s: float, rows: int) -> float:
        """The time of the row `rows` after (or before) the one at an instant."""
        return self._whole.step_from(time_s, rows)

    def quality_at(self, time_s: float) -> Bytes:
        """Quality codes of the sampled columns of the row at or before an instant."""
        return self._whole.quality_at(time_s)

    def last_good_s(self, column: int, time_s: float) -> float | None:
        """When a sampled column was good last, at or before an instant."""
        return self._whole.last_good_s(column, time_s)

    def rows(self, from_s: float, to_s: float) -> tuple[Floats, Columns]:
        """All rows with from_s <= time <= to_s: times (n,) and values (columns, n)."""
        times, values = self._whole.rows(from_s, to_s)
        return times, self._without(values, np.arange(len(self.table)))

    def curves(
        self, columns: Sequence[int], from_s: float, to_s: float, most: int = 1200
    ) -> tuple[Floats, Floats]:
        """Columns between two instants for drawing."""
        times, values = self._whole.curves(columns, from_s, to_s, most)
        return times, self._without(values, np.array(columns, np.intp))

    def _without(self, values: NDArray[Any], columns: NDArray[np.intp]) -> NDArray[Any]:
        fill = self._fill[columns].astype(values.dtype)[:, None]
        return np.where(self._is_whole[columns][:, None], values, fill)

    def events(
        self,
        from_s: float = -float("inf"),
        to_s: float = float("inf"),
        kinds: tuple[type[Event], ...] | None = None,
    ) -> tuple[Event, ...]:
        """Events with from_s <= time <= to_s in order of time, of some kinds or of all that are not kept."""
        found = self._whole.events(from_s, to_s, kinds)
        return tuple(event for event in found if not isinstance(event, self._kinds))
