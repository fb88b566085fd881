"""The exercises that come with the application, as plain values for a list: what a trainee may read, and no more.

A list is wanted at once: their cases are checked when one is opened, and by `iss-viewer check`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iss_viewer.datafile import FileMistakes, named, parse, text_of
from iss_viewer.situation.library import LibraryEntry, StartChoice
from iss_viewer.units import UnitError
from iss_viewer.units import parse as parse_quantity

if TYPE_CHECKING:
    from iss_viewer.scenario.exercise.heads import ConditionHead

_LEVELS = ("easy", "medium", "hard")
_USUAL_SPEED = 10.0


def exercise_list() -> tuple[LibraryEntry, ...]:
    """All exercises that can be read, the easiest first."""
    from iss_viewer.scenario.exercise.heads import condition_heads

    heads = condition_heads()
    found = [entry for path in named("exercises").values() if (entry := _entry(path, heads))]
    return tuple(sorted(found, key=lambda one: (_level(one), _number(one.title), one.title)))


def _level(entry: LibraryEntry) -> int:
    return _LEVELS.index(entry.difficulty) if entry.difficulty in _LEVELS else len(_LEVELS)


def _number(title: str) -> int:
    found = re.search(r"\d+", title)
    return int(found[0]) if found else 0


def _entry(path: Path, conditions: Sequence[ConditionHead]) -> LibraryEntry | None:
    """What a trainee may read of a file; None where it cannot be read."""
    try:
        document = parse(text_of(path), path)
        brief: Mapping[str, Any] = document.get("brief", {})
        station = document.get("station", "iss")
        return LibraryEntry(
            id=str(document["id"]),
            title=str(document["title"]),
            kind="class",
            date="",
            duration_s=parse_quantity(str(document["length"]), "duration"),
            speed=float(document.get("speed", _USUAL_SPEED)),
            briefing=str(brief.get("for_trainee", "")),
            assumed=str(brief.get("assumed", "")),
            sources=_texts(brief, "sources"),
            difficulty=str(brief.get("difficulty", "")),
            roles=_texts(brief, "roles"),
            objectives=_texts(brief, "objectives"),
            needs=_texts(brief, "prerequisites"),
            conditions=tuple(
                StartChoice(one.id, one.title, one.about)
                for one in conditions
                if one.station == station
            ),
        )
    except (FileMistakes, UnitError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _texts(brief: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(one) for one in brief.get(key, ()))
