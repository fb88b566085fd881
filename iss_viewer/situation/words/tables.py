"""What is said of a strange table: its form, its columns, its first rows, and what is open."""

from __future__ import annotations

from iss_viewer.situation.table_preview import TableSummary
from iss_viewer.situation.words.clock import IN_UTC, NO_CALENDAR, Clock
from iss_viewer.telemetry.readings.column_map import BLANKS, FIXED
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.quantities import si_text
from iss_viewer.units import duration_text

DELIMITERS = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", BLANKS: "blanks", FIXED: "fixed width",
}  # fmt: skip
SIGNS = {".": "point", ",": "comma", " ": "blank", "'": "apostrophe", "": "none"}
QUANTITY_WORDS = {
    "": "not read", "pressure": "pressure", "temperature": "temperature", "oxygen": "ppO2", "carbon_dioxide": "ppCO2",
    "water": "ppH2O", "relative_humidity": "humidity", "manovacuumeter": "hand-held gauge", "crew": "crew",
    "is_open": "hatch",
}  # fmt: skip
_TIMES = {
    "iso": "ISO 8601", "seconds": "seconds", "minutes": "minutes", "hours": "hours", "days": "days", "unix": "seconds since 1970",
    "unix_ms": "milliseconds since 1970", "unix_us": "microseconds since 1970", "unix_ns": "nanoseconds since 1970",
    "excel": "days of a spreadsheet",
}  # fmt: skip


def form_facts(draft: Draft) -> tuple[tuple[str, str], ...]:
    """How a table is written, as pairs of what and how."""
    delimiter = str(draft.form["delimiter"])
    facts = [
        ("Between columns", DELIMITERS.get(delimiter, delimiter)),
        ("Text", str(draft.form["encoding"])),
        ("Decimal", SIGNS[draft.form["decimal"]]),
        ("Time", time_words(draft)),
    ]
    if draft.form["thousands"]:
        facts.insert(3, ("Thousands", SIGNS[draft.form["thousands"]]))
    if not draft.time.is_counted and not draft.time.written.startswith("unix"):
        facts.append(("Zone", draft.time.zone))
    return tuple(facts)


def form_words(draft: Draft) -> str:
    """How a table is written, in one line."""
    return f"{draft.table.name}: " + ", ".join(
        f"{what[0].lower()}{what[1:]} {how}" for what, how in form_facts(draft)
    )


def time_words(draft: Draft) -> str:
    """How time is written: ``day.month.year``, ``seconds since 1970``."""
    if draft.time.written != "format":
        return _TIMES[draft.time.written]
    words = draft.time.format
    for code, word in (("%d", "day"), ("%m", "month"), ("%b", "month"), ("%Y", "year"), ("%y", "year"), ("%j", "day of year"),
                       ("%H", "h"), ("%I", "h"), ("%M", "min"), ("%S", "s"), (".%f", ""), (",%f", ""), ("%p", "am/pm"), ("%z", "zone")):  # fmt: skip
        words = words.replace(code, word)
    return words


def time_form_words(form: str) -> str:
    """One of `TIME_FORMS` in words."""
    others = {
        "format": "a format",
        "hours_of_year": "hours of the year",
        "days_of_year": "days of the year",
    }
    return others.get(form) or _TIMES[form]


def sampled_time_words(draft: Draft) -> tuple[str, bool]:
    """How many sampled rows have a time, from when to when; and whether that is as good as all of them."""
    found = draft.sampled_times
    if not found.read:
        return f"none of {found.rows:,} sampled rows has a time that is written so", False
    clock = Clock(found.first_s, IN_UTC)
    span_s = found.last_s - found.first_s
    if draft.time.is_counted and draft.time.start is None:
        ends = f"{duration_text(span_s)} counted, {NO_CALENDAR}"
    else:
        ends = f"{clock.at(0.0):%d %b %Y %H:%M:%S} to {clock.at(span_s):%d %b %Y %H:%M:%S} UTC"
    return f"{found.read:,} of {found.rows:,} sampled rows: {ends}", found.read > 0.9 * found.rows


def column_row(draft: Draft, place: int) -> tuple[str, ...]:
    """A column as a row of a table: number, name, quantity, unit, place, first value as people read it."""
    column = draft.columns[place]
    quantity = "time" if column.is_time else QUANTITY_WORDS[column.quantity]
    if (
        column.quantity
        and not column.is_time
        and not column.unit
        and column.quantity not in ("crew", "is_open")
    ):
        unit = "?"
    else:
        unit = column.unit
    where = place_words(draft, place)
    return (str(place + 1), column.title, quantity, unit, where, value_words(draft, place))


def place_words(draft: Draft, place: int) -> str:
    """The module or hatch of a column by name; a question mark where it is open."""
    column = draft.columns[place]
    if not column.quantity or column.is_time:
        return ""
    if column.hatch:
        return column.hatch
    return draft.station.module(column.module).short_name if column.module else "?"


def value_words(draft: Draft, place: int) -> str:
    """The first value of a column as it is understood; of a time, its first cell."""
    column = draft.columns[place]
    if column.is_time and draft.form.get("long") is None:
        return next((cell for cell in draft.layout.column(place) if cell), "")
    values = draft.values(place)
    if not column.quantity or not values:
        return ""
    if column.quantity in ("crew", "is_open", "relative_humidity") or not column.unit:
        return f"{values[0]:g} {column.unit}".strip()
    return si_text(column.quantity, column.unit, values[0])


def state_words(draft: Draft, place: int) -> tuple[str, bool]:
    """What is to be said of a column, and whether it is a doubt."""
    column = draft.columns[place]
    for question in draft.questions:
        if place in question.columns:
            return f"{question.topic.value}?", True
    if (
        column.is_time
        and any("Zone" in doubt for doubt in draft.doubts)
        and draft.time.zone == "UTC"
    ):
        return "zone?", True
    if not column.quantity and not column.is_time:
        return "not read", False
    if column.doubts:
        return "by file name", True
    return "sure", False


def map_about(draft: Draft) -> str:
    """What stands at the head of a map that came of a guess."""
    lines = [f"Guessed of {draft.table.name}; what was asked and answered:"]
    lines += [f"{key}: {answer}" for key, answer in draft.answered.items()] or ["nothing"]
    return "\n".join([*lines, *draft.doubts])


def file_words(draft: Draft, summary: TableSummary | None = None) -> str:
    """The size of a file, how its time is written, and how long reading it took, once it was."""
    size = draft.table.stat().st_size
    kilo = f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.1f} kB"
    known = f"{kilo}  ·  time: {time_words(draft)}"
    if summary is None:
        return known
    return f"{known}  ·  {summary.total:,} lines  ·  read in {summary.took_s:.1f} s"


def open_words(draft: Draft) -> str:
    """How much is open, and how much is only doubtful."""
    points, doubts = len(draft.open_points()), len(draft.doubts)
    opened = f"{points} question{'' if points == 1 else 's'} open" if points else "Ready to open"
    doubtful = f", {doubts} doubt{'' if doubts == 1 else 's'}" if doubts else ""
    return f"{opened}{doubtful}"


def settled_words(draft: Draft) -> tuple[str, ...]:
    """What was answered and what is doubtful but changes no factor, a line each."""
    answers = [f"{key}: {answer}" for key, answer in draft.answered.items()]
    doubts = [f"◆ {doubt}" for doubt in draft.doubts]
    return (*(f"✓ {answer}" for answer in answers), *doubts) or ("The table says it all.",)
