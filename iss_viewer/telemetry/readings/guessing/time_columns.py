"""Which columns of a table are its time, and how it is written: dates, epochs, counts; what is not decidable is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind, parts_of_time
from iss_viewer.telemetry.readings.guessing.question import (
    Answer,
    DraftEdit,
    QuestionTopic,
    TableQuestion,
)
from iss_viewer.telemetry.readings.guessing.time_formats import TimeFormat, format_of
from iss_viewer.telemetry.readings.guessing.zones import zone_in
from iss_viewer.telemetry.readings.time_forms import read_written
from iss_viewer.telemetry.readings.timestamps import EARLIEST_S, LATEST_S

#: words of names, by what they are of
_TIME_WORDS = {
    "time",
    "timestamp",
    "datetime",
    "date",
    "zeit",
    "datum",
    "uhrzeit",
    "zeitpunkt",
    "zeitstempel",
    "temps",
    "heure",
    "horodatage",
    "fecha",
    "hora",
    "tiempo",
    "data",
    "ora",
    "tempo",
    "gmt",
    "utc",
    "t",
    "время",
    "дата",
    "clock",
    "epoch",
    "unix",
    "ts",
    "tid",
    "dato",
    "tijd",
    "elapsed",
    "seconds",
    "sec",
    "secs",
    "minutes",
    "hours",
    "days",
    "doy",
    "met",
    "x",
}
_NO_TIME = {
    "record",
    "rec",
    "index",
    "no",
    "nr",
    "num",
    "number",
    "id",
    "count",
    "line",
    "sample",
    "n",
    "rn",
    "zeile",
    "запись",
    "номер",
}
_PART_FORMS = (
    ("%Y", "year yyyy yr yy jahr année año год"), ("%m", "month mo mon mm monat mois mes месяц"),
    ("%d", "day dd dy tag jour día день"), ("%j", "doy jday yday dayofyear"), ("%H", "hour hh hr stunde heure hora час"),
    ("%M", "minute min mn mi minuten"), ("%S", "second sec ss s sekunde"),
)  # fmt: skip
_COUNTS = {"s": "seconds", "sec": "seconds", "secs": "seconds", "second": "seconds", "seconds": "seconds", "sek": "seconds",
    "sekunden": "seconds", "с": "seconds", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "minuten": "minutes", "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours", "stunden": "hours",
    "d": "days", "day": "days", "days": "days", "tage": "days"}  # fmt: skip
_EPOCHS = (("unix", 1.0), ("unix_ms", 1e-3), ("unix_us", 1e-6), ("unix_ns", 1e-9))
_EXCEL = (32874.0, 73050.0)
_LABVIEW_S = 2082844800.0
_HOURS_OF_YEAR = 8808.0
_FUTURE_S = 366 * 86400.0


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


def time_of(facts: TableFacts, chosen: Sequence[str] = ()) -> TimeGuess | None:
    """The time of a table; nothing where no column can be it. chosen: the columns that a person says it stands in."""
    places = tuple(facts.names.index(name) for name in chosen if name in facts.names)
    if places:
        return _guessed(_narrowed(facts, places)) or _plain(facts, places)
    return _guessed(facts)


def _guessed(facts: TableFacts) -> TimeGuess | None:
    for guess in (_by_parts, _dated, _epoch, _counted):
        found = guess(facts)
        if found is not None:
            return found
    return None


def _narrowed(facts: TableFacts, places: Sequence[int]) -> TableFacts:
    """The same where no column but these can be the time, and these are named so."""
    kinds = tuple(k if p in places else CellKind.WORD for p, k in enumerate(facts.kinds))
    titles = list(facts.titles)
    for place in places:
        if len(places) == 1 and not _is_named_time(facts, place):
            is_number = bool(set(_words(titles[place])) & _NO_TIME)
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


def _words(name: str) -> list[str]:
    split = re.sub(r"([a-zа-я])([A-ZА-Я])", r"\1 \2", name)
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", split)]


def _is_named_time(facts: TableFacts, place: int) -> bool:
    words = set(_words(facts.titles[place]))
    return bool(words & _TIME_WORDS) and not words & _NO_TIME


def _by_parts(facts: TableFacts) -> TimeGuess | None:
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
    return _with_zone(TimeGuess(time, tuple(found.values())), facts, next(iter(found.values())))


def _dated(facts: TableFacts) -> TimeGuess | None:
    places = [p for p, kind in enumerate(facts.kinds) if kind is CellKind.TIME]
    places += [p for p in range(len(facts.kinds)) if p not in places and _is_whole_date(facts, p)]
    formats = {p: form for p in places if (form := format_of(facts.cells[p])) is not None}
    full = [p for p, form in formats.items() if not (form.is_clock_alone or form.is_date_alone)]
    if full:
        best = min(full, key=lambda p: ("utc" not in _words(facts.titles[p]), p))
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
    if dates and _is_named_time(facts, dates[0]):
        return _of_format(facts, (dates[0],), formats[dates[0]])
    return None


def _is_whole_date(facts: TableFacts, place: int) -> bool:
    """Whether a column of numbers is of dates in eight digits, as its name says too."""
    cells = [cell for cell in facts.cells[place] if cell][:50]
    is_eight = bool(cells) and all(re.fullmatch(r"(19|20)\d{6}", cell) for cell in cells)
    return is_eight and _is_named_time(facts, place)


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
    return guess if has_zone and "%z" in form else _with_zone(guess, facts, places[-1])


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


def _with_zone(guess: TimeGuess, facts: TableFacts, place: int) -> TimeGuess:
    """The same with the zone that stands in the table's head, or the doubt that none does."""
    zone = zone_in(
        (facts.titles[place], facts.units[place], *(facts.titles[p] for p in guess.places)),
        facts.notes,
    )
    if zone:
        time = guess.time.model_copy(update={"zone": zone})
        return replace(guess, time=time)
    return replace(guess, doubts=(*guess.doubts, "Zone not stated: UTC taken."))


