"""The recorded sessions as commands and windows list them; those that were cut are recovered first."""

from __future__ import annotations

from iss_viewer.telemetry.catalogue import Catalogue, SessionEntry


def find_sessions(text: str = "") -> tuple[SessionEntry, ...]:
    """The sessions that have all words of `text`, newest first."""
    catalogue = Catalogue()
    catalogue.refresh()
    return catalogue.find(text)


def recovered_sessions() -> list[str]:
    """What had to be recovered since the last time, in words for a person."""
    return Catalogue().refresh()


def delete_session(name: str) -> bool:
    """Delete a session and its file; False: there is none of this name, or it still runs."""
    catalogue = Catalogue()
    catalogue.refresh()
    return catalogue.delete(name)
