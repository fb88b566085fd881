"""Open an exercise: its starting condition played, its malfunctions and its crew watched by a referee."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import iss_viewer
from iss_viewer.app.opening.assembly import detector_of, host_of, limits_in_force
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.opening.scenario import scenario_host
from iss_viewer.app.opening.session_host import SessionHost
from iss_viewer.datafile import named, parse, text_of
from iss_viewer.datafile.mistakes import FileMistakes, Mistake
from iss_viewer.detection import StationDetector
from iss_viewer.exercise.covers import exercise_cover
from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.exercise.referee import Referee
from iss_viewer.link import Mode
from iss_viewer.link.cover import ExerciseCover, plain_cover
from iss_viewer.scenario.exercise import (
    ChecklistProcedure,
    Exercise,
    exercise_written,
    read_exercise,
)
from iss_viewer.scenario.exercise.reading import WRITTEN
from iss_viewer.session import Umpire
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import Station
from iss_viewer.telemetry.recording import RunHeader

_MOST_SEED = 2**31


@dataclass(frozen=True)
class PlayedExercise:
    """An exercise with its draw made. station: as it is on its day; written: all of it as one text."""

    exercise: Exercise
    procedures: tuple[ChecklistProcedure, ...]
    station: Station
    written: str

    def source(self, kind: type[SimulatedSource], *, with_ledgers: bool = False) -> SimulatedSource:
        """The simulated station, at its start."""
        scenario = self.exercise.scenario_of(self.station)
        return kind(scenario, self.station, self.exercise.seed, with_ledgers=with_ledgers)

    @property
    def cover(self) -> ExerciseCover:
        """What windows know of it."""
        return exercise_cover(self.exercise, self.procedures, self.station)

    def umpires(self, source: SimulatedSource, detector: StationDetector) -> tuple[Umpire, ...]:
        """The queue of orders, which take time, and the referee."""
        limit_pa = detector.limits.reserve.limit_pa
        referee = Referee(self.exercise, self.procedures, source, detector, limit_pa)
        return OrderQueue(source, spoiler=referee.spoiler, are_costs_on=True), referee


def is_exercise(name_or_path: str) -> bool:
    """Whether a name or file is that of an exercise, not of a scenario."""
    if name_or_path in named("scenarios"):
        return False
    known = named("exercises")
    if name_or_path in known:
        return True
    try:
        return "expected" in parse(text_of(Path(name_or_path)), Path(name_or_path))
    except (FileMistakes, OSError):
        return False


def drawn_exercise(request: ScenarioRequest) -> PlayedExercise:
    """The exercise that is asked for; without a seed one is drawn. Raises FileMistakes."""
    if request.changes:
        message = (
            "values of an exercise cannot be set for one run: change its file, or another seed"
        )
        raise FileMistakes([Mistake(Path(request.scenario), 0, "", message)])
    file = read_exercise(request.scenario, request.condition, request.station)
    if request.detector:
        message = "an exercise is refereed by what the program's own detector concludes"
        raise FileMistakes([Mistake(Path(request.scenario), 0, "detector", message)])
    own = file.example.seed if request.seed is None else request.seed
    seed = secrets.randbelow(_MOST_SEED) if own is None else own
    exercise = file.drawn(seed)
    station = exercise.condition.station_then(file.station)
    return PlayedExercise(exercise, file.procedures, station, file.written(seed))


def recorded_exercise(header: RunHeader) -> PlayedExercise | None:
    """The exercise of a recording; None: it has none. Raises FileMistakes, ValueError."""
    text = header.extra.get(WRITTEN, "")
    if not text:
        return None
    exercise, procedures = exercise_written(text)
    return PlayedExercise(exercise, procedures, header.station, text)


def played_host(request: ScenarioRequest) -> SessionHost:
    """The session of a scenario or an exercise, frozen at its start. Raises FileMistakes."""
    is_one = is_exercise(request.scenario)
    return exercise_host(request) if is_one else scenario_host(request)


def exercise_host(
    request: ScenarioRequest, kind: type[SimulatedSource] = SimulatedSource
) -> SessionHost:
    """The session of an exercise, frozen at its start. Raises FileMistakes.

    kind: of the source, for one who wants to hear its truth too.
    """
    played = drawn_exercise(request)
    source = played.source(kind, with_ledgers=request.with_ledgers)
    limits_text = limits_in_force(request.limits)
    exercise, detector = played.exercise, detector_of(source, limits_text)
    header = RunHeader(
        title=exercise.title,
        mode=Mode.SIMULATION.value,
        station=source.station,
        sampled=source.channels,
        assessed=detector.channels,
        start_utc_s=exercise.condition.start_utc.timestamp(),
        end_s=source.end_s,
        sample_period_s=source.sample_period_s,
        story=exercise.brief.for_trainee,
        scenario_id=exercise.id,
        limits_text=limits_text,
        seed=source.seed,
        version=iss_viewer.__version__,
        extra={WRITTEN: played.written, "cover": plain_cover(played.cover)},
    )
    umpires = played.umpires(source, detector)
    return host_of(source, detector, header, request, request.speed or exercise.speed, umpires)
