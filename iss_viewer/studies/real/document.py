"""The page of the study of real readings: `docs/real.md`.

``write_real_study(out_dir)`` runs what is missing, and writes the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from iss_viewer.studies.pages import put_section
from iss_viewer.studies.real.jobs import jobs
from iss_viewer.studies.real.tables import (
    coverage_table,
    failure_table,
    leak_table,
    quiet_table,
    sources_table,
    totals,
)
from iss_viewer.studies.real.trial import run_job
from iss_viewer.studies.real.words import (
    BOUND_WORDS,
    COVERAGE_WORDS,
    FAILURE_WORDS,
    INTRODUCTION,
    LEAK_WORDS,
    QUIET_WORDS,
    SOURCES_WORDS,
)
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one


def write_real_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
    only: str = "",
) -> Path:
    """Run what is missing of the study and write its page; `out_dir` is the folder of the docs.

    Results lie in `out_dir`/detection/real.jsonl; delete it to start anew. `only`: series or files whose id
    begins so. Returns the page.
    """
    results = out_dir / "detection" / "real.jsonl"
    rows = collect(results, run_job, jobs(scale, only), workers, progress)
    page = out_dir / "real.md"
    put_section(page, "real", "\n\n".join(_sections(rows, scale, only)), INTRODUCTION)
    return page


def _sections(rows: Sequence[Row], scale: float, only: str) -> list[str]:
    asked = f" --only {only}" if only else ""
    return [
        "## Results",
        f"Made by `iss-viewer study real --scale {scale:g}{asked}` (the whole study is `--scale 1`).",
        QUIET_WORDS,
        totals(rows),
        quiet_table(rows),
        LEAK_WORDS,
        leak_table(rows),
        COVERAGE_WORDS,
        coverage_table(rows),
        FAILURE_WORDS,
        failure_table(rows),
        BOUND_WORDS,
        SOURCES_WORDS,
        sources_table(),
    ]
