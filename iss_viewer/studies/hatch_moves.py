"""Does a leak that was found stay found while hatches move? Random procedures with leaks of half a kilogram
to more than a tonne a day, one or two, patched or growing, and days on which nothing leaks.

``write_hatch_study(out_dir)`` runs what is missing, and writes its section of `detection.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from iss_viewer.detection import StationDetector
from iss_viewer.detection.assessment import STATION
from iss_viewer.scenario.scenario import Leak, Scenario, ScriptedAction, Story
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import read_station
from iss_viewer.station.topology import inner_hatches
from iss_viewer.studies.pages import made_by, put_section, table
from iss_viewer.studies.real_station import UnseenWarmth, as_built
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one
from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY

KINDS = ("one", "two", "patched", "growing", "quiet")
RUNS = 12  # of each kind at full scale
LEAST_KG_DAY, MOST_KG_DAY = 0.5, 1200.0
LEAST_SHUT_S, MOST_SHUT_S = 3.0, 3 * 3600.0
ONSET_S, HOURS, STEP_S, LOOK_S = 1800.0, 8.0, 4.0, 240.0
GRACE_S = 300.0  # after the alarm: then a loss must not be denied
PATCHED_AFTER_S = 4 * 3600.0
NONE = 0.5  # probability of no leak from which it is denied
WORDS = """### Does a leak that was found stay found?

