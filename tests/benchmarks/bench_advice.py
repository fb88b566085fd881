"""How long one decision takes for the ISS: size known, place not; seven people where the station's file has them, then
thirteen of a handover with four ships.

Pounds a day to some 60 mm; the second decision of each, when what was compiled is there. CPU time of this process.

    .venv/bin/python -m tests.benchmarks.bench_advice
"""

from __future__ import annotations

import time

from iss_viewer.detection.advising import SearchConstraints, next_best_action, people_aboard
from iss_viewer.detection.locating import Locator, PartReading, parts_of
from iss_viewer.scenario import read_scenario
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.events import PriorChoice

KG_DAY = (0.5, 13.0, 52.0, 320.0, 1300.0, 5200.0, 21000.0, 46000.0)
GOAL_S = 0.1


def decision_s(station: Station, kg_day: float) -> tuple[float, str]:
    """The least of three decisions, and what was advised."""
    rate = kg_day / 86400.0
    locator = Locator(station, prior=PriorChoice.UNIFORM)
    (whole, *_) = parts_of(station, ())
    locator.observe(0.0, (), [PartReading(whole, rate, 0.05 * rate, 86400.0)])
    people, took = people_aboard(station), []
    advice = next_best_action(locator, SearchConstraints(0.0, people))
    for look in range(3):
        locator.observe(1.0 + look, (), [PartReading(whole, rate, 0.05 * rate, 86400.0)])
        locator.location()
        start = time.process_time()
        advice = next_best_action(locator, SearchConstraints(1.0 + look, people))
        took.append(time.process_time() - start)
    return min(took), advice.kind.value


def main() -> None:
    """A line for each size."""
    for station in (read_station("iss"), read_scenario("handover-thirteen")[1]):
        print(f"{len(station.crew)} people")
        for kg_day in KG_DAY:
            took_s, kind = decision_s(station, kg_day)
            word = "" if took_s <= GOAL_S else " (goal missed)"
            print(f"{kg_day:8.1f} kg/day: {1e3 * took_s:5.0f} ms, {kind}{word}")


if __name__ == "__main__":
    main()
