"""What is known besides numbers at an instant: the fold of all events of the run up to it.

Looking back is the same fold, stopped earlier; so a list of alarms of the past is the list that
was seen then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field

from iss_viewer.station.actions import (
    Action,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenCoolantLeak,
    OpenLeak,
    SealLeak,
)
from iss_viewer.telemetry.events import (
    ActionDone,
    Advice,
    AdviceGiven,
    Alarm,
    AlarmAssigned,
    AlarmChanged,
    AnswerGiven,
    AnswerJudged,
    CostsSet,
    Event,
    ExerciseEnded,
    ExpectedMet,
    FloodChanged,
    FloodPhase,
    FreezeAsked,
    GaugeRead,
    LimitEdited,
    LocationEstimated,
    MalfunctionChanged,
    MalfunctionWritten,
    MessageCame,
    OptionSet,
    OrderChanged,
    QuestionAsked,
    RunFrozen,
    StepReached,
    StepTicked,
    VerdictGiven,
)
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import AlarmState


@dataclass
class Board:
    """All alarms, verdicts, advice and settings as they stood at an instant."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    assigned: dict[str, str] = field(default_factory=dict)  # alarm id -> who sees to it
    verdicts: dict[str, VerdictGiven] = field(default_factory=dict)  # by party
    advice: Advice | None = None
    options: dict[str, str] = field(default_factory=dict)
    limits: dict[tuple[str, str], float] = field(default_factory=dict)  # limit, field -> number
    leaks: dict[str, str] = field(default_factory=dict)  # leak id -> module, opened by a trainer
    coolant_leaks: dict[str, float] = field(default_factory=dict)  # loop id -> when it was opened
    hatch_moved_s: dict[str, float] = field(default_factory=dict)
    hatch_opening: dict[str, float] = field(default_factory=dict)  # how far each was opened last
    valve_opening: dict[str, float] = field(default_factory=dict)
    crew_at: dict[str, str] = field(default_factory=dict)
    flood: bool = False
    step: StepReached | None = None  # of a walk-through
    gauges: dict[str, GaugeRead] = field(default_factory=dict)  # the last reading in each module
    malfunctions: dict[str, MalfunctionChanged] = field(default_factory=dict)  # the last of each
    inserted: dict[str, MalfunctionWritten] = field(default_factory=dict)  # during the run
    met: dict[str, ExpectedMet] = field(default_factory=dict)  # by expected action
    questions: dict[str, QuestionAsked] = field(default_factory=dict)
    answers: tuple[AnswerGiven, ...] = ()
    judged: dict[str, AnswerJudged] = field(
        default_factory=dict
    )  # the last answer to each question
    ended: ExerciseEnded | None = None
    ticks: tuple[StepTicked, ...] = ()
    messages: tuple[MessageCame, ...] = ()
    frozen: RunFrozen | None = None  # the last time that a reason was given
    freezes: int = 0
    #: by their sentences and times; with neither: at the next event
    freezes_waiting: dict[tuple[str, float | None], FreezeAsked] = field(default_factory=dict)
    orders: dict[str, OrderChanged] = field(default_factory=dict)  # as each stands, by its number
    are_costs_on: bool = False  # actions take time and people
    count: int = 0

    @classmethod
    def of(cls, events: Iterable[Event]) -> Board:
        """The board after some events, in order of time."""
        board = cls()
        for event in events:
            board.take(event)
        return board

    def take(self, event: Event) -> None:
        """Fold the next event in."""
        self.count += 1
        match event:
            case AlarmChanged(alarm=alarm):
                self._keep(alarm)
            case AlarmAssigned(alarm=alarm, person=person):
                self.assigned[alarm.id] = person
            case FloodChanged(phase=phase):
                self.flood = phase is not FloodPhase.OVER
            case VerdictGiven(party=party):
                self.verdicts[party] = event
            case AdviceGiven(advice=advice):
                self.advice = advice
            case LocationEstimated(location=location):
                self.options["prior"] = location.prior.value
            case OptionSet(option=option, value=value):
                self.options[option] = value
            case LimitEdited(limit=limit, field_name=name, value=number):
                self.limits[limit, name] = number
            case StepReached():
                self.step = event
            case GaugeRead(module=module):
                self.gauges[module] = event
            case OrderChanged(order=order):
                self.orders[order] = event
            case CostsSet(are_on=are_on):
                self.are_costs_on = are_on
            case ActionDone(time_s=time_s, action=action):
                self._keep_action(action, time_s)
            case _:
                self._keep_training(event)

    def active_alarms(self) -> list[Alarm]:
        """Alarms that ask for attention: the root first in a flood, then worst and newest first."""
        return [alarm for alarm in ranked(self.alarms.values()) if alarm.is_announced]

    def _keep(self, alarm: Alarm) -> None:
        if alarm.state is AlarmState.NORMAL:
            self.alarms.pop(alarm.id, None)
            self.assigned.pop(alarm.id, None)
        else:
            self.alarms[alarm.id] = alarm

    def _keep_training(self, event: Event) -> None:
        match event:
            case MalfunctionChanged(malfunction=malfunction):
                self.malfunctions[malfunction] = event
            case MalfunctionWritten(malfunction=malfunction):
                self.inserted[malfunction] = event
            case ExpectedMet(expected=expected):
                self.met[expected] = event
            case QuestionAsked(question=question):
                self.questions[question] = event
            case AnswerGiven():
                self.answers += (event,)
            case AnswerJudged(question=question):
                self.judged[question] = event
            case ExerciseEnded():
                self.ended = event
            case StepTicked():
                self.ticks += (event,)
            case MessageCame():
                self.messages += (event,)
            case RunFrozen():
                self.frozen, self.freezes = event, self.freezes + 1
            case FreezeAsked(when=when, at_s=at_s, is_waiting=is_waiting):
                self.freezes_waiting.pop((when, at_s), None)
                if is_waiting:
                    self.freezes_waiting[when, at_s] = event

    def _keep_action(self, action: Action, time_s: float) -> None:
        match action:
            case MoveHatch(hatch=hatch, opening=opening):
                self.hatch_moved_s[hatch] = time_s
                self.hatch_opening[hatch] = opening
            case MoveValve(hatch=hatch, opening=opening):
                self.valve_opening[hatch] = opening
            case MoveCrew(crew=crew, module=module):
                self.crew_at.update(dict.fromkeys(crew, module))
            case OpenLeak(leak=leak, module=module):
                self.leaks[leak] = module
            case SealLeak(leak=leak, fraction=fraction) if fraction >= 1.0:
                self.leaks.pop(leak, None)
            case OpenCoolantLeak(loop=loop):
                self.coolant_leaks[loop] = time_s
            case IsolateLoop(loop=loop):
                self.coolant_leaks.pop(loop, None)


