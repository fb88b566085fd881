"""The map of a live feed: where it comes from, how its values are timed, and what each item is. Read from a small TOML
file; `docs/formats-feed.md` teaches it. It is the map of a table, with `[feed]` in place of `[time]`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from iss_viewer.datafile import Complaint, Strict, read
from iss_viewer.datafile.quantities import Duration
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.feeds.protocols import RECORDING, complaint_of
from iss_viewer.telemetry.feeds.written_time import WrittenTime
from iss_viewer.telemetry.readings.column_map import MappedColumn
from iss_viewer.telemetry.readings.instruments import with_instruments
from iss_viewer.telemetry.readings.map_reading import complaints_of

_LEAST_ROW_S, _MOST_ROW_S = 0.1, 3600.0


class FeedOrigin(Strict):
    """Where a feed comes from. The fields of `adapters` say which address each protocol has."""

    protocol: str
    address: str = Field(min_length=1, max_length=500)
    instance: str = Field(
        default="", description="what of the server is meant, where it has several"
    )
    topics: tuple[str, ...] = Field(default=(), description="to subscribe to; without: the items")
    time: WrittenTime = Field(default="arrival", description="how a message writes its time")
    every: Duration = Field(default=1.0, description="between two rows")
    wait: Duration = Field(default=1.0, description="how long a row waits for its values")
    sent: Literal["always", "on_change"] = "always"
    heartbeat: str = Field(default="", description="the item that goes on while all is fresh")
    stale_after: Duration = Field(
        default=10.0, description="without values, or without a heartbeat"
    )
    recorded: datetime | None = Field(default=None, description="when second 0 of a recording was")
    begins: Duration = Field(
        default=0.0, description="of a recording: the second that is played first"
    )
    length: Duration = Field(default=math.inf, description="of a recording")
    speed: float = Field(default=1.0, gt=0.0, description="that suits a recording")


class FeedMap(Strict):
    """The whole map."""

    title: str = Field(default="", max_length=200)
    about: str = ""
    source: str = ""
    station: str = "iss"
    open_words: tuple[str, ...] = ("1", "open", "true", "yes")
    closed_words: tuple[str, ...] = ("0", "closed", "false", "no")
    feed: FeedOrigin
    columns: tuple[MappedColumn, ...] = Field(min_length=1)

    @property
    def items(self) -> tuple[str, ...]:
        """The names that are asked for, the heartbeat's among them."""
        names = [column.column for column in self.columns]
        return tuple(dict.fromkeys([*names, *filter(None, [self.feed.heartbeat])]))


def read_feed_map(path: Path) -> tuple[FeedMap, Station]:
    """A map and the station it speaks of, with the instruments that it states. Raises FileMistakes."""
    found: list[Station] = []

    def check(mapped: FeedMap) -> Iterator[Complaint]:
        beside = path.parent / mapped.station
        found.append(read_station(beside if beside.is_file() else mapped.station))
        yield from _feed_complaints(mapped.feed)
        yield from _recording_complaints(mapped.feed)
        yield from complaints_of(mapped.columns, found[0])

    mapped = read(path, FeedMap, check)
    return mapped, with_instruments(found[0], mapped.columns)


def _feed_complaints(feed: FeedOrigin) -> Iterator[Complaint]:
    if words := complaint_of(feed.protocol):
        yield Complaint(("feed", "protocol"), words)
    if not _LEAST_ROW_S <= feed.every <= _MOST_ROW_S:
        yield Complaint(("feed", "every"), f"is from {_LEAST_ROW_S} s to 1 h")
    if not feed.every <= feed.stale_after:
        yield Complaint(("feed", "stale_after"), "is no shorter than `every`")
    if not 0.0 <= feed.wait <= _MOST_ROW_S:
        yield Complaint(("feed", "wait"), "is from 0 s to 1 h")


def _recording_complaints(feed: FeedOrigin) -> Iterator[Complaint]:
    is_recording = feed.protocol == RECORDING
    if is_recording != (feed.recorded is not None):
        words = f"is given if and only if protocol is '{RECORDING}'"
        yield Complaint(("feed", "recorded"), words)
    if is_recording and feed.time != "unix":
        yield Complaint(("feed", "time"), "is 'unix' for a recording")
