"""Datagrams of JSON that are sent to a port of this machine."""

from __future__ import annotations

import socket

from iss_viewer.telemetry.feeds.adapters.addresses import host_and_port
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

PORT = 9000
_LOOK_S, _MOST = 0.2, 1 << 16
#: bytes that the system keeps while we are busy, if it allows so many
_KEPT = 1 << 22


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Listen at the address until the end; each datagram is one message or several lines."""
    host, port = host_and_port(mapped.feed.address, PORT)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _KEPT)
        listener.bind((host, port))
        listener.settimeout(_LOOK_S)
        inbox.connected()
        while not inbox.is_closed:
            try:
                datagram = listener.recv(_MOST)
            except TimeoutError:
                continue
            for line in datagram.splitlines():
                inbox.put_message(line)
