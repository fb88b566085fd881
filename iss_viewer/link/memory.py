"""Memory that is free again goes back to the machine: both processes of a window stay open for weeks."""

from __future__ import annotations

import ctypes
import sys
import time

EVERY_S = 30.0


class SpareMemory:
    """Gives back what the C library keeps for later, now and then; it takes about a millisecond."""

    def __init__(self) -> None:
        self._due_s = time.monotonic() + 0.25 * EVERY_S  # soon after the start, which needs most
        library = ctypes.CDLL(None) if sys.platform == "linux" else None
        self._trim = getattr(library, "malloc_trim", None)  # glibc has it, others do not

    def give_back(self) -> None:
        """Give it back if it is time; call as often as convenient."""
        now_s = time.monotonic()
        if self._trim is not None and now_s >= self._due_s:
            self._due_s = now_s + EVERY_S
            self._trim(0)