def _epoch(facts: TableFacts) -> TimeGuess | None:
    """Seconds, milli-, micro- or nanoseconds since 1970, or the days of a spreadsheet."""
    for place in sorted(range(len(facts.names)), key=lambda p: not _is_named_time(facts, p)):
        values = [value for value in facts.numbers[place] if value == value]
        if len(values) < 1 or not _rises(values):
            continue
        for written, scale in _EPOCHS:
            if sum(EARLIEST_S <= v * scale <= LATEST_S for v in values) >= 0.5 * len(values):
                time = TimeColumn(column=facts.names[place], written=written)  # type: ignore[arg-type]  # a literal
                late = _epoch_question(facts, values[-1] * scale, written)
                return TimeGuess(time, (place,), late)
        if _is_named_time(facts, place) and all(_EXCEL[0] <= v <= _EXCEL[1] for v in values):
            time = TimeColumn(column=facts.names[place], written="excel")
            words = "Days are counted as most spreadsheets do, from 30 December 1899."
            return _with_zone(TimeGuess(time, (place,), doubts=(words,)), facts, place)
    return None


def _epoch_question(facts: TableFacts, last_s: float, written: str) -> tuple[TableQuestion, ...]:
    """Seconds that would lie in the future may be counted from 1904, as by LabVIEW."""
    if last_s < facts.written_s + _FUTURE_S or written != "unix":
        return ()
    unix, other = (
        f"{datetime.fromtimestamp(s, UTC):%d %B %Y}" for s in (last_s, last_s - _LABVIEW_S)
    )
    start = datetime(1904, 1, 1, tzinfo=UTC)
    choices = (
        Answer("Seconds since 1970 (Unix)", f"the last row is of {unix}", (), (), ("lies in the future",)),
        Answer(
            "Seconds since 1904 (LabVIEW)", f"the last row is of {other}",
            (DraftEdit(("time", "written"), "seconds"), DraftEdit(("time", "start"), start)), ("lies in the past",),
        ),
    )  # fmt: skip
    return (
        TableQuestion(
            "epoch", QuestionTopic.EPOCH, "Since when are the seconds counted?", "", choices, 1
        ),
    )


