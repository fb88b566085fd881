"""What happened in an exercise, in a sentence: ticks, answers, messages, freezes, malfunctions."""

from __future__ import annotations

from iss_viewer.telemetry.events import (
    AnswerGiven,
    AnswerJudged,
    BoundReached,
    ExerciseEnded,
    ExpectedDue,
    ExpectedMet,
    ForbiddenDone,
    FreezeAsked,
    MalfunctionChanged,
    MalfunctionState,
    MalfunctionWritten,
    MessageCame,
    QuestionAsked,
    RunAgain,
    RunFrozen,
    StepTicked,
    TrainingEvent,
)
from iss_viewer.units import clock_text

_STATES = {
    MalfunctionState.OFF: "off",
    MalfunctionState.ARMED: "armed",
    MalfunctionState.ASKED: "due: the instructor is asked",
    MalfunctionState.HELD: "held",
    MalfunctionState.ACTIVE: "active",
    MalfunctionState.CLEARED: "cleared",
}
_ENDS = {
    "success": "its aim was reached",
    "failure": "it cannot succeed any more",
    "bound": "it left its bounds",
    "length": "its time is over",
}


def training_event_words(event: TrainingEvent) -> str:
    """What a class, its instructor or the exercise did."""
    match event:
        case MalfunctionChanged(malfunction=malfunction, state=state, cause=cause):
            return f"malfunction {malfunction} {_STATES[state]}" + (f": {cause}" if cause else "")
        case MalfunctionWritten(malfunction=malfunction, what=what, where=where):
            return f"malfunction {malfunction} inserted: {what}, {where}"
        case ExpectedMet(expected=expected, began_s=began_s, time_s=time_s, way=way):
            took = f"{expected} done after {clock_text(time_s - began_s)}"
            return took + (f", {way}" if way else "")
        case ExpectedDue(expected=expected, is_waived=is_waived):
            return f"{expected} {'no longer asked for' if is_waived else 'due'}"
        case AnswerJudged(question=question, is_right=is_right, right=right):
            verdict = "correct" if is_right else f"wrong, correct is {right}"
            return f"answer to {question} {verdict}"
        case ExerciseEnded(by=by):
            return f"exercise over: {_ENDS[by]}"
        case ForbiddenDone(forbidden=forbidden, about=about):
            return f"{forbidden}" + (f": {about}" if about else "")
        case BoundReached(text=text):
            return text
        case MessageCame(sender=sender, text=text):
            return f"{sender}: {text}"
        case QuestionAsked(text=text):
            return f"asked: {text}"
        case AnswerGiven(question=question, text=text):
            return f"answer to {question}: {text}"
        case StepTicked():
            return tick_words(event)
        case RunFrozen(reason=reason):
            return f"frozen: {reason}" if reason else "frozen"
        case FreezeAsked(when=when, at_s=at_s, is_waiting=is_waiting):
            at = "at the next event" if at_s is None else f"at {clock_text(at_s)}"
            return (
                f"{'to' if is_waiting else 'no more to'} be frozen {f'when {when}' if when else at}"
            )
        case RunAgain(left_s=left_s, attempt=attempt):
            return (
                f"again from here: try {attempt}, the one before was left at {clock_text(left_s)}"
            )


def tick_words(event: StepTicked) -> str:
    """That a step is done or skipped, and by what that is known."""
    what = f"skipped: {event.reason}" if event.reason else "done"
    who = f"by hand, {event.by}" if event.by else "by evidence"
    return f"step {event.step} {what} ({who})"
