"""A live feed as a source: rows of the present, at the pace of the clock, whatever comes."""

from __future__ import annotations

import math
from collections.abc import Callable

from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import ActionDone, Event, FeedChanged
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.feeds.faults import FaultCounts, FeedHealth
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox
from iss_viewer.telemetry.feeds.reception import Adapter, Reception
from iss_viewer.telemetry.feeds.sample_hold import FEED_CHANNELS, SampleHold
from iss_viewer.telemetry.frames import Samples
from iss_viewer.telemetry.readings.mapped_values import reported_move
from iss_viewer.telemetry.source import ActionRefused
from iss_viewer.telemetry.status import FeedState


class FeedSource:
    """now_utc_s: the clock, Unix seconds. adapter: what brings values; None: nothing but what is put into `inbox`."""

    def __init__(
        self,
        mapped: FeedMap,
        station: Station,
        now_utc_s: Callable[[], float],
        adapter: Adapter | None = None,
    ) -> None:
        self.mapped, self._station, self._now_utc_s = mapped, station, now_utc_s
        self._faults = FaultCounts()
        self.inbox = Inbox(self._faults, now_utc_s)
        every_s = mapped.feed.every
        self._hold = SampleHold(mapped, every_s * math.floor(now_utc_s() / every_s), self._faults)
        self._state: FeedState | None = None
        self._reception = Reception(adapter, mapped, self.inbox) if adapter else None

    @property
    def station(self) -> Station:
        """The station that the map names."""
        return self._station

    @property
    def channels(self) -> ChannelTable:
        """The mapped items, and what is known of the feed."""
        return self._hold.channels

    @property
    def start_utc_s(self) -> float:
        """Unix time of second 0."""
        return self._hold.start_utc_s

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""
        made = self._hold.rows_made
        return (made - 1) * self.sample_period_s if made else -math.inf

    @property
    def end_s(self) -> float:
        """Never: it goes on while it is watched."""
        return math.inf

    @property
    def present_s(self) -> float:
        """Up to when rows have had the time to get their values."""
        return self._now_utc_s() - self.start_utc_s - self.mapped.feed.wait

    @property
    def sample_period_s(self) -> float:
        """Between two rows."""
        return self.mapped.feed.every

    @property
    def health(self) -> FeedHealth:
        """What was taken, and what was left out."""
        return self._faults.health()

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The rows that are due, and how the feed does where that changed."""
        for arrival in self.inbox.take():
            self._hold.take(arrival)
        due = math.floor(min(until_s, self.present_s) / self.sample_period_s) + 1
        if not self._hold.rows_made and not self._has_begun(due):
            return Samples.empty(self.channels), ()
        samples = self._hold.rows(max(min(due - self._hold.rows_made, most), 0))
        return samples, self._changes(samples)

    def _has_begun(self, due: int) -> bool:
        """Whether there is a first row to give: something came, or it was waited for in vain."""
        if self._faults.health().taken:
            return True
        return (due - 1) * self.sample_period_s >= self.mapped.feed.stale_after

    def _changes(self, samples: Samples) -> tuple[Event, ...]:
        found = []
        for time_s, row in zip(samples.time_s, samples.values, strict=True):
            state, age_s = FeedState(int(row[-len(FEED_CHANNELS)])), float(row[-1])
            if state is not self._state:
                self._state = state
                known_s = age_s if math.isfinite(age_s) else None
                found.append(FeedChanged(float(time_s), state, known_s))
        return tuple(found)

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """Nothing: people tell it now."""
        return ()

    def act(self, action: Action) -> ActionDone:
        """Note that a hatch or valve was moved; all else cannot be done from here."""
        return reported_move(action, self.station, self.time_s)

    def snapshot(self) -> bytes:
        """Refused: what is live cannot be gone on with."""
        raise ActionRefused(Hindrance.REAL_STATION)

    def restore(self, snapshot: bytes) -> None:
        """Refused: what is live cannot be gone on with."""
        raise ActionRefused(Hindrance.REAL_STATION)

    def close(self) -> None:
        """End the adapter."""
        if self._reception is not None:
            self._reception.close()