def _rises(values: Sequence[float]) -> bool:
    steps = [b - a for a, b in pairwise(values)]
    back = sum(step < 0 for step in steps)
    on = sum(step > 0 for step in steps)
    return (
        not steps
        or (on > 0 and back <= 0.05 * len(steps))
        or (back > 0 and on <= 0.05 * len(steps))
    )


def _counted(facts: TableFacts) -> TimeGuess | None:
    """A count from some beginning, in the unit that its name says, or that is asked for."""
    named = [p for p in range(len(facts.names)) if _is_named_time(facts, p)]
    unnamed = [0] if not any(facts.titles) and facts.numbers and not named else []
    for place in [*named, *unnamed]:
        values = [value for value in facts.numbers[place] if value == value]
        if facts.kinds[place] is not CellKind.NUMBER or not values or not _rises(values):
            continue
        words = [w for w in _words(facts.titles[place]) if w not in ("t", "x")]
        unit = next(
            (_COUNTS[w] for w in (*_words(facts.units[place]), *reversed(words)) if w in _COUNTS),
            "",
        )
        is_of_year = {"gmt", "doy", "utc"} & set(words) or (not words and values[0] > 0)
        if not unit and is_of_year and 24.0 <= values[0] < _HOURS_OF_YEAR:
            return _of_year(facts, place, values)
        if "doy" in words and values[0] < 367:
            return _of_year(facts, place, values)
        time = TimeColumn(column=facts.names[place], written=unit or "seconds")  # type: ignore[arg-type]  # a literal
        start = ("When the count began is not stated: shown as elapsed time.",)
        questions = () if unit else (_count_question(values),)
        return TimeGuess(time, (place,), questions, start)
    return None


def _count_question(values: Sequence[float]) -> TableQuestion:
    steps = sorted(abs(b - a) for a, b in pairwise(values)) or [1.0]
    usual, span = steps[len(steps) // 2], abs(values[-1] - values[0])
    choices = tuple(
        Answer(
            written, f"a row each {usual:g} {written}, {span:g} {written} in the sample",
            (DraftEdit(("time", "written"), written), DraftEdit(("time", "start"), None)),
        )
        for written in ("seconds", "minutes", "hours", "days")
    )  # fmt: skip
    return TableQuestion(
        "count", QuestionTopic.COUNT, "What does the time count?", "Its name has no unit.", choices
    )


def _of_year(facts: TableFacts, place: int, values: Sequence[float]) -> TimeGuess:
    """Hours or days of the year, as in GMT of the station's telemetry: the first of January is day 1."""
    is_days = values[0] < 367 and "doy" in _words(facts.titles[place])
    written = "days" if is_days else "hours"
    year = datetime.fromtimestamp(facts.written_s, UTC).year
    named = re.findall(r"(?<!\d)(20\d\d)(?!\d)", " ".join((facts.file_name, *facts.notes)))
    years = list(dict.fromkeys([*(int(y) for y in named), year, year - 1]))[:3]
    scale = 86400.0 if is_days else 3600.0
    choices = []
    for each in years:
        for first, words in ((1, "1 January is day 1"), (0, "1 January is day 0")):
            start = datetime(each, 1, 1, tzinfo=UTC) - timedelta(days=first)
            when = start + timedelta(seconds=values[0] * scale)
            edits = (DraftEdit(("time", "written"), written), DraftEdit(("time", "start"), start))
            support = ("as in the telemetry of the station",) if first else ()
            title = f"{written} of {each}, {words}"
            choices.append(
                Answer(title, f"the first row is of {when:%d %B %Y %H:%M} UTC", edits, support)
            )
    choices += [
        Answer(
            unit,
            "a count from an unknown beginning",
            (DraftEdit(("time", "written"), unit), DraftEdit(("time", "start"), None)),
        )
        for unit in ("seconds", "minutes", "hours")
    ]
    time = TimeColumn(column=facts.names[place], written=written)  # type: ignore[arg-type]  # a literal
    question = TableQuestion(
        "count",
        QuestionTopic.COUNT,
        "What does the time count, and since when?",
        "",
        tuple(choices),
    )
    return TimeGuess(time, (place,), (question,))
