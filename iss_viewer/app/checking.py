"""Tell what kind of file a person wrote, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from iss_viewer.datafile import FileMistakes, Mistake, find, parse, text_of


def check_file(path: Path) -> tuple[str, tuple[Mistake, ...]]:
    """The kind of a file (or asset name) and its mistakes, none if it is good."""
    from iss_viewer.detection.limits import read_limits
    from iss_viewer.incidents import read_incident
    from iss_viewer.scenario import read_scenario
    from iss_viewer.station import read_station

    readers: dict[str, Callable[[Path], object]] = {
        "station": read_station,
        "scenario": read_scenario,
        "incident": read_incident,
        "limits": read_limits,
    }
    path = _found(path)
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
    if keys & {"modules", "hatches", "atmosphere"}:
        return "station"
    if keys & {"limits", "limit"}:
        return "limits"
    if keys & {"statements", "roscosmos", "nasa", "rates", "concerns"}:
        return "incident"
    return "scenario"


def _found(path: Path) -> Path:
    if path.exists() or path.suffix == ".toml":
        return path
    for kind in ("scenarios", "stations", "incidents"):
        try:
            return find(kind, str(path))
        except FileMistakes:
            continue
    return path
