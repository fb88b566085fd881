"""Makes of an exercise and its procedures the plain values that windows know."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from iss_viewer.datafile import FileMistakes, named
from iss_viewer.link.cover import (
    CoverBranch,
    CoverProcedure,
    CoverStep,
    ExerciseCover,
    ExpectedCard,
    InstructorSheet,
    MalfunctionCard,
)
from iss_viewer.scenario.exercise import read_procedure
from iss_viewer.scenario.exercise.exercise import Exercise, ExpectedAction
from iss_viewer.scenario.exercise.malfunctions import Malfunction
from iss_viewer.scenario.exercise.orders import OrderLine, actions_of
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure, ChecklistStep
from iss_viewer.scenario.exercise.sentence_words import condition_words
from iss_viewer.station import Station
from iss_viewer.station.names import name_of
from iss_viewer.telemetry.commands import Act
from iss_viewer.units import clock_text, duration_text

#: what a malfunction acts on, by the name of its field
_PLACES = ("place", "hatch", "fan", "machine", "sensor", "alarm", "loop", "of")
_SIZES = ("diameter_m", "area_m2", "rate_kg_s", "size", "change_k", "delay_s", "share", "effect")


def exercise_cover(
    exercise: Exercise, procedures: Sequence[ChecklistProcedure], station: Station
) -> ExerciseCover:
    """The cover of an exercise with its draw made, and the instructor's sheet in it."""
    brief = exercise.brief
    sheet = InstructorSheet(
        exercise.name, brief.for_instructor,
        tuple(malfunction_card(one, station) for one in exercise.malfunctions),
        tuple(_expected(one, station) for one in exercise.expected),
        tuple(f"{name}: {value}" for name, value in exercise.drawn_values.items()),
    )  # fmt: skip
    return ExerciseCover(
        True, tuple(procedure_cover(one, station) for one in procedures), exercise.help.level,
        exercise.help.hide, brief.objectives, brief.difficulty, brief.roles, sheet,
    )  # fmt: skip


def station_cover(station: Station) -> ExerciseCover:
    """The cover of a run that is no exercise: the checklists of its station, those that can be read."""
    found = []
    for path in named("procedures").values():
        try:
            procedure = read_procedure(path)
        except FileMistakes:
            continue  # `iss-viewer check` says what is wrong with it
        if procedure.station == station.id:
            found.append(procedure_cover(procedure, station))
    return ExerciseCover(False, tuple(found))


def procedure_cover(procedure: ChecklistProcedure, station: Station) -> CoverProcedure:
    """The checklist of a procedure."""
    steps = tuple(_step(step, station) for step in procedure.steps)
    return CoverProcedure(procedure.id, procedure.title, procedure.version, steps)


def _step(step: ChecklistStep, station: Station) -> CoverStep:
    return CoverStep(
        step.id, step.text, step.who,
        "" if step.tick is None else condition_words(station, step.tick),
        step.within_s, step.hold_pa, step.caution, step.sheet, step.repeat, step.next or "",
        tuple(CoverBranch(one.text, one.go, one.choose) for one in step.branches),
        _orders(step, station),
    )  # fmt: skip


def _orders(step: ChecklistStep, station: Station) -> tuple[Act, ...]:
    """What carries a step out: all up to where its people first wait."""
    now = takewhile(lambda line: isinstance(line, OrderLine), step.do)
    lines = (line for line in now if isinstance(line, OrderLine))
    return tuple(Act(action, line.by) for line in lines for action in actions_of(line, station))


def malfunction_card(one: Malfunction, station: Station) -> MalfunctionCard:
    """What an instructor sees of a malfunction."""
    where = next((str(getattr(one, name)) for name in _PLACES if getattr(one, name, "")), "")
    mode = str(getattr(one, "mode", "") or getattr(one, "law", "")).replace("_", " ")
    words = " ".join(part for part in (one.kind, mode, _size(one)) if part)
    return MalfunctionCard(
        one.id, words[:1].upper() + words[1:],
        name_of(station, where) if where else "whole station",
        _waits_for(one, station), _ends(one, station), one.armed,
    )  # fmt: skip


def _size(one: Malfunction) -> str:
    for name in _SIZES:
        value = getattr(one, name, None)
        if value in (None, "", 0.0):
            continue
        if name == "diameter_m":
            return f"{value * 1e3:.3g} mm"
        if name == "area_m2":
            return f"{value * 1e6:.3g} mm²"
        if name == "rate_kg_s":
            return f"{value * 86400:.3g} kg/day"
        if name == "delay_s":
            return duration_text(value)
        return str(value) if name == "size" else f"{name.partition('_')[0]} {value:.3g}"
    return ""


def _waits_for(one: Malfunction, station: Station) -> str:
    at = "" if one.at_s is None else clock_text(one.at_s)
    if one.when is None:
        return at or "T+00:00:00"
    later = f", then {duration_text(one.at_s)}" if one.at_s else ""
    return f"when {condition_words(station, one.when)}{later}"


def _ends(one: Malfunction, station: Station) -> str:
    if one.lasts_s is not None:
        return f"for {duration_text(one.lasts_s)}"
    return "" if one.until is None else f"until {condition_words(station, one.until)}"


def _expected(one: ExpectedAction, station: Station) -> ExpectedCard:
    return ExpectedCard(
        one.id, one.text, condition_words(station, one.after), one.within_s, one.weight,
        one.critical, one.answer,
    )  # fmt: skip
