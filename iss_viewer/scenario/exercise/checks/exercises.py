"""What is impossible in an exercise for its station: its names, sentences, expected actions, and what never comes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from iss_viewer import units
from iss_viewer.datafile import Complaint
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.exercise.checks.conditions import condition_complaints
from iss_viewer.scenario.exercise.checks.expected import expected_complaints, question_complaints
from iss_viewer.scenario.exercise.checks.known import KnownIds, known_ids
from iss_viewer.scenario.exercise.checks.malfunctions import malfunction_complaints
from iss_viewer.scenario.exercise.checks.sentences import sentence_complaints
from iss_viewer.scenario.exercise.checks.timing import Onsets, earliest_s, onsets_of
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.sentence import Sentence
from iss_viewer.scenario.names import duplicates, named
from iss_viewer.station import Station

_TABLES = ("malfunctions", "expected", "forbidden", "questions", "bounds")


def exercise_complaints(
    exercise: Exercise, station: Station, procedures: Sequence[ChecklistProcedure]
) -> Iterator[Complaint]:
    """What is wrong with one case of an exercise; `station` is that of its file."""
    wrong = list(_condition(exercise, station))
    yield from wrong
    if wrong:
        return
    for index, procedure in enumerate(procedures):
        if procedure.station != exercise.station:
            yield Complaint(("procedures", index), f"is for the station '{procedure.station}'")
    known = known_ids(exercise.condition.station_then(station), exercise, procedures)
    yield from _tables(exercise, known)
    onsets = onsets_of(exercise.malfunctions)
    for place, sentence in sentences_of(exercise):
        yield from sentence_complaints(place, sentence, known)
        yield from _never(place, sentence, onsets, exercise)
    yield from expected_complaints(exercise, known, onsets)
    yield from question_complaints(exercise.questions, known)


def _condition(exercise: Exercise, station: Station) -> Iterator[Complaint]:
    for complaint in condition_complaints(exercise.condition, station, exercise.length_s):
        is_length = complaint.location == ("duration",)
        place: Location = ("length",) if is_length else ("condition", *complaint.location)
        yield Complaint(place, complaint.message)
    if exercise.condition.station != exercise.station:
        yield Complaint(
            ("condition", "station"), f"is for the station '{exercise.condition.station}'"
        )


def _tables(exercise: Exercise, known: KnownIds) -> Iterator[Complaint]:
    for table in _TABLES:
        yield from duplicates(table, [entry.id for entry in getattr(exercise, table)])
    for index, one in enumerate(exercise.malfunctions):
        yield from malfunction_complaints(("malfunctions", index), one, exercise, known)
    for index, hatch in enumerate(exercise.hatches.free):
        yield from named(("hatches", "free", index), "hatch", hatch, known.hatches)


def added_complaints(
    one: Malfunction, exercise: Exercise, then: Station, procedures: Sequence[ChecklistProcedure]
) -> Iterator[Complaint]:
    """What is wrong with a malfunction that comes to an exercise; `then` is its station on its day."""
    place: Location = ("malfunctions", 0)
    if any(one.id == other.id for other in exercise.malfunctions):
        yield Complaint((*place, "id"), f"there is a malfunction '{one.id}' already")
        return
    whole = exercise.model_copy(update={"malfunctions": (*exercise.malfunctions, one)})
    yield from malfunction_complaints(place, one, whole, known_ids(then, whole, procedures))
    for key in ("when", "until"):
        sentence = getattr(one, key)
        if sentence is not None:
            yield from asked_complaints((*place, key), sentence, whole, then, procedures)


def asked_complaints(
    place: Location,
    sentence: Sentence,
    exercise: Exercise,
    then: Station,
    procedures: Sequence[ChecklistProcedure],
) -> Iterator[Complaint]:
    """What is wrong with a sentence that is asked of an exercise; `then` is its station on its day."""
    yield from sentence_complaints(place, sentence, known_ids(then, exercise, procedures))
    yield from _never(place, sentence, onsets_of(exercise.malfunctions), exercise)


def sentences_of(exercise: Exercise) -> Iterator[tuple[Location, Sentence]]:
    """Every sentence of an exercise, with its place in the file."""
    keys = {"malfunctions": ("when", "until"), "expected": ("after", "evidence", "unless"),
            "forbidden": ("when",), "bounds": ("when",), "messages": ("when",)}  # fmt: skip
    for table, fields in keys.items():
        for index, entry in enumerate(getattr(exercise, table)):
            for name in fields:
                if getattr(entry, name) is not None:
                    yield (table, index, name), getattr(entry, name)
    for index, action in enumerate(exercise.expected):
        for number, way in enumerate(action.alternatives):
            yield ("expected", index, "alternatives", number, "evidence"), way.evidence
    for name in ("success", "failure"):
        if getattr(exercise.ends, name) is not None:
            yield ("ends", name), getattr(exercise.ends, name)


def _never(
    place: Location, sentence: Sentence, onsets: Onsets, exercise: Exercise
) -> Iterator[Complaint]:
    """A sentence that cannot hold before the exercise ends."""
    begin_s = earliest_s(sentence, onsets)
    if math.isinf(begin_s):
        is_own = place[0] == "malfunctions"
        words = (
            "it waits for itself" if is_own else "it waits for a malfunction that waits for itself"
        )
        yield Complaint(place, f"never holds: {words}")
    elif begin_s >= exercise.length_s:
        first, length = units.duration_text(begin_s), units.duration_text(exercise.length_s)
        yield Complaint(
            place, f"never holds: not before {first}, and the exercise ends at {length}"
        )
