"""What somebody writes of scenarios and exercises, checked and played in processes of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from iss_viewer.app.kept_process import KeptProcess, KeptTask
from iss_viewer.situation.authoring import CheckedText, PreviewCurve, RunPreview, TextMistake

if TYPE_CHECKING:
    from iss_viewer.datafile import Mistake
    from iss_viewer.scenario.exercise import ChecklistProcedure, Exercise
    from iss_viewer.station import Station
    from iss_viewer.station.ids import NamedId
    from iss_viewer.studies.preview.idle_run import Preview

#: what makes a text an exercise
_OF_EXERCISE = re.compile(r"^\s*(\[\[(expected|malfunctions|draw|forbidden)\]\]|\[brief\])", re.M)
_STATION = re.compile(r"^\s*station\s*=\s*[\"']([^\"'\n]+)", re.M)
_OWN_ID = re.compile(r"^\s*\[\[(\w+)\]\][^\[]*?^\s*id\s*=\s*[\"']([^\"'\n]+)", re.M)


class ChildTextChecker:
    """The checker of a real window: a process for each thing that it does, kept from one text to the next."""

    def __init__(self) -> None:
        self._reader, self._player, self._adviser = KeptProcess(), KeptProcess(), KeptProcess()

    def check(self, text: str, path: str) -> KeptTask:
        """What is wrong with a text."""
        return self._reader.do(checked_text, text, path)

    def preview(self, text: str, path: str, seed: int) -> KeptTask:
        """The pressures of the whole run."""
        return self._player.do(previewed_text, text, path, seed)

    def check_malfunction(
        self, recording: str, name: str, text: str, live: tuple[tuple[str, str], ...]
    ) -> KeptTask:
        """What is wrong with a malfunction for the exercise that is recorded there."""
        return self._adviser.do(malfunction_mistakes, recording, name, text, live)

    def close(self) -> None:
        """End all of them."""
        for process in (self._reader, self._player, self._adviser):
            process.end()


def kind_of_text(text: str) -> str:
    """What a text means to be, also one that is not whole yet: ``exercise`` or ``scenario``."""
    return "exercise" if _OF_EXERCISE.search(text) else "scenario"


def checked_text(text: str, path: str) -> CheckedText:
    """All that is wrong with a text, and the ids that it can be written with."""
    from iss_viewer.datafile import FileMistakes
    from iss_viewer.scenario.exercise.reading import exercise_of
    from iss_viewer.scenario.reading import scenario_of
    from iss_viewer.scenario.series import with_series

    kind, file = kind_of_text(text), Path(path)
    mistakes: Sequence[Mistake] = ()
    try:
        if kind == "exercise":
            exercise_of(text, file)
        else:
            scenario_of(with_series(text, file), file)
    except FileMistakes as found:
        mistakes = found.mistakes
    told = tuple(TextMistake(one.line, one.field, one.message) for one in mistakes)
    return CheckedText(kind, told, (*_ids_of_text(text), *_ids_of_station(_station_of(text, file))))


def _station_of(text: str, path: Path) -> str:
    """The station that a text is for, as a file beside it or as a name."""
    found = _STATION.search(text)
    name = found[1] if found else "iss"
    beside = (path.parent / name, path.parent / f"{name}.toml")
    return next((str(one) for one in beside if one.is_file()), name)


def _ids_of_text(text: str) -> Iterator[NamedId]:
    from iss_viewer.station.ids import NamedId

    for table, name in _OWN_ID.findall(text):
        yield NamedId(table, name, "of this file")


@lru_cache(maxsize=4)
def _ids_of_station(name: str) -> tuple[NamedId, ...]:
    """The ids of a station and of the alarms; none of one that cannot be read."""
    from iss_viewer.datafile import FileMistakes
    from iss_viewer.scenario.exercise.checks.known import alarm_rules
    from iss_viewer.station import read_station
    from iss_viewer.station.ids import NamedId, ids_of

    try:
        station = read_station(name)
    except FileMistakes:
        return ()
    return (*ids_of(station), *(NamedId("alarm", rule, "") for rule in alarm_rules()))


def previewed_text(text: str, path: str, seed: int) -> RunPreview:
    """A whole run as it comes if nobody does anything. Raises FileMistakes."""
    from iss_viewer.scenario.exercise.reading import exercise_of
    from iss_viewer.scenario.reading import scenario_of
    from iss_viewer.scenario.series import with_series
    from iss_viewer.studies.preview.idle_run import preview_of_exercise, preview_of_scenario

    file = Path(path)
    if kind_of_text(text) == "exercise":
        sheet = exercise_of(text, file)
        exercise = sheet.drawn(seed)
        course = preview_of_exercise(exercise, sheet.station)
        return _shown(course, exercise, {name: span[0] for name, span in course.spans.items()})
    scenario, station = scenario_of(with_series(text, file), file)
    holes = {one.id: one.at_s or 0.0 for one in scenario.leaks if one.when is None}
    return _shown(preview_of_scenario(scenario, station), None, holes)


def _shown(course: Preview, exercise: Exercise | None, begin_s: Mapping[str, float]) -> RunPreview:
    from iss_viewer.studies.preview.preview_text import remarks, shown_places

    end_s = float(course.run.time_s[-1])
    curves = tuple(
        PreviewCurve(course.station.module(place).short_name, course.run[f"{place}.pressure_pa"])
        for place in shown_places(course)
    )
    drawn = {} if exercise is None else exercise.drawn_values
    said = [f"{name} = {value}" for name, value in drawn.items()]
    return RunPreview(
        course.title,
        course.run.time_s,
        curves,
        tuple((name, at_s) for name, at_s in begin_s.items() if at_s <= end_s),
        (*([f"Drawn: {', '.join(said)}"] if said else []), *remarks(course, exercise)),
    )


def malfunction_mistakes(
    recording: str, name: str, text: str, live: tuple[tuple[str, str], ...]
) -> tuple[str, ...]:
    """What is wrong with a malfunction for the exercise of a recording. Raises RecordingRefused, OSError."""
    from iss_viewer.datafile import FileMistakes
    from iss_viewer.scenario.exercise.added_malfunction import (
        added_malfunction,
        mistake_words,
        written_malfunction,
    )

    recorded = _recorded(recording)
    if recorded is None:
        return ("no exercise is played",)
    exercise, procedures, station = recorded
    before = tuple(written_malfunction(table, known) for known, table in live)
    malfunctions = (*exercise.malfunctions, *before)
    whole = exercise.model_copy(update={"malfunctions": malfunctions})
    try:
        added_malfunction(text, name, whole, procedures, station)
    except FileMistakes as mistakes:
        return mistake_words(mistakes)
    return ()


@lru_cache(maxsize=1)
def _recorded(
    recording: str,
) -> tuple[Exercise, tuple[ChecklistProcedure, ...], Station] | None:
    """The exercise of a recording, also of one that is still written, on its station; None: it has none."""
    from iss_viewer.scenario.exercise.reading import WRITTEN, exercise_written
    from iss_viewer.telemetry.recording import RecordedRun

    with RecordedRun(Path(recording)) as run:
        text, station = str(run.header.extra.get(WRITTEN, "")), run.header.station
    return (*exercise_written(text), station) if text else None
