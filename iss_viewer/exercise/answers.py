"""Whether answers are right: a text, a place, or the reserve time that a crew works out of its own readings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iss_viewer import units
from iss_viewer.exercise.station_truth import StationTruth
from iss_viewer.scenario.exercise.question import Question
from iss_viewer.telemetry.events import AnswerGiven, AnswerJudged, Event, FallTimed, GaugeRead

NEVER_S = float("inf")
#: what a question's `right` says that is worked out of readings
RESERVE = "reserve of station"


@dataclass(frozen=True, slots=True)
class GaugeReading:
    """A pressure that was read: as written down, and as it truly was."""

    time_s: float
    module: str
    read_pa: float
    true_pa: float


@dataclass(frozen=True, slots=True)
class ReserveTime:
    """Until the limit, by two readings: going on in a straight line, and exponentially; infinite: nothing falls."""

    linear_s: float
    exponential_s: float


def reserve_of(
    earlier: tuple[float, float], later: tuple[float, float], limit_pa: float
) -> ReserveTime:
    """Of two readings, each its time in s and its pressure in Pa."""
    (first_s, first_pa), (last_s, last_pa) = earlier, later
    fall_pa_s = (first_pa - last_pa) / (last_s - first_s)
    if fall_pa_s <= 0.0 or last_pa <= limit_pa:
        nothing_left = 0.0 if last_pa <= limit_pa else NEVER_S
        return ReserveTime(nothing_left, nothing_left)
    rate_per_s = math.log(first_pa / last_pa) / (last_s - first_s)
    return ReserveTime((last_pa - limit_pa) / fall_pa_s, math.log(last_pa / limit_pa) / rate_per_s)


class AnswerBook:
    """The questions of an exercise, the readings and the answers. answers: by question, the last text and whether right."""

    def __init__(self, questions: Sequence[Question], limit_pa: float) -> None:
        self._questions = {question.id: question for question in questions}
        self._limit_pa = limit_pa
        self.readings: tuple[GaugeReading, ...] = ()
        self.answers: dict[str, tuple[str, bool]] = {}

    def is_so(self, question: str, state: str) -> bool:
        """Whether an answer was ``given`` or is ``right``."""
        answer = self.answers.get(question)
        return answer is not None and (state == "given" or answer[1])

    def fold(self, events: Iterable[Event], truth: StationTruth) -> tuple[AnswerJudged, ...]:
        """Learn of readings and answers; what is found of these."""
        judged: tuple[AnswerJudged, ...] = ()
        for event in events:
            match event:
                case GaugeRead(time_s=time_s, module=module, pressure_pa=read_pa):
                    true_pa = truth.pressure_pa(module)
                    self.readings += (GaugeReading(time_s, module, read_pa, true_pa),)
                case FallTimed(time_s=time_s, module=module, fall_pa=fall_pa, over_s=over_s):
                    now_pa = truth.pressure_pa(module)
                    before_pa = now_pa + fall_pa
                    self.readings += (
                        GaugeReading(time_s - over_s, module, before_pa, before_pa),
                        GaugeReading(time_s, module, now_pa, now_pa),
                    )
                case AnswerGiven(question=question) if question in self._questions:
                    judged += (self._judge(event),)
        return judged

    def right_text(self, question_id: str, as_read: bool = False) -> str:
        """The right answer as text; as_read: by what was written down, as a crew works it out."""
        question = self._questions[question_id]
        if question.right != RESERVE:
            return question.right
        reserve = self._reserve(as_read)
        if reserve is None or math.isinf(reserve.linear_s):
            return ""
        unit = question.unit or "h"
        return f"{reserve.linear_s / units.to_si(1.0, unit, 'duration'):.4g} {unit}"

    def _judge(self, event: AnswerGiven) -> AnswerJudged:
        question = self._questions[event.question]
        reserve = self._reserve(as_read=False) if question.right == RESERVE else None
        if question.right == RESERVE:
            is_right = reserve is not None and _is_near(event.text, question, reserve.linear_s)
        else:
            is_right = _is_text(event.text, question)
        self.answers[question.id] = (event.text, is_right)
        right_s = None if reserve is None else reserve.linear_s
        exponential_s = None if reserve is None else reserve.exponential_s
        right = self.right_text(question.id)
        return AnswerJudged(event.time_s, question.id, is_right, right, right_s, exponential_s)

    def _reserve(self, as_read: bool) -> ReserveTime | None:
        """Of the last reading, and the last one before it in the same module."""
        for later in self.readings[::-1]:
            for earlier in self.readings[::-1]:
                if earlier.module == later.module and earlier.time_s < later.time_s:
                    points = [
                        (one.time_s, one.read_pa if as_read else one.true_pa)
                        for one in (earlier, later)
                    ]
                    return reserve_of(points[0], points[1], self._limit_pa)
        return None


def _is_near(text: str, question: Question, right_s: float) -> bool:
    given_s = duration_of(text, question.unit)
    if given_s is None or math.isinf(right_s):
        return False
    return abs(given_s - right_s) <= question.tolerance * right_s


def duration_of(text: str, unit: str) -> float | None:
    """The duration that an answer says, s, a bare number in the unit of the question; None for what is none."""
    for written in (text.strip(), f"{text.strip()} {unit or 'h'}"):
        try:
            return units.parse(written, "duration")
        except units.UnitError:
            continue
    return None


def _is_text(text: str, question: Question) -> bool:
    """Whether a text, or a number within the tolerance, is the right one."""
    given, right = " ".join(text.split()).casefold(), " ".join(question.right.split()).casefold()
    if given == right:
        return True
    try:
        number, wanted = float(given.split()[0]), float(right.split()[0])
    except (ValueError, IndexError):
        return False
    return question.tolerance > 0.0 and abs(number - wanted) <= question.tolerance * abs(wanted)
