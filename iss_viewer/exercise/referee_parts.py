"""The parts of a referee: who judges what of an exercise, made for one run."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.exercise.answers import AnswerBook
from iss_viewer.exercise.calls import ExerciseCalls
from iss_viewer.exercise.checklist_ticks import ChecklistTicks
from iss_viewer.exercise.expected import ExpectedActions
from iss_viewer.exercise.forbidden import ForbiddenWatch
from iss_viewer.exercise.hatch_rules import HatchUmpire
from iss_viewer.exercise.malfunctions.aftermath import Aftermath
from iss_viewer.exercise.malfunctions.effects import Effects, SpoiledStation
from iss_viewer.exercise.malfunctions.malfunction_rules import MalfunctionRules
from iss_viewer.exercise.malfunctions.spoiling import ExerciseSpoiler
from iss_viewer.exercise.run_facts import RunFacts
from iss_viewer.exercise.sentences_of import measured_of
from iss_viewer.exercise.signal_bank import SignalBank
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.vocabulary import Measure
from iss_viewer.simulation.ledgers import Books
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.source import ActionRefused

_WRITTEN: TypeAdapter[Malfunction] = TypeAdapter(Malfunction)


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
        self._plant, self._desk = plant, desk
        self.station = station = plant.station
        bank = SignalBank()
        self.bank = bank
        asked = measured_of(exercise, procedures)
        falling = {atom.of for atom in asked if atom.measure in (Measure.FALL, Measure.RESERVE)}
        self._counts_lost = any(atom.measure is Measure.LOST for atom in asked)
        tables = plant.channels, desk.channels
        self.facts = RunFacts(station, tables, reserve_limit_pa, falling)
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
        self.live: dict[str, str] = {}
        self.log: tuple[Event, ...] = ()

    def write(self, name: str, text: str) -> None:
        """Take in a malfunction that an instructor wrote, as in a file. Raises ActionRefused with what is wrong."""
        try:
            tables = tomllib.loads(text).get("malfunctions", [])
            one = _WRITTEN.validate_python({**tables[0], "id": name}, by_alias=True, by_name=True)
        except (tomllib.TOMLDecodeError, ValidationError, IndexError, TypeError) as error:
            raise ActionRefused(Hindrance.TOLD, told=str(error).splitlines()[0]) from None
        self.live[name] = text
        self.malfunctions.add(one)
