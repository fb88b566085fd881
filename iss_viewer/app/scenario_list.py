"""The scenarios that can be played, as plain values for a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iss_viewer.datafile import FileMistakes, named, read
from iss_viewer.situation.library import LibraryEntry

if TYPE_CHECKING:
    from iss_viewer.scenario import Scenario


def scenario_list() -> tuple[LibraryEntry, ...]:
    """All scenarios that come with the application and can be read, history by date first."""
    from iss_viewer.scenario import Scenario

    entries = []
    for path in named("scenarios").values():
        try:
            scenario = read(path, Scenario)
        except FileMistakes:
            continue  # `iss-viewer check` tells what is wrong with it
        entries.append(_entry(scenario))
    return tuple(sorted(entries, key=lambda entry: (entry.kind != "history", entry.date)))


def _entry(scenario: Scenario) -> LibraryEntry:
    return LibraryEntry(
        id=scenario.id,
        title=scenario.title,
        kind=scenario.kind,
        date=f"{scenario.start_utc:%Y-%m-%d}",
        duration_s=scenario.duration_s,
        speed=scenario.speed,
        briefing=scenario.story.briefing,
        assumed=scenario.story.assumed,
        sources=scenario.story.sources,
    )
