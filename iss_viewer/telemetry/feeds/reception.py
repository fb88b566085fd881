"""Keeps an adapter going in a thread of its own: when its server dies, it is opened again until it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable

from iss_viewer.telemetry.feeds.feed_map import FeedMap
from iss_viewer.telemetry.feeds.inbox import Inbox

#: between two tries
RETRY_S = 1.0
#: how long an end is waited for; a thread that hangs in a library ends with the process
_END_S = 2.0

Adapter = Callable[[FeedMap, Inbox], None]


class Reception:
    """Begins at once. adapter: puts what comes into the inbox until that is closed or the connection ends."""

    def __init__(
        self, adapter: Adapter, mapped: FeedMap, inbox: Inbox, retry_s: float = RETRY_S
    ) -> None:
        self._adapter, self._mapped, self._inbox = adapter, mapped, inbox
        self._retry_s = retry_s
        self._thread = threading.Thread(target=self._keep, name="feed", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the adapter."""
        self._inbox.close()
        self._thread.join(_END_S)

    def _keep(self) -> None:
        while not self._inbox.is_closed:
            try:
                self._adapter(self._mapped, self._inbox)
                reason = "the connection ended"
            except Exception as error:  # noqa: BLE001  adapters and their libraries are of strangers
                reason = str(error) or type(error).__name__
            self._inbox.lost(reason)
            self._inbox.wait(self._retry_s)
