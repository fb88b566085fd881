"""What a finished exercise teaches: its outcome, what was true, known and done beside each other, answers beside the right ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from iss_viewer.datafile import FileMistakes
from iss_viewer.exercise.score import ActionMark, Deduction, ExerciseScore, MarkState, score_of
from iss_viewer.scenario.exercise import Exercise, exercise_written
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.scores import cost_text
from iss_viewer.telemetry.events import (
    ActionDone,
    AlarmChange,
    AlarmChanged,
    AnswerGiven,
    AnswerJudged,
    BoundReached,
    Event,
    ExerciseEnded,
    ExpectedMet,
    ForbiddenDone,
    GaugeRead,
    LeakCheckEnded,
    MalfunctionChanged,
    MalfunctionState,
    MessageCame,
    OrderChanged,
    OrderState,
    PersonIncapacitated,
    RepairEnded,
    SearchEnded,
    is_truth,
)
from iss_viewer.telemetry.recording import RecordedRun, RunHeader
from iss_viewer.units import duration_text

#: under which name a recording has its exercise
WRITTEN = "exercise"


class DebriefLane(Enum):
    """What an entry of the time axis is about."""

    TRUE = "what was true"
    KNOWN = "what was known"
    DONE = "what was done"


@dataclass(frozen=True, slots=True)
class LaneEntry:
    """Something that happened, on its lane."""

    time_s: float
    lane: DebriefLane
    text: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """An answer beside the right one. given: empty where none was. right_s, exponential_s: of a reserve time, by the true
    pressures at the readings, in a straight line and exponentially; NaN of all else.
    """

    question: str
    given: str
    right: str
    is_right: bool
    time_s: float
    right_s: float
    exponential_s: float


@dataclass(frozen=True)
class ExerciseDebrief:
    """All of it. ended: how it came to its end, empty while it goes on."""

    exercise: Exercise
    score: ExerciseScore
    ended: str
    lanes: tuple[LaneEntry, ...]
    answers: tuple[AnsweredQuestion, ...]


def exercise_of_run(header: RunHeader) -> Exercise | None:
    """The exercise that a recording is of; None: of none, or of one that is not understood."""
    text = header.extra.get(WRITTEN, "")
    try:
        return exercise_written(str(text))[0] if text else None
    except (FileMistakes, ValueError, KeyError, TypeError):
        return None


def debrief_of(run: RecordedRun) -> ExerciseDebrief | None:
    """The debrief of a recorded exercise; None: it is none."""
    exercise = exercise_of_run(run.header)
    if exercise is None:
        return None
    events, words = tuple(run.events), Words.of(run.header.station, run.header.limits_text)
    ends = [event for event in events if isinstance(event, ExerciseEnded)]
    lanes = tuple(
        LaneEntry(event.time_s, lane, words.named(event))
        for event in events
        if (lane := lane_of(event)) is not None
    )
    return ExerciseDebrief(
        exercise,
        score_of(exercise, events),
        words.event(ends[-1]) if ends else "",
        lanes,
        _answers(exercise, events),
    )


def lane_of(event: Event) -> DebriefLane | None:
    """On which lane an event stands; None: on none."""
    match event:
        case MalfunctionChanged(state=state):
            bites = state in (MalfunctionState.ACTIVE, MalfunctionState.CLEARED)
            return DebriefLane.TRUE if bites else None
        case PersonIncapacitated() | BoundReached():
            return DebriefLane.TRUE
        case AlarmChanged(change=change):
            return DebriefLane.KNOWN if change is AlarmChange.RAISE else None
        case GaugeRead() | SearchEnded() | RepairEnded() | LeakCheckEnded() | MessageCame():
            return DebriefLane.KNOWN
        case OrderChanged(state=order_state):
            is_end = order_state in (OrderState.DONE, OrderState.REFUSED)
            return DebriefLane.DONE if is_end else None
        case ExpectedMet() | ForbiddenDone() | AnswerGiven():
            return DebriefLane.DONE
        case ActionDone(actor=actor) if actor and not is_truth(event):
            return None  # its order says it
    return None


def _answers(exercise: Exercise, events: tuple[Event, ...]) -> tuple[AnsweredQuestion, ...]:
    found = []
    for question in exercise.questions:
        given = [e for e in events if isinstance(e, AnswerGiven) and e.question == question.id]
        judged = [e for e in events if isinstance(e, AnswerJudged) and e.question == question.id]
        last = judged[-1] if judged else None
        found.append(
            AnsweredQuestion(
                question.text,
                given[-1].text if given else "",
                last.right if last is not None and last.right else question.right,
                last is not None and last.is_right,
                given[-1].time_s if given else math.nan,
                math.nan if last is None or last.right_s is None else last.right_s,
                math.nan if last is None or last.exponential_s is None else last.exponential_s,
            )
        )
    return tuple(found)


def mark_words(mark: ActionMark) -> str:
    """What became of an expected action, in a few words."""
    if mark.state in (MarkState.NOT_ASKED, MarkState.MISSED):
        return str(mark.state.value)
    after = f"{mark.state.value} after {duration_text(mark.took_s)}"
    return f"{after}, {mark.way}" if mark.way else after


def deduction_words(one: Deduction) -> str:
    """What cost points, how often, and about which hatches."""
    return cost_text(one.points, len(one.times_s), one.about)
