"""The public feed of the station, from a stand-in: without signal its values are stale within ten seconds."""

from __future__ import annotations

import numpy as np

from iss_viewer.datafile import named
from iss_viewer.telemetry import Quality
from iss_viewer.telemetry.feeds.feed_map import read_feed_map
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.feeds.protocols import adapter_of
from iss_viewer.telemetry.status import FeedState
from tests.telemetry.feeds.prepared_feeds import T0_S, HandClock, until
from tests.telemetry.feeds.stand_ins import LightstreamerServer

BEAT = "TIME_000001"


def test_without_signal_or_server_the_lab_is_stale_within_ten_seconds_and_fresh_again_within_fifteen(
    tmp_path,
):
    server = LightstreamerServer(tmp_path)
    mapped, station = read_feed_map(named("feeds")["isslive"])
    feed = mapped.feed.model_copy(update={"address": server.address})
    mapped, clock = mapped.model_copy(update={"feed": feed}), HandClock()
    source = FeedSource(mapped, station, clock, adapter_of("isslive"))
    until(lambda: BEAT in server.items)

    def second(at: int, status: str = "24") -> tuple[np.ndarray, np.ndarray, list[FeedState]]:
        """A second goes by, the clock item tells it; the rows that came."""
        clock.utc_s = T0_S + at
        server.send(BEAT, at, clock.utc_s, status)
        if status == "24":
            until(lambda: bool(source.inbox.count))
        rows, events = source.read(np.inf, 100)
        return rows.time_s, rows.quality[:, 0], [event.state for event in events]

    server.send("USLAB000058", 743.1, T0_S - 1800.0)  # unchanged for half an hour
    until(lambda: bool(source.inbox.count))
    for at in range(20):
        second(at)
    assert second(20)[1].tolist() == [Quality.GOOD]
    stale = [at for at in range(21, 40) if Quality.STALE in second(at, status="7")[1]]
    assert stale[0] <= 20 + 10
    fresh = [at for at in range(40, 60) if Quality.GOOD in second(at)[1]]
    assert fresh[0] <= 40 + 15
    assert source.channels.get("SM_PRK", "pressure_pa") is None  # no public item tells it
    server.kill()
    until(lambda: not source.health.is_connected)
    clock.utc_s = T0_S + 75.0
    assert source.read(np.inf, 100)[1][-1].state is FeedState.LOST
    server.start()
    until(lambda: BEAT in server.items)
    assert FeedState.LIVE in [*second(76)[2], *second(77)[2], *second(80)[2]]
    source.close()
    server.end()
