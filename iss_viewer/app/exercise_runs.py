"""Exercises played to their end by scripted trainees, without a window: what each would score."""

from __future__ import annotations

import hashlib
import time
from dataclasses import asdict, dataclass

from iss_viewer.app.opening.assembly import detector_of
from iss_viewer.app.opening.exercise import PlayedExercise, drawn_exercise
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.datafile import assets_dir
from iss_viewer.exercise.referee import Referee
from iss_viewer.exercise.score import ExerciseScore
from iss_viewer.exercise.trainees.trainees import TRAINEES
from iss_viewer.session import Session
from iss_viewer.simulation import SimulatedSource
from iss_viewer.situation.words.scores import cost_text, score_text
from iss_viewer.studies.results import Row
from iss_viewer.telemetry.events import Event

#: what a run reads beside what every study does (studies/sources.py) and the file of its exercise
_ASSETS = ("conditions/*", "procedures/*", "deeds.toml", "safety.toml")


@dataclass(frozen=True)
class PlayedRun:
    """One trainee in one exercise. lowest_pa: of the air in which most people were. until_s: when it ended."""

    exercise: str
    trainee: str
    seed: int
    score: ExerciseScore
    lowest_pa: float
    until_s: float
    events: tuple[Event, ...]


def play(name: str, trainee: str, seed: int, sample_every_s: float | None = None) -> PlayedRun:
    """An exercise played by a trainee to its end. Raises FileMistakes.

    sample_every_s: samples so seldom, and so it is judged; None: as the exercise has it.
    """
    played = drawn_exercise(ScenarioRequest(name, seed=seed))
    if sample_every_s is not None:
        played = _sampled(played, sample_every_s)
    source = played.source(SimulatedSource)
    detector = detector_of(source)
    umpires = played.umpires(source, detector)
    referee = umpires[-1]
    assert isinstance(referee, Referee)
    session = Session(source, detector, None, 1.0, time.monotonic, umpires=umpires)
    person = TRAINEES[trainee](referee)
    events: list[Event] = []
    lowest_pa = float("inf")
    while not referee.is_over and not session.is_over:
        frames = session.advance(float("inf"))
        seen = list(frames.events)
        person.see(frames.events)
        for command in person.commands(session.time_s):
            came, _ = session.obey(command)
            person.see(came)
            seen += came
        events += seen
        truth = referee.facts.truth
        if truth is not None:
            lowest_pa = min(lowest_pa, truth.pressure_pa("station"))
    return PlayedRun(name, trainee, seed, referee.score, lowest_pa, session.time_s, tuple(events))


def _sampled(played: PlayedExercise, every_s: float) -> PlayedExercise:
    """An exercise with other samples."""
    condition = played.exercise.condition.model_copy(update={"sample_period_s": every_s})
    exercise = played.exercise.model_copy(update={"condition": condition})
    return PlayedExercise(exercise, played.procedures, played.station, played.written)


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


def exercise_job(name: str, trainee: str, seed: int, sample_every_s: float) -> Row:
    """A run of a study, as plain values: by `assets` it is another one once what it reads has changed."""
    paths = [assets_dir() / "exercises" / f"{name}.toml"]
    paths += sorted(path for pattern in _ASSETS for path in assets_dir().glob(pattern))
    assets = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
    return {
        "exercise": name, "trainee": trainee, "seed": seed, "sample_every_s": sample_every_s, "assets": assets,
    }  # fmt: skip


def run_exercise_job(job: Row) -> Row:
    """Play such a run: the fields of its ScoredRun."""
    return asdict(
        ScoredRun.of(play(job["exercise"], job["trainee"], job["seed"], job["sample_every_s"]))
    )
