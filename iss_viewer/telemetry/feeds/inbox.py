"""Where adapters, in threads of their own, put what came, until the source takes it: bounded, the newest stay."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from iss_viewer.telemetry.feeds.faults import FaultCounts, FeedFault
from iss_viewer.telemetry.feeds.message import NamedValue, named_values

#: values that wait; of more, the oldest are dropped
MOST_WAITING = 50_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """A value and when it came, Unix seconds."""

    named: NamedValue
    utc_s: float


class Inbox:
    """What an adapter is handed: `put` values, say `connected` and `lost`, end when `is_closed`.

    now_utc_s: the clock, Unix seconds.
    """

    def __init__(
        self, faults: FaultCounts, now_utc_s: Callable[[], float], most: int = MOST_WAITING
    ) -> None:
        self.faults, self._now_utc_s, self._most = faults, now_utc_s, most
        self._waiting: deque[Arrival] = deque()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def put(self, name: str, value: object, written: object = None) -> None:
        """A value that came now. written: its time as the sender writes it."""
        self._put(NamedValue(name, value, written))

    def put_message(self, payload: bytes | bytearray | str, topic: str = "") -> None:
        """A message in JSON that came now; what is none is counted."""
        try:
            for value in named_values(payload, topic):
                self._put(value)
        except ValueError:
            self.faults.add(FeedFault.UNREADABLE, payload)

    def _put(self, value: NamedValue) -> None:
        with self._lock:
            self._waiting.append(Arrival(value, self._now_utc_s()))
            is_full = len(self._waiting) > self._most
            dropped = self._waiting.popleft() if is_full else None
        if dropped is not None:
            self.faults.add(FeedFault.DROPPED, dropped.named.name)

    @property
    def count(self) -> int:
        """How many values wait."""
        return len(self._waiting)

    def take(self) -> deque[Arrival]:
        """All that waits, oldest first."""
        with self._lock:
            taken, self._waiting = self._waiting, deque()
        return taken

    def connected(self) -> None:
        """The server is there."""
        self.faults.connected()

    def lost(self, reason: object) -> None:
        """The server, or what it speaks for, is not there; it is tried again."""
        self.faults.lost(reason)

    @property
    def is_closed(self) -> bool:
        """Whether an adapter is to end."""
        return self._closed.is_set()

    def wait(self, most_s: float) -> bool:
        """Wait until it is closed, `most_s` at most; whether it is."""
        return self._closed.wait(most_s)

    def close(self) -> None:
        """Nothing is wanted any more."""
        self._closed.set()
