"""What is known of a table when its time is sought, and what may be found: names that mean a time, zones."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
from iss_viewer.telemetry.readings.guessing.question import TableQuestion
from iss_viewer.telemetry.readings.guessing.zones import zone_in

#: words of titles of a time, and of the number of a row
_TIME_WORDS = {
    "time", "timestamp", "datetime", "date", "zeit", "datum", "uhrzeit", "zeitpunkt", "zeitstempel", "temps",
    "heure", "horodatage", "fecha", "hora", "tiempo", "data", "ora", "tempo", "gmt", "utc", "t", "время", "дата",
    "clock", "epoch", "unix", "ts", "tid", "dato", "tijd", "elapsed", "seconds", "sec", "secs", "minutes", "hours",
    "days", "doy", "met", "x",
}  # fmt: skip


NO_TIME = {
    "record", "rec", "index", "no", "nr", "num", "number", "id", "count", "line", "sample", "n", "rn", "zeile",
    "запись", "номер",
}  # fmt: skip


@dataclass(frozen=True)
class TimeGuess:
    """time: how it is written, as far as it is known. places: its columns. doubts: what was taken without being written."""

    time: TimeColumn
    places: tuple[int, ...]
    questions: tuple[TableQuestion, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableFacts:
    """What is known of a table when its time is sought. numbers: of each column, its cells as numbers where most are."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    units: tuple[str, ...]
    kinds: tuple[CellKind, ...]
    cells: tuple[tuple[str, ...], ...]
    numbers: tuple[tuple[float, ...], ...]
    notes: tuple[str, ...]
    file_name: str
    written_s: float  # when the file was last written to


def words_of_name(name: str) -> list[str]:
    """The words of a title in small letters, `TimeUtc` and `time_utc` being two."""
    split = re.sub(r"([a-zа-я])([A-ZА-Я])", r"\1 \2", name)
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", split)]


def is_named_time(facts: TableFacts, place: int) -> bool:
    """Whether the title of a column says that it is a time, and not a number of the row."""
    words = set(words_of_name(facts.titles[place]))
    return bool(words & _TIME_WORDS) and not words & NO_TIME


def with_zone(guess: TimeGuess, facts: TableFacts, place: int) -> TimeGuess:
    """The same with the zone that stands in the table's head, or the doubt that none does."""
    zone = zone_in(
        (facts.titles[place], facts.units[place], *(facts.titles[p] for p in guess.places)),
        facts.notes,
    )
    if zone:
        time = guess.time.model_copy(update={"zone": zone})
        return replace(guess, time=time)
    return replace(guess, doubts=(*guess.doubts, "Zone not stated: UTC taken."))
