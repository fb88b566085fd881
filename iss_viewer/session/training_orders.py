"""Orders of a class and its instructor that only the record obeys: ticks, answers, questions, messages."""

from __future__ import annotations

from iss_viewer.telemetry.commands import (
    Arm,
    AskQuestion,
    ClearMalfunction,
    FireMalfunction,
    FreezeWhen,
    GiveAnswer,
    GoBack,
    HoldMalfunction,
    SendMessage,
    TickStep,
)
from iss_viewer.telemetry.events import (
    AnswerGiven,
    Event,
    MessageCame,
    QuestionAsked,
    StepTicked,
)
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.source import ActionRefused

OfMalfunctions = FireMalfunction | HoldMalfunction | ClearMalfunction | Arm
TrainingOrder = (
    TickStep | GiveAnswer | AskQuestion | SendMessage | GoBack | OfMalfunctions | FreezeWhen
)


def training_events(order: TrainingOrder, time_s: float, actor: str) -> tuple[Event, ...]:
    """What comes of an order that no referee has taken. Raises ActionRefused."""
    match order:
        case TickStep(by=""):
            raise ActionRefused(Hindrance.NO_NAME_TO_TICK)
        case TickStep(procedure=procedure, step=step, by=by, go=go, reason=reason):
            return (StepTicked(time_s, procedure, step, by, go, reason, actor),)
        case GiveAnswer(question=question, text=text, sheet=sheet):
            return (AnswerGiven(time_s, question, text, actor, sheet),)
        case AskQuestion(question=question, text=text, options=options):
            return (QuestionAsked(time_s, question, text, options=options, actor=actor),)
        case SendMessage(sender=sender, text=text):
            return (MessageCame(time_s, sender, text, actor),)
        case GoBack():  # whoever holds the session obeys it, where the run is recorded
            raise ActionRefused(Hindrance.NO_WAY_BACK)
    raise ActionRefused(Hindrance.NO_EXERCISE)
