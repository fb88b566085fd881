"""Samples, what is concluded from them, and events: everything that comes up the link.

Arrays hold many instants at once, one row an instant, one column a channel, because at high speed
thousands of samples come between two pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Event

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Value = TypeVar("Value", bound=np.generic)


class Quality(IntEnum):
    """What is known about one value of a sample."""

    GOOD = 0
    STALE = 1  # the instrument repeats an old value
    MISSING = 2  # no value: it is NaN and drawn as a gap
    OUT_OF_RANGE = 3


@dataclass(frozen=True, slots=True)
class Samples:
    """What the sensors say at n instants.

    time_s: shape (n,), seconds since the start of the run, increasing.
    values: shape (n, channels), SI, NaN where there is none.
    quality: shape (n, channels), Quality codes.
    """

    time_s: Floats
    values: Floats
    quality: Bytes

    @classmethod
    def empty(cls, table: ChannelTable) -> Samples:
        """No instant of the columns of a table."""
        shape = (0, len(table))
        return cls(np.empty(0), np.empty(shape), np.empty(shape, np.uint8))

    def __len__(self) -> int:
        return len(self.time_s)

    def rows(self, start: int, stop: int) -> Samples:
        """The instants start..stop-1, as views."""
        part = slice(start, stop)
        return Samples(self.time_s[part], self.values[part], self.quality[part])


@dataclass(frozen=True, slots=True)
class Frames:
    """Samples with the assessments made of them, and the events of the same stretch of time.

    assessed: shape (n, assessed channels); events are in order of time, each after the last frame
    that came before it and not after `time_s[-1]`; only a note may be of an earlier instant.
    """

    samples: Samples
    assessed: Floats
    events: tuple[Event, ...] = ()

    @classmethod
    def empty(
        cls, sampled: ChannelTable, assessed: ChannelTable, events: tuple[Event, ...] = ()
    ) -> Frames:
        """No instant of the columns of two tables, but perhaps events."""
        return cls(Samples.empty(sampled), np.empty((0, len(assessed))), events)

    def __len__(self) -> int:
        return len(self.samples)

    def in_columns(
        self,
        before: tuple[ChannelTable, ChannelTable],
        now: tuple[ChannelTable, ChannelTable],
    ) -> Frames:
        """The same instants in the columns of other tables: sampled, assessed; what was not there is NaN."""
        if before == now:
            return self
        sampled, assessed = (new.of_before(old) for new, old in zip(now, before, strict=True))
        values = _picked(self.samples.values, sampled, np.nan)
        quality = _picked(self.samples.quality, sampled, Quality.MISSING)
        samples = Samples(self.samples.time_s, values, quality)
        return Frames(samples, _picked(self.assessed, assessed, np.nan), self.events)


def _picked(rows: NDArray[Value], columns: NDArray[np.intp], absent: float) -> NDArray[Value]:
    """Columns of rows by number; one of number -1 holds `absent`."""
    picked = np.full((len(rows), len(columns)), absent, rows.dtype)
    is_there = columns >= 0
    picked[:, is_there] = rows[:, columns[is_there]]
    return picked
