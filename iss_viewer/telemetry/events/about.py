"""What events have in common that are about the station, or that nobody is named for."""

from __future__ import annotations

from iss_viewer.telemetry.events.bounds import STATION


class ByItself:
    """An event that nobody is named for."""

    __slots__ = ()

    @property
    def actor(self) -> str:
        """Nobody."""
        return ""


class OfStation:
    """An event about the whole station."""

    __slots__ = ()

    @property
    def subject(self) -> str:
        """The station."""
        return STATION
