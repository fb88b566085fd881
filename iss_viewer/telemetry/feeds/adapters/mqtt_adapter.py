"""Topics of an MQTT broker; a topic is the name of an item, unless its payload names the values."""

from __future__ import annotations

from typing import Any

from iss_viewer.telemetry.feeds.adapters.addresses import host_and_port
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

PORT = 1883
_LOOK_S, _ALIVE_S = 0.2, 10


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Subscribe, and take what comes until the broker is gone."""
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

    def connected(client: Client, _: Any, __: Any, reason: Any, ___: Any) -> None:
        if reason.is_failure:
            raise ConnectionError(str(reason))
        inbox.connected()
        client.subscribe([(topic, 0) for topic in mapped.feed.topics or mapped.items])

    client = Client(CallbackAPIVersion.VERSION2)
    client.on_connect = connected
    client.on_message = lambda _, __, message: inbox.put_message(message.payload, message.topic)
    client.connect(*host_and_port(mapped.feed.address, PORT), keepalive=_ALIVE_S)
    while not inbox.is_closed:
        code = client.loop(_LOOK_S)
        if code is not MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise ConnectionError(f"the broker is gone ({code.name})")
    client.disconnect()
