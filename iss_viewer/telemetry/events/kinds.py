"""Every kind of event: something that happened at an instant, with the value that it is about.

An event holds no finished sentence: `situation.words` makes one of it. Each has `time_s`, seconds of
the run; `subject`, what it is about (a module, a hatch, an alarm's subject, STATION); and `actor`, who
did it, empty where it came by itself.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from iss_viewer.station.actions import (
    FailSensor,
    LoosenRepair,
    MoveHatch,
    OpenCoolantLeak,
    OpenLeak,
    SealLeak,
)
from iss_viewer.telemetry.events.alarm import AlarmChange
from iss_viewer.telemetry.events.concluded import (
    AdviceGiven,
    AlarmAssigned,
    AlarmChanged,
    FilterRestarted,
    FloodChanged,
    JudgementFailed,
    LimitEdited,
    LocationEstimated,
    OptionSet,
    VerdictGiven,
)
from iss_viewer.telemetry.events.happened import (
    ActionDone,
    ActionRefusedInScript,
    CommandRefused,
    FaultChanged,
    FeedChanged,
    GaugeRead,
    LeakChanged,
    LeakOpened,
    NoteWritten,
    PersonIncapacitated,
    Remark,
    ResponseStarted,
    StepReached,
    SurroundingsChanged,
)
from iss_viewer.telemetry.events.ordered import (
    CostsSet,
    FallTimed,
    LeakCheckEnded,
    OrderChanged,
    RepairEnded,
    SearchEnded,
)
from iss_viewer.telemetry.events.training import (
    EXERCISE_TRUTH,
    AnswerGiven,
    AnswerJudged,
    BoundReached,
    ExerciseEnded,
    ExpectedDue,
    ExpectedMet,
    ForbiddenDone,
    FreezeAsked,
    MalfunctionChanged,
    MalfunctionWritten,
    MessageCame,
    QuestionAsked,
    RunAgain,
    RunFrozen,
    StepTicked,
)

Event = Annotated[
    AlarmChanged
    | AlarmAssigned
    | FloodChanged
    | VerdictGiven
    | AdviceGiven
    | LocationEstimated
    | FilterRestarted
    | JudgementFailed
    | LimitEdited
    | OptionSet
    | NoteWritten
    | StepReached
    | ActionDone
    | ActionRefusedInScript
    | CommandRefused
    | ResponseStarted
    | GaugeRead
    | OrderChanged
    | CostsSet
    | SearchEnded
    | RepairEnded
    | LeakCheckEnded
    | FallTimed
    | MalfunctionChanged
    | MalfunctionWritten
    | ExpectedDue
    | ExpectedMet
    | AnswerJudged
    | ExerciseEnded
    | ForbiddenDone
    | BoundReached
    | MessageCame
    | QuestionAsked
    | AnswerGiven
    | StepTicked
    | RunFrozen
    | FreezeAsked
    | RunAgain
    | FeedChanged
    | LeakOpened
    | LeakChanged
    | FaultChanged
    | PersonIncapacitated
    | SurroundingsChanged
    | Remark,
    Field(discriminator="kind"),
]

#: what a detector concludes, or is told of its settings: it does so again when a recording is played
CONCLUDED = (
    AlarmChanged,
    AlarmAssigned,
    FloodChanged,
    VerdictGiven,
    AdviceGiven,
    LocationEstimated,
    FilterRestarted,
    JudgementFailed,
    LimitEdited,
    OptionSet,
)
_TRUTH = (
    LeakOpened,
    LeakChanged,
    PersonIncapacitated,
    FaultChanged,
    SurroundingsChanged,
    *EXERCISE_TRUTH,
)
_TRAINERS = (OpenLeak, SealLeak, LoosenRepair, FailSensor, OpenCoolantLeak)


def is_truth(event: Event) -> bool:
    """Whether an event tells what no sensor and no person aboard knows: shown only when asked for."""
    if isinstance(event, ActionDone | CommandRefused):
        return isinstance(event.action, _TRAINERS)
    return isinstance(event, _TRUTH) or (isinstance(event, Remark) and event.topic == "truth")


def is_concluded(event: Event) -> bool:
    """Whether a detector concluded it."""
    return isinstance(event, CONCLUDED)


def is_hatch_move(event: Event) -> bool:
    """Whether a hatch was moved."""
    return isinstance(event, ActionDone) and isinstance(event.action, MoveHatch)


def closed_hatch(event: Event) -> str:
    """The hatch that was closed; empty for all else."""
    match event:
        case ActionDone(action=MoveHatch(hatch=hatch, is_open=False)):
            return hatch
    return ""


def has_change(event: Event, *changes: AlarmChange) -> bool:
    """Whether an alarm changed in one of these ways."""
    return isinstance(event, AlarmChanged) and event.change in changes


def time_of(event: Event) -> float:
    """When it happened: the key by which events are in order."""
    return event.time_s
