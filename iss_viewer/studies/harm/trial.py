"""One run of the study: a hole somewhere, an alarm, advice, and a crew that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from iss_viewer.detection.advising.scene import FOUND
from iss_viewer.scenario.scenario import HeatSwing, Leak, Scenario, SensorFault, Story
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.actions import action_words
from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.studies.harm.jobs import station_named
from iss_viewer.studies.harm.people import HonestCrew
from iss_viewer.studies.harm.run import WatchedRun
from iss_viewer.studies.results import Row
from iss_viewer.telemetry.events import AdviceKind, CrewStep
from iss_viewer.units import duration_text

HISTORY_S = 2.0 * 3600.0
FOLLOW_S = 2.0 * 3600.0
DISCHARGE_1 = 0.6  # of a sharp-edged hole, as the bound reckons with
_SETTLED_S = (
    1800.0  # after the leak was shut off, or people are in their ships, until a run is over
)
_MOURNED_S = 600.0  # after the last of all came to harm: nobody does what is advised any more
_ENDS = (*FOUND, AdviceKind.LEAVE, AdviceKind.HOLD)

Say = Callable[[str], None]


def run_harm(job: Row, say: Say | None = None) -> Row:
    """The job with its result.

    Keys: module, diameter_mm or loss_lb_day, seed; crew, asleep, fault, sensor, station if they differ from the usual;
    careless: the adviser searches as if nobody could be harmed. found_s: from the alarm until the answer that it ends with
    was given.
    """
    onset_s = onset_of(job)
    station = station_of(job)
    scenario = scenario_of(job)
    run = WatchedRun(
        scenario, station, int(job["seed"]), onset_s, harm_counts=not job.get("careless")
    )
    protocol = _Protocol(station, onset_s, say)
    crew = HonestCrew(run, protocol.note)
    run.go_on(onset_s)
    seen, settled_s = 0, None
    while not run.is_over:
        run.go_on(run.sample_s)
        if run.alarm_s is None and not run.harm.when_s:
            continue
        for advice in run.given[seen:]:
            protocol.advised(advice.time_s, advice)
        seen = len(run.given)
        crew.act()
        kind = None if run.advice is None else run.advice.kind
        if _are_all_harmed_since(run, _MOURNED_S):
            break
        if kind in _ENDS and crew.is_idle:
            settled_s = run.time_s if settled_s is None else settled_s
            if run.time_s - settled_s >= _SETTLED_S:
                break
        else:
            settled_s = None
    kind = None if run.advice is None else run.advice.kind
    answer, chance = _answer(run)
    alarm_s = run.alarm_s
    return {
        **job,
        "harmed": len(run.harm.when_s),
        "people": len(run.places),
        "harm": [[name, s - onset_s, why] for name, (s, why) in run.harm.when_s.items()],
        "least_pa": run.harm.least_pa,
        "least_oxygen_pa": run.harm.least_oxygen_pa,
        "alarm_s": None if alarm_s is None else alarm_s - onset_s,
        "end": None if kind is None else kind.value,
        "answer": answer,
        "chance": chance,
        "found_s": None if alarm_s is None else _found_s(run, alarm_s),
        "search_s": None if alarm_s is None else (settled_s or run.time_s) - alarm_s,
        "moves": crew.moves,
        "is_aboard": all(
            run.places[p.id] == p.vehicle or run.station.module(run.places[p.id]).crew_seats > 0
            for p in station.crew
        ),
        "advices": len(run.given),
    }


def _are_all_harmed_since(run: WatchedRun, seconds: float) -> bool:
    """Whether everybody came to harm so long ago."""
    times = [time_s for time_s, _ in run.harm.when_s.values()]
    return len(times) == len(run.places) > 0 and run.time_s - max(times) >= seconds


def _answer(run: WatchedRun) -> tuple[str, float]:
    """The modules that people are told to keep shut, with their probability; while none is, the likeliest."""
    if run.advice is not None and run.advice.kind in (*FOUND, AdviceKind.HOLD):
        grounds = run.advice.grounds
        return " ".join(grounds.modules), grounds.probability_1 or 0.0
    return ((run.located.ranked if run.located is not None else ()) or (("", 0.0),))[0]


def _found_s(run: WatchedRun, alarm_s: float) -> float | None:
    """When what is told to be kept shut in the end was told first and from then on; None: nothing is."""
    if run.advice is None or run.advice.kind not in FOUND:
        return None
    names, since_s = run.advice.grounds.modules, None
    for advice in run.given:
        is_same = advice.kind in FOUND and advice.grounds.modules == names
        since_s = None if not is_same else advice.time_s if since_s is None else since_s
    return None if since_s is None else since_s - alarm_s


@dataclass
class _Protocol:
    """What was advised and done, and when, in lines."""

    station: Station
    onset_s: float
    say: Say | None
    before: str = ""

    def advised(self, time_s: float, advice: object) -> None:
        """An advice came."""
        if self.say is None:
            return
        from iss_viewer.telemetry.events import Advice

        assert isinstance(advice, Advice)
        title = Words.of(self.station).advice(advice).title
        if title != self.before:
            self.say(f"{self._at(time_s)}  advised: {title}")
        self.before = title

    def note(self, time_s: float, how: str, action: Action, step: CrewStep) -> None:
        """A step was done."""
        if self.say is not None:
            who = ", ".join(step.crew) or "somebody"
            what = action_words(self.station, action)
            self.say(f"{self._at(time_s)}      {who}: {what}{'' if how == 'done' else ' - ' + how}")

    def _at(self, time_s: float) -> str:
        return f"T+{duration_text(max(time_s - self.onset_s, 0.0)):<12}"


def onset_of(job: Row) -> float:
    """When the leak begins, after so long a quiet time."""
    return float(job.get("history_s", HISTORY_S))


def station_of(job: Row) -> Station:
    """The station of a job: so many people, awake where they work or asleep in their quarters."""
    station = station_named(str(job.get("station", "")))
    count = int(job.get("crew", len(station.crew)))
    crew = station.crew
    if count < len(crew):
        ships = sorted({p.vehicle for p in crew}, key=lambda s: sum(p.vehicle == s for p in crew))
        crew = tuple(p for p in crew if p.vehicle == ships[0])[:count]
    if job.get("asleep"):
        quarters = {"ROS": "SM_RO", "USOS": "NODE2"}
        crew = tuple(
            p.model_copy(update={"module": quarters[station.module(p.vehicle).segment]})
            for p in crew
        )
    return station.model_copy(update={"crew": crew})


def scenario_of(job: Row) -> Scenario:
    """A quiet station with a hole, and perhaps a barometer that errs."""
    size = (
        {"diameter": f"{job['diameter_mm']} mm", "discharge": DISCHARGE_1}
        if job.get("diameter_mm")
        else {"rate": f"{job['loss_lb_day']} lb/day"}
    )
    onset_s = onset_of(job)
    leak = {"id": "L", "module": job["module"], "at": f"{onset_s} s", **size}
    fault = {
        "sensor": job.get("sensor", ""),
        "kind": job.get("fault", ""),
        "size": job.get("size", 0.0),
        "at": f"{onset_s} s",
    }
    swings = (
        HeatSwing.model_validate({"period": "92.7 min", "amplitude": "0.02 K"}),
        HeatSwing.model_validate({"period": "24 h", "amplitude": "0.1 K"}),
    )
    return Scenario.model_validate(
        {
            "id": "harm",
            "title": "A run of the study",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{onset_s + float(job.get('follow_s', FOLLOW_S))} s",
            "sample_every": f"{job.get('step_s', 5.0)} s",
            "story": Story(briefing="Made by the study."),
            "leaks": (Leak.model_validate(leak),),
            "faults": (SensorFault.model_validate(fault),) if job.get("fault") else (),
            "heat_swings": swings,
        }
    )
