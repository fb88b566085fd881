"""One run of which every interval that is shown is looked at: before a leak, unseen, seen, after hatches moved.

Looks are evenly spaced from the first row on. Each air space counts for itself; the truth is what the leaks of
the script take from it then. What flows out of a valve that stands open on purpose is none.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from iss_viewer.detection import StationDetector
from iss_viewer.scenario import Scenario, read_scenario
from iss_viewer.scenario.scenario import ScriptedAction
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveHatch, MoveValve
from iss_viewer.studies.real_station import UnseenWarmth, as_built
from iss_viewer.studies.results import Row
from iss_viewer.studies.simulated_story import simulated_story
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import ActionDone, Event
from iss_viewer.telemetry.frames import Floats, Samples

LOOKS = 100
MOST_ROWS = 6000  # of a run; a longer one is sampled more coarsely
MOVED_S = 3600.0  # after a hatch moved, for so long an air space counts as new
VENTED_KG_S = 3e-5  # that leaves to space and is no leak of the script: a valve stands open

NOTHING, UNSEEN, SEEN, MOVED, BLIND = (
    "nothing leaks", "leaks, not seen", "leaks, seen", "leaks, hatch moved within 1 h", "no pressure known",
)  # fmt: skip
PHASES = (NOTHING, UNSEEN, SEEN, MOVED, BLIND)


def run_coverage(job: Row) -> Row:
    """Looks and those with the truth inside, by phase, and the looks at which no interval was shown."""
    scenario, station = _story(job)
    source = SimulatedSource(scenario, as_built(station, job["seed"]), job["seed"])
    unseen = UnseenWarmth(station, source.channels, job["seed"])
    judge = _Judge(station, source.truth_channels, scenario)
    detector = StationDetector(station, source.channels, is_advising=False)
    rows = max(round(scenario.duration_s / scenario.sample_period_s / LOOKS), 1)
    while True:
        samples, truth, events = source.read_with_truth(np.inf, rows)
        for event in events:
            detector.note(event)
            judge.note(event)
        if not len(samples):
            break
        assessed, _ = detector.update(_silenced(unseen.hide(samples), source.channels, job))
        judge.look(float(samples.time_s[-1]), detector, assessed[-1], truth[-1])
    return {
        "looks": dict(judge.looks), "covered": dict(judge.covered), "not_shown": judge.not_shown,
    }  # fmt: skip


@dataclass
class _Judge:
    """Holds what is shown against what is true."""

    station: Station
    true: ChannelTable
    scenario: Scenario
    looks: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    not_shown: int = 0
    moved_s: float = -math.inf

    def note(self, event: Event) -> None:
        """Remember when a hatch or its valve moved last."""
        if isinstance(event, ActionDone) and isinstance(event.action, MoveHatch | MoveValve):
            self.moved_s = event.time_s

    def look(self, time_s: float, detector: StationDetector, row: Floats, truth: Floats) -> None:
        """Count the interval of each air space at one row."""
        column = detector.channels.column
        for modules in self._spaces(detector, row):
            leak_kg_s, other_kg_s = self._losses_kg_s(modules, truth)
            if other_kg_s > VENTED_KG_S:
                continue
            low, high = (
                float(row[column(modules[0], f"leak_rate_{end}_kg_s")]) for end in ("low", "high")
            )
            if not math.isfinite(high - low):
                self.not_shown += 1
                continue
            is_known = math.isfinite(row[column(modules[0], "space_pressure_pa")])
            is_seen = math.isfinite(row[column(modules[0], "leak_onset_s")])
            phase = self._phase(time_s, leak_kg_s, is_seen, is_known)
            self.looks[phase] += 1
            self.covered[phase] += low <= leak_kg_s <= high

    def _phase(self, time_s: float, leak_kg_s: float, is_seen: bool, is_known: bool) -> str:
        if not is_known:
            return BLIND
        if leak_kg_s == 0.0:
            return NOTHING
        if time_s - self.moved_s < MOVED_S:
            return MOVED
        return SEEN if is_seen else UNSEEN

    def _spaces(self, detector: StationDetector, row: Floats) -> Iterator[tuple[str, ...]]:
        ids = self.station.module_ids
        of = row[[detector.channels.column(module, "air_space") for module in ids]]
        for first in np.unique(of[np.isfinite(of)]):
            yield tuple(module for module, space in zip(ids, of, strict=True) if space == first)

    def _losses_kg_s(self, modules: tuple[str, ...], truth: Floats) -> tuple[float, float]:
        """What the script's leaks take from some modules, and what leaves them to space besides."""
        at = self.true.column
        leaks = [leak.id for leak in self.scenario.leaks if leak.module in modules]
        lost = math.fsum(float(truth[at(leak, "flow_kg_s")]) for leak in leaks)
        whole = math.fsum(float(truth[at(module, "leak_kg_s")]) for module in modules)
        return lost, whole - lost


def _story(job: Row) -> tuple[Scenario, Station]:
    """The scenario of the assets that a job names, or a leak with hatches that move and worse sensors."""
    if job["scenario"]:
        scenario, station = read_scenario(job["scenario"])
        period_s = max(scenario.sample_period_s, scenario.duration_s / MOST_ROWS)
        return scenario.model_copy(update={"sample_period_s": period_s}), station
    scenario, station = simulated_story(job)
    moves = tuple(
        ScriptedAction.model_validate({"at": f"{at_s} s", "do": do, "target": job["hatch"]})
        for do, at_s in (("close_hatch", job["shut_s"]), ("open_hatch", job["opened_s"]))
        if job["hatch"]
    )
    return scenario.model_copy(update={"actions": (*scenario.actions, *moves)}), station


def _silenced(samples: Samples, channels: ChannelTable, job: Row) -> Samples:
    """The samples without a pressure from the time on at which a job lets all barometers fail."""
    blind_s = job.get("blind_s", math.inf)
    if not samples.time_s[-1] >= blind_s:
        return samples
    values = samples.values.copy()
    columns = [k for k, one in enumerate(channels.channels) if one.quantity == "pressure_pa"]
    values[np.ix_(samples.time_s >= blind_s, columns)] = np.nan
    return Samples(samples.time_s, values, samples.quality)
