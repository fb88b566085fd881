"""Subjects of a NATS server; a subject is the name of an item, unless its payload names the values."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

if TYPE_CHECKING:
    from nats.aio.msg import Msg

_LOOK_S, _CONNECT_S, _ALIVE_S = 0.2, 2, 5


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Subscribe, and take what comes until the server is gone."""
    asyncio.run(_receive(mapped, inbox))


async def _receive(mapped: FeedMap, inbox: Inbox) -> None:
    import nats

    async def take(message: Msg) -> None:
        inbox.put_message(message.data, message.subject)

    async def quiet(_: Exception) -> None:
        """What goes wrong is seen by its end; the library would print tracebacks."""

    server = await nats.connect(
        mapped.feed.address,
        allow_reconnect=False,
        connect_timeout=_CONNECT_S,
        ping_interval=_ALIVE_S,
        error_cb=quiet,
    )
    try:
        for subject in mapped.feed.topics or mapped.items:
            await server.subscribe(subject, cb=take)
        inbox.connected()
        while not inbox.is_closed and server.is_connected:
            await asyncio.sleep(_LOOK_S)
    finally:
        await server.close()
