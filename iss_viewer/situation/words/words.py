"""The sentences of one run: they need its station, for the names, and its limits, for the alarms."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.datafile import FileMistakes, read_text
from iss_viewer.detection.limits import Limits, Rule, read_limits
from iss_viewer.situation.words.actions import action_words, gauge_name, reported_words
from iss_viewer.situation.words.advice import AdviceWords, advice_words
from iss_viewer.situation.words.alarms import (
    alarm_words,
    assigned_words,
    edit_words,
    flood_words,
    guidance_words,
    subject_names,
)
from iss_viewer.situation.words.feed import feed_words
from iss_viewer.situation.words.numbers import share_text
from iss_viewer.situation.words.orders import order_event_words
from iss_viewer.situation.words.refusals import refusal_words
from iss_viewer.situation.words.status import VERDICT_WORDS
from iss_viewer.situation.words.training import training_event_words
from iss_viewer.situation.words.verdict import reason_words
from iss_viewer.station import Station
from iss_viewer.station.actions import target_of, verb_of
from iss_viewer.station.names import with_names
from iss_viewer.telemetry.events import (
    ActionDone,
    ActionRefusedInScript,
    Advice,
    AdviceGiven,
    Alarm,
    AlarmAssigned,
    AlarmChanged,
    AnswerGiven,
    AnswerJudged,
    BoundReached,
    CommandRefused,
    CostsSet,
    Event,
    ExerciseEnded,
    ExpectedDue,
    ExpectedMet,
    FallTimed,
    FaultChanged,
    FeedChanged,
    Filtered,
    FilterRestarted,
    FloodChanged,
    ForbiddenDone,
    FreezeAsked,
    GaugeRead,
    Judged,
    JudgementFailed,
    LeakChanged,
    LeakCheckEnded,
    LeakOpened,
    LimitEdited,
    LocationEstimated,
    MalfunctionChanged,
    MalfunctionWritten,
    MessageCame,
    NoteWritten,
    OptionSet,
    OrderChanged,
    PersonIncapacitated,
    QuestionAsked,
    RankedLocation,
    Remark,
    RepairEnded,
    ResponseStarted,
    RunAgain,
    RunFrozen,
    SearchEnded,
    StepReached,
    StepTicked,
    SurroundingsChanged,
    VerdictGiven,
)
from iss_viewer.units import PA_PER_MMHG, UNIT_SYSTEMS, UnitSystem

if TYPE_CHECKING:  # recordings take part of a second to import, and windows need words at once
    from iss_viewer.telemetry.recording import RunHeader


@dataclass(frozen=True)
class Words:
    """Makes the sentences of one run."""

    station: Station
    limits: Limits

    @classmethod
    def of(cls, station: Station, limits_text: str = "") -> Words:
        """The words of a run; limits_text: the limits in force, those of the assets where it has none."""
        try:
            limits = read_text(limits_text, Path("limits.toml"), Limits) if limits_text else None
        except FileMistakes:  # of another version
            limits = None
        return cls(station, limits or read_limits())

    @classmethod
    def of_run(cls, header: RunHeader) -> Callable[[Event], str]:
        """What makes the sentence of each event of a recorded run."""
        return cls.of(header.station, header.limits_text).event

    @cached_property
    def _names(self) -> dict[str, str]:
        return subject_names(self.station)

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.limits.rules}

    def alarm(self, alarm: Alarm) -> str:
        """What an alarm says."""
        return alarm_words(self._names, self._rules, alarm)

    def subjects_of(self, alarm: Alarm) -> str:
        """What the rule of an alarm is about: "module", "loop", "space", ...; empty for a rule of before."""
        rule = self._rules.get(alarm.rule)
        return "" if rule is None else rule.subjects

    @cached_property
    def most_age_s(self) -> float:
        """How old the data of a gauge may be before it counts as lost."""
        rules = (rule for rule in self.limits.rules if rule.subjects == "module")
        ages = (rule.value for rule in rules if rule.quantity == "data_age_s")
        return min(ages, default=math.inf)

    def guidance(self, alarm: Alarm) -> str:
        """What to do about an alarm."""
        return guidance_words(self._rules, alarm)

    def advice(self, advice: Advice) -> AdviceWords:
        """What to do next, what it tells, and why."""
        return advice_words(self.station, advice)

    def reasons(
        self, verdict: VerdictGiven, units: UnitSystem = UNIT_SYSTEMS[0]
    ) -> tuple[str, ...]:
        """The reasons of a verdict, the gravest first."""
        party, reasons = verdict.party, verdict.reasons
        return tuple(reason_words(self.station, party, reason, units) for reason in reasons)

    def named(self, event: Event) -> str:
        """What happened, with names in place of ids; what a person typed stays as it was typed."""
        if isinstance(event, AlarmAssigned):
            return assigned_words(with_names(self.station, self.alarm(event.alarm)), event.person)
        text = self.event(event)
        is_typed = isinstance(
            event,
            NoteWritten
            | StepReached
            | Remark
            | MessageCame
            | QuestionAsked
            | AnswerGiven
            | RunFrozen
            | FreezeAsked,
        )
        return text if is_typed else with_names(self.station, text)

    def event(self, event: Event) -> str:
        """What happened, in one sentence, by the ids of what it is about."""
        match event:
            case AlarmChanged(alarm=alarm):
                return self.alarm(alarm)
            case AlarmAssigned(alarm=alarm, person=person):
                return assigned_words(self.alarm(alarm), person)
            case FloodChanged():
                return flood_words(self._names, self._rules, event)
            case VerdictGiven(party=party, verdict=verdict):
                return f"{party}: {VERDICT_WORDS[verdict].lower()}"
            case AdviceGiven(advice=advice):
                return self.advice(advice).title
            case LocationEstimated(location=location):
                return location_words(location)
            case FilterRestarted() | JudgementFailed():
                return detector_words(self._names, event)
            case LimitEdited(limit=limit):
                return f"Limit {limit}: {edit_words(event)}"
            case OptionSet(option=option, value=value):
                return f"{option} set to {value}"
            case NoteWritten(text=text) | StepReached(title=text) | Remark(text=text):
                return text
            case ActionDone(action=action, is_reported=True):
                return reported_words(self.station, action)
            case ActionDone(action=action):
                return action_words(self.station, action)
            case ResponseStarted():
                return "rapid depressurization response: intermodule ventilation stopped"
            case ActionRefusedInScript(verb=verb, target=target, why=why):
                reason = why if isinstance(why, str) else refusal_words(why)
                return f"{verb} {target} was not possible: {reason}"
            case CommandRefused(action=action, why=why):
                asked = f"{verb_of(action)} {target_of(action)}".rstrip()
                return f"{asked} was not possible: {refusal_words(why)}"
            case FeedChanged():
                return feed_words(event)
            case GaugeRead(module=module, pressure_pa=pressure_pa):
                read = f"{pressure_pa / PA_PER_MMHG:.0f} mmHg"
                return f"{gauge_name(self.station)} in {module}: {read}"
            case PersonIncapacitated(person=person, subject=where):
                return f"{person} is incapacitated by the air of {self._names.get(where, where)}"
            case (
                OrderChanged()
                | CostsSet()
                | SearchEnded()
                | RepairEnded()
                | LeakCheckEnded()
                | FallTimed()
            ):
                return order_event_words(self.station, event)
            case (
                MalfunctionChanged()
                | MalfunctionWritten()
                | ExpectedDue()
                | ExpectedMet()
                | AnswerJudged()
                | ExerciseEnded()
                | ForbiddenDone()
                | BoundReached()
                | MessageCame()
                | QuestionAsked()
                | AnswerGiven()
                | StepTicked()
                | RunFrozen()
                | FreezeAsked()
                | RunAgain()
            ):
                return training_event_words(event)
            case LeakOpened() | LeakChanged() | FaultChanged() | SurroundingsChanged():
                return truth_words(event)


def location_words(location: RankedLocation) -> str:
    """Where the leak is believed to be."""
    best, chance = location.ranked[0] if location.ranked else ("", 0.0)
    if location.none >= 0.5:
        return f"No leak with probability {share_text(location.none)}"
    if chance >= 0.5:
        return f"The leak is in {best} with probability {share_text(chance)}"
    wrong = share_text(1.0 - location.none)
    return (
        f"Something is wrong with probability {wrong}, most likely {best} with {share_text(chance)}"
    )


def detector_words(names: Mapping[str, str], event: FilterRestarted | JudgementFailed) -> str:
    """What the detector has to say of itself."""
    name = names.get(event.subject, event.subject)
    match event:
        case FilterRestarted(filtered=Filtered.AIR_SPACE, count=count):
            what, again = f"air space of {name}", "what was known of its leak is lost"
        case FilterRestarted(filtered=filtered, count=count):
            what, again = f"{filtered.value} of {name}", "how it errs is learned again"
        case JudgementFailed(judgement=Judged.ESTIMATE, fault=fault):
            return f"Detector fault: {name} could not be judged ({fault}); the rest is"
        case JudgementFailed(judgement=Judged.LOSS, fault=fault):
            return f"Detector fault: losses are told by the alarm tests alone ({fault})"
        case JudgementFailed(judgement=Judged.STANDING, fault=fault):
            return f"Detector fault: losses stand as they were ({fault})"
        case JudgementFailed(judgement=Judged.ALL, fault=fault):
            return f"Detector fault: nothing is judged any more ({fault})"
        case JudgementFailed(fault=fault):
            return f"Detector fault: location and advice stand as they were ({fault})"
    times = "" if count == 1 else f", {count} times so far"
    return f"Detector restarted: {what} held no number{times}; {again}"


def truth_words(event: LeakOpened | LeakChanged | FaultChanged | SurroundingsChanged) -> str:
    """What the script did, that nobody aboard knows of."""
    match event:
        case LeakOpened(leak=leak, subject=where):
            return f"leak {leak} opened in {where}"
        case LeakChanged(leak=leak, factor=factor, by=by):
            return f"leak {leak} goes to {factor:.3g} of its size" + (f" ({by})" if by else "")
        case FaultChanged(sensor=sensor, fault=fault, has_ended=True):
            return f"{sensor}: {fault} ended"
        case FaultChanged(sensor=sensor, fault=fault, size=size):
            return f"{sensor}: {fault}" + (f" {size:g}" if size else "")
        case SurroundingsChanged(subject=where, change_k=change_k, over_s=over_s):
            return f"surroundings of {where} go {change_k:+.2f} K over {over_s / 3600:.3g} h"
