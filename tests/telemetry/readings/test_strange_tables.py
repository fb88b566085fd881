"""Tables made at random as loggers write them are understood whole or asked about; no value is read wrong in silence."""

from __future__ import annotations

import functools
import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.datafile import FileMistakes
from iss_viewer.telemetry.readings.guessing import table_guess
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.question import QuestionTopic, TableQuestion
from iss_viewer.telemetry.readings.readings import Readings, readings_by
from tests.telemetry.readings.strange_tables import MODULE, StrangeTable, TableMaker

#: units of one size
_SAME = {"mbar": "hPa", "torr": "mmHg"}
TABLES = 90


@pytest.fixture(autouse=True)
def _station_read_once(monkeypatch):
    monkeypatch.setattr(table_guess, "read_station", functools.cache(table_guess.read_station))


def outcome(table: StrangeTable, folder: Path) -> str:
    """``whole``, or what went otherwise."""
    path = table.write(folder)
    try:
        draft: Draft = table_guess.guess_table(path)
        while draft.questions:
            question = draft.questions[0]
            choice = answer_of(question, table, draft)
            if choice is None:
                return "asked what the table says"
            draft = draft.answer(question.key, choice)
        readings = readings_by(path, draft.to_map(), draft.station)
    except FileMistakes:
        return "refused"
    return comparison(table, readings)


def answer_of(question: TableQuestion, table: StrangeTable, draft: Draft) -> int | None:
    """The true answer, nothing where the table says it itself."""
    match question.topic:
        case QuestionTopic.MODULE:
            wanted = MODULE
        case QuestionTopic.UNIT:
            unit = table.answers.get(draft.columns[question.columns[0]].quantity, "")
            wanted = _SAME.get(unit, unit)
        case QuestionTopic.SIGN:
            wanted = table.answers["sign"]
        case _:
            return None
    for place, choice in enumerate(question.choices):
        if wanted in (choice.title, choice.edits[0].value):
            return place
    return None


def comparison(table: StrangeTable, readings: Readings) -> str:
    """Whether rows and values are those that the table has."""
    begin_s = table.times_s[0] if table.is_elapsed else 0.0
    shift_s = 0.0 if table.is_elapsed else readings.start_utc_s
    got = {round(t + shift_s, 1): row for t, row in zip(readings.samples.time_s.tolist(), readings.samples.values.tolist(), strict=True)}  # fmt: skip
    cells = zip(*table.channels.values(), strict=True)
    true = {round(t - begin_s, 1): row for t, row in zip(table.times_s, cells, strict=True)}
    names = readings.channels.names
    if not readings.balance.is_even or set(names) - set(table.channels) or set(got) - set(true):
        return "WRONG"
    for time_s, row in got.items():
        for name, value in zip(table.channels, true[time_s], strict=True):
            if name not in names:
                continue
            read = row[names.index(name)]
            if math.isnan(value) and not math.isnan(read):
                return "WRONG"
            if not math.isnan(read) and abs(read - value) > 1e-6 * abs(value) + 1e-6:
                return "WRONG"
            if math.isnan(read) and not math.isnan(value):
                return "values left out"
    is_whole = len(got) == len(true) and set(names) == set(table.channels)
    return "whole" if is_whole else "rows or channels left out"


def test_tables_made_at_random_are_understood_whole_and_none_is_read_wrong(tmp_path):
    counts: Counter[str] = Counter()
    failed = []
    for seed in range(TABLES):
        table = TableMaker(seed).make()
        found = outcome(table, tmp_path)
        counts[found] += 1
        if found != "whole":
            failed.append(f"{seed}: {found}: {table.kind}")
    assert counts["WRONG"] == 0, failed
    assert counts["whole"] >= 0.98 * TABLES, failed


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=300)
    | st.text('0123456789.,;:-T"\n\r\t pP[hPa]#', max_size=200).map(str.encode)
)
def test_any_bytes_give_a_draft_or_a_refusal(tmp_path, data):
    path = tmp_path / "a.csv"
    for begin in (b"", b"Time,P [hPa]\n2024-02-29 12:00:00,1013.2\n2024-02-29 12:01:00,1013.1\n"):
        path.write_bytes(begin + data)
        try:
            draft = table_guess.guess_table(path, module="COL").suggested()
            if not draft.open_points():
                readings_by(path, draft.to_map(), draft.station)
        except FileMistakes as refusal:
            assert refusal.mistakes
