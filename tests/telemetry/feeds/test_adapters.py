"""Whatever door values come by, they give the same rows; and when its server dies and is back, they flow again alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from iss_viewer.telemetry.feeds.faults import FeedFault
from iss_viewer.telemetry.feeds.feed_map import read_feed_map
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.feeds.inbox import Inbox
from iss_viewer.telemetry.feeds.protocols import adapter_of
from iss_viewer.telemetry.feeds.reception import Reception
from tests.telemetry.feeds.prepared_feeds import (
    T0_S,
    HandClock,
    all_rows,
    map_file,
    source_of,
    timed_values,
    until,
)
from tests.telemetry.feeds.stand_ins import (
    GrowingFile,
    LightstreamerServer,
    MqttBroker,
    NatsServer,
    TcpServer,
    UdpSender,
    WebSocketServer,
    YamcsServer,
)

STAND_INS = (
    TcpServer,
    UdpSender,
    GrowingFile,
    WebSocketServer,
    MqttBroker,
    NatsServer,
    LightstreamerServer,
    YamcsServer,
)


class Received:
    """A stand-in, and a source that its values come to."""

    def __init__(self, kind: type, folder: Path) -> None:
        self.server = kind(folder)
        path = map_file(folder, self.server.protocol, self.server.address, self.server.feed)
        prefix = getattr(self.server, "prefix", "")
        path.write_text(path.read_text().replace('column = "', f'column = "{prefix}'))
        mapped, station = read_feed_map(path)
        self.clock = HandClock()
        self.source = FeedSource(mapped, station, self.clock)
        self.inbox: Inbox = self.source.inbox
        self.reception = Reception(
            adapter_of(mapped.feed.protocol), mapped, self.inbox, retry_s=0.05
        )
        self.taken = 0

    def until_connected(self) -> None:
        until(lambda: self.source.health.is_connected)

    def read(self) -> None:
        self.source.read(-1.0, 0)  # takes what has come, gives no row yet

    def has(self, count: int) -> bool:
        self.read()
        return self.source.health.taken >= count

    def end(self) -> None:
        self.reception.close()
        self.server.end()


@pytest.fixture(params=STAND_INS, ids=lambda kind: kind.protocol)
def received(request, tmp_path):
    received = Received(request.param, tmp_path)
    yield received
    received.end()


def first_value(received: Received) -> None:
    """Until something comes through: a server may know of a subscription later than its client."""
    received.until_connected()

    def comes() -> bool:
        received.server.send("CORE_P", 101.3, T0_S)
        received.read()
        return received.source.health.taken > 0

    until(comes)


def test_a_thousand_timed_values_give_the_same_rows_through_every_door(received, tmp_path):
    first_value(received)
    received.clock.utc_s = T0_S + 100.0
    taken = received.source.health.taken
    for name, value, utc_s in timed_values():
        received.server.send(name, value, utc_s)
        received.read()
    received.server.send("NOT_IN_THE_MAP", 1.0, T0_S)
    received.server.send("CORE_P", 101.3, T0_S + 1e6)  # is counted when all before it came
    until(lambda: received.has(taken + 1000) and FeedFault.FUTURE in received.source.health.counts)
    rows = all_rows(received.source, received.clock, 101.0)

    clock = HandClock()
    direct = source_of(tmp_path, clock=clock)
    clock.utc_s = T0_S + 100.0
    direct.inbox.put("CORE_P", 101.3, T0_S)
    for name, value, utc_s in timed_values():
        direct.inbox.put(name, value, utc_s)
    expected = all_rows(direct, clock, 101.0)
    assert len(rows) == 102
    np.testing.assert_array_equal(rows.quality, expected.quality)
    np.testing.assert_allclose(rows.values, expected.values, rtol=1e-12)


def test_when_its_server_dies_and_is_back_values_flow_again_alone(received):
    first_value(received)
    received.server.kill()
    if received.server.protocol != "udp":
        until(lambda: not received.source.health.is_connected)
        assert received.source.health.trouble
    received.server.start()
    received.until_connected()

    def flows() -> bool:
        received.server.send("CORE_T", 21.0, T0_S)
        return received.has(taken + 1)

    taken = received.source.health.taken
    until(flows)
