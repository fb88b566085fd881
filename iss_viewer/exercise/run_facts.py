"""What is so at an instant of a run with an exercise: the truth, what is displayed, alarms, actions, how the exercise stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

import numpy as np

from iss_viewer.exercise.alarm_history import AlarmHistory
from iss_viewer.exercise.counted_actions import CountedActions
from iss_viewer.exercise.fall_watch import FallWatch
from iss_viewer.exercise.station_truth import StationTruth
from iss_viewer.scenario.exercise.sentence import Acted, Numeric, Status
from iss_viewer.scenario.exercise.vocabulary import STATION, Measure, StatusOf
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import AlarmChanged, Event
from iss_viewer.telemetry.frames import Floats

#: the assessed channels that are displayed for each measure
_SHOWN = {
    Measure.PRESSURE: "space_pressure_pa",
    Measure.FALL: "dpdt_pa_s",
    Measure.RESERVE: "reserve_s",
}


class ExerciseStanding(Protocol):
    """How an exercise stands."""

    @property
    def has_signal(self) -> bool:
        """Whether the ground reaches the station."""

    def is_malfunction(self, malfunction: str, state: str) -> bool:
        """Whether a malfunction is armed, active, cleared, found or sealed."""

    def is_step_done(self, step: str) -> bool:
        """Whether a step of a checklist was ticked."""

    def is_met(self, expected: str) -> bool:
        """Whether an expected action was met."""

    def is_answer(self, question: str, state: str) -> bool:
        """Whether an answer was given, or is right."""


class RunFacts:
    """The facts of one run, for its sentences; `see` brings them to an instant."""

    def __init__(
        self,
        station: Station,
        tables: tuple[ChannelTable, ChannelTable],
        reserve_limit_pa: float,
    ) -> None:
        self._station, self._limit_pa = station, reserve_limit_pa
        self._sampled, self._assessed = tables
        self.actions = CountedActions([person.id for person in station.crew])
        self.alarms = AlarmHistory()
        self.falls = FallWatch()
        self.row = np.full(len(self._assessed), np.nan)
        self.sample = np.full(len(self._sampled), np.nan)
        self.truth: StationTruth | None = None
        self.lost_kg = 0.0
        self.standing: ExerciseStanding | None = None

    def see(self, truth: TruthNow) -> StationTruth:
        """Come to the instant of a truth."""
        self.truth = StationTruth(self._station, truth)
        self.falls.see(truth.time_s, self.truth.pressure_pa)
        return self.truth

    def renew(self, truth: TruthNow) -> StationTruth:
        """Take the truth of the same instant anew, once something was done."""
        self.truth = StationTruth(self._station, truth)
        return self.truth

    def fold(self, events: Iterable[Event], found_in: Collection[str]) -> None:
        """Learn of events."""
        for event in events:
            if isinstance(event, AlarmChanged):
                self.alarms.fold(event)
            self.actions.fold(event, found_in)

    def show(self, sample: Floats, assessed: Floats) -> None:
        """Learn of what is displayed now."""
        self.sample, self.row = sample.copy(), assessed.copy()

    def chance_1(self, module: str) -> float:
        """Of the leak being there, as the detector has it."""
        return self._value(self._assessed, self.row, module, "leak_probability")

    def times(self, atom: Acted) -> int:
        """See `signals.Facts`."""
        return self.actions.times(atom)

    def number(self, atom: Numeric) -> float:
        """See `signals.Facts`."""
        now = self._now
        if atom.is_shown:
            return self._shown(atom)
        match atom.measure:
            case Measure.PRESSURE if atom.of in self._loops:
                return self._value(self._sampled, self.sample, atom.of, "pressure_pa")
            case Measure.PRESSURE:
                return now.pressure_pa(atom.of)
            case Measure.FALL:
                return self.falls.fall_pa_s(atom.of)
            case Measure.RESERVE:
                return self.falls.reserve_s(atom.of, self._limit_pa)
            case Measure.DIFFERENCE:
                return now.difference_pa(atom.of)
            case Measure.INVENTORY:
                return self._value(self._sampled, self.sample, atom.of, "inventory_m3")
            case Measure.CHANCE:
                return self.chance_1(atom.of)
            case Measure.LOST:
                return self.lost_kg
            case Measure.TIME:
                return now.now.time_s
        return self._of_place(atom)

    def _of_place(self, atom: Numeric) -> float:
        truth = self._now.now
        place = self._now.air_of(atom.of) if atom.of == STATION else frozenset([atom.of])
        match atom.measure:
            case Measure.OXYGEN:
                return min(truth.oxygen_pa[m] for m in place)
            case Measure.CARBON_DIOXIDE:
                return max(truth.carbon_dioxide_pa[m] for m in place)
            case Measure.TEMPERATURE:
                return sum(truth.temperature_k[m] for m in sorted(place)) / len(place)
            case Measure.CONTENT:
                return truth.tank_kg[atom.of]
        return float(sum(where in place for where in truth.places.values()))

    def is_so(self, atom: Status) -> bool:
        """See `signals.Facts`."""
        now, name, state, standing = self._now, atom.name, atom.state, self.standing
        match atom.subject:
            case StatusOf.PLACE:
                return now.is_place(name, state)
            case StatusOf.EVERYONE:
                return now.is_everyone(state)
            case StatusOf.ALARM:
                return self.alarms.is_so(name, state, lambda subject: self._is_about(subject, atom))
        if standing is None:
            return self._is_set(atom)
        match atom.subject:
            case StatusOf.SIGNAL:
                return standing.has_signal == (state == "good")
            case StatusOf.MALFUNCTION:
                return standing.is_malfunction(name, state)
            case StatusOf.STEP:
                return standing.is_step_done(name)
            case StatusOf.EXPECTED:
                return standing.is_met(name)
            case StatusOf.ANSWER:
                return standing.is_answer(name, state)
        return self._is_set(atom)

    def _is_set(self, atom: Status) -> bool:
        """Whether something of the plant is open, closed, on or off."""
        truth, name = self._now.now, atom.name
        is_active = {
            StatusOf.HATCH: name not in truth.closed_hatches,
            StatusOf.VALVE: name in truth.open_valves,
            StatusOf.MACHINE: name in truth.machines_on,
            StatusOf.FAN: truth.fans_are_on and name not in truth.fans_off,
            StatusOf.FANS: truth.fans_are_on,
            StatusOf.SIGNAL: True,
        }.get(atom.subject, False)
        return is_active == (atom.state in ("open", "on", "good"))

    def _is_about(self, subject: str, atom: Status) -> bool:
        """Whether an alarm is about a place: itself, or the air space that it is the first module of."""
        if not atom.of or atom.of == subject:
            return True
        if subject == "STATION":
            return atom.of in max(self._now.air_spaces, key=self._now.volume_m3)
        return subject in self._station.module_ids and atom.of in self._now.air_of(subject)

    def _shown(self, atom: Numeric) -> float:
        place = atom.of
        if place == STATION:
            place = max(sorted(self._now.air_of(STATION)), key=self._now.volumes_m3.__getitem__)
        value = self._value(self._assessed, self.row, place, _SHOWN[atom.measure])
        return -value if atom.measure is Measure.FALL else value

    @property
    def _now(self) -> StationTruth:
        if self.truth is None:
            raise RuntimeError("facts are asked for before the first instant")
        return self.truth

    @property
    def _loops(self) -> tuple[str, ...]:
        return tuple(loop.id for loop in self._station.coolant_loops)

    @staticmethod
    def _value(table: ChannelTable, row: Floats, subject: str, quantity: str) -> float:
        column = table.get(subject, quantity)
        return float("nan") if column is None else float(row[column])
