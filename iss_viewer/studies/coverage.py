"""Count the shown intervals at all looks of many runs: do those of 95 % hold the truth.

``write_coverage_study(out_dir)`` runs what is missing, and writes its section of `detection.md`.
"""

from __future__ import annotations

from pathlib import Path

from iss_viewer.studies.coverage_jobs import coverage_jobs
from iss_viewer.studies.coverage_table import ALL_LOOKS_WORDS, all_looks_table
from iss_viewer.studies.coverage_trial import run_coverage
from iss_viewer.studies.pages import made_by, put_section
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one


def write_coverage_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
) -> Path:
    """Run what is missing of the study and write its section; `out_dir` is the folder of the docs.

    Results lie in `out_dir`/detection/coverage.jsonl; delete it to start anew. Returns the page.
    """
    jobs = coverage_jobs(scale)
    rows = collect(out_dir / "detection" / "coverage.jsonl", _run, jobs, workers, progress)
    page = out_dir / "detection.md"
    text = "\n\n".join([ALL_LOOKS_WORDS, made_by("coverage", scale), all_looks_table(rows)])
    put_section(page, "coverage", text)
    return page


def _run(job: Row) -> Row:
    return {**job, **run_coverage(job)}
