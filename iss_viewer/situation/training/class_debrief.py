"""What a run of an exercise teaches its class: measures, what was true, known and done on one time axis, answers, T.res.

All of it is made of the events and readings of the run, so it can be had while the run goes on and of any recording.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iss_viewer.link.cover import ExerciseCover
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import OpenRun
from iss_viewer.situation.training.debrief_lanes import Lane, done_bars, lanes_of
from iss_viewer.situation.training.malfunctions_now import ExpectedRow, expected_rows
from iss_viewer.situation.training.plan_beside import PlanBeside, plan_beside
from iss_viewer.situation.training.worksheet import reserve_s
from iss_viewer.situation.words.scores import score_text
from iss_viewer.situation.words.training import training_event_words
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AnswerGiven,
    Event,
    OrderChanged,
    OrderState,
    RunAgain,
    RunFrozen,
    has_change,
)
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.run_digest import run_digest, short_digest
from iss_viewer.units import PA_PER_MMHG, duration_text

#: points of a curve
_POINTS = 600


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """One figure of the run: before any points."""

    name: str
    value: str
    detail: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer beside what the readings come to, or what was expected; "" where nothing is known of that."""

    question: str
    given: str
    right: str
    tone: str = ""


@dataclass(frozen=True)
class ClassDebrief:
    """The whole of it. curves: by name, mmHg at `time_s`, of where people were and of the lowest module.
    digest: by which the run is known (telemetry/run_digest.py).
    """

    outcome: str
    about: str
    measures: tuple[ClassMeasure, ...]
    expected: tuple[ExpectedRow, ...]
    lanes: tuple[Lane, ...]
    answers: tuple[AnswerLine, ...]
    objectives: tuple[str, ...]
    start_s: float
    end_s: float
    time_s: Floats
    manned_mmhg: Floats
    lowest_mmhg: Floats
    freezes_s: tuple[float, ...]
    plan: PlanBeside | None
    digest: str


def class_debrief(run: OpenRun, limit_pa: float) -> ClassDebrief:
    """The debrief of a run as far as it has come. Raises ValueError: it has no row yet."""
    history, cover = run.history, run.opened.cover
    if history.is_empty:
        raise ValueError("the run has not begun")
    events = tuple(history.events())
    board = Board.of(events)
    expected = _expected(cover, board)
    times, manned, lowest = _pressures(run)
    held = tuple(e.time_s for e in events if isinstance(e, RunFrozen | RunAgain))
    return ClassDebrief(
        _outcome(expected, board), _about(cover, run.opened.title),
        (*_measures(expected, events, manned, limit_pa), *_points(board)), expected, lanes_of(run, events),
        _answers(run, board, limit_pa), () if cover is None else cover.objectives,
        history.start_s, history.end_s, times, manned, lowest, held,
        plan_beside(run.station, events, done_bars(run, events)), short_digest(run_digest(history)),
    )  # fmt: skip


def _expected(cover: ExerciseCover | None, board: Board) -> tuple[ExpectedRow, ...]:
    return () if cover is None or cover.sheet is None else expected_rows(cover.sheet, board)


def _outcome(expected: Sequence[ExpectedRow], board: Board) -> str:
    if not expected:
        return "No exercise was played"
    done = len([row for row in expected if row.tone])
    ended = "" if board.ended is None else f"; {training_event_words(board.ended)}"
    return f"{done} of {len(expected)} expected actions were done{ended}"


def _about(cover: ExerciseCover | None, title: str) -> str:
    return title if cover is None or cover.sheet is None else f"{title} · {cover.sheet.name}"


def _measures(
    expected: Sequence[ExpectedRow], events: Sequence[Event], manned: Floats, limit_pa: float
) -> tuple[ClassMeasure, ...]:
    in_time = sum(row.tone == "good" for row in expected)
    return (
        ClassMeasure("In time", f"{in_time} of {len(expected)}", "expected actions"),
        _acknowledged(events),
        _lowest(manned, limit_pa),
        ClassMeasure("Hatches closed", str(len([e for e in events if _is_closing(e)])), "by order"),
        _refused(events),
    )


def _points(board: Board) -> tuple[ClassMeasure, ...]:
    """Points last; none while the exercise goes on."""
    end = board.ended
    if end is None or end.points is None:
        return ()
    why = f"{end.outcome}: {end.critical[0]}" if end.critical else end.outcome
    text = score_text(end.points, end.earned, end.deducted)
    return (ClassMeasure("Points", text, why, "bad" if end.critical else ""),)