def ranked(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Alarms as a list shows them: root first, announced before the rest, worst class, newest."""
    return tuple(
        sorted(
            alarms,
            key=lambda a: (not a.is_root, not a.is_announced, -a.alarm_class, -a.raised_s, a.id),
        )
    )


class Ledger:
    """Keeps the board of an instant up to date, cheaply when time goes forward."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._board = Board()
        self._taken: tuple[Event, ...] = ()

    def at(self, time_s: float) -> Board:
        """The board at an instant. The same object is returned while nothing changed."""
        events = self._history.events(to_s=time_s)
        if len(events) == len(self._taken) and (not events or events[-1] is self._taken[-1]):
            return self._board
        if self._goes_on(events):
            fresh: Sequence[Event] = events[len(self._taken) :]
            self._board = _copied(self._board)
        else:
            fresh, self._board = events, Board()
        for event in fresh:
            self._board.take(event)
        self._taken = events
        return self._board

    def _goes_on(self, events: tuple[Event, ...]) -> bool:
        count = len(self._taken)
        return count == 0 or (len(events) >= count and events[count - 1] is self._taken[-1])


def _copied(board: Board) -> Board:
    fresh = copy(board)
    for name, value in vars(board).items():
        if isinstance(value, dict):
            setattr(fresh, name, dict(value))
    return fresh
