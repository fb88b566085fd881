"""Events of an exercise: what a class did and was asked, what its instructor did, and what was true of it.

Those of malfunctions, expected actions and bounds are the truth of the exercise, withheld from a trainee.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from iss_viewer.telemetry.events.about import ByItself, OfStation
from iss_viewer.telemetry.events.bounds import Finite, Share, Span
from iss_viewer.telemetry.reserve_sheet import ReserveSheet


class MalfunctionState(Enum):
    """How far a malfunction is: not armed, waiting for its condition, due (and asked for), kept from biting, biting, over."""

    OFF = "off"
    ARMED = "armed"
    ASKED = "asked"
    HELD = "held"
    ACTIVE = "active"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class MalfunctionChanged(OfStation):
    """Truth: a malfunction was armed, began, was held or ended. cause: the sentence that held, or empty: by a person."""

    time_s: Finite
    malfunction: str
    state: MalfunctionState
    cause: str = ""
    actor: str = ""
    kind: Literal["MalfunctionChanged"] = field(default="MalfunctionChanged", repr=False)


@dataclass(frozen=True, slots=True)
class MalfunctionWritten(OfStation):
    """Truth: an instructor wrote a malfunction during the run. what, where, waits_for, ends: as the list of the exercise
    has them of its own; text: its ``[[malfunctions]]`` table.
    """

    time_s: Finite
    malfunction: str
    what: str
    where: str
    waits_for: str
    ends: str
    text: str
    actor: str = ""
    kind: Literal["MalfunctionWritten"] = field(default="MalfunctionWritten", repr=False)


@dataclass(frozen=True, slots=True)
class ExpectedMet(OfStation, ByItself):
    """Truth: an expected action was seen. began_s: when its clock began; credit_1: for being in time and by which way."""

    time_s: Finite
    expected: str
    began_s: Finite
    credit_1: Share = 1.0
    way: str = ""
    kind: Literal["ExpectedMet"] = field(default="ExpectedMet", repr=False)


@dataclass(frozen=True, slots=True)
class ExpectedDue(OfStation, ByItself):
    """Truth: the clock of an expected action runs; or it is waived: no longer asked for."""

    time_s: Finite
    expected: str
    is_waived: bool = False
    kind: Literal["ExpectedDue"] = field(default="ExpectedDue", repr=False)


@dataclass(frozen=True, slots=True)
class AnswerJudged(OfStation, ByItself):
    """Truth: whether an answer was right, and what was.

    right_s, exponential_s: of a reserve time, what the readings come to by the linear rule with true pressures, and
    exponentially; None of all else.
    """

    time_s: Finite
    question: str
    is_right: bool
    right: str
    right_s: Span | None = None
    exponential_s: Span | None = None
    kind: Literal["AnswerJudged"] = field(default="AnswerJudged", repr=False)


@dataclass(frozen=True, slots=True)
class ExerciseEnded(OfStation, ByItself):
    """The exercise is over: by its success or failure, a bound, or its length.

    points: 0 to 100, what `earned` less `deducted` came to; None: not reckoned. outcome: in words. critical: what by itself
    makes the run unsatisfactory.
    """

    time_s: Finite
    by: Literal["success", "failure", "bound", "length"]
    points: Finite | None = None
    earned: Finite = 0.0
    deducted: Finite = 0.0
    outcome: str = ""
    critical: tuple[str, ...] = ()
    kind: Literal["ExerciseEnded"] = field(default="ExerciseEnded", repr=False)


@dataclass(frozen=True, slots=True)
class ForbiddenDone(OfStation, ByItself):
    """Truth: something was done that costs points. about: the hatch or place, where the rule has one."""

    time_s: Finite
    forbidden: str
    points: Finite
    about: str = ""
    kind: Literal["ForbiddenDone"] = field(default="ForbiddenDone", repr=False)


@dataclass(frozen=True, slots=True)
class BoundReached(OfStation, ByItself):
    """Truth: the exercise left what it is for. consequence: what the run does then."""

    time_s: Finite
    bound: str
    text: str
    consequence: Literal["freeze", "end", "note"] = "freeze"
    kind: Literal["BoundReached"] = field(default="BoundReached", repr=False)


@dataclass(frozen=True, slots=True)
class MessageCame(OfStation):
    """A message to the trainee, of the exercise or of its instructor; it is kept."""

    time_s: Finite
    sender: str
    text: str
    actor: str = ""
    kind: Literal["MessageCame"] = field(default="MessageCame", repr=False)


@dataclass(frozen=True, slots=True)
class QuestionAsked(OfStation):
    """The trainee is asked. unit: of a number that is asked for; options: offered to choose from."""

    time_s: Finite
    question: str
    text: str
    unit: str = ""
    options: tuple[str, ...] = ()
    actor: str = ""
    kind: Literal["QuestionAsked"] = field(default="QuestionAsked", repr=False)


@dataclass(frozen=True, slots=True)
class AnswerGiven(OfStation):
    """What the trainee answered; whether it is right is not looked at before the debrief.

    sheet: the worksheet that it was worked out on.
    """

    time_s: Finite
    question: str
    text: str
    actor: str = ""
    sheet: ReserveSheet | None = None
    kind: Literal["AnswerGiven"] = field(default="AnswerGiven", repr=False)


@dataclass(frozen=True, slots=True)
class StepTicked(OfStation):
    """A step of a checklist is done.

    by: the person who ticked it; empty: by evidence. go: the step that was chosen to go on with; empty: the one that
    follows. reason: why it was skipped; empty: it was done.
    """

    time_s: Finite
    procedure: str
    step: str
    by: str = ""
    go: str = ""
    reason: str = ""
    actor: str = ""
    kind: Literal["StepTicked"] = field(default="StepTicked", repr=False)


@dataclass(frozen=True, slots=True)
class RunFrozen(OfStation):
    """Time was held, and why."""

    time_s: Finite
    reason: str
    actor: str = ""
    kind: Literal["RunFrozen"] = field(default="RunFrozen", repr=False)


@dataclass(frozen=True, slots=True)
class FreezeAsked(OfStation):
    """Of the instructor: time is to be held when a sentence holds. is_waiting: no more, once it was or was withdrawn.

    at_s: without a sentence, at this time of the run; None: at the next event.
    """

    time_s: Finite
    when: str
    reason: str = ""
    is_waiting: bool = True
    actor: str = ""
    at_s: Finite | None = None
    kind: Literal["FreezeAsked"] = field(default="FreezeAsked", repr=False)


@dataclass(frozen=True, slots=True)
class RunAgain(OfStation):
    """Again from here: the run went back to this instant from a later one, and goes on anew."""

    time_s: Finite
    left_s: Finite
    attempt: int
    actor: str = ""
    kind: Literal["RunAgain"] = field(default="RunAgain", repr=False)


#: what a trainee must not see
EXERCISE_TRUTH = (
    MalfunctionChanged, MalfunctionWritten, ExpectedDue, ExpectedMet, ForbiddenDone, BoundReached,
    AnswerJudged, FreezeAsked,
)  # fmt: skip
TrainingEvent = (
    MalfunctionChanged
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
)
