"""All frames so far: what the time bar moves in, what plots are drawn from, live and in review.

Memory is bounded by packing what is old; long curves are drawn from the least and greatest of
blocks of rows, so that no spike is ever lost and a week costs no more than an hour.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import OrderedDict, deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.chunks import (
    BLOCK_ROWS,
    CHUNK_ROWS,
    Chunk,
    Columns,
    GrowingChunk,
    extremes_of,
)
from iss_viewer.telemetry.events import Event, time_of
from iss_viewer.telemetry.frames import Bytes, Floats, Frames, Quality

_UNPACKED_KEPT = 6
#: a step in time so many times as long as is usual there is a gap
GAP_STEPS = 5.0
#: full chunks that may wait until somebody has time to pack them; more are packed by `append`
_MOST_WAITING = 4
#: chunks in which a value is sought that was good
_SOUGHT = 8


class History:
    """Rows of sampled and assessed columns, and events, of one run."""

    def __init__(
        self,
        sampled: ChannelTable,
        assessed: ChannelTable,
        chunks: Sequence[Chunk] = (),
        events: Sequence[Event] = (),
    ) -> None:
        self.sampled, self.assessed = sampled, assessed
        self.table = sampled + assessed
        self._chunks: list[Chunk] = list(chunks)
        self._starts = [float(chunk.time_s[0]) for chunk in chunks]
        self._growing = GrowingChunk(len(self.table), len(sampled))
        self._full: deque[int] = deque()
        self._events: list[Event] = sorted(events, key=time_of)
        self._unpacked: OrderedDict[int, Columns] = OrderedDict()
        self._drawn_edges: dict[int, NDArray[np.intp]] = {}
        #: counts up with each append; equal revisions mean equal contents
        self.revision = 0

    def append(self, frames: Frames) -> None:
        """Take the next frames; rows that are not later than the last one are left out."""
        samples = frames.samples
        fresh = samples.time_s > self.end_s
        if fresh.any():
            values = np.concatenate([samples.values, frames.assessed], axis=1)
            self._take(samples.time_s[fresh], values[fresh], samples.quality[fresh])
        self._take_events(frames.events)
        self.revision += 1
        while len(self._full) > _MOST_WAITING:
            self.pack()

    def take_packed(self, chunk: Chunk, events: Sequence[Event]) -> None:
        """Take rows that are packed already, later than all so far, and their events."""
        if self._growing.rows:
            self._full.append(len(self._chunks) - 1)
            self._growing = GrowingChunk(len(self.table), len(self.sampled))
        self._starts.append(float(chunk.time_s[0]))
        self._chunks.append(chunk)
        self._take_events(events)
        self.revision += 1

    def pack(self) -> bool:
        """Pack the oldest chunk that is full; whether there was one. Best called when there is time."""
        if not self._full:
            return False
        index = self._full.popleft()
        chunk = self._chunks[index]
        if isinstance(chunk, GrowingChunk):
            self._chunks[index] = chunk.sealed()
        return True

    def _take_events(self, events: Sequence[Event]) -> None:
        for event in events:
            if self._events and event.time_s < self._events[-1].time_s:
                insort(self._events, event, key=time_of)
            else:
                self._events.append(event)

    def _take(self, time_s: Floats, values: Floats, quality: Bytes) -> None:
        at = 0
        while at < len(time_s):
            if self._growing.rows == 0:
                self._starts.append(float(time_s[at]))
                self._chunks.append(self._growing)
            at += self._growing.take(time_s[at:], values[at:], quality[at:])
            if self._growing.rows == CHUNK_ROWS:
                self._full.append(len(self._chunks) - 1)
                self._growing = GrowingChunk(len(self.table), len(self.sampled))

    @property
    def is_empty(self) -> bool:
        """Whether there is no row yet."""
        return not self._chunks

    @property
    def start_s(self) -> float:
        """Time of the first row; inf when empty."""
        return self._starts[0] if self._starts else float("inf")

    @property
    def end_s(self) -> float:
        """Time of the last row; -inf when empty."""
        return float(self._chunks[-1].time_s[-1]) if self._chunks else -float("inf")

    def at(self, time_s: float) -> Floats:
        """The row at or before an instant, shape (len(table),); all NaN before the first."""
        place = self._place(time_s)
        if place is None:
            return np.full(len(self.table), np.nan)
        chunk, row = place
        return self._values(chunk)[:, row].astype(np.float64)

    def step_from(self, time_s: float, rows: int) -> float:
        """The time of the row `rows` after (or before) the one at an instant, within the run."""
        place = self._place(time_s) or (0, 0)
        chunk, row = place[0], place[1] + rows
        while row < 0 and chunk > 0:
            chunk -= 1
            row += len(self._chunks[chunk].time_s)
        while chunk < len(self._chunks) - 1 and row >= len(self._chunks[chunk].time_s):
            row -= len(self._chunks[chunk].time_s)
            chunk += 1
        times = self._chunks[chunk].time_s
        return float(times[min(max(row, 0), len(times) - 1)])

    def quality_at(self, time_s: float) -> Bytes:
        """Quality codes of the sampled columns of the row at or before an instant."""
        place = self._place(time_s)
        if place is None:
            return np.full(len(self.sampled), 2, np.uint8)
        return self._chunks[place[0]].quality()[:, place[1]].copy()

    def last_good_s(self, column: int, time_s: float) -> float | None:
        """When a sampled column was good last, at or before an instant; None: not in the last `_SOUGHT` chunks."""
        place = self._place(time_s)
        if place is None:
            return None
        for index in range(place[0], max(place[0] - _SOUGHT, -1), -1):
            upto = place[1] + 1 if index == place[0] else None
            good = np.flatnonzero(self._chunks[index].quality()[column, :upto] == Quality.GOOD)
            if len(good):
                return float(self._chunks[index].time_s[good[-1]])
        return None

    def rows(self, from_s: float, to_s: float) -> tuple[Floats, Columns]:
        """All rows with from_s <= time <= to_s: times (n,) and values (columns, n)."""
        times, values = [np.empty(0)], [np.empty((len(self.table), 0), np.float32)]
        for index, part in self._parts(from_s, to_s):
            times.append(self._chunks[index].time_s[part])
            values.append(self._values(index)[:, part])
        return np.concatenate(times), np.concatenate(values, axis=1)

    def measured(
        self, columns: Sequence[int], from_s: float, to_s: float
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """All rows with from_s <= time <= to_s of some columns, none thinned.

        Returns times (n,), values (columns, n), and which of them are flagged: sampled and not good.
        """
        wanted = list(columns)
        is_sampled = [column < len(self.sampled) for column in wanted]
        sampled = [column for column in wanted if column < len(self.sampled)]
        times, values = [np.empty(0)], [np.empty((len(wanted), 0))]
        flagged = [np.empty((len(wanted), 0), np.bool_)]
        for index, part in self._parts(from_s, to_s):
            times.append(self._chunks[index].time_s[part])
            values.append(self._values(index)[wanted, part].astype(np.float64))
            is_bad = np.zeros(values[-1].shape, np.bool_)
            is_bad[is_sampled] = self._chunks[index].quality()[sampled, part] != Quality.GOOD
            flagged.append(is_bad)
        return np.concatenate(times), np.concatenate(values, 1), np.concatenate(flagged, 1)

    def curve(
        self, column: int, from_s: float, to_s: float, most: int = 1200
    ) -> tuple[Floats, Floats]:
        """One column between two instants for drawing; see `curves`."""
        times, values = self.curves([column], from_s, to_s, most)
        return times, values[0]

    def curves(
        self, columns: Sequence[int], from_s: float, to_s: float, most: int = 1200
    ) -> tuple[Floats, Floats]:
        """Columns between two instants for drawing, about `most` points each at the most.

        Returns times (m,) and values (len(columns), m). Long stretches come as pairs of the least
        and greatest of each piece, so spikes stay. A gap in time or a missing value comes as NaN.
        The points just outside are included, so that a line reaches the edges of the plot.
        """
        parts = self._parts(*self._with_neighbours(from_s, to_s))
        count = sum(part.stop - part.start for _, part in parts)
        if count == 0:
            return np.empty(0), np.empty((len(columns), 0))
        wanted = list(columns)
        if count <= most // 4 * BLOCK_ROWS:  # beyond, half as many pairs as wanted or more
            times = np.concatenate([self._chunks[i].time_s[part] for i, part in parts])
            pieces = [self._values(i)[wanted, part] for i, part in parts]
            low = high = np.concatenate(pieces, axis=1)
        else:
            edges = [self._edges(i) for i, _ in parts]
            times = np.concatenate(
                [self._chunks[i].time_s[e] for (i, _), e in zip(parts, edges, strict=True)]
            )
            pairs = np.concatenate(
                [self._extremes(i, wanted, e) for (i, _), e in zip(parts, edges, strict=True)],
                axis=1,
            )
            low, high = pairs[:, :, 0], pairs[:, :, 1]
        return with_gaps(*thinned(times, low, high, most))

    def events(
        self,
        from_s: float = -float("inf"),
        to_s: float = float("inf"),
        kinds: tuple[type[Event], ...] | None = None,
    ) -> tuple[Event, ...]:
        """Events with from_s <= time <= to_s in order of time, of some kinds or of all."""
        first = bisect_right(self._events, from_s - 1e-9, key=time_of)
        last = bisect_right(self._events, to_s, key=time_of)
        found = self._events[first:last]
        return tuple(e for e in found if kinds is None or isinstance(e, kinds))

    def _place(self, time_s: float) -> tuple[int, int] | None:
        chunk = bisect_right(self._starts, time_s) - 1
        if chunk < 0:
            return None
        row = int(np.searchsorted(self._chunks[chunk].time_s, time_s, side="right")) - 1
        return chunk, row

    def _parts(self, from_s: float, to_s: float) -> list[tuple[int, slice]]:
        """Which rows of which chunks lie between two instants."""
        parts: list[tuple[int, slice]] = []
        first = max(bisect_right(self._starts, from_s) - 1, 0)
        for index in range(first, bisect_right(self._starts, to_s)):
            times = self._chunks[index].time_s
            if from_s <= times[0] and times[-1] <= to_s:
                parts.append((index, slice(0, len(times))))
                continue
            start = int(np.searchsorted(times, from_s, side="left"))
            stop = int(np.searchsorted(times, to_s, side="right"))
            if stop > start:
                parts.append((index, slice(start, stop)))
        return parts

    def _with_neighbours(self, from_s: float, to_s: float) -> tuple[float, float]:
        """The stretch widened to the row before it and the row after it."""
        if self.is_empty or from_s > to_s:
            return from_s, to_s
        before, after = self.step_from(from_s, 0), self.step_from(to_s, 1)
        return min(before, from_s), max(after, to_s)

    def _edges(self, index: int) -> NDArray[np.intp]:
        """Where the blocks of a chunk begin that are drawn: each BLOCK_ROWS rows, and behind each gap."""
        chunk = self._chunks[index]
        if index in self._drawn_edges:
            return self._drawn_edges[index]
        starts = np.arange(0, len(chunk.time_s), BLOCK_ROWS)
        edges = np.union1d(starts, gaps(chunk.time_s))
        if not isinstance(chunk, GrowingChunk):
            self._drawn_edges[index] = edges
        return edges

    def _extremes(self, index: int, columns: list[int], edges: NDArray[np.intp]) -> Columns:
        chunk = self._chunks[index]
        if len(edges) > -(-len(chunk.time_s) // BLOCK_ROWS):  # no block is drawn across a gap
            values = self._values(index)[columns]
            return np.stack(
                [side.reduceat(values, edges, axis=1) for side in (np.fmin, np.fmax)], -1
            )
        if isinstance(chunk, GrowingChunk):
            return extremes_of(chunk.values()[columns])
        return chunk.extremes[columns]

    def _values(self, index: int) -> Columns:
        chunk = self._chunks[index]
        if isinstance(chunk, GrowingChunk):
            return chunk.values()
        if index in self._unpacked:
            self._unpacked.move_to_end(index)
            return self._unpacked[index]
        values = self._unpacked[index] = chunk.values()
        if len(self._unpacked) > _UNPACKED_KEPT:
            self._unpacked.popitem(last=False)
        return values


def thinned(times: Floats, low: Columns, high: Columns, most: int) -> tuple[Floats, Floats]:
    """Columns of least and greatest, each (columns, n), joined to about `most` points.

    Returns times (m,) and values (columns, m); few points come back as they are.
    """
    if low is high and len(times) <= most:
        return times, low.astype(np.float64)
    pieces = min(max(most // 2, 1), len(times))
    starts = np.arange(pieces) * len(times) // pieces
    starts = np.union1d(starts, gaps(times)[:pieces])
    values = np.empty((len(low), 2 * len(starts)))
    values[:, 0::2] = np.fmin.reduceat(low, starts, axis=1)
    values[:, 1::2] = np.fmax.reduceat(high, starts, axis=1)
    return np.repeat(times[starts], 2), values


def gaps(times: Floats) -> NDArray[np.intp]:
    """The places of the points that come long after the one before them, shape (k,)."""
    steps = np.diff(times)
    longest = steps.max(initial=0.0)
    if longest <= 0.0:
        return np.empty(0, np.intp)
    usual = float(np.median(steps[steps > 0]))
    if longest <= GAP_STEPS * usual:
        return np.empty(0, np.intp)
    return np.flatnonzero(steps > GAP_STEPS * usual) + 1


def with_gaps(times: Floats, values: Floats) -> tuple[Floats, Floats]:
    """The same with NaN wherever the time between two points is far more than usual.

    times: shape (m,); values: shape (columns, m).
    """
    holes = gaps(times)
    if not len(holes):
        return times, values
    return np.insert(times, holes, times[holes - 1]), np.insert(values, holes, np.nan, axis=1)
