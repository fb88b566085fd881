"""Time that is written as dates and clocks, in one column or several; the order of day and month, or the year, may be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind, parts_of_time
from iss_viewer.telemetry.readings.guessing.question import (
    Answer,
    DraftEdit,
    QuestionTopic,
    TableQuestion,
)
from iss_viewer.telemetry.readings.guessing.time_facts import (
    TableFacts,
    TimeGuess,
    is_named_time,
    with_zone,
    words_of_name,
)
from iss_viewer.telemetry.readings.guessing.time_formats import TimeFormat, format_of
from iss_viewer.telemetry.readings.time_forms import read_written

_PART_FORMS = (
    ("%Y", "year yyyy yr yy jahr année año год"), ("%m", "month mo mon mm monat mois mes месяц"),
    ("%d", "day dd dy tag jour día день"), ("%j", "doy jday yday dayofyear"), ("%H", "hour hh hr stunde heure hora час"),
    ("%M", "minute min mn mi minuten"), ("%S", "second sec ss s sekunde"),
)  # fmt: skip


def time_by_parts(facts: TableFacts) -> TimeGuess | None:
    """Year, month, day, hour … each in a column of its own."""
    found: dict[str, int] = {}
    for place, title in enumerate(facts.titles):
        if facts.kinds[place] is not CellKind.NUMBER:
            continue
        word = re.sub(r"[\W\d_]+", "", title.casefold())
        for form, words in _PART_FORMS:
            if word in words.split() and form not in found and len(found) < 7:
                found[form] = place
                break
    has_date = {"%Y", "%m", "%d"} <= set(found) or {"%Y", "%j"} <= set(found)
    if not has_date or "%H" not in found:
        return None
    if "%j" in found:
        found = {form: place for form, place in found.items() if form not in ("%m", "%d")}
    written_format = " ".join(found)
    columns = tuple(facts.names[place] for place in found.values())
    time = TimeColumn(column=columns, written="format", format=written_format)
    return with_zone(TimeGuess(time, tuple(found.values())), facts, next(iter(found.values())))


def dated_time(facts: TableFacts) -> TimeGuess | None:
    """Dates with their clocks in one column, or a date and a clock side by side, or a clock alone."""
    places = [p for p, kind in enumerate(facts.kinds) if kind is CellKind.TIME]
    places += [p for p in range(len(facts.kinds)) if p not in places and _is_whole_date(facts, p)]
    formats = {p: form for p in places if (form := format_of(facts.cells[p])) is not None}
    full = [p for p, form in formats.items() if not (form.is_clock_alone or form.is_date_alone)]
    if full:
        best = min(full, key=lambda p: ("utc" not in words_of_name(facts.titles[p]), p))
        guess = _of_format(facts, (best,), formats[best])
        others = ", ".join(facts.titles[p] for p in full if p != best)
        more = (f"Time is read from {facts.titles[best]}; {others} could be it too.",)
        return replace(guess, doubts=(*guess.doubts, *(more if others else ())))
    dates = [p for p, form in formats.items() if form.is_date_alone]
    clocks = [p for p, form in formats.items() if form.is_clock_alone]
    if dates and clocks:
        return _two_columns(facts, dates[0], clocks[0], formats)
    if clocks and not _half_of_day(facts, clocks[0]):
        return _of_format(facts, (clocks[0],), formats[clocks[0]])
    if dates and is_named_time(facts, dates[0]):
        return _of_format(facts, (dates[0],), formats[dates[0]])
    return None


def _is_whole_date(facts: TableFacts, place: int) -> bool:
    """Whether a column of numbers is of dates in eight digits, as its name says too."""
    cells = [cell for cell in facts.cells[place] if cell][:50]
    is_eight = bool(cells) and all(re.fullmatch(r"(19|20)\d{6}", cell) for cell in cells)
    return is_eight and is_named_time(facts, place)


def _two_columns(
    facts: TableFacts, date: int, clock: int, formats: dict[int, TimeFormat]
) -> TimeGuess:
    half = _half_of_day(facts, clock)
    places = (date, clock, half) if half else (date, clock)
    joined = [" ".join(parts) for parts in zip(*(facts.cells[p] for p in places), strict=True)]
    both = format_of(joined)
    if both is None:
        hands = formats[clock].formats[0]
        both = replace(
            formats[date],
            formats=tuple(f"{form} {hands}" for form in formats[date].formats),
            is_iso=False,
            is_date_alone=False,
        )
    return _of_format(facts, places, both, joined)


def _half_of_day(facts: TableFacts, clock: int) -> int:
    """The column behind a clock that has nothing but AM and PM; 0: none."""
    place = clock + 1
    if place >= len(facts.cells):
        return 0
    words = {cell.upper().replace(".", "") for cell in facts.cells[place] if cell}
    return place if words and words <= {"AM", "PM"} else 0


def _of_format(
    facts: TableFacts, places: tuple[int, ...], found: TimeFormat, texts: Sequence[str] = ()
) -> TimeGuess:
    names = tuple(facts.names[place] for place in places)
    column = names[0] if len(names) == 1 else names
    texts = texts or facts.cells[places[0]]
    form = found.formats[0]
    time = TimeColumn(
        column=column,
        written="iso" if found.is_iso else "format",
        format="" if found.is_iso else form,
    )
    questions: tuple[TableQuestion, ...] = ()
    if len(found.formats) > 1:
        questions += (_order_question(found, texts),)
    if found.lacks_year and not found.is_clock_alone:
        questions += (_year_question(facts, form, texts),)
    guess = TimeGuess(time, places, questions)
    if found.is_clock_alone:
        return replace(guess, doubts=("No date is written: time counts from the first midnight.",))
    has_zone = all(
        re.search(r"(Z|UTC|GMT|[+-]\d\d:?\d\d)$", text.strip()) for text in texts[:20] if text
    )
    return guess if has_zone and "%z" in form else with_zone(guess, facts, places[-1])


def _order_question(found: TimeFormat, texts: Sequence[str]) -> TableQuestion:
    first = next(text for text in texts if text)
    choices = []
    for form in found.formats:
        said = _dated_text(first, form)
        words = (
            form.replace("%d", "day")
            .replace("%m", "month")
            .replace("%Y", "year")
            .replace("%y", "year")
        )
        is_iso = form.startswith("%Y-%m-%d")
        edits = (
            DraftEdit(("time", "written"), "iso" if is_iso and "%p" not in form else "format"),
            DraftEdit(("time", "format"), "" if is_iso and "%p" not in form else form),
        )
        choices.append(
            Answer(re.split(r"[ T%_]", words)[0], said, edits, ("all sampled rows fit",))
        )
    return TableQuestion(
        "date", QuestionTopic.DATE, f"Which day is {parts_of_time(first)[0]}?",
        "Days and months of all sampled rows can be exchanged.", tuple(choices),
    )  # fmt: skip


def _dated_text(text: str, form: str) -> str:
    import pyarrow as pa

    wall_s = float(read_written(pa.array([text.strip()]), form, 2024).wall_s[0])
    return f"{datetime.fromtimestamp(wall_s, UTC):%d %B %Y}" if wall_s == wall_s else "no such day"


def _year_question(facts: TableFacts, form: str, texts: Sequence[str]) -> TableQuestion:
    written = datetime.fromtimestamp(facts.written_s, UTC).year
    named = re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", " ".join((facts.file_name, *facts.notes)))
    named_years = [int(year) for year in named if 1990 <= int(year) <= 2100]
    years = list(dict.fromkeys([*named_years, written, written - 1, written - 2]))[:4]
    choices = tuple(
        Answer(
            str(year),
            _dated_text(next(t for t in texts if t), form).replace("2024", str(year)),
            (DraftEdit(("time", "year"), year),),
            ("stands in the file or its name",) if year in named_years
            else ("the file was last written to then",) if year == written else (),
        )
        for year in years
    )  # fmt: skip
    return TableQuestion(
        "year", QuestionTopic.YEAR, "Of which year is the first row?", "Times are written without a year.", choices,
        0 if named_years else None,
    )  # fmt: skip
