"""Sample and hold: timed values of named items in, rows on a grid out, each value with what is known of its age.

A row holds of each item the newest value that is not later than it. What comes after its row has gone out counts from
the next row on, if it is newer than what is known.
"""

from __future__ import annotations

import heapq
import math

import numpy as np

from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.feeds.faults import FaultCounts, FeedFault
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Arrival
from iss_viewer.telemetry.feeds.item_value import NoValue, value_of
from iss_viewer.telemetry.feeds.written_time import utc_s_of
from iss_viewer.telemetry.frames import Bytes, Floats, Quality, Samples
from iss_viewer.telemetry.readings.mapped_values import channel_of, channels_of, in_si, quality_of
from iss_viewer.telemetry.status import FEED, FeedState
from iss_viewer.units import CALENDAR_FROM_S

#: what a row says of the feed itself
FEED_CHANNELS = ChannelTable((Channel(FEED, "feed_state"), Channel(FEED, "feed_age_s")))
#: no clock is so far ahead of ours; before this, it was not set (1990)
_MOST_AHEAD_S = 60.0
_MOST_PENDING = 50_000


class SampleHold:
    """start_utc_s: Unix time of the run's second 0, and of its first row."""

    def __init__(self, mapped: FeedMap, start_utc_s: float, faults: FaultCounts) -> None:
        self._mapped, self._feed, self.faults = mapped, mapped.feed, faults
        self.start_utc_s = start_utc_s
        self.channels = channels_of(mapped.columns) + FEED_CHANNELS
        count = len(mapped.columns)
        self._places = {column.column: place for place, column in enumerate(mapped.columns)}
        self._held, self._held_utc_s = np.full(count, np.nan), np.full(count, -np.inf)
        self._beat_utc_s = self._newest_utc_s = self._arrived_utc_s = -math.inf
        self._pending: list[tuple[float, int, int, float]] = []
        self._count = self.rows_made = 0

    def take(self, arrival: Arrival) -> None:
        """Take a value that came; what is wrong with it is counted."""
        named = arrival.named
        place = self._places.get(named.name, -1)
        is_beat = named.name == self._feed.heartbeat
        if place < 0 and not is_beat:
            self.faults.add_unknown(named.name)
            return
        utc_s = self._time_of(arrival)
        if utc_s is None:
            return
        value = math.nan if place < 0 else self._value_of(arrival, place)
        if value is None:
            return
        if is_beat or not self._feed.heartbeat:
            self._arrived_utc_s = max(self._arrived_utc_s, arrival.utc_s)
        self.faults.add_taken()
        self._count += 1
        heapq.heappush(self._pending, (utc_s, self._count, place, value))
        if is_beat and place >= 0:
            heapq.heappush(self._pending, (utc_s, self._count, -1, math.nan))
        if len(self._pending) > _MOST_PENDING:
            heapq.heappop(self._pending)
            self.faults.add(FeedFault.DROPPED, named.name)

    def _time_of(self, arrival: Arrival) -> float | None:
        written = arrival.named.written
        try:
            utc_s = utc_s_of(written, self._feed.time, arrival.utc_s)
        except ValueError:
            self.faults.add(FeedFault.NO_TIME, f"{arrival.named.name}: {written}")
            return None
        is_ahead = utc_s > arrival.utc_s + _MOST_AHEAD_S
        if is_ahead or utc_s < CALENDAR_FROM_S:
            fault = FeedFault.FUTURE if is_ahead else FeedFault.LONG_AGO
            self.faults.add(fault, f"{arrival.named.name}: {written}")
            return None
        return utc_s

    def _value_of(self, arrival: Arrival, place: int) -> float | None:
        """NaN where a value is gone; None where what came is none."""
        try:
            value = value_of(arrival.named.value, self._mapped.columns[place], self._mapped)
        except NoValue as fault:
            self.faults.add(fault.fault, f"{arrival.named.name}: {arrival.named.value}")
            return None
        if math.isnan(value):
            self.faults.add(FeedFault.NO_VALUE, f"{arrival.named.name}: {arrival.named.value}")
        return value

    def rows(self, count: int) -> Samples:
        """The next `count` rows."""
        every_s, columns = self._feed.every, self._mapped.columns
        time_s: Floats = every_s * np.arange(self.rows_made, self.rows_made + count, dtype=float)
        native = np.empty((count, len(columns)))
        ages_s = np.empty((count, len(columns)))
        fresh = np.empty((count, len(FEED_CHANNELS)))
        for row, at_s in enumerate(time_s):
            at_utc_s = self.start_utc_s + at_s
            self._pass_to(at_utc_s, at_utc_s - every_s)
            native[row] = self._held
            fresh[row] = self._freshness(at_utc_s)
            ages_s[row] = at_utc_s - self._held_utc_s
        self.rows_made += count
        return self._samples(time_s, native, ages_s, fresh)

    def _pass_to(self, until_utc_s: float, row_before_utc_s: float) -> None:
        """Hold what was due up to a row."""
        while self._pending and self._pending[0][0] <= until_utc_s:
            utc_s, _, place, value = heapq.heappop(self._pending)
            self._newest_utc_s = max(self._newest_utc_s, utc_s)
            if place < 0:
                self._beat_utc_s = max(self._beat_utc_s, utc_s)
            else:
                self._hold(place, utc_s, value, row_before_utc_s)

    def _hold(self, place: int, utc_s: float, value: float, row_before_utc_s: float) -> None:
        held_utc_s, name = self._held_utc_s[place], self._mapped.columns[place].column
        if utc_s == held_utc_s and value == self._held[place]:
            self.faults.add(FeedFault.REPEATED, name)
        elif utc_s < held_utc_s:
            self.faults.add(FeedFault.LATE, name)
        else:
            if held_utc_s > row_before_utc_s:
                self.faults.add(FeedFault.PASSED_OVER, name)
            self._held[place], self._held_utc_s[place] = value, utc_s

    def _freshness(self, at_utc_s: float) -> tuple[float, float]:
        """The state of the feed at a row, and the age of what speaks for all that it brings; inf: nothing came."""
        sign_utc_s = self._beat_utc_s if self._feed.heartbeat else self._newest_utc_s
        age_s = max(at_utc_s - sign_utc_s, 0.0)
        if age_s <= self._feed.stale_after:
            return FeedState.LIVE, age_s
        comes = at_utc_s - self._arrived_utc_s <= self._feed.stale_after
        return (FeedState.DELAYED if comes else FeedState.LOST), age_s

    def _samples(self, time_s: Floats, native: Floats, ages_s: Floats, fresh: Floats) -> Samples:
        columns, most_s = self._mapped.columns, self._feed.stale_after
        if self._feed.heartbeat or self._feed.sent == "on_change":
            ages_s = np.broadcast_to(fresh[:, 1:], ages_s.shape)
        channels = channels_of(columns)
        of = np.array([channels.column(c.subject, c.quantity) for c in map(channel_of, columns)])
        old_s = np.full((len(time_s), len(channels)), np.inf)
        for place, channel in enumerate(of):
            old_s[:, channel] = np.minimum(old_s[:, channel], ages_s[:, place])
        native[(ages_s > most_s) & (old_s[:, of] <= most_s)] = np.nan  # another gauge is fresh
        values = in_si(native, columns)
        quality = quality_of(values, channels)
        quality[(old_s > most_s) & (quality == Quality.GOOD)] = Quality.STALE
        good: Bytes = np.full(fresh.shape, Quality.GOOD, np.uint8)
        return Samples(time_s, np.hstack([values, fresh]), np.hstack([quality, good]))
