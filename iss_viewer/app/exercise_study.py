"""The page of exercises: each played to its end by four scripted trainees, remade by one command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from iss_viewer.app.exercise_runs import ScoredRun, exercise_job, run_exercise_job
from iss_viewer.exercise.trainees.trainees import TRAINEES
from iss_viewer.scenario.exercise import ExerciseFile, read_exercise
from iss_viewer.scenario.exercise.heads import ExerciseHead, exercise_heads
from iss_viewer.situation.words.scores import lowest_texts
from iss_viewer.studies.pages import table
from iss_viewer.studies.results import Progress, Results, Row, Run, Workers, collect, one_by_one
from iss_viewer.units import duration_text

#: the seed by which every exercise is played
SEED = 3
#: rows of exercises that are not longer than this are all played
_MOST_LENGTH_S = 4 * 3600.0
#: rows of each draw are looked for among so many seeds
_MOST_SEEDS = 40
#: samples so seldom at the least, so that the page is made in minutes
SAMPLE_S = 10.0
PAGE, RUNS = "exercises.md", "exercises/runs.jsonl"


#: exercise, trainee, seed
Job = tuple[str, str, int]


def write_exercise_page(
    out_dir: Path,
    only: Sequence[str] = (),
    trainees: Sequence[str] = (),
    workers: Workers = one_by_one,
    progress: Progress | None = None,
) -> Path:
    """Play all exercises by all trainees, or some by some; write the page of all that was played, now and before.

    Raises FileMistakes.
    """
    heads = exercise_heads()
    files = {head.id: read_exercise(head.id) for head in heads}
    jobs = {
        job: exercise_job(*job, max(files[job[0]].example.condition.sample_period_s, SAMPLE_S))
        for job in jobs_of(files)
    }
    asked = [
        values
        for (name, trainee, _), values in jobs.items()
        if (not only or name in only) and (not trainees or trainee in trainees)
    ]
    runs = out_dir / RUNS
    collect(runs, run_exercise_job, asked, workers, progress)
    kept = {job: _kept(runs, values) for job, values in jobs.items()}
    found = {job: _scored(row) for job, row in kept.items() if row is not None}
    page = out_dir / PAGE
    page.write_text(page_text(heads, files, found, len(jobs)), encoding="utf-8")
    return page


def jobs_of(files: Mapping[str, ExerciseFile]) -> list[Job]:
    """All runs of the page: first what shows that full marks can be had, and of that the shortest."""
    names = sorted(files, key=lambda name: files[name].example.length_s)
    expected = [(name, "expected", SEED) for name in names]
    rows = [(name, "expected", seed) for name in names for seed in seeds_of_rows(files[name])]
    others = [(name, trainee, SEED) for name in names for trainee in TRAINEES]
    return list(dict.fromkeys([*expected, *rows, *others]))


def seeds_of_rows(file: ExerciseFile) -> tuple[int, ...]:
    """The first seeds that give each row of each draw that has rows; none of long exercises."""
    if file.example.length_s > _MOST_LENGTH_S:
        return ()
    found: dict[tuple[str, int], int] = {}
    for seed in range(_MOST_SEEDS):
        for draw in file.draws:
            if draw.one_of:
                row = draw.one_of.index(dict(draw.drawn(seed, file.id)))
                found.setdefault((draw.id, row), seed)
    return tuple(sorted(set(found.values())))


def _kept(runs: Path, job: Row) -> Row | None:
    """A run that was played before."""
    try:
        (row,) = collect(runs, run_exercise_job, [job], _nobody)
    except LookupError:
        return None
    return row


def _nobody(run: Run, jobs: Sequence[Row]) -> Results:
    """Workers that play nothing. Raises LookupError where something is to be played."""
    if jobs:
        raise LookupError
    yield from ()


def _scored(row: Row) -> ScoredRun:
    """A run of the file of runs: its key is left out, its lists are tuples again."""
    values = {field.name: row[field.name] for field in fields(ScoredRun)}
    return ScoredRun(**{**values, "items": tuple(values["items"])})


def page_text(
    heads: Sequence[ExerciseHead],
    files: Mapping[str, ExerciseFile],
    found: Mapping[Job, ScoredRun],
    of: int,
) -> str:
    """The page in Markdown. of: how many runs there are when all were played."""
    played = f"Played for this page: {len(found)} of {of} runs; a dash was not played.\n"
    return "\n".join(
        [_INTRODUCTION, played, _scores(heads, found), _ROWS, _rows(heads, files, found)]
    )


def _scores(heads: Sequence[ExerciseHead], found: Mapping[Job, ScoredRun]) -> str:
    rows = []
    for head in heads:
        runs = [found.get((head.id, trainee, SEED)) for trainee in TRAINEES]
        points = [run.text if run else "-" for run in runs]
        lowest = " / ".join(lowest_texts([run.lowest_pa]) if run else "-" for run in runs)
        rows.append([head.title, head.name, head.brief.difficulty, *points, lowest])
    return table(["exercise", "what happens", "difficulty", *TRAINEES, "lowest mmHg"], rows)


def _rows(
    heads: Sequence[ExerciseHead], files: Mapping[str, ExerciseFile], found: Mapping[Job, ScoredRun]
) -> str:
    rows = []
    for head in heads:
        file = files[head.id]
        for seed in (SEED, *(s for s in seeds_of_rows(file) if s != SEED)):
            run = found.get((head.id, "expected", seed))
            if run is None:
                continue
            drawn = file.drawn(seed).drawn_values.items()
            what = ", ".join(f"{name} {value}" for name, value in drawn) or "nothing is drawn"
            lost = "; ".join(run.items) or "-"
            rows.append([head.id, str(seed), what, run.text, duration_text(run.until_s), lost])
    return table(["file", "seed", "drawn", "points", "ended after", "what cost points"], rows)


_INTRODUCTION = f"""# Exercises

Each exercise of `assets/exercises`, played to its end by four scripted trainees, through the queue of orders, with
people, ways and times. Remade by `iss-viewer study exercises`; nothing here is typed in by hand. Played with seed {SEED}
and samples of 10 s or those of the exercise, whichever are rarer.

- *expected* gives the orders that the file expects (`do`), one after another, 20 s after each is due; what is refused, again
  each minute. It knows where the leak is: it shows that full marks can be had, not how a crew finds the room.
- *idle* does nothing.
- *panic* closes every open hatch at the first alarm.
- *patches* patches every module at the first alarm, found or not.

Points are 0 to 100; in brackets what was earned and what was deducted where that differs. With something critical missed
there are 49 at most. The lowest pressure is that of the air in which most people were, in the order of the trainees.
How points are reckoned: [formats-exercise.md](formats-exercise.md).
"""
_ROWS = """## Every row of the draws

The trainee *expected* with a seed for each row that can be drawn, of exercises of 4 h at most; of longer ones with one
seed. Ends of ranges are not all played. What was not played is left out.
"""
