"""A scenario as a reader chooses it, before it is played."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LibraryEntry:
    """What a person sees of a scenario. kind: history, exercise or reference; date: ``2024-01-31``;
    speed: simulated seconds a second that suit it; assumed: what of it is not published.
    """

    id: str
    title: str
    kind: str
    date: str
    duration_s: float
    speed: float
    briefing: str
    assumed: str
    sources: tuple[str, ...]
