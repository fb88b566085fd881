"""Results of many runs, one line each: written as they come, so that a study cut short goes on.

A row is found again by a digest of its job and of all that the run reads: code, assets, numeric libraries.
Who changes any of them gets new rows; the old ones stay in the file for who goes back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from iss_viewer.studies.sources import digest_of

Row = dict[str, Any]
Run = Callable[[Row], Row]
Progress = Callable[[int, int], None]
Results = Generator[tuple[int, Row], None, None]
#: does the run of each job once, in any order: yields the place of a job with its result
Workers = Callable[[Run, Sequence[Row]], Results]


def one_by_one(run: Run, jobs: Sequence[Row]) -> Results:
    """Do the runs in this process."""
    yield from ((place, run(job)) for place, job in enumerate(jobs))


def collect(
    path: Path,
    run: Run,
    jobs: Sequence[Row],
    workers: Workers = one_by_one,
    progress: Progress | None = None,
) -> list[Row]:
    """The results of `jobs` in their order, those already in the file at `path` taken from there.

    A job and its result are plain values. Each result is appended to the file at once; a line cut in half
    by a kill is left out. Raises what `workers` raise; the file then holds all that was done.
    """
    digest = digest_of(run)
    keys = [_key(job, digest) for job in jobs]
    done = {row["key"]: row for row in read_rows(path) if "key" in row}
    missing = [place for place, key in enumerate(keys) if key not in done]
    finished, tell = len(jobs) - len(missing), progress or (lambda done, of: None)
    tell(finished, len(jobs))
    with _opened(path) as file, closing(workers(run, [jobs[i] for i in missing])) as results:
        for place, result in results:
            line = json.dumps({"key": keys[missing[place]], **result})
            file.write(line + "\n")
            file.flush()
            done[keys[missing[place]]] = json.loads(line)
            finished += 1
            tell(finished, len(jobs))
    return [done[key] for key in keys]


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


def _opened(path: Path) -> IO[str]:
    """The file at its end; what a kill left of a line there is ended."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_bytes() if path.is_file() else b""
    file = path.open("a", encoding="utf-8")
    if kept and not kept.endswith(b"\n"):
        file.write("\n")
    return file


def _key(job: Row, digest: str) -> str:
    text = json.dumps(job, sort_keys=True) + digest
    return hashlib.sha256(text.encode()).hexdigest()[:32]
