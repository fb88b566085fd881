"""Results of many runs, one line each: written as they come, so that a study cut short goes on."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Progress = Callable[[int, int], None]


def collect(
    path: Path,
    run: Callable[[Row], Row],
    jobs: Sequence[Row],
    processes: int = 2,
    progress: Progress | None = None,
) -> list[Row]:
    """The results of `jobs`, those already in the file at `path` taken from there.

    A job is plain values; its result is the job with what `run` adds. Jobs run in spawned processes
    and each result is appended to the file at once. A line cut in half by a kill is left out.
    """
    done = {row["job"]: row for row in read_rows(path) if "job" in row}
    missing = [job for job in jobs if _key(job) not in done]
    path.parent.mkdir(parents=True, exist_ok=True)
    finished = len(jobs) - len(missing)
    with path.open("a", encoding="utf-8") as file:
        for row in _results(partial(_keyed, run), missing, processes):
            file.write(json.dumps(row) + "\n")
            file.flush()
            done[row["job"]] = row
            finished += 1
            if progress is not None:
                progress(finished, len(jobs))
    return [done[_key(job)] for job in jobs]


def read_rows(path: Path) -> list[Row]:
    """The whole lines of a results file; none where there is no file."""
    if not path.is_file():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows


def _results(run: Callable[[Row], Row], jobs: Sequence[Row], processes: int) -> Iterable[Row]:
    if processes <= 1 or len(jobs) <= 1:
        yield from map(run, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(run, jobs)


def _keyed(run: Callable[[Row], Row], job: Row) -> Row:
    """The result with the job that it is of."""
    return {"job": _key(job), **run(job)}


def _key(job: Row) -> str:
    return json.dumps(job, sort_keys=True)
