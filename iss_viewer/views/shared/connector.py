"""What a window needs from whoever opens it: links to sessions and recordings, by name."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.link.link import Link


class Connector(Protocol):
    """Makes the links that a window asks for."""

    def __call__(self, wanted: str) -> Link:
        """The link to a scenario by name, or to a recording by file; "": the last again, with all that was set for it."""

    def exercise(self, name: str, condition: str) -> Link:
        """The link to an exercise, begun from another starting condition than its own."""

    def readings(self, table: str, map_file: str) -> Link:
        """The link to a session of a table of readings, by its map."""

    def take_over(self, recording: str, time_s: float, speed: float) -> Link:
        """The link to a session that goes on from an instant of a recorded run."""

    def go_on(self, recording: str, speed: float) -> Link:
        """The link to a session that goes on where one that was killed ended."""
