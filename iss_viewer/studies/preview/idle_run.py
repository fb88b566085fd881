"""Play an exercise through as it goes if nobody does anything: when its malfunctions come, and the truth of the air."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.exercise import Exercise
from iss_viewer.scenario.exercise.checks.timing import onsets_of
from iss_viewer.scenario.exercise.malfunctions import (
    CoolantMalfunction,
    FanMalfunction,
    FeedMalfunction,
    LeakMalfunction,
    MachineMalfunction,
    Malfunction,
    TemperatureMalfunction,
)
from iss_viewer.scenario.scenario import (
    Change,
    CoolantLeak,
    HeatRamp,
    HeatSwing,
    ScriptedAction,
)
from iss_viewer.simulation import Trajectory, simulate
from iss_viewer.station import Station
from iss_viewer.station.topology import parts_of
from iss_viewer.studies.preview.idle_halves import halves
from iss_viewer.studies.preview.idle_sentences import IdleJudge, Spans

#: instants of a preview, and runs until what the malfunctions wait for stands still
ROWS, MOST_RUNS = 288, 4
#: part of the fall that stops the ventilation from which on it is watched
NEARLY = 0.5
#: relative: less than the width of a line
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Preview:
    """The truth of a run in which nobody does anything.

    main: the module whose air stands for the station. spans: when each malfunction is active. unjudged: what sentences
    ask for that nobody does here. halves: of each malfunction that does not come by its sentence, what keeps it.
    """

    title: str
    run: Trajectory
    station: Station
    main: str
    spans: Spans
    unjudged: tuple[str, ...]
    halves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def preview_of_exercise(exercise: Exercise, base: Station) -> Preview:
    """An exercise with its draw made, on the station of its file."""
    then = exercise.condition.station_then(base)
    scenario = _coarse(exercise.scenario_of(then))
    closed = closed_at_start(scenario, then)
    main = main_module(then, closed)
    spans = onsets_of(exercise.malfunctions, is_idle=True)
    for _ in range(MOST_RUNS):
        run = _truth(_played(scenario, exercise.malfunctions, spans), then, main)
        judge = IdleJudge(run, then, main, closed, spans)
        found = _settled(exercise.malfunctions, judge)
        if _is_same(found, spans, scenario.sample_period_s):
            break
        spans = found
    name = f"{exercise.id}: {exercise.name}"
    kept = {
        one.id: tuple(halves(judge, one.when))
        for one in exercise.malfunctions
        if one.when is not None and one.armed != "by_hand" and math.isinf(spans[one.id][0])
    }
    return Preview(name, run, then, main, spans, tuple(sorted(judge.unjudged)), kept)


def _is_same(found: Spans, spans: Spans, step_s: float) -> bool:
    """Whether all times are the same but for the step at which a run is looked at."""
    pairs = [
        (one, other) for name in spans for one, other in zip(found[name], spans[name], strict=True)
    ]
    return all(one == other or abs(one - other) <= step_s for one, other in pairs)


def preview_of_scenario(scenario: Scenario, then: Station) -> Preview:
    """A scenario as its script has it, on its station as it was then."""
    main = main_module(then, closed_at_start(scenario, then))
    run = _truth(_coarse(scenario), then, main)
    return Preview(f"{scenario.id}: {scenario.title}", run, then, main, {}, ())


def _coarse(scenario: Scenario) -> Scenario:
    """The same at as many instants as a picture needs; the truth between them does not change."""
    step_s = max(1.0, math.ceil(scenario.duration_s / ROWS))
    coarse = {"sample_period_s": step_s, "noise_free": True, "tolerance": TOLERANCE}
    return scenario.model_copy(update=coarse)


def _truth(scenario: Scenario, then: Station, main: str) -> Trajectory:
    """The run of a scenario; what stops the ventilation is watched only where the air falls nearly so fast.

    Watching it, second by second, takes as long as all else together.
    """
    limit_pa_s = scenario.fans_stop_below_pa_s
    if limit_pa_s is None:
        return simulate(scenario, then)
    run = simulate(scenario.model_copy(update={"fans_stop_below_pa_s": None}), then)
    fastest_pa_s = float(np.min(np.gradient(run[f"{main}.pressure_pa"], run.time_s)))
    return run if fastest_pa_s > NEARLY * limit_pa_s else simulate(scenario, then)


def closed_at_start(scenario: Scenario, then: Station) -> frozenset[str]:
    """The hatches that are closed when a scenario begins."""
    usual = {hatch.id for hatch in then.hatches if hatch.normally == "closed"}
    start = scenario.start
    return frozenset((usual | set(start.closed_hatches)) - set(start.open_hatches))


def main_module(then: Station, closed: frozenset[str]) -> str:
    """A module of the air space with most people in it; of the largest if nobody is aboard."""

    def weight(part: Sequence[str]) -> tuple[int, float]:
        people = [person for person in then.crew if person.module in part]
        return len(people), math.fsum(then.module(module).free_volume_m3 for module in part)

    part = max((sorted(part) for part in parts_of(then, closed)), key=weight)
    return max(part, key=lambda module: then.module(module).free_volume_m3)


def _settled(malfunctions: Sequence[Malfunction], judge: IdleJudge) -> Spans:
    """When malfunctions come by what a run shows, each by what is known of the others."""
    spans = dict(judge.spans)
    for _ in malfunctions:
        judge.spans = spans
        spans = {one.id: _span(one, judge) for one in malfunctions}
    return spans


def _span(one: Malfunction, judge: IdleJudge) -> tuple[float, float]:
    if one.armed == "by_hand":
        return math.inf, math.inf
    begin_s = (0.0 if one.when is None else judge.first_s(one.when)) + (one.at_s or 0.0)
    if one.lasts_s is not None:
        return begin_s, begin_s + one.lasts_s
    if one.until is None:
        return begin_s, math.inf
    return begin_s, max(begin_s, judge.first_s(one.until))


def _played(scenario: Scenario, malfunctions: Sequence[Malfunction], spans: Spans) -> Scenario:
    """The scenario with what the malfunctions do to the air, at their times."""
    added: dict[str, list[Any]] = {}
    for one in malfunctions:
        begin_s, end_s = spans[one.id]
        if begin_s < scenario.duration_s:
            for table, entry in _entries(one, begin_s, end_s):
                added.setdefault(table, []).append(entry)
    return scenario.model_copy(
        update={name: (*getattr(scenario, name), *entries) for name, entries in added.items()}
    )


def _entries(one: Malfunction, begin_s: float, end_s: float) -> list[tuple[str, Any]]:
    match one:
        case LeakMalfunction():
            return [("leaks", _leak(one, begin_s, end_s))]
        case TemperatureMalfunction(mode="swing"):
            swing = HeatSwing.model_construct(
                period_s=one.period_s or math.inf, amplitude_k=one.change_k, where=one.place
            )
            return [("heat_swings", swing)]
        case TemperatureMalfunction():
            ramp = HeatRamp.model_construct(
                at_s=begin_s, change_k=one.change_k, over_s=one.ramp_s, where=one.place
            )
            return [("heat_ramps", ramp)]
        case CoolantMalfunction():
            hole = CoolantLeak.model_construct(
                loop=one.loop, diameter_m=one.diameter_m, discharge=one.discharge, at_s=begin_s
            )
            return [("coolant_leaks", hole)]
    return [("actions", action) for action in _actions(one, begin_s)]


def _leak(one: LeakMalfunction, begin_s: float, end_s: float) -> Any:
    leak = one.leak.model_copy(update={"at_s": begin_s})
    if math.isinf(end_s):
        return leak
    end = Change.model_construct(at_s=end_s, factor=0.0)
    return leak.model_copy(update={"changes": (end,)})


def _actions(one: Malfunction, begin_s: float) -> list[ScriptedAction]:
    """What a machine, a fan or a feed does by itself."""
    match one:
        case FeedMalfunction(mode="sticks_open", machine=target, flow_kg_s=flow_kg_s):
            fields: dict[str, Any] = {"do": "set_feed", "target": target, "flow_kg_s": flow_kg_s}
        case FeedMalfunction(machine=target):
            fields = {"do": "set_feed", "target": target, "flow_kg_s": 0.0}
        case MachineMalfunction(mode="stops", machine=target):
            fields = {"do": "switch_off", "target": target}
        case FanMalfunction(mode="stops", fan=target):
            fields = {"do": "fans_off", "target": target}
        case _:
            return []
    return [ScriptedAction.model_construct(at_s=begin_s, actor="malfunction", **fields)]
