"""What senders write: values with names, as JSON. One form for all doors: lines over TCP, a datagram, a topic's payload.

``{"name": N, "value": V, "time": T}``, ``{"time": T, "values": {N: V, ...}}``, or a list of these. Where a topic
names the value, ``V`` alone or ``{"value": V, "time": T}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A value as it was sent: anything at all. written: its time as the sender writes it; None: it has none."""

    name: str
    value: object
    written: object = None


def named_values(payload: bytes | bytearray | str, topic: str = "") -> Iterator[NamedValue]:
    """The values of a message. Raises ValueError where it is none.

    topic: its name, where the message may be a bare value.
    """
    try:
        message = json.loads(payload)
    except RecursionError:
        raise ValueError("too deep") from None
    except ValueError:
        if not topic:
            raise
        message = payload if isinstance(payload, str) else payload.decode("utf-8")
    for each in message if isinstance(message, list) else [message]:
        yield from _of(each, topic)


def _of(message: Any, topic: str) -> Iterator[NamedValue]:
    if not isinstance(message, dict):
        if not topic:
            raise ValueError("neither an object nor a list of objects")
        yield NamedValue(topic, message)
        return
    written = message.get("time")
    if isinstance(values := message.get("values"), dict):
        for name, value in values.items():
            yield NamedValue(name, value, written)
        return
    name = message.get("name", topic)
    if not isinstance(name, str) or not name or "value" not in message:
        raise ValueError("no name, or no value")
    yield NamedValue(name, message["value"], written)
