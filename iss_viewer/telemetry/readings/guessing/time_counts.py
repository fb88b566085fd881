"""Time that is a number: an epoch, the days of a spreadsheet, a count from some beginning, hours of the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from iss_viewer.telemetry.readings.column_map import TimeColumn
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
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
from iss_viewer.telemetry.readings.timestamps import EARLIEST_S, LATEST_S

_COUNTS = {"s": "seconds", "sec": "seconds", "secs": "seconds", "second": "seconds", "seconds": "seconds", "sek": "seconds",
    "sekunden": "seconds", "с": "seconds", "min": "minutes", "mins": "minutes", "minute": "minutes", "minutes": "minutes",
    "minuten": "minutes", "h": "hours", "hr": "hours", "hrs": "hours", "hour": "hours", "hours": "hours", "stunden": "hours",
    "d": "days", "day": "days", "days": "days", "tage": "days"}  # fmt: skip


_EPOCHS = (("unix", 1.0), ("unix_ms", 1e-3), ("unix_us", 1e-6), ("unix_ns", 1e-9))


_EXCEL = (32874.0, 73050.0)


_LABVIEW_S = 2082844800.0


_HOURS_OF_YEAR = 8808.0


_FUTURE_S = 366 * 86400.0


def epoch_time(facts: TableFacts) -> TimeGuess | None:
    """Seconds, milli-, micro- or nanoseconds since 1970, or the days of a spreadsheet."""
    for place in sorted(range(len(facts.names)), key=lambda p: not is_named_time(facts, p)):
        values = [value for value in facts.numbers[place] if value == value]
        if len(values) < 1 or not _rises(values):
            continue
        for written, scale in _EPOCHS:
            if sum(EARLIEST_S <= v * scale <= LATEST_S for v in values) >= 0.5 * len(values):
                time = TimeColumn(column=facts.names[place], written=written)  # type: ignore[arg-type]  # a literal
                late = _epoch_question(facts, values[-1] * scale, written)
                return TimeGuess(time, (place,), late)
        if is_named_time(facts, place) and all(_EXCEL[0] <= v <= _EXCEL[1] for v in values):
            time = TimeColumn(column=facts.names[place], written="excel")
            words = "Days are counted as most spreadsheets do, from 30 December 1899."
            return with_zone(TimeGuess(time, (place,), doubts=(words,)), facts, place)
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


def counted_time(facts: TableFacts) -> TimeGuess | None:
    """A count from some beginning, in the unit that its name says, or that is asked for."""
    named = [p for p in range(len(facts.names)) if is_named_time(facts, p)]
    unnamed = [0] if not any(facts.titles) and facts.numbers and not named else []
    for place in [*named, *unnamed]:
        values = [value for value in facts.numbers[place] if value == value]
        if facts.kinds[place] is not CellKind.NUMBER or not values or not _rises(values):
            continue
        words = [w for w in words_of_name(facts.titles[place]) if w not in ("t", "x")]
        unit = next(
            (
                _COUNTS[w]
                for w in (*words_of_name(facts.units[place]), *reversed(words))
                if w in _COUNTS
            ),
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
    is_days = values[0] < 367 and "doy" in words_of_name(facts.titles[place])
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
