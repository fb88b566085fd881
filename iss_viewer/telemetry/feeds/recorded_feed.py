"""A feed that was recorded, played without a network: what came then comes again, at the pace of the session.

Its file is a table: `time_s`, seconds since the recording's second 0, and a column an item; an empty cell is nothing sent.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterator
from pathlib import Path

from iss_viewer.datafile import FileMistakes, Mistake
from iss_viewer.station import Station
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.frames import Samples

_TIME = "time_s"


class RecordedFeedSource(FeedSource):
    """rows: what was sent, oldest first: seconds since the recording's second 0, and values by item."""

    def __init__(
        self, mapped: FeedMap, station: Station, rows: Iterator[tuple[float, dict[str, str]]]
    ) -> None:
        assert mapped.feed.recorded is not None
        self._zero_utc_s = mapped.feed.recorded.timestamp()
        self._at_utc_s = self._zero_utc_s + mapped.feed.begins
        self._rows, self._next = rows, next(rows, None)
        super().__init__(mapped, station, lambda: self._at_utc_s)

    @property
    def end_s(self) -> float:
        """When the recording ends: where it says so, else with its last row."""
        if self._next is None:
            return self.time_s
        every_s, length_s = self.sample_period_s, self.mapped.feed.length
        return every_s * math.floor(length_s / every_s) if math.isfinite(length_s) else length_s

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next rows, with what had come until then."""
        last_s = self.sample_period_s * (self._hold.rows_made + most - 1)
        until_s = min(until_s, last_s, self.end_s)
        self._at_utc_s = max(self._at_utc_s, self.start_utc_s + until_s + self.mapped.feed.wait)
        self._send()
        return super().read(until_s, most)

    def _send(self) -> None:
        while self._next is not None:
            utc_s = self._zero_utc_s + self._next[0]
            if utc_s > self._at_utc_s:
                return
            for name, value in self._next[1].items():
                self.inbox.put(name, value, utc_s)
            self._next = next(self._rows, None)


def recorded_rows(path: Path) -> Iterator[tuple[float, dict[str, str]]]:
    """The rows of a recording, as a CSV file, packed or not. Raises FileMistakes."""
    try:
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        table = csv.DictReader(text.decode("utf-8").splitlines())
        if _TIME not in (table.fieldnames or ()):
            raise ValueError(f"it has no column '{_TIME}'")
        for row in table:
            time_s = float(row.pop(_TIME))
            yield time_s, {name: value for name, value in row.items() if name and value}
    except (OSError, EOFError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise FileMistakes([Mistake(path, 0, "", f"cannot be read: {words}")]) from None
