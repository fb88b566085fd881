"""Truth vs estimate: what really leaked, run again, beside what the detector said, over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iss_viewer.datafile import read_text
from iss_viewer.debrief.assessed_curves import AssessedCurves
from iss_viewer.debrief.onset import alarm_onset
from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import BELIEVED_FROM
from iss_viewer.scenario import Scenario
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.results import Belief, TrueLeak, TruthAgainstBelief
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import Action, OpenLeak
from iss_viewer.telemetry.commands import Act
from iss_viewer.telemetry.events import AUTOMATIC, AlarmChange, Event, has_change, is_truth
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording import RecordedRun
from iss_viewer.telemetry.status import ModuleStatus

Truths = NDArray[np.bool_]
#: rows simulated between two looks at the commands
_BLOCK_ROWS = 4096
#: less than this is no leak: a hundredth of the smallest that anybody looked for
_LEAST_KG_S = 1e-9
NEVER_S = float("nan")


class NoTruth(ValueError):
    """Nobody knows the truth of this run: it was no simulation."""


def truth_against_belief(run: RecordedRun, most: int = 4000) -> TruthAgainstBelief:
    """Run the truth of a recorded simulation again and lay it beside what was believed.

    `most` bounds the points of the curves. Raises NoTruth for data that were not simulated.
    """
    flows = _true_flows(run)
    said = AssessedCurves.of(run)
    leaks = flows.leaks()
    homes = {leak.module for leak in leaks}
    beliefs = tuple(_belief(said, leak, run.events, homes) for leak in leaks)
    rows = np.unique(np.linspace(0, len(said.time_s) - 1, most).astype(np.intp))
    named = homes | {name for b in beliefs for name in b.wrong}
    return TruthAgainstBelief(
        time_s=said.time_s[rows],
        true_kg_s=flows.at(flows.total_kg_s, said.time_s[rows]),
        believed_kg_s=said.station[rows, 0],
        believed_low_kg_s=said.station[rows, 1],
        believed_high_kg_s=said.station[rows, 2],
        true_by_leak={
            leak.id: flows.at(flows.by_leak[leak.id], said.time_s[rows]) for leak in leaks
        },
        probability_by_module={
            m: said.probability[rows, i] for i, m in enumerate(said.modules) if m in named
        },
        beliefs=beliefs,
        actions_done=human_actions(run.events),
    )


def human_actions(events: Iterable[Event]) -> tuple[Event, ...]:
    """What people did: notes, hatches, orders, and what they did to alarms.

    An alarm that a condition of the plant hides and shows again has that as its actor.
    """
    return tuple(event for event in events if _is_human_action(event))


def _is_human_action(event: Event) -> bool:
    if is_truth(event) or event.actor in AUTOMATIC:
        return False
    return topic_of(event) in ("hatch", "command", "note") or bool(event.actor)


@dataclass(frozen=True)
class _Flows:
    """What really flowed to vacuum: in all, shape (n,), and through each hole of a module."""

    time_s: Floats
    total_kg_s: Floats
    by_leak: dict[str, Floats]
    passed: dict[str, dict[str, float]]  # kg of each species and J, by leak
    module_of: dict[str, str]

    def at(self, flow_kg_s: Floats, time_s: Floats) -> Floats:
        """A flow at the samples at or before some times."""
        rows = np.searchsorted(self.time_s, time_s, side="right") - 1
        return flow_kg_s[np.clip(rows, 0, None)]

    def leaks(self) -> list[TrueLeak]:
        """The holes through which something flowed, the greatest loss first."""
        found = []
        for name, flow_kg_s in self.by_leak.items():
            when = self.time_s[flow_kg_s > _LEAST_KG_S]
            if len(when):
                began_s, ended_s = float(when[0]), float(when[-1])
                peak, lost = float(flow_kg_s.max()), self.passed[name]
                found.append(TrueLeak(name, self.module_of[name], began_s, ended_s, peak, lost))
        return sorted(found, key=lambda leak: -leak.lost_kg)


def _true_flows(run: RecordedRun) -> _Flows:
    """The truth of a recorded simulation, run again with all that people did to the station."""
    source = _source_of(run)
    modules, acts = run.header.station.module_ids, _acts_of(run)
    module_of = {leak.id: leak.module for leak in source.scenario.leaks if leak.module}
    module_of |= {a.leak: a.module for _, a in acts if isinstance(a, OpenLeak)}
    times, totals = [np.empty(0)], [np.empty(0)]
    by_leak: dict[str, list[Floats]] = {name: [] for name in module_of}
    for time_s, truth in _again(source, acts, float(run.time_s[-1])):
        table = source.truth_channels
        times.append(time_s)
        totals.append(np.nan_to_num(truth[:, table.columns(modules, "leak_kg_s")]).sum(axis=1))
        for name, parts in by_leak.items():
            column = table.get(name, "flow_kg_s")
            known = column is not None and column < truth.shape[1]
            parts.append(np.nan_to_num(truth[:, column]) if known else np.zeros(len(time_s)))
    flows = {name: np.concatenate([np.empty(0), *parts]) for name, parts in by_leak.items()}
    passed = source.books().leaks
    return _Flows(np.concatenate(times), np.concatenate(totals), flows, passed, module_of)


def simulated_again(run: RecordedRun) -> SimulatedSource:
    """The source of a recorded simulation, at its end. Raises NoTruth for data that were not simulated."""
    source = _source_of(run)
    for _ in _again(source, _acts_of(run), float(run.time_s[-1])):
        pass
    return source


def _source_of(run: RecordedRun) -> SimulatedSource:
    """The source of a recorded simulation, at its start. Raises NoTruth."""
    header = run.header
    if not header.scenario_text or not len(run):
        raise NoTruth("this run was no simulation, or its scenario is not in the recording")
    scenario = read_text(header.scenario_text, Path("scenario.toml"), Scenario)
    return SimulatedSource(scenario, header.station, header.seed)


def _acts_of(run: RecordedRun) -> list[tuple[float, Action]]:
    """What people did to the station, and when."""
    return [(t, c.order.action) for t, c in run.commands if isinstance(c.order, Act)]


def _again(
    source: SimulatedSource, acts: list[tuple[float, Action]], end_s: float
) -> Iterator[tuple[Floats, Floats]]:
    """Times and truth of a run, some rows at a time, with all that people did."""
    while source.time_s < end_s:
        while acts and acts[0][0] <= source.time_s:
            source.act(acts.pop(0)[1], by_script=True)
        until_s = min(end_s, acts[0][0] if acts else end_s)
        samples, truth, _ = source.read_with_truth(until_s, _BLOCK_ROWS)
        if not len(samples):
            return
        yield samples.time_s, truth


def _belief(
    said: AssessedCurves, leak: TrueLeak, events: tuple[Event, ...], homes: set[str]
) -> Belief:
    """How the detector came to know of a leak; `homes`: all modules that leaked."""
    column = said.modules.index(leak.module)
    rows = (said.time_s >= leak.began_s) & (said.time_s <= leak.ended_s)
    when, chances = said.time_s[rows], np.nan_to_num(said.probability[rows])
    status, space = said.status[rows], said.air_space[rows]
    is_right = (chances.argmax(axis=1) == column) & (chances[:, column] >= BELIEVED_FROM)
    is_alone = (space == space[:, [column]]).sum(axis=1) == 1
    later = [event for event in events if event.time_s >= leak.began_s]
    alarms = [event.time_s for event in later if has_change(event, AlarmChange.RAISE)]
    alarmed_s = min(alarms, default=NEVER_S)
    misled = np.flatnonzero((chances > BELIEVED_FROM).any(axis=0))
    return Belief(
        leak=leak,
        suspected_s=_first(when, status[:, column] >= ModuleStatus.SUSPECTED),
        alarmed_s=alarmed_s,
        located_s=_lasting(when, is_right),
        isolated_s=_first(when, is_alone),
        onset=min(
            (alarm_onset(later, subject, alarmed_s) for subject in (leak.module, STATION)),
            key=lambda onset: np.nan_to_num(onset.alarmed_s, nan=np.inf),
        ),
        wrong=tuple(said.modules[i] for i in misled if said.modules[i] not in homes),
    )


def _first(time_s: Floats, holds: Truths) -> float:
    found = np.flatnonzero(holds)
    return float(time_s[found[0]]) if len(found) else NEVER_S


def _lasting(time_s: Floats, holds: Truths) -> float:
    """When the stretch began that holds to the end; NaN if it does not hold at the end."""
    if not len(holds) or not holds[-1]:
        return NEVER_S
    fails = np.flatnonzero(~holds)
    return float(time_s[fails[-1] + 1]) if len(fails) else float(time_s[0])
