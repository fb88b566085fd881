"""A feed of three items of a small station, a clock that is set by hand, and waiting for a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from iss_viewer.telemetry.feeds.feed_map import FeedMap, read_feed_map
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.frames import Samples

#: 1 March 2026, 12:00 UTC
T0_S = 1772366400.0
#: the same in hours since 31 December, 00:00 UTC
T0_HOURS = 60 * 24.0 + 12.0
MAP = """
station = "trio"
title = "Three items"
[feed]
protocol = "{protocol}"
address = "{address}"
{feed}
[[columns]]
column = "CORE_P"
module = "CORE"
quantity = "pressure"
unit = "kPa"
[[columns]]
column = "CORE_T"
module = "CORE"
quantity = "temperature"
unit = "C"
[[columns]]
column = "NODE_P"
module = "{second}"
quantity = "pressure"
unit = "mmHg"
"""
ITEMS = ("CORE_P", "CORE_T", "NODE_P")


class HandClock:
    """Unix seconds, set by hand."""

    def __init__(self, utc_s: float = T0_S) -> None:
        self.utc_s = utc_s

    def __call__(self) -> float:
        return self.utc_s


def map_file(
    folder: Path, protocol: str = "tcp", address: str = "127.0.0.1:1", feed: str = ""
) -> Path:
    from iss_viewer.station import read_station

    second = next(m for m in read_station("trio").module_ids if m != "CORE")
    path = folder / "feed.toml"
    text = MAP.format(protocol=protocol, address=address, feed=feed, second=second)
    path.write_text(text, encoding="utf-8")
    return path


def read(
    folder: Path, protocol: str = "tcp", address: str = "127.0.0.1:1", feed: str = ""
) -> FeedMap:
    return read_feed_map(map_file(folder, protocol, address, feed))[0]


def source_of(
    folder: Path, feed: str = 'time = "unix"', clock: HandClock | None = None
) -> FeedSource:
    """A source that gets what the test puts into its inbox, from T0_S on."""
    mapped, station = read_feed_map(map_file(folder, feed=feed))
    return FeedSource(mapped, station, clock or HandClock())


def timed_values(count: int = 1000) -> Iterator[tuple[str, float, float]]:
    """Name, value and Unix time: each item some ten times a second, on no second exactly."""
    rng = np.random.default_rng(1)
    for at in range(count):
        name = ITEMS[at % 3]
        middle = {"CORE_P": 101.3, "CORE_T": 22.5, "NODE_P": 745.1}[name]
        yield name, round(middle + float(rng.normal()), 4), T0_S + 0.05 + round(0.1 * at, 1)


def until(is_so: Callable[[], bool], most_s: float = 20.0) -> None:
    """Wait for what another thread does."""
    end_s = time.monotonic() + most_s
    while not is_so():
        assert time.monotonic() < end_s, "it never came"
        time.sleep(0.005)


def all_rows(source: FeedSource, clock: HandClock, upto_s: float) -> Samples:
    """Rows up to an instant of the run."""
    clock.utc_s = source.start_utc_s + upto_s + source.mapped.feed.wait
    return source.read(np.inf, 10_000)[0]
