"""The far end of a link: what serves a window, in its own process or in the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from iss_viewer.link.link import Message
from iss_viewer.telemetry.commands import Command


class Host(Protocol):
    """Something that takes commands and, turn by turn, gives messages."""

    def post(self, command: Command) -> None:
        """Take a command."""

    def turn(self) -> list[Message]:
        """Do what is due by the clock and tell of it; takes about a tenth of a second at most."""

    def close(self) -> None:
        """Finish."""


@dataclass(frozen=True)
class HostFactory:
    """How to make a host in another process: a function at the top of a module, and its argument."""

    make: Callable[[object], Host]
    argument: object

    def __call__(self) -> Host:
        return self.make(self.argument)


TURN_S = 0.1


def wait_s(turn_began_s: float) -> float:
    """How long to wait for commands until the next turn."""
    return max(0.0, TURN_S - (time.monotonic() - turn_began_s))
