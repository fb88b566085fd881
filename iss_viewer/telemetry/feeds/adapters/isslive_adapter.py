"""The public telemetry of the station, by the Lightstreamer client: items with a time and a value, merged.

The clock item has a status besides; only while that says that the signal is there does it count as a heartbeat.
"""

from __future__ import annotations

from typing import Any

from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

_FIELDS = ("TimeStamp", "Value")
_STATUS = "Status.Class"
#: of the clock item: acquisition of signal
HAS_SIGNAL = "24"
_LOOK_S, _SOON_MS = 0.2, 1000
#: words of the library for a connection that stands
_IS_THERE = "CONNECTED:"


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Subscribe, and take what comes until the end; the client finds its server again by itself."""
    from lightstreamer.client import LightstreamerClient, Subscription

    client = LightstreamerClient(mapped.feed.address, mapped.feed.instance or "ISSLIVE")
    client.connectionOptions.setRetryDelay(_SOON_MS)
    client.connectionOptions.setStalledTimeout(_SOON_MS)
    client.connectionOptions.setReconnectTimeout(_SOON_MS)
    client.addListener(_Connection(inbox))
    beat = mapped.feed.heartbeat
    others = [name for name in mapped.items if name != beat]
    for names, fields in ((others, _FIELDS), ([beat], (*_FIELDS, _STATUS))):
        if all(names) and names:
            subscription = Subscription("MERGE", names, list(fields))
            subscription.addListener(_Items(inbox, beat))
            client.subscribe(subscription)
    client.connect()
    try:
        while not inbox.wait(_LOOK_S):
            pass
    finally:
        client.disconnect()


class _Connection:
    """Hears of the connection; what the library calls besides is nothing to us."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def onStatusChange(self, status: str) -> None:
        if status.startswith(_IS_THERE):
            self._inbox.connected()
        else:
            self._inbox.lost(status)

    def onServerError(self, code: int, message: str) -> None:
        self._inbox.lost(f"{message} ({code})")

    def __getattr__(self, name: str) -> Any:
        return _nothing


class _Items:
    """Hears of values."""

    def __init__(self, inbox: Inbox, beat: str) -> None:
        self._inbox, self._beat = inbox, beat

    def onItemUpdate(self, update: Any) -> None:
        name = update.getItemName()
        if name == self._beat and update.getValue(_STATUS) != HAS_SIGNAL:
            return
        self._inbox.put(name, update.getValue("Value"), update.getValue("TimeStamp"))

    def __getattr__(self, name: str) -> Any:
        return _nothing


def _nothing(*_: object) -> None:
    """What is not listened to."""
