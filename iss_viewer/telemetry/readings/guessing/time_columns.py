"""Which columns of a table are its time, and how it is written: dates, epochs, counts; what is not decidable is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
from iss_viewer.telemetry.readings.guessing.time_counts import counted_time, epoch_time
from iss_viewer.telemetry.readings.guessing.time_dates import dated_time, time_by_parts
from iss_viewer.telemetry.readings.guessing.time_facts import (
    NO_TIME,
    TableFacts,
    TimeGuess,
    is_named_time,
    words_of_name,
)


def time_of(facts: TableFacts, chosen: Sequence[str] = ()) -> TimeGuess | None:
    """The time of a table; nothing where no column can be it. chosen: the columns that a person says it stands in."""
    places = tuple(facts.names.index(name) for name in chosen if name in facts.names)
    if places:
        return _guessed(_narrowed(facts, places)) or _plain(facts, places)
    return _guessed(facts)


def _guessed(facts: TableFacts) -> TimeGuess | None:
    for guess in (time_by_parts, dated_time, epoch_time, counted_time):
        found = guess(facts)
        if found is not None:
            return found
    return None


def _narrowed(facts: TableFacts, places: Sequence[int]) -> TableFacts:
    """The same where no column but these can be the time, and these are named so."""
    kinds = tuple(k if p in places else CellKind.WORD for p, k in enumerate(facts.kinds))
    titles = list(facts.titles)
    for place in places:
        if len(places) == 1 and not is_named_time(facts, place):
            is_number = bool(set(words_of_name(titles[place])) & NO_TIME)
            titles[place] = "time" if is_number else f"time {titles[place]}"
    return replace(facts, kinds=kinds, titles=tuple(titles))


def _plain(facts: TableFacts, places: tuple[int, ...]) -> TimeGuess:
    """What is taken of columns that do not look like a time."""
    names = tuple(facts.names[place] for place in places)
    is_count = len(places) == 1 and facts.kinds[places[0]] is CellKind.NUMBER
    time = TimeColumn(
        column=names[0] if len(names) == 1 else names, written="seconds" if is_count else "iso"
    )
    return TimeGuess(time, places)