def _acknowledged(events: Sequence[Event]) -> ClassMeasure:
    raised = next((e.time_s for e in events if has_change(e, AlarmChange.RAISE)), math.nan)
    answered = (e.time_s for e in events if has_change(e, AlarmChange.ACKNOWLEDGE))
    first = next((time_s for time_s in answered if time_s >= raised), math.nan)
    value = duration_text(first - raised) if first == first else "never"
    detail = "no alarm came" if raised != raised else "after the first alarm"
    return ClassMeasure("Alarm acknowledged", "—" if raised != raised else value, detail)


def _lowest(manned: Floats, limit_pa: float) -> ClassMeasure:
    known = manned[np.isfinite(manned)]
    least = float(known.min()) if known.size else math.nan
    limit = limit_pa / PA_PER_MMHG
    tone = "bad" if least < limit else ""
    value = "—" if least != least else f"{least:.0f} mmHg"
    return ClassMeasure("Lowest, where people were", value, f"limit {limit:.0f} mmHg", tone)


def _refused(events: Sequence[Event]) -> ClassMeasure:
    orders = [e for e in events if isinstance(e, OrderChanged)]
    refused = sum(e.state is OrderState.REFUSED for e in orders)
    given = len({e.order for e in orders})
    return ClassMeasure("Orders", str(given), f"{refused} refused")


def _is_closing(event: Event) -> bool:
    return isinstance(event, ActionDone) and getattr(event.action, "is_open", None) is False


def _pressures(run: OpenRun) -> tuple[Floats, Floats, Floats]:
    """Times, and the least pressure of modules with people in them, and of all, mmHg."""
    history, station, table = run.history, run.station, run.table
    times = np.linspace(history.start_s, history.end_s, min(_POINTS, 2 + int(history.end_s)))
    rows = np.array([history.at(float(time_s)) for time_s in times])
    pressure = np.full((len(times), len(station.modules)), np.nan)
    people = np.zeros_like(pressure)
    for at, module in enumerate(station.module_ids):
        for into, quantity in ((pressure, "pressure_pa"), (people, "crew")):
            column = table.get(module, quantity)
            if column is not None:
                into[:, at] = rows[:, column]
    with np.errstate(invalid="ignore"):
        manned = np.where(people > 0.0, pressure, np.inf).min(axis=1, initial=np.inf)
        lowest = np.where(np.isfinite(pressure), pressure, np.inf).min(axis=1, initial=np.inf)
    manned, lowest = (np.where(np.isfinite(x), x, np.nan) / PA_PER_MMHG for x in (manned, lowest))
    return times, manned, lowest


def _answers(run: OpenRun, board: Board, limit_pa: float) -> tuple[AnswerLine, ...]:
    """Each answer, the last to each question; sheets beside what the sensors come to at the same instants."""
    asked = {name: one.text for name, one in board.questions.items()}
    last = {one.question: one for one in board.answers}
    lines = []
    for name in dict.fromkeys((*asked, *last)):
        answer = last.get(name)
        if answer is None:
            lines.append(AnswerLine(asked[name], "no answer", "", "notice"))
        else:
            right, tone = _right(run, board, answer, limit_pa)
            lines.append(AnswerLine(asked.get(name, "T.res"), answer.text, right, tone))
    return tuple(lines)


def _right(run: OpenRun, board: Board, answer: AnswerGiven, limit_pa: float) -> tuple[str, str]:
    """What would have been right, by the referee where there is one, else by the sensors."""
    judged = board.judged.get(answer.question)
    if judged is None:
        return _beside(run, answer, limit_pa)
    right = judged.right
    if judged.right_s is not None:
        right = f"by the true pressures {duration_text(judged.right_s)}"
    if judged.exponential_s is not None:
        right += f", exponentially {duration_text(judged.exponential_s)}"
    return f"right: {right}", "good" if judged.is_right else "notice"


def _beside(run: OpenRun, answer: AnswerGiven, limit_pa: float) -> tuple[str, str]:
    sheet = answer.sheet
    column = None if sheet is None else run.table.get(sheet.place, "pressure_pa")
    if sheet is None or column is None:
        return "", ""
    first, second = (float(run.history.at(t)[column]) for t in (sheet.first_s, sheet.second_s))
    slope = (second - first) / max(sheet.second_s - sheet.first_s, 1e-9)
    true_s = reserve_s(second, limit_pa, slope)
    off = abs(sheet.reserve_s - true_s) / true_s if 0.0 < true_s < math.inf else math.inf
    words = f"by the sensors at the same instants {duration_text(true_s)}"
    return words, "good" if off <= 0.25 else "notice"
