"""A search on a simulated station: the detector alarms and advises, a crew carries the advice out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from iss_viewer.detection import StationDetector
from iss_viewer.detection.advising.crew import rounds
from iss_viewer.detection.advising.schedule import VERDICT_SHARE
from iss_viewer.detection.locating import parts_of, read_priors
from iss_viewer.scenario.scenario import HeatSwing, Leak, Scenario, Story
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station, read_station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, SwitchEquipment
from iss_viewer.studies.results import Row
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
from iss_viewer.units import S_PER_DAY

_ENDS = (AdviceKind.ISOLATE, AdviceKind.LEAVE)  # advice after which a search is over
POLL_S = 300.0  # how long the crew wait at most before they ask again
SLOW_BELOW_KG_S = 10.0 / S_PER_DAY  # a leak that takes hours to stand out


@dataclass(frozen=True)
class SearchLength:
    """How long a run is, and how often there is a sample.

    history_s: of the sound station, before the leak; follow_s: from the onset to the end at most.
    """

    history_s: float
    follow_s: float
    sample_s: float


SLOW = SearchLength(10.0 * S_PER_DAY, 4.0 * S_PER_DAY, 60.0)
FAST = SearchLength(1.0 * S_PER_DAY, 30.0 * 3600.0, 10.0)


class _Run:
    """Simulator and detector side by side, and what the detector said last."""

    def __init__(self, scenario: Scenario, station: Station, seed: int) -> None:
        self.people = len(station.crew)
        self.end_s = scenario.duration_s
        self.onset_s = min(leak.at_s or 0.0 for leak in scenario.leaks)
        self.sample_s = scenario.sample_period_s
        self.source = SimulatedSource(scenario, station, seed)
        self.detector = StationDetector(station, self.source.channels)
        self.detector.obey(Command(SetOption("prior", "uniform")), 0.0)
        self.advice: Advice | None = None
        self.located: RankedLocation | None = None
        self.alarm_s: float | None = None

    @property
    def kind(self) -> AdviceKind | None:
        """What sort of step is advised now."""
        return None if self.advice is None else self.advice.kind

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        until_s = max(self.source.time_s, 0.0) + seconds
        while self.source.time_s < min(until_s, self.end_s) - 0.5 * self.sample_s:
            samples, told = self.source.read(until_s, 360)
            for event in told:
                self.detector.note(event)
            if not len(samples):
                return
            self._take(self.detector.update(samples)[1])

    def do(self, action: Action) -> None:
        """Carry out one action; what the source refuses is left."""
        try:
            self.detector.note(self.source.act(action))
        except ActionRefused:
            return

    def _take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            if isinstance(event, AdviceGiven):
                self.advice = event.advice
            elif isinstance(event, LocationEstimated):
                self.located = event.location
            elif isinstance(event, AlarmChanged) and event.alarm.rule == "leak":
                is_first = self.alarm_s is None and event.time_s >= self.onset_s
                self.alarm_s = event.time_s if is_first else self.alarm_s


def run_simulated_search(rate_kg_s: float, seed: int, course: SearchLength | None = None) -> Row:
    """One search from the onset to the advice to isolate, in the seed-th module of the main air."""
    course = course or (SLOW if rate_kg_s < SLOW_BELOW_KG_S else FAST)
    scenario, station, module = _story(rate_kg_s, seed, course)
    run = _Run(scenario, station, seed)
    run.go_on(course.history_s)
    moves, kind = 0, None
    while run.source.time_s < run.end_s - course.sample_s:
        kind = run.kind if run.alarm_s is not None else None
        if kind in _ENDS:
            break
        if kind in (AdviceKind.CLOSE, AdviceKind.AIR):
            moves += _carry_out(run)
        else:
            run.go_on(_patience_s(run))
    ranked = (run.located.ranked if run.located is not None else ()) or (("", 0.0),)
    alarm_s = run.alarm_s
    return {
        "module": module,
        "alarm_s": None if alarm_s is None else alarm_s - course.history_s,
        "search_s": None if alarm_s is None else run.source.time_s - alarm_s,
        "moves": moves,
        "is_decided": kind is AdviceKind.ISOLATE,
        "answer": ranked[0][0],
        "chance": ranked[0][1],
    }


def _carry_out(run: _Run) -> int:
    """Do what the present advice says, the parties side by side, until the leak is found; the number
    of hatch moves.
    """
    advice, run.advice = run.advice, None
    if advice is None:
        return 0
    actions, parties = advice.actions, read_priors().procedure.parties_of(run.people)
    moves = 0
    walks = [action for action in actions if isinstance(action, MoveCrew)]
    for walk in walks:
        run.do(walk)
    if walks:
        run.go_on(advice.moving_s)
    for action in actions:
        if isinstance(action, SwitchEquipment):
            run.do(action)
    hatches = [action for action in actions if isinstance(action, MoveHatch)]
    for together in rounds(hatches, parties):
        run.go_on(advice.hatch_s)
        for move in together:
            run.do(move)
        moves += len(together)
        if run.kind in _ENDS:
            break
    run.go_on(run.sample_s)
    return moves


def _patience_s(run: _Run) -> float:
    """How long the crew look on before they ask again: a share of what they are told to wait."""
    wait_s = POLL_S
    if run.alarm_s is not None and run.advice is not None:
        wait_s = run.advice.wait_s or POLL_S
    return min(max(VERDICT_SHARE * wait_s, run.sample_s), POLL_S)


def _story(rate_kg_s: float, seed: int, course: SearchLength) -> tuple[Scenario, Station, str]:
    """A quiet station with a leak in one of the modules of its main air."""
    station = read_station("iss")
    shut = [hatch.id for hatch in station.hatches if hatch.normally == "closed"]
    largest = max(parts_of(station, shut), key=len)
    modules = [module for module in station.module_ids if module in largest]
    module = modules[seed % len(modules)]
    leak = {
        "id": "L",
        "module": module,
        "rate": f"{rate_kg_s:.12f} kg/s",
        "at": f"{course.history_s} s",
    }
    swings = (
        HeatSwing.model_validate({"period": "92.7 min", "amplitude": "0.02 K"}),
        HeatSwing.model_validate({"period": "24 h", "amplitude": "0.1 K"}),
    )
    scenario = Scenario.model_validate(
        {
            "id": "search",
            "title": "A search of the study",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{course.history_s + course.follow_s} s",
            "sample_every": f"{course.sample_s} s",
            "story": Story(briefing="Made by the study."),
            "leaks": (Leak.model_validate(leak),),
            "heat_swings": swings,
        }
    )
    return scenario, station, module
