"""The parts of a referee: who judges what of an exercise, made for one run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from iss_viewer.datafile import FileMistakes
from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.exercise.answers import AnswerBook
from iss_viewer.exercise.asked_freezes import AskedFreezes
from iss_viewer.exercise.calls import ExerciseCalls
from iss_viewer.exercise.checklist_ticks import ChecklistTicks
from iss_viewer.exercise.covers import malfunction_card
from iss_viewer.exercise.expected import ExpectedActions
from iss_viewer.exercise.forbidden import ForbiddenWatch
from iss_viewer.exercise.hatch_rules import HatchUmpire
from iss_viewer.exercise.malfunctions.aftermath import Aftermath
from iss_viewer.exercise.malfunctions.effects import Effects, SpoiledStation
from iss_viewer.exercise.malfunctions.malfunction_rules import MalfunctionRules
from iss_viewer.exercise.malfunctions.spoiling import ExerciseSpoiler
from iss_viewer.exercise.run_facts import RunFacts
from iss_viewer.exercise.sentences_of import measured_in, measured_of
from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.scenario.exercise.added_malfunction import (
    added_malfunction,
    asked_sentence,
    mistake_words,
)
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.sentence import Numeric
from iss_viewer.scenario.exercise.vocabulary import Measure
from iss_viewer.simulation.ledgers import Books
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import FreezeWhen
from iss_viewer.telemetry.events import Event, MalfunctionWritten
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.source import ActionRefused


class RefereedStation(SpoiledStation, Protocol):
    """A simulated source, as the referee knows it."""

    @property
    def channels(self) -> ChannelTable:
        """The columns of the samples."""

    def books(self) -> Books:
        """What each leak has let go."""


class RefereedDetector(Protocol):
    """A detector, as the referee knows it."""

    @property
    def channels(self) -> ChannelTable:
        """The columns of the assessments."""

    def tamper(self, tampered: Tampering, time_s: float) -> tuple[Event, ...]:
        """Let alarms be silent, or sound for nothing."""


class RefereeParts:
    """The parts. live: malfunctions that an instructor wrote in the run, by id. log: the events that a score is made of."""

    def __init__(
        self,
        exercise: Exercise,
        procedures: Sequence[ChecklistProcedure],
        plant: RefereedStation,
        desk: RefereedDetector,
        reserve_limit_pa: float,
    ) -> None:
        self.exercise = exercise
        self._procedures, self._plant, self._desk = tuple(procedures), plant, desk
        self.station = station = plant.station
        bank = SignalBank()
        self.bank = bank
        asked = measured_of(exercise, procedures)
        self._counts_lost = False
        self.facts = RunFacts(station, (plant.channels, desk.channels), reserve_limit_pa)
        self._watch(asked)
        self.malfunctions = MalfunctionRules(exercise.malfunctions, bank)
        self.spoiler = ExerciseSpoiler(self.malfunctions)
        self._effects = Effects(plant)
        self.aftermath = Aftermath(plant, self.malfunctions, self._effects)
        self.expected = ExpectedActions(exercise.expected, bank)
        self.forbidden = ForbiddenWatch(exercise.forbidden, bank)
        self.hatches = HatchUmpire(station, exercise.hatches, self.facts.chance_1)
        self.answers = AnswerBook(exercise.questions, reserve_limit_pa)
        self.ticks = ChecklistTicks(procedures, bank)
        self.calls = ExerciseCalls(exercise, bank)
        self.freezes = AskedFreezes(bank)
        self.live: dict[str, str] = {}
        self.log: tuple[Event, ...] = ()

    def _watch(self, asked: Iterable[Numeric]) -> None:
        """Follow what some sentences ask for."""
        for atom in asked:
            if atom.measure in (Measure.FALL, Measure.RESERVE):
                self.facts.falls.follow(atom.of)
            self._counts_lost = self._counts_lost or atom.measure is Measure.LOST

    def take_in(self, one: Malfunction, text: str) -> None:
        """Take in a malfunction that an instructor wrote, off."""
        self.live[one.id] = text
        self._watch(measured_in((one.when, one.until)))
        self.malfunctions.add(one)

    def write(self, name: str, text: str, time_s: float, actor: str) -> Event:
        """Take in a malfunction that an instructor writes, as in a file. Raises ActionRefused with what is wrong."""
        try:
            one = added_malfunction(text, name, self._whole, self._procedures, self.station)
        except FileMistakes as error:
            raise ActionRefused(Hindrance.TOLD, told="; ".join(mistake_words(error))) from None
        self.take_in(one, text)
        card = malfunction_card(one, self.station)
        words = (card.what, card.where, card.waits_for, card.ends)
        return MalfunctionWritten(time_s, one.id, *words, text, actor)

    def freeze_when(self, order: FreezeWhen, actor: str, time_s: float) -> tuple[Event, ...]:
        """Wait for a sentence to hold time at, or no more. Raises ActionRefused with what is wrong with it."""
        if order.is_withdrawn:
            return self.freezes.withdraw(order.when, actor, time_s)
        try:
            sentence = asked_sentence(order.when, self._whole, self._procedures, self.station)
        except FileMistakes as error:
            raise ActionRefused(Hindrance.TOLD, told="; ".join(mistake_words(error))) from None
        self._watch(measured_in((sentence,)))
        return (self.freezes.ask(sentence, order.reason, actor, time_s),)

    @property
    def _whole(self) -> Exercise:
        """The exercise with all malfunctions that came to it."""
        return self.exercise.model_copy(update={"malfunctions": self.malfunctions.malfunctions})
