"""A wheel of somebody else adds a protocol by an entry point; one that is bad is named, and nothing is opened."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.telemetry.feeds.feed_map import read_feed_map
from iss_viewer.telemetry.feeds.feed_source import FeedSource
from iss_viewer.telemetry.feeds.protocols import ADDED, adapter_of
from tests.telemetry.feeds.prepared_feeds import T0_S, HandClock, map_file, until
from tests.wheels import added, own_path

__all__ = ["own_path"]

TOY = """
def receive(mapped, inbox):
    inbox.connected()
    for name in mapped.items:
        inbox.put(name, 100.0, {time})
    inbox.put_message(b"no message")
    inbox.wait(60.0)
"""


def test_a_protocol_of_a_wheel_is_spoken_by_its_name(tmp_path):
    added(tmp_path, "telegraph", TOY.format(time=T0_S), ADDED.group, "receive")
    mapped, station = read_feed_map(map_file(tmp_path, "telegraph", "wire", 'time = "unix"'))
    clock = HandClock()
    source = FeedSource(mapped, station, clock, adapter_of("telegraph"))
    until(lambda: source.inbox.count == 3 and bool(source.health.counts))
    clock.utc_s = T0_S + 1.0
    rows, _ = source.read(np.inf, 10)
    source.close()
    assert rows.values[0, 0] == 100e3


@pytest.mark.parametrize(
    ("name", "code", "group", "words"),
    [
        ("toy_broken", "import no_such_module", ADDED.group, "toy_broken's adapter cannot be used: No module named"),
        ("toy_empty", "receive = 3", ADDED.group, "toy_empty's adapter cannot be used: an adapter is a function"),
        ("toy_later", TOY, "iss_viewer.feeds.v2", "no protocol is named 'toy_later'"),
    ],
)  # fmt: skip
def test_a_bad_wheel_or_one_of_another_contract_is_named(tmp_path, name, code, group, words):
    added(tmp_path, name, code, group, "receive")
    with pytest.raises(FileMistakes) as refusal:
        read_feed_map(map_file(tmp_path, name, "wire"))
    assert words in str(refusal.value)


def test_an_adapter_that_fails_is_the_reason_why_its_feed_is_lost_and_is_tried_again(tmp_path):
    code = "def receive(mapped, inbox):\n    raise RuntimeError('no wire')\n"
    added(tmp_path, "toy_failing", code, ADDED.group, "receive")
    mapped, station = read_feed_map(map_file(tmp_path, "toy_failing", "wire"))
    source = FeedSource(mapped, station, HandClock(), adapter_of("toy_failing"))
    until(lambda: source.health.trouble == "no wire")
    source.close()


def test_a_library_that_is_not_there_is_said_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr("iss_viewer.telemetry.feeds.protocols.find_spec", lambda name: None)
    with pytest.raises(FileMistakes) as refusal:
        read_feed_map(map_file(tmp_path, "mqtt", "broker"))
    (mistake,) = refusal.value.mistakes
    assert (mistake.line, mistake.field) == (5, "feed.protocol")
    assert (
        mistake.message
        == "needs paho-mqtt, which is not installed: pip install 'iss-viewer[feeds]'"
    )


@pytest.mark.parametrize(
    ("feed", "field"),
    [
        ('every = "0.01 s"', "feed.every"), ('every = "30 s"', "feed.stale_after"), ('wait = "2 h"', "feed.wait"),
        ("recorded = 2018-10-12T00:00:00Z", "feed.recorded"), ('time = "noon"', "feed.time"), ("port = 3", "feed.port"),
    ],
)  # fmt: skip
def test_mistakes_of_a_map_are_named_by_field(tmp_path, feed, field):
    with pytest.raises(FileMistakes) as refusal:
        read_feed_map(map_file(tmp_path, feed=feed))
    assert field in [mistake.field for mistake in refusal.value.mistakes]
