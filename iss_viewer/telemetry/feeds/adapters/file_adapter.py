"""Lines of JSON that are appended to a file; one that is begun anew is read from its start."""

from __future__ import annotations

import os
from pathlib import Path

from iss_viewer.telemetry.feeds.adapters.tcp_adapter import Lines
from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

_LOOK_S, _CHUNK = 0.2, 1 << 20


def receive(mapped: FeedMap, inbox: Inbox) -> None:
    """Read what is there and what comes, until another file stands there or this one got shorter."""
    path = Path(mapped.feed.address).expanduser()
    with path.open("rb") as file:
        inbox.connected()
        lines, opened = Lines(inbox), os.fstat(file.fileno())
        while not inbox.is_closed:
            if chunk := file.read(_CHUNK):
                lines.take(chunk)
                continue
            there = path.stat()
            if (there.st_ino, there.st_dev) != (opened.st_ino, opened.st_dev):
                return
            if there.st_size < file.tell():
                return
            inbox.wait(_LOOK_S)
