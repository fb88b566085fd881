"""Prove the detector: delays against the bound, false alarms, coverage, faults told from leaks.

``write_detection_study(out_dir)`` runs what is missing, and writes `detection.md` and its pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from iss_viewer.studies.bounds import Detectability, detectability
from iss_viewer.studies.detection_jobs import SIZES, jobs, rate_pa_s
from iss_viewer.studies.detection_tables import (
    coverage_table,
    delay_table,
    fault_table,
    quiet_table,
    simulated_table,
    wrong_table,
)
from iss_viewer.studies.detection_trial import NOISES, run_job
from iss_viewer.studies.detection_words import (
    CONFUSION_WORDS,
    COVERAGE_WORDS,
    DELAY_WORDS,
    QUIET_WORDS,
    WRONG_WORDS,
)
from iss_viewer.studies.pages import figure, made_by, put_section
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one


def write_detection_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
) -> Path:
    """Run what is missing of the study and write its page; `out_dir` is the folder of the docs.

    Results lie in `out_dir`/detection/detection.jsonl; delete it to start anew. Returns the page.
    """
    folder = out_dir / "detection"
    rows = collect(folder / "detection.jsonl", run_job, jobs(scale), workers, progress)
    page = out_dir / "detection.md"
    put_section(page, "detection", "\n\n".join(_sections(rows, folder, scale)))
    return page


def _sections(rows: Sequence[Row], folder: Path, scale: float) -> list[str]:
    bound = detectability(replace(NOISES["good"][0]))
    coarse = detectability(replace(NOISES["good"][0], sample_every_s=60.0))
    bounds = {size.label: (coarse if size.fine_s > 1.0 else bound) for size in SIZES}
    delays = [row for row in rows if row["kind"] == "delay"]
    quiet = [row for row in rows if row["kind"] == "quiet"]
    simulated = [row for row in rows if row["kind"] == "simulated"]
    folder.mkdir(parents=True, exist_ok=True)
    _draw_delays(delays, bounds, folder / "delay.png")
    return [
        "## Detection",
        made_by("detection", scale),
        DELAY_WORDS,
        delay_table(delays, bounds),
        "![Delay against the bound](detection/delay.png)",
        QUIET_WORDS,
        quiet_table(quiet, simulated),
        WRONG_WORDS,
        wrong_table(delays, bounds),
        COVERAGE_WORDS,
        coverage_table(delays, simulated),
        CONFUSION_WORDS,
        simulated_table(simulated),
        fault_table(simulated),
    ]


def _draw_delays(rows: Sequence[Row], bounds: dict[str, Detectability], path: Path) -> None:
    drawing, axes = figure()
    sizes = [size for size in SIZES if any(r["label"] == size.label for r in rows)]
    limits = [bounds[size.label].delay_s(rate_pa_s(size.kg_day)) for size in sizes]
    kg_day = [size.kg_day for size in sizes]
    axes.plot(kg_day, limits, color="#1f6feb", marker="o", markersize=4, label="bound")
    axes.plot(
        kg_day, [1.5 * t for t in limits], color="#1f6feb", linestyle=":", label="1.5 x bound"
    )
    for size in sizes:
        runs = [r for r in rows if r["label"] == size.label and r["noise"] == "good"]
        found = [max(r["delay_s"], 1.0) for r in runs if r["delay_s"] is not None]
        label = "runs" if size is sizes[0] else None
        axes.plot(
            [size.kg_day] * len(found), found, "x", color="#d4620f", markersize=5, label=label
        )
    axes.set(xscale="log", yscale="log", xlabel="leak, kg/day", ylabel="time to the alarm, s")
    axes.legend(frameon=False)
    drawing.savefig(path)
