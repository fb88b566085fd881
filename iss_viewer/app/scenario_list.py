"""The scenarios that can be played, as plain values for a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from iss_viewer.app.exercise_list import exercise_list
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
    by_date = sorted(entries, key=lambda entry: (entry.kind != "history", entry.date))
    return tuple(by_date)


def library() -> tuple[LibraryEntry, ...]:
    """All that a window can be turned to: the exercises, the scenarios, then the feeds."""
    return (*exercise_list(), *scenario_list(), *_feeds())


def _feeds() -> Iterator[LibraryEntry]:
    """The feeds whose maps come with the application and whose libraries are there."""
    from iss_viewer.telemetry.feeds.feed_map import read_feed_map

    for name, path in named("feeds").items():
        try:
            mapped, _ = read_feed_map(path)
        except FileMistakes:
            continue
        recorded = mapped.feed.recorded
        yield LibraryEntry(
            id=name,
            title=mapped.title,
            kind="recorded" if recorded else "live",
            date=f"{recorded:%Y-%m-%d}" if recorded else "",
            duration_s=mapped.feed.length,
            speed=mapped.feed.speed,
            briefing=mapped.about,
            assumed="",
            sources=(mapped.source,),
        )


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
