"""Lines of JSON from a TCP server."""

from __future__ import annotations

import socket

from iss_viewer.telemetry.feeds.adapters.addresses import host_and_port
from iss_viewer.telemetry.feeds.faults import FeedFault
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

PORT = 9000
_CONNECT_S, _LOOK_S, _CHUNK = 5.0, 0.2, 1 << 16
#: bytes of a line; what is longer is left out
MOST_LINE = 1 << 20


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Read lines until the server closes."""
    address = host_and_port(mapped.feed.address, PORT)
    with socket.create_connection(address, _CONNECT_S) as server:
        server.settimeout(_LOOK_S)
        inbox.connected()
        lines = Lines(inbox)
        while not inbox.is_closed:
            try:
                chunk = server.recv(_CHUNK)
            except TimeoutError:
                continue
            if not chunk:
                return
            lines.take(chunk)


class Lines:
    """Cuts what comes in pieces into lines, each a message; a line without end is left out and counted."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox, self._rest, self._is_skipping = inbox, b"", False

    def take(self, chunk: bytes) -> None:
        """Take the next bytes."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        for line in lines:
            if not self._is_skipping and line.strip():
                self._inbox.put_message(line)
            self._is_skipping = False
        if len(self._rest) > MOST_LINE:
            self._inbox.faults.add(FeedFault.TOO_LONG, self._rest[:80])
            self._rest, self._is_skipping = b"", True
