"""A search on a simulated station: the detector alarms and advises, a crew carries the advice out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from iss_viewer.detection.locating import parts_of
from iss_viewer.scenario.scenario import HeatSwing, Leak, Scenario, Story
from iss_viewer.station import Station, read_station
from iss_viewer.studies.harm.people import HonestCrew
from iss_viewer.studies.harm.run import WatchedRun
from iss_viewer.studies.results import Row
from iss_viewer.telemetry.events import AdviceKind
from iss_viewer.units import S_PER_DAY

_FOUND = (AdviceKind.ISOLATE, AdviceKind.OPEN)
_ENDS = (*_FOUND, AdviceKind.LEAVE)  # advice after which a search is over
POLL_S = 300.0  # how long the crew wait at most before they look again
LOOK_SAMPLES = 12
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


def run_simulated_search(rate_kg_s: float, seed: int, course: SearchLength | None = None) -> Row:
    """One search from the onset to the advice to isolate, in the seed-th module of the main air."""
    course = course or (SLOW if rate_kg_s < SLOW_BELOW_KG_S else FAST)
    scenario, station, module = _story(rate_kg_s, seed, course)
    run = WatchedRun(scenario, station, seed, course.history_s, as_known=True)
    crew = HonestCrew(run)
    run.go_on(course.history_s)
    kind = None
    while not run.is_over:
        kind = run.kind if run.alarm_s is not None else None
        if kind in _ENDS:
            break
        run.go_on(run.sample_s if not crew.is_idle else min(POLL_S, LOOK_SAMPLES * run.sample_s))
        if run.alarm_s is not None and run.advice is not None:
            crew.act()
    ranked = (run.located.ranked if run.located is not None else ()) or (("", 0.0),)
    alarm_s = run.alarm_s
    return {
        "module": module,
        "alarm_s": None if alarm_s is None else alarm_s - course.history_s,
        "search_s": None if alarm_s is None else run.time_s - alarm_s,
        "moves": crew.moves,
        "is_decided": kind in _FOUND,
        "answer": ranked[0][0],
        "chance": ranked[0][1],
        "harmed": len(run.harm.when_s),
    }


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