Random procedures on a station as it may really be (volumes, seals, unseen warmth): two to five hatches are
shut one by one for 3 s to 3 h each and opened again, while one leak of 0.5 to 1,200 kg/day (log-uniform)
leaks somewhere from half an hour after the start on, two do, one is patched unreported, one doubles each
two hours, or nothing leaks. *Denied*: minutes, from five minutes after the alarm on, with no verdict of the mission
or a probability of no leak above a half. *Held*: looks, each four minutes from the first row on, at which the shown
95 % interval of the station's loss holds the true one. *Ghosts*: runs in which a loss is believed at the end (or, on
quiet days, at any look) where there is none."""


def jobs(scale: float) -> list[Row]:
    """The procedures; each is drawn from its seed."""
    runs = max(round(RUNS * scale), 1)
    return [{"kind": kind, "seed": seed} for kind in KINDS for seed in range(runs)]


def write_hatch_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
) -> Path:
    """Run what is missing of the study and write its section; `out_dir` is the folder of the docs."""
    rows = collect(out_dir / "detection" / "hatches.jsonl", run_job, jobs(scale), workers, progress)
    page = out_dir / "detection.md"
    put_section(page, "hatches", "\n\n".join([WORDS, made_by("hatches", scale), summary(rows)]))
    return page


def summary(rows: Sequence[Row]) -> str:
    """One line for each kind of procedure, and one for all."""
    lines = []
    for kind in (*KINDS, "all"):
        of = [row for row in rows if kind in (row["kind"], "all")]
        if not of:
            continue
        looks = sum(row["looks"] for row in of)
        found = [row for row in of if row["detected_s"] is not None]
        late = [row["detected_s"] - ONSET_S for row in found]
        lines.append(
            [
                kind,
                str(len(of)),
                f"{len(found)}",
                f"{np.median(late) / 60.0:.0f}" if late else "-",
                f"{sum(row['denied_min'] for row in of):.0f}",
                f"{100.0 * sum(row['held'] for row in of) / max(looks, 1):.1f}",
                str(sum(row["is_ghost"] for row in of)),
            ]
        )
    return table(
        ["procedure", "runs", "alarmed", "median delay, min", "denied, min", "held, %", "ghosts"],
        lines,
    )


def procedure(kind: str, seed: int) -> Scenario:
    """The scenario of a job."""
    station, rng = (
        read_station("iss"),
        np.random.default_rng(30_000 + 100 * KINDS.index(kind) + seed),
    )
    sizes = np.exp(rng.uniform(math.log(LEAST_KG_DAY), math.log(MOST_KG_DAY), 2))
    places = rng.choice(len(station.modules), 2, replace=False)
    count = {"two": 2, "quiet": 0}.get(kind, 1)
    leaks = []
    for number in range(count):
        leak: dict[str, object] = {
            "id": f"L{number}",
            "module": station.modules[int(places[number])].id,
            "rate": f"{sizes[number]:.6f} kg/day",
            "at": f"{ONSET_S} s",
        }
        if kind == "patched":
            leak["changes"] = ({"at": f"{ONSET_S + PATCHED_AFTER_S} s", "factor": 0.0},)
        if kind == "growing":
            leak["doubling"] = "2 h"
        leaks.append(Leak.model_validate(leak))
    actions = []
    normally = [hatch.id for hatch in inner_hatches(station) if hatch.normally == "open"]
    at_s = 2.0 * ONSET_S
    for hatch in rng.choice(normally, rng.integers(2, 6), replace=False).tolist():
        shut_s = float(np.exp(rng.uniform(math.log(LEAST_SHUT_S), math.log(MOST_SHUT_S))))
        for when_s, what in ((at_s, "close_hatch"), (at_s + shut_s, "open_hatch")):
            action = {"at": f"{when_s:.1f} s", "do": what, "target": hatch}
            actions.append(ScriptedAction.model_validate(action))
        at_s += float(rng.uniform(300.0, 3600.0))
    return Scenario.model_validate(
        {
            "id": "hatches",
            "title": "A procedure of the study",
            "start_utc": datetime(2026, 6, 10, tzinfo=UTC),
            "duration": f"{HOURS} h",
            "sample_every": f"{STEP_S} s",
            "story": Story(briefing="Made by the study."),
            "leaks": tuple(leaks),
            "actions": tuple(actions),
        }
    )


def run_job(job: Row) -> Row:
    """The job with what came of it."""
    return {**job, **follow(procedure(job["kind"], job["seed"]), job["seed"])}


def follow(scenario: Scenario, seed: int, is_real: bool = True) -> Row:
    """Play a scenario through simulator and detector; what is told of its loss, look by look."""
    station = read_station("iss")
    source = SimulatedSource(scenario, as_built(station, seed) if is_real else station, seed)
    unseen = UnseenWarmth(station, source.channels, seed)
    detector = StationDetector(station, source.channels)
    flows = [source.truth_channels.column(leak.id, "flow_kg_s") for leak in scenario.leaks]
    at = {name: detector.channels.column(STATION, name) for name in _SHOWN}
    detected_s: float | None = None
    looks, held, denied, ghosts = 0, 0, 0, 0
    believed, true = math.nan, 0.0
    while True:
        samples, truth, events = source.read_with_truth(np.inf, round(LOOK_S / STEP_S))
        for event in events:
            detector.note(event)
        if not len(samples):
            break
        shown, news = detector.update(unseen.hide(samples) if is_real else samples)
        raised = [e.time_s for e in news if isinstance(e, AlarmChanged) and _is_of_leak(e)]
        if detected_s is None and raised and min(raised) >= ONSET_S:
            detected_s = min(raised)
        true = float(truth[-1, flows].sum()) if flows else 0.0
        row: Floats = shown[-1]
        looks += 1
        held += bool(row[at["leak_rate_low_kg_s"]] <= true <= row[at["leak_rate_high_kg_s"]])
        believed = 1.0 - float(row[at["no_leak_probability"]])
        time_s = float(samples.time_s[-1])
        is_due = detected_s is not None and time_s > detected_s + GRACE_S
        is_denied = believed < NONE or row[at["verdict_mission"]] == 0.0
        denied += bool(is_due and true > 0.0 and is_denied)
        ghosts += bool(not flows and believed > _SURE)
    is_ghost = ghosts > 0 if not flows else true == 0.0 and believed > NONE
    return {
        "detected_s": detected_s,
        "looks": looks,
        "held": held,
        "denied_min": denied * LOOK_S / 60.0,
        "is_ghost": is_ghost,
        "believed_at_end": believed,
        "true_kg_day": true * S_PER_DAY,
    }


_SHOWN = (
    "leak_rate_low_kg_s",
    "leak_rate_high_kg_s",
    "no_leak_probability",
    "verdict_mission",
)
_SURE = 0.95


def _is_of_leak(event: AlarmChanged) -> bool:
    return event.alarm.rule == "leak" and event.alarm.is_active
