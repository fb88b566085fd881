"""Pin the numbers of whole runs, and say which differ: the gate of every change that should change none.

    python tests/golden/golden.py check            # the short runs, a minute; exit code 1 where one differs
    python tests/golden/golden.py check --full     # whole scenarios and studies, some twenty minutes
    python tests/golden/golden.py pin              # after a change that was meant: write them anew

The pins of whole runs are not kept: `pin --full` on the parent commit, then `check --full` on the change.

A pin is a hash of every bit. Compiled mathematics may differ in a last digit from processor to processor,
so each set of pins names the arithmetic of its machine (`arithmetic`); on another, pin the parent commit first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import multiprocessing
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host, simulated
from iss_viewer.datafile import FileMistakes, assets_dir
from iss_viewer.scenario import read_scenario
from iss_viewer.scenario.checks import crew_homes
from iss_viewer.simulation.truth_tap import TruthTap
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station.actions import (
    FailSensor,
    MoveCrew,
    MoveHatch,
    OpenLeak,
    PatchModule,
    ReadGauge,
    SealLeak,
    SwitchFans,
)
from iss_viewer.telemetry.commands import (
    Acknowledge,
    Act,
    Command,
    SetLimit,
    SetOption,
    Shelve,
    WriteNote,
)
from iss_viewer.telemetry.events import AlarmChanged, Event

HERE = Path(__file__).parent
SHORT, FULL = HERE / "short.json", HERE / "full.json"
SHORT_ROWS, SHORT_ORDERED_ROWS = 400, 1400
INF = float("inf")
FIGURES = "figures"  # means of the last rows of truth, samples and conclusions
#: how well truth, samples and conclusions agree on machines of other arithmetic, relative: a last digit may let a
#: threshold be passed a row sooner, and with it all that is concluded
CLOSE = (1e-4, 1e-4, 1e-3)

#: played with orders besides as they are
ORDERED = (
    "debris-strike", "docking-seal", "false-alarm-2009", "masked-by-repress", "prk-2024",
    "prk-may-2026", "quiet-day", "soyuz-ms09-2018", "temperature-false-alarm-2020", "two-leaks",
)  # fmt: skip

Pin = dict[str, str]


def arithmetic() -> str:
    """What this machine and this Python make of functions and sums, to the last bit."""
    x = np.linspace(0.01, 9.0, 997)
    found = [np.exp(x), np.log(x), x**1.37, np.sin(x), np.tanh(x)]
    plain = (
        math.exp, math.log, math.sin, math.cos, math.tanh, math.erf, math.erfc, math.expm1, math.log1p,
        math.log2, math.gamma, math.sqrt, math.cbrt, lambda value: value**0.37,
    )  # fmt: skip
    found += [np.array([function(float(value)) for value in x]) for function in plain]
    found.append(np.array([sum(x.tolist()), sum((0.1 * x).tolist())]))  # Python 3.12 sums otherwise
    return _digest(found)


def _digest(arrays: Iterable[np.ndarray]) -> str:
    total = hashlib.sha256()
    for array in arrays:
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()[:16]


def _text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def scenarios() -> list[str]:
    """The shipped scenarios by name."""
    return sorted(path.stem for path in (assets_dir() / "scenarios").glob("*.toml"))


def orders_of(
    station: Any, people: tuple[str, ...], period_s: float
) -> list[tuple[float, Command]]:
    """What people do in a run with orders: a bit of everything, early, the same each time."""
    hatches, modules = station.hatches, station.module_ids
    sensor = next(s for s in station.sensors if "PRESSURE" in s.id)
    steps = [
        (40, Act(OpenLeak("PLANTED", modules[2], 0.002))),
        (90, Act(FailSensor(sensor.id, "bias", 400.0))),
        (180, Act(MoveHatch(hatches[1].id, False))),
        (230, WriteNote("seen", modules[0])),
        (260, Act(MoveHatch(hatches[3].id, False))),
        (300, SetLimit("sensor_fault", "on_delay_s", 30.0, "try")),
        (330, Acknowledge(())),
        (380, Act(MoveHatch(hatches[1].id, True))),
        (420, Act(SwitchFans(False))),
        (450, Act(ReadGauge(modules[1]))),
        (520, SetOption("prior", "uniform")),
        (560, Act(PatchModule(modules[2], 0.5))),
        (600, Act(SealLeak("PLANTED", 1.0))),
        (640, Act(FailSensor(sensor.id, "none", 0.0))),
        (700, Act(MoveHatch(hatches[3].id, True))),
        (760, Shelve("STATION.leak", "known", 600.0)),
        (800, Act(OpenLeak("AGAIN", modules[5], 0.006))),
        (900, Act(MoveCrew(("NOBODY",), modules[0]))),
        (920, Act(MoveCrew(people[:2], modules[4]))),
        (950, Act(SwitchFans(True))),
        (1000, Act(MoveHatch(hatches[5].id, False))),
    ]
    return [(row * period_s, Command(order, "golden")) for row, order in steps]


def play(name: str, rows: float, with_orders: bool) -> Pin:
    """The hashes of one run of `rows` samples at most: truth, samples, conclusions, events, refusals."""
    source = simulated(ScenarioRequest(name), TruthTap)
    session = scenario_host(ScenarioRequest(name), source).session
    digests = {part: hashlib.sha256() for part in ("truth", "samples", "assessed", "events")}

    seen: dict[str, np.ndarray] = {}

    def take(samples: Any, truth: np.ndarray) -> None:
        if len(samples):
            seen["truth"], seen["samples"] = truth, samples.values
        digests["truth"].update(np.ascontiguousarray(truth).tobytes())
        for array in (samples.time_s, samples.values, samples.quality):
            digests["samples"].update(np.ascontiguousarray(array).tobytes())

    source.sinks += (take,)
    until_s = min(source.end_s, rows * source.sample_period_s)
    orders = []
    if with_orders:
        people = tuple(crew_homes(*read_scenario(name)))
        orders = orders_of(source.station, people, source.sample_period_s)
    words = Words.of(source.station)
    told: list[str] = []
    raw: list[str] = []  # every field, to see what differs
    for time_s, command in [*orders, (until_s, None)]:
        while source.time_s < min(time_s, until_s):
            frames = session.advance(min(time_s, until_s), 1024)
            if not len(frames):
                break
            digests["assessed"].update(np.ascontiguousarray(frames.assessed).tobytes())
            seen["assessed"] = frames.assessed
            told += [told_of(event, words) for event in frames.events]
            raw += map(str, frames.events)
        if command is not None and time_s < until_s:
            events, refusal = session.obey(command)
            told += [told_of(event, words) for event in events]
            raw += map(str, events)
            if refusal is not None:
                told.append(f"refused: {refusal.reason}")
    session.close()
    digests["events"].update("\n".join(told).encode())
    if os.environ.get("GOLDEN_KEEP"):
        kept = Path(os.environ["GOLDEN_KEEP"]) / f"{name}{'-ordered' if with_orders else ''}.txt"
        kept.write_text("\n".join(told) + "\n", encoding="utf-8")
        kept.with_suffix(".jsonl").write_text("\n".join(raw) + "\n", encoding="utf-8")
    figures = " ".join(_mean_text(values[-1]) for values in seen.values() if len(values))
    return {**{part: digest.hexdigest()[:16] for part, digest in digests.items()}, FIGURES: figures}


def _mean_text(row: np.ndarray) -> str:
    finite = row[np.isfinite(row)]
    return f"{finite.mean():.9g}" if len(finite) else "0"


def told_of(event: Event, words: Words) -> str:
    """An event as a person is told of it."""
    state = f" ({event.alarm.state.name})" if isinstance(event, AlarmChanged) else ""
    return f"{event.time_s!r} {topic_of(event)} {event.subject}: {words.event(event)}{state}"


def report_and_export() -> Pin:
    """The hashes of a report's page, of an exported range and of a run's summary."""
    from iss_viewer.app.headless import run_headless
    from iss_viewer.debrief.export import export_table
    from iss_viewer.debrief.report_pages import write_report
    from iss_viewer.incidents import read_incidents
    from iss_viewer.telemetry.recording import RecordedRun

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_headless(ScenarioRequest("docking-seal"), 5400.0, folder, lambda done, of: None)
        with RecordedRun(folder / "session.mcap") as run:
            export_table(run, folder / "out.csv", 600.0, 1800.0)
            write_report(run, folder / "report", None, read_incidents())
        page = (folder / "report" / "report.html").read_text(encoding="utf-8")
        page = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)  # dates and ids of the library
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        del summary["wall_s"]
        if os.environ.get("GOLDEN_KEEP"):
            (Path(os.environ["GOLDEN_KEEP"]) / "report.html").write_text(page, encoding="utf-8")
        return {
            "report": _text_digest(page),
            "export": _text_digest((folder / "out.csv").read_text(encoding="utf-8")),
            "summary": _text_digest(json.dumps(summary)),
            "truth.csv": _text_digest((folder / "truth.csv").read_text(encoding="utf-8")),
        }


def mistakes() -> Pin:
    """The hashes of what people are told of their mistakes in files, by kind of file."""
    from iss_viewer.app.checking import check_file

    pins: Pin = {}
    with tempfile.TemporaryDirectory() as name:
        for kind in ("scenarios", "stations", "incidents"):
            told: list[str] = []
            for path in sorted((assets_dir() / kind).glob("*.toml"))[:6]:
                lines = path.read_text(encoding="utf-8").splitlines()
                random.seed(f"{kind} {path.stem}")
                for turn in range(12):
                    broken = Path(name) / f"{turn}.toml"
                    broken.write_text("\n".join(_spoiled(lines)), encoding="utf-8")
                    told.append(_said_of(broken, check_file).replace(name, ""))
            pins[kind] = _text_digest("\n".join(told))
    return pins


def _spoiled(lines: list[str]) -> list[str]:
    """A file with three mistakes of the kinds that people make."""
    spoiled = list(lines)
    for _ in range(3):
        at = random.randrange(len(spoiled))
        line = spoiled[at]
        spoil: list[Callable[[str], str]] = [
            lambda text: text.replace("=", "", 1),
            lambda text: text.replace(" = ", "x = ", 1),
            lambda text: re.sub(r"\d+", "-7", text, count=1),
            lambda text: re.sub(r'"([^"]*)"', r'"\1 furlongs"', text, count=1),
            lambda text: "",
        ]
        spoiled[at] = random.choice(spoil)(line)
    return spoiled


def _said_of(path: Path, check: Callable[[Path], Any]) -> str:
    try:
        kind, found = check(path)
    except FileMistakes as error:
        return str(error)
    return "\n".join([kind, *map(str, found)])


def study(name: str) -> Pin:
    """The hash of a study's results at a small scale."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "detection":
            from iss_viewer.studies.detection_jobs import jobs
            from iss_viewer.studies.detection_trial import run_job
        else:
            from iss_viewer.studies.localisation import jobs, run_job
        del folder
        chosen = jobs(0.01)
        step = max(len(chosen) // 12, 1)
        rows = [{**job, **run_job(job)} for job in chosen[::step]]
    for row in rows:
        for key in [key for key in row if "wall" in key or "cpu" in key]:
            del row[key]
    return {"rows": _text_digest(json.dumps(rows, sort_keys=True))}


def cases(full: bool) -> dict[str, tuple[Any, ...]]:
    """Name of a case -> what is to be done for it."""
    found: dict[str, tuple[Any, ...]] = {}
    for name in scenarios():
        found[f"run {name}"] = (play, name, INF if full else SHORT_ROWS, False)
    for name in ORDERED:
        rows = 6000 if full else SHORT_ORDERED_ROWS
        found[f"ordered {name}"] = (play, name, rows, True)
    found["report and export"] = (report_and_export,)
    found["people's mistakes"] = (mistakes,)
    if full:
        found["study detection"] = (study, "detection")
        found["study localisation"] = (study, "localisation")
    return found


def done(name: str) -> Pin:
    """The hashes of a short case."""
    work, *arguments = cases(full=False)[name]
    return work(*arguments)


def _done(case: tuple[str, tuple[Any, ...]]) -> tuple[str, Pin]:
    name, (work, *arguments) = case
    return name, work(*arguments)


def pins(full: bool, chosen: str = "", processes: int = 2) -> dict[str, Pin]:
    """Every case whose name holds `chosen`, and its hashes; the long ones begin first."""
    wanted = [(name, work) for name, work in cases(full).items() if chosen in name]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        found = dict(pool.imap_unordered(_done, wanted, chunksize=1))
    return {name: found[name] for name, _ in wanted}


def differences(
    found: dict[str, Pin], pinned: dict[str, Pin], same_arithmetic: bool = True
) -> list[str]:
    """What differs from the pins, a line each; on a machine of another arithmetic its figures only."""
    return [
        f"{name}: {part} differs"
        for name, parts in found.items()
        for part, value in parts.items()
        if not _agree(part, value, pinned.get(name, {}).get(part, ""), same_arithmetic)
    ]


def _agree(part: str, value: str, pinned: str, same_arithmetic: bool) -> bool:
    if same_arithmetic:
        return value == pinned
    if part != FIGURES:
        return True
    pairs = zip(map(float, value.split()), map(float, pinned.split()), CLOSE, strict=False)
    return all(math.isclose(one, other, rel_tol=close) for one, other, close in pairs)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("do", choices=("pin", "check"))
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", default="", help="cases whose name holds this")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    path = FULL if asked.full else SHORT
    if asked.do == "check" and not path.exists():
        sys.stdout.write(f"{path} is not there: pin --full on the parent commit first\n")
        return 2
    found = pins(asked.full, asked.only, asked.processes)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"pins": {}}
    if asked.do == "pin":
        kept = {"arithmetic": arithmetic(), "pins": {**kept["pins"], **found}}
        path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{len(found)} cases pinned in {path}\n")
        return 0
    is_same = kept.get("arithmetic") == arithmetic()
    if not is_same:
        sys.stdout.write(
            "This machine reckons other last digits than the pins' one: only figures are compared.\n"
        )
    told = differences(found, kept["pins"], is_same)
    sys.stdout.write("".join(f"{line}\n" for line in told) or f"{len(found)} cases are equal\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
