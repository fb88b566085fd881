"""Prove the search: closures, hours, right module and calibration against other strategies.

``write_localisation_study(out_dir)`` runs what is missing, and writes its part of `detection.md`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from math import nan
from pathlib import Path
from statistics import mean, median

from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.locating import read_priors
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import read_station
from iss_viewer.studies.localisation_words import (
    CALIBRATION_WORDS,
    COMPARISON_WORDS,
    SIMULATED_WORDS,
    SOURCES_WORDS,
)
from iss_viewer.studies.pages import figure, made_by, put_section, share_limits, table, verdict
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one
from iss_viewer.studies.search_run import run_simulated_search
from iss_viewer.studies.search_trial import ADVISER, CLASSIC, UNMANNED, SearchTask, run_trial
from iss_viewer.studies.strategies import STRATEGIES
from iss_viewer.telemetry.events import PriorChoice
from iss_viewer.units import KG_PER_LB, S_PER_DAY

#: label, kg/day, time to close a hatch, hours of the published information-gain row (uniform, history)
CASES = (
    ("1 lb/day", KG_PER_LB, 600.0, (4.1, 2.3)),
    ("3.7 lb/day", 3.7 * KG_PER_LB, 600.0, (2.1, 1.1)),
    ("2 mm", 51.8, 180.0, (0.26, None)),
    ("10 mm", 1294.0, 60.0, (0.09, None)),
)
GREEDY, BISECTION = "information gain, fixed waits", "bisection"
ADVISERS = (UNMANNED, ADVISER, CLASSIC)
_BLOCKS = 4  # the same seeds for every strategy
_BLOCK = 25  # seeds
_BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99, 1.0001)
#: label, kg/day, hours of the published information-gain row (uniform), time to close a hatch; each module of
#: the main air once
SIMULATED = (
    ("1 lb/day", KG_PER_LB, 4.1, 600.0),
    ("3.7 lb/day", 3.7 * KG_PER_LB, 2.1, 600.0),
    ("1 mm", 12.94, None, 600.0),
    ("2 mm", 51.8, 0.26, 180.0),
    ("10 mm", 1294.0, 0.09, 60.0),
)
_MODULES = 23  # of the main air


def write_localisation_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
) -> Path:
    """Run what is missing of the study and write its part of the page; `out_dir`: folder of the docs.

    Results lie in `out_dir`/detection/localisation.jsonl; delete it to start anew. Returns the page.
    """
    folder = out_dir / "detection"
    rows = collect(folder / "localisation.jsonl", run_job, jobs(scale), workers, progress)
    page = out_dir / "detection.md"
    put_section(page, "localisation", "\n\n".join(_sections(rows, folder, scale)))
    return page


def jobs(scale: float) -> list[Row]:
    """All searches of the study, plain values each; a job is a block of seeds of one strategy."""
    found: list[Row] = []
    block = max(round(_BLOCK * scale), 1)
    names = [*(named.name for named in STRATEGIES), *ADVISERS]
    for label, kg_day, closing_s, _ in CASES:
        for prior in PriorChoice:
            for name in names:
                for first in range(_BLOCKS):
                    found.append(
                        {
                            "kind": "search", "label": label, "kg_day": kg_day, "prior": prior.value,
                            "closing_s": closing_s, "strategy": name, "seed": first * block, "count": block,
                        }
                    )  # fmt: skip
    for seed in range(max(round(_MODULES * scale), 1)):
        for label, kg_day, *_ in SIMULATED:
            found.append({"kind": "simulated", "label": label, "kg_day": kg_day, "seed": seed})
    for label, kg_day, _, closing_s in SIMULATED:
        for first in range(_BLOCKS):
            found.append(
                {
                    "kind": "one thermometer", "label": label, "kg_day": kg_day, "prior": "uniform",
                    "closing_s": closing_s, "strategy": GREEDY, "seed": first * block, "count": block,
                }
            )  # fmt: skip
    return found


def run_job(job: Row) -> Row:
    """The job with its result."""
    if job["kind"] == "simulated":
        return {**job, **run_simulated_search(job["kg_day"] / S_PER_DAY, job["seed"])}
    station = read_station("iss")
    prior = PriorChoice(job["prior"])
    case = SearchTask(job["kg_day"] / S_PER_DAY, job["closing_s"], prior, job["label"])
    seeds = range(job["seed"], job["seed"] + job["count"])
    noise = SlopeNoise.of(read_priors().noise)
    if job["kind"] == "one thermometer":
        noise = noise.warmer(read_limits().estimation.thermal_sd_single_k)
    results = [run_trial(station, case, job["strategy"], seed, noise) for seed in seeds]
    return {
        **job,
        "hours": [r.hours for r in results],
        "closures": [r.closures for r in results],
        "right": [r.module == r.answer for r in results],
        "bins": _binned([(c, m == r.module) for r in results for m, c in r.told]),
        "answer_chance": [r.chance for r in results if r.chance is not None],
    }


def _sections(rows: Sequence[Row], folder: Path, scale: float) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    searches = [row for row in rows if row["kind"] == "search"]
    simulated = [row for row in rows if row["kind"] != "search"]
    _draw_hours(searches, folder / "hours.png")
    _draw_calibration(searches, folder / "calibration.png")
    return [
        "## Location",
        made_by("localisation", scale),
        COMPARISON_WORDS,
        _comparison_table(searches),
        "![Hours of a search](detection/hours.png)",
        _goals(searches),
        CALIBRATION_WORDS,
        _calibration_table(searches),
        "![Calibration](detection/calibration.png)",
        SIMULATED_WORDS,
        _simulated_table(simulated),
        SOURCES_WORDS,
    ]


def _of(rows: Sequence[Row], label: str, prior: PriorChoice, strategy: str) -> list[Row]:
    return [
        r for r in rows if (r["label"], r["prior"], r["strategy"]) == (label, prior.value, strategy)
    ]


def _all(rows: Sequence[Row], key: str) -> list[float]:
    return [float(value) for row in rows for value in row[key]]


def _comparison_table(rows: Sequence[Row]) -> str:
    names = [*(named.name for named in STRATEGIES), *ADVISERS]
    lines = []
    for label, _, closing_s, _ in CASES:
        for prior in PriorChoice:
            for name in names:
                runs = _of(rows, label, prior, name)
                if runs:
                    right = _all(runs, "right")
                    lines.append(
                        [
                            f"{label}, {closing_s / 60:.0f} min", prior.value, name, str(len(right)),
                            f"{mean(_all(runs, 'closures')):.1f}", f"{mean(_all(runs, 'hours')):.2f}",
                            f"{median(_all(runs, 'hours')):.2f}", f"{mean(right):.1%}",
                        ]
                    )  # fmt: skip
    head = [
        "leak, a closure",
        "prior",
        "search",
        "runs",
        "hatch moves",
        "mean h",
        "median h",
        "right",
    ]
    return table(head, lines)


def _goals(rows: Sequence[Row]) -> str:
    """Which goals are reached, computed from the searches."""
    lines = []
    for label, _, _, published in CASES:
        for prior, print_h in zip(
            (PriorChoice.UNIFORM, PriorChoice.HISTORY), published, strict=True
        ):
            free = _of(rows, label, prior, UNMANNED)
            manned = _of(rows, label, prior, ADVISER)
            greedy = _of(rows, label, prior, GREEDY)
            halves = _of(rows, label, prior, BISECTION)
            if not (free and manned and greedy and halves):
                continue
            ours, bound = mean(_all(free, "hours")), mean(_all(greedy, "hours"))
            slow = mean(_all(halves, "hours"))
            right = mean([*_all(free, "right"), *_all(manned, "right")])
            goal = ours / slow <= 0.5 if label == "1 lb/day" else None
            lines.append(
                [
                    label, prior.value, f"{ours / bound:.2f} {verdict(ours <= 1.2 * bound)}",
                    f"{ours / print_h:.2f} {verdict(ours <= 1.2 * print_h)}" if print_h else "-",
                    f"{ours / slow:.2f}" + ("" if goal is None else f" {verdict(goal)}"),
                    f"{right:.1%} {verdict(right >= 0.98)}", f"{mean(_all(manned, 'hours')) / bound:.2f}",
                ]
            )  # fmt: skip
    head = [
        "leak", "prior", "hours / information gain here", "/ published row", "/ bisection",
        "right module", "with people aboard / information gain",
    ]  # fmt: skip
    return table(head, lines)


def _binned(pairs: Sequence[tuple[float, bool]]) -> list[list[float]]:
    """For each bin of probability: the sum of what was told, how many leaked, and how many there were."""
    found = []
    for low, high in pairwise(_BINS):
        inside = [(chance, hit) for chance, hit in pairs if low <= chance < high]
        found.append(
            [math.fsum(chance for chance, _ in inside), sum(hit for _, hit in inside), len(inside)]
        )
    return found


def _calibration(rows: Sequence[Row]) -> list[tuple[float, float, int, int]]:
    """Mean probability told, share that leaked, hits and number, for each bin."""
    blocks = [row["bins"] for row in rows if row["strategy"] in ADVISERS]
    sums = []
    for one in zip(*blocks, strict=True):
        told, hits, counts = zip(*one, strict=True)
        sums.append((math.fsum(told), sum(hits), sum(counts)))
    return [(told / count, hits / count, hits, count) for told, hits, count in sums if count]


def _calibration_table(rows: Sequence[Row]) -> str:
    lines = []
    for told, share, hits, count in _calibration(rows):
        low, high = share_limits(hits, count)
        lines.append([f"{told:.2%}", f"{share:.2%}", str(count), f"{low:.1%} to {high:.1%}"])
    return table(["probability told", "leaked", "number", "95 % limits"], lines)


def _simulated_table(rows: Sequence[Row]) -> str:
    """How the searches of each size ended, and each that did not end well."""
    lines, misses = [], []
    for label, _, published, _ in SIMULATED:
        runs = [row for row in rows if row["label"] == label and row["kind"] == "simulated"]
        single = [row for row in rows if row["label"] == label and row["kind"] == "one thermometer"]
        if not runs:
            continue
        ends = [_outcome(row) for row in runs]
        hours = [row["search_s"] / 3600.0 for row in runs if _outcome(row) == "right"] or [nan]
        expected = mean(_all(single, "hours") or [nan])
        low, high = share_limits(ends.count("right"), len(runs))
        lines.append(
            [
                label, str(len(runs)), str(ends.count("right")), str(ends.count("wrong")),
                str(ends.count("undecided")), str(ends.count("not seen")), f"{low:.0%} to {high:.0%}",
                f"{median(hours):.2f}", f"{mean(hours):.2f}", f"{expected:.2f}",
                f"{mean(hours) / expected:.2f}",
                f"{mean(hours) / published:.2f}" if published else "-",
                f"{mean(row['moves'] for row in runs):.1f}",
            ]
        )  # fmt: skip
        misses += [
            f"{label} in {row['module']}: {end}, {row['answer'] or 'nothing'} has {row['chance']:.0%}"
            for row, end in zip(runs, ends, strict=True)
            if end != "right"
        ]
    head = [
        "leak", "runs", "right", "wrong", "undecided", "no alarm", "right, 95 % limits",
        "median search, h", "mean search, h", "information gain, one thermometer, h", "mean / that",
        "mean / published row", "hatch moves",
    ]  # fmt: skip
    told = "Not right: " + "; ".join(misses) + "." if misses else "All were right."
    runs = [row for row in rows if row["kind"] == "simulated"]
    decided = [row for row in runs if _outcome(row) in ("right", "wrong")]
    right = sum(_outcome(row) == "right" for row in decided)
    share = right / len(decided) if decided else 0.0
    goal = f"Of those decided, right: {right} of {len(decided)} ({share:.1%}, goal 98 %: {verdict(share >= 0.98)})."
    return "\n\n".join((table(head, lines), goal, told))


def _outcome(row: Row) -> str:
    """How a search ended: the advice to isolate decides it, at 99 %."""
    if row["alarm_s"] is None:
        return "not seen"
    if not row["is_decided"]:
        return "undecided"
    return "right" if row["answer"] == row["module"] else "wrong"


def _draw_hours(rows: Sequence[Row], path: Path) -> None:
    drawing, axes = figure(7.5, 4.2)
    names = [*(named.name for named in STRATEGIES), *ADVISERS]
    shades = [
        "#c3cad3",
        "#aab4c0",
        "#8f9bab",
        "#748296",
        "#5a6a80",
        "#f0883e",
        "#d4620f",
        "#f6c08f",
    ]
    labels = [case[0] for case in CASES]
    for place, name in enumerate(names):
        hours = [
            _all(_of(rows, label, PriorChoice.HISTORY, name), "hours") or [float("nan")]
            for label in labels
        ]
        across = [index + (place - 3.5) * 0.1 for index in range(len(labels))]
        axes.bar(across, [mean(h) for h in hours], 0.095, color=shades[place], label=name)
    axes.set(yscale="log", ylabel="mean hours of a search, history prior")
    axes.set_xticks(range(len(labels)), labels)
    axes.legend(frameon=False, fontsize=7, ncols=2)
    drawing.savefig(path)


def _draw_calibration(rows: Sequence[Row], path: Path) -> None:
    drawing, axes = figure(4.6, 4.2)
    points = _calibration(rows)
    axes.plot([0, 1], [0, 1], color="#8f9bab", linewidth=1)
    limits = [share_limits(hits, count) for *_, hits, count in points]
    spread = [
        [max(share - low, 0.0) for (_, share, *_), (low, _) in zip(points, limits, strict=True)],
        [max(high - share, 0.0) for (_, share, *_), (_, high) in zip(points, limits, strict=True)],
    ]
    told, shares = [p[0] for p in points], [p[1] for p in points]
    axes.errorbar(told, shares, yerr=spread, fmt="o", color="#d4620f", markersize=4, capsize=2)
    axes.set(xlabel="probability told for a module", ylabel="share of those that leaked")
    drawing.savefig(path)
