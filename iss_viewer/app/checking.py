"""Tell what kind of file a person wrote, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from iss_viewer.datafile import FileMistakes, Mistake, find, parse, text_of

#: where a name without a folder is looked for, in this order
_FOLDERS = ("scenarios", "exercises", "procedures", "conditions", "stations", "incidents")


def check_file(path: Path) -> tuple[str, tuple[Mistake, ...]]:
    """The kind of a file (or asset name) and its mistakes, none if it is good."""
    from iss_viewer.detection.limits import read_limits
    from iss_viewer.incidents import read_incident
    from iss_viewer.scenario import read_scenario
    from iss_viewer.scenario.exercise import read_condition, read_exercise, read_procedure
    from iss_viewer.station import read_station

    readers: dict[str, Callable[[Path], object]] = {
        "station": read_station,
        "scenario": read_scenario,
        "incident": read_incident,
        "limits": read_limits,
        "exercise": read_exercise,
        "procedure": read_procedure,
        "condition": read_condition,
    }
    path = found_file(path)
    kind = kind_of(path)
    try:
        readers[kind](path)
    except FileMistakes as error:
        return kind, error.mistakes
    return kind, ()


def kind_of(path: Path) -> str:
    """What a file means to be, by its keys; a scenario if nothing tells."""
    try:
        keys = set(parse(text_of(path), path))
    except FileMistakes:
        return "scenario"  # its reader says what is wrong with the file itself
    if _kind_of_training(keys):
        return _kind_of_training(keys)
    if keys & {"modules", "hatches", "atmosphere"}:
        return "station"
    if keys & {"limits", "limit"}:
        return "limits"
    if keys & {"statements", "roscosmos", "nasa", "rates", "concerns"}:
        return "incident"
    return "scenario"


def _kind_of_training(keys: set[str]) -> str:
    """Whether a file means to be an exercise, a procedure or a starting condition; "" if none of these."""
    if keys & {"expected", "malfunctions", "brief", "draw", "forbidden"}:
        return "exercise"
    if "steps" in keys and not keys & {"duration", "start_utc", "story"}:
        return "procedure"
    if keys & {"start_utc", "people"} and not keys & {"id", "duration", "story"}:
        return "condition"
    return ""


def found_file(path: Path) -> Path:
    """The file that a person means by a path or by the name of what comes along."""
    if path.exists() or path.suffix == ".toml":
        return path
    for kind in _FOLDERS:
        try:
            return find(kind, str(path))
        except FileMistakes:
            continue
    return path


def changed_files(paths: Sequence[Path], pause: Callable[[], None]) -> Iterator[tuple[Path, ...]]:
    """The files that were written anew since the last look, look after look; `pause` lies between two."""
    last = [_written(path) for path in paths]
    while True:
        pause()
        now = [_written(path) for path in paths]
        yield tuple(
            path for path, was, is_now in zip(paths, last, now, strict=True) if was != is_now
        )
        last = now


def _written(path: Path) -> tuple[int, int]:
    """When a file was last written, and its size: (0, 0) while it is away."""
    try:
        state = found_file(path).stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size
