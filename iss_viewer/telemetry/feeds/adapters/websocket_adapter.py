"""Messages of JSON from a WebSocket server, ``ws://`` or ``wss://``."""

from __future__ import annotations

from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

_LOOK_S, _CONNECT_S, _ALIVE_S = 0.2, 5.0, 5.0


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Take messages until the server closes; its silence is asked after."""
    from websockets.sync.client import connect

    with connect(
        mapped.feed.address,
        open_timeout=_CONNECT_S,
        close_timeout=1.0,
        ping_interval=_ALIVE_S,
        ping_timeout=_ALIVE_S,
    ) as server:
        inbox.connected()
        while not inbox.is_closed:
            try:
                message = server.recv(timeout=_LOOK_S)
            except TimeoutError:
                continue
            inbox.put_message(message)
