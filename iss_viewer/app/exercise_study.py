"""The page of exercises: each played to its end by four scripted trainees, remade by one command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from iss_viewer.app.exercise_runs import PlayedRun, play
from iss_viewer.exercise.trainees.trainees import TRAINEES
from iss_viewer.scenario.exercise import ExerciseFile, read_exercise
from iss_viewer.scenario.exercise.heads import ExerciseHead, exercise_heads
from iss_viewer.situation.words.scores import cost_text, lowest_texts, score_text
from iss_viewer.studies.pages import table
from iss_viewer.units import duration_text

#: the seed by which every exercise is played
SEED = 3
#: rows of exercises that are not longer than this are all played
_MOST_LENGTH_S = 4 * 3600.0
#: rows of each draw are looked for among so many seeds
_MOST_SEEDS = 40
#: samples so seldom at the least, so that the page is made in minutes
SAMPLE_S = 10.0
PAGE = "exercises.md"


@dataclass(frozen=True, slots=True)
class ScoredRun:
    """What a run came to: points (earned less deducted), the least pressure of the air where most people were."""

    points: float
    earned: float
    deducted: float
    lowest_pa: float
    until_s: float
    outcome: str
    items: tuple[str, ...]

    @classmethod
    def of(cls, run: PlayedRun) -> ScoredRun:
        """Of a run that was played."""
        score = run.score
        missed = [f"{m.action.id} {m.state.value}" for m in score.marks if m.earned_1 < 1.0]
        costs = [
            f"{one.text} ({cost_text(one.points, len(one.times_s))})" for one in score.deductions
        ]
        return cls(
            score.points, score.earned, score.deducted, run.lowest_pa, run.until_s, score.outcome.value,
            (*missed, *costs),
        )  # fmt: skip

    @property
    def text(self) -> str:
        """The points, with what was earned and deducted."""
        return score_text(self.points, self.earned, self.deducted)


Job = tuple[str, str, int]


def write_exercise_page(
    out_dir: Path,
    only: Sequence[str] = (),
    workers: int = 1,
    is_done: Callable[[int, int], None] = lambda done, of: None,
) -> Path:
    """Play all exercises, or some, and write the page; `is_done` learns how many of how many runs are done.

    Raises FileMistakes.
    """
    heads = [head for head in exercise_heads() if not only or head.id in only]
    files = {head.id: read_exercise(head.id) for head in heads}
    jobs = [(name, trainee, SEED) for name in files for trainee in TRAINEES]
    jobs += [
        (name, "expected", seed) for name, file in files.items() for seed in seeds_of_rows(file)
    ]
    found = dict(_played(list(dict.fromkeys(jobs)), workers, is_done))
    page = out_dir / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    others = [head.id for head in exercise_heads() if head.id not in files]
    page.write_text(page_text(heads, files, found, others), encoding="utf-8")
    return page


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


def _played(
    jobs: Sequence[Job], workers: int, is_done: Callable[[int, int], None]
) -> Iterator[tuple[Job, ScoredRun]]:
    if workers <= 1:
        for number, job in enumerate(jobs, 1):
            yield job, _scored(job)
            is_done(number, len(jobs))
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        runs = {pool.submit(_scored, job): job for job in jobs}
        for number, run in enumerate(as_completed(runs), 1):
            yield runs[run], run.result()
            is_done(number, len(jobs))


def _scored(job: Job) -> ScoredRun:
    name, trainee, seed = job
    own_s = read_exercise(name).example.condition.sample_period_s
    return ScoredRun.of(play(name, trainee, seed, max(own_s, SAMPLE_S)))


def page_text(
    heads: Sequence[ExerciseHead],
    files: dict[str, ExerciseFile],
    found: dict[Job, ScoredRun],
    others: Sequence[str] = (),
) -> str:
    """The page in Markdown. others: exercises that were not played for it."""
    left_out = f"Not played for this page: {', '.join(others)}.\n" if others else ""
    scores = _scores(heads, found)
    return "\n".join([_INTRODUCTION, scores, left_out, _ROWS, _rows(heads, files, found)])


def _scores(heads: Sequence[ExerciseHead], found: dict[Job, ScoredRun]) -> str:
    rows = []
    for head in heads:
        runs = [found[head.id, trainee, SEED] for trainee in TRAINEES]
        lowest = lowest_texts([run.lowest_pa for run in runs])
        level = head.brief.difficulty
        rows.append([head.title, head.name, level, *(run.text for run in runs), lowest])
    return table(["exercise", "what happens", "difficulty", *TRAINEES, "lowest mmHg"], rows)


def _rows(
    heads: Sequence[ExerciseHead], files: dict[str, ExerciseFile], found: dict[Job, ScoredRun]
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
seed. Ends of ranges are not all played.
"""
