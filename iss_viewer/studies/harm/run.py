"""Simulator and detector side by side, with the truth of the air where people are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from iss_viewer.detection import StationDetector
from iss_viewer.scenario.scenario import Scenario
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch
from iss_viewer.station.safety import HarmLimits, read_safety_rules
from iss_viewer.studies.real_station import UnseenWarmth, as_built
from iss_viewer.telemetry import ActionRefused, Command
from iss_viewer.telemetry.commands import SetOption
from iss_viewer.telemetry.events import (
    Advice,
    AdviceGiven,
    AdviceKind,
    AlarmChanged,
    Event,
    LocationEstimated,
    RankedLocation,
)
from iss_viewer.telemetry.frames import Floats

_GASES = ("pressure_pa", "oxygen_pa", "carbon_dioxide_pa")
_ALARMS = ("leak", "rapid_depressurization")
_ROWS = 60  # read at a time


@dataclass
class Harm:
    """Who came to harm: when first and by what; and the worst that anybody met."""

    limits: HarmLimits
    when_s: dict[str, tuple[float, str]] = field(default_factory=dict)
    least_pa: float = float("inf")
    least_oxygen_pa: float = float("inf")
    _above_s: dict[str, float] = field(default_factory=dict)

    def look(self, time_s: float, lasted_s: float, person: str, gases: Floats) -> None:
        """One person's air at an instant that stands for so many seconds."""
        whole, oxygen, dioxide = (float(x) for x in gases)
        self.least_pa = min(self.least_pa, whole)
        self.least_oxygen_pa = min(self.least_oxygen_pa, oxygen)
        above = self._above_s.get(person, 0.0)
        above = above + lasted_s if dioxide > self.limits.carbon_dioxide_most_pa else 0.0
        self._above_s[person] = above
        if whole < self.limits.pressure_least_pa:
            self.when_s.setdefault(person, (time_s, "pressure"))
        elif oxygen < self.limits.oxygen_least_pa:
            self.when_s.setdefault(person, (time_s, "oxygen"))
        elif above > self.limits.carbon_dioxide_for_s:
            self.when_s.setdefault(person, (time_s, "carbon dioxide"))


class WatchedRun:
    """A simulated run whose detector advises, and whose truth is watched where people are."""

    def __init__(
        self,
        scenario: Scenario,
        station: Station,
        seed: int,
        onset_s: float,
        as_known: bool = False,
        harm_counts: bool = True,
    ) -> None:
        """harm_counts: False: the adviser searches as if nobody could be harmed. as_known: volumes, seals and thermometers are as the detector is told, not drawn from their spreads."""
        self.station, self.onset_s = station, onset_s
        self.end_s, self.sample_s = scenario.duration_s, scenario.sample_period_s
        built = station if as_known else as_built(station, seed)
        self.source = SimulatedSource(scenario, built, seed)
        self.detector = StationDetector(station, self.source.channels, harm_counts=harm_counts)
        self.detector.obey(Command(SetOption("prior", "uniform")), 0.0)
        self._unseen = None if as_known else UnseenWarmth(station, self.source.channels, seed)
        self.harm = Harm(read_safety_rules().limits)
        self.places = {person.id: person.module for person in station.crew}
        self.closed = {h.id for h in station.hatches if h.normally == "closed"}
        self.advice: Advice | None = None
        self.given: list[Advice] = []
        self.located: RankedLocation | None = None
        self.alarm_s: float | None = None
        truth = self.source.truth_channels
        self._gases = {
            module: [truth.column(module, gas) for gas in _GASES] for module in station.module_ids
        }
        self._truth = np.zeros(len(truth))

    @property
    def time_s(self) -> float:
        """The time of the last sample."""
        return max(self.source.time_s, 0.0)

    @property
    def kind(self) -> AdviceKind | None:
        """What sort of step is advised now."""
        return None if self.advice is None else self.advice.kind

    @property
    def is_over(self) -> bool:
        """Whether there are no more samples."""
        return self.time_s >= self.end_s - 0.5 * self.sample_s

    def gases_pa(self, module: str) -> Floats:
        """The true whole pressure, oxygen and carbon dioxide of a module."""
        found: Floats = self._truth[self._gases[module]]
        return found

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        until_s = self.time_s + seconds
        while self.source.time_s < min(until_s, self.end_s) - 0.5 * self.sample_s:
            samples, truth, told = self.source.read_with_truth(until_s, _ROWS)
            for event in told:
                self.detector.note(event)
            if not len(samples):
                return
            for time_s, row in zip(samples.time_s.tolist(), truth, strict=True):
                self._truth = row
                if time_s >= self.onset_s:
                    for person, module in self.places.items():
                        self.harm.look(time_s, self.sample_s, person, row[self._gases[module]])
            seen = samples if self._unseen is None else self._unseen.hide(samples)
            self._take(self.detector.update(seen)[1])

    def do(self, action: Action) -> bool:
        """Carry out one action; whether it was done."""
        try:
            done = self.source.act(action)
        except ActionRefused:
            return False
        self.detector.note(done)
        if isinstance(action, MoveCrew):
            self.places.update(dict.fromkeys(action.crew, action.module))
        elif isinstance(action, MoveHatch):
            (self.closed.discard if action.is_open else self.closed.add)(action.hatch)
        return True

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, AdviceGiven):
                self.advice = event.advice
                self.given.append(event.advice)
            elif isinstance(event, LocationEstimated):
                self.located = event.location
            elif isinstance(event, AlarmChanged) and event.alarm.rule in _ALARMS:
                is_first = self.alarm_s is None and event.time_s >= self.onset_s
                self.alarm_s = event.time_s if is_first else self.alarm_s
