"""Parameters of a Yamcs server, ``http://host:port``, by its own client."""

from __future__ import annotations

from typing import Any

from iss_viewer.telemetry.feeds.faults import FeedFault
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

_LOOK_S, _CONNECT_S = 0.2, 5.0
_PROCESSOR = "realtime"


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Subscribe to the parameters by their qualified names, until the connection ends."""
    from yamcs.client import YamcsClient

    def take(delivery: Any) -> None:
        for parameter in delivery.parameters:
            try:
                value, when = parameter.eng_value, parameter.generation_time
            except (ValueError, OverflowError):  # the client cannot read what its server sent
                inbox.faults.add(FeedFault.UNREADABLE, parameter.name)
                continue
            inbox.put(parameter.name, value, when.isoformat() if when else None)

    client = YamcsClient(mapped.feed.address)
    try:
        processor = client.get_processor(mapped.feed.instance, _PROCESSOR)
        subscription = processor.create_parameter_subscription(
            list(mapped.items), on_data=take, timeout=_CONNECT_S
        )
        inbox.connected()
        while not inbox.wait(_LOOK_S):
            if subscription.done():
                subscription.result(timeout=0)  # raises what ended it
                return
        subscription.cancel()
    finally:
        client.close()
