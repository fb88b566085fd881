"""The network against closed forms, a general stiff solver and Cantera: the cases of the validation."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.closed_forms import closed_form_cases
from iss_viewer.studies.validation.heated import heated_cases
from iss_viewer.studies.validation.published import published_cases
from iss_viewer.studies.validation.solvers import (
    cantera_cases,
    hatch_story,
    six_hour_story,
    solver_cases,
)


def misses(cases: list[Case]) -> list[str]:
    """The cases that are outside their tolerance."""
    return [f"{c.title}, {c.quantity}: {c.difference:+.1e}" for c in cases if not c.agrees]


def test_against_closed_forms() -> None:
    cases = closed_form_cases()
    assert len(cases) >= 22 and all(case.tolerance for case in cases)
    assert misses(cases) == []


def test_against_canteras_reactors() -> None:
    cases = cantera_cases()
    assert len(cases) == 14 and misses(cases) == []


def test_against_a_general_solver_through_two_hatch_events() -> None:
    story = hatch_story(closed_s=60.0, open_s=240.0, end_s=300.0)
    assert misses(solver_cases(story, story.solve("Radau", 1e-8))) == []


def test_control_of_temperature_against_a_general_solver_through_its_limits() -> None:
    cases = heated_cases()
    assert len(cases) == 2 and misses(cases) == []


def test_the_errors_of_a_room_that_leaks_for_hours_do_not_add_up() -> None:
    story = six_hour_story()
    near, nearer = (story.gas(story.advance(tolerance))[0] for tolerance in (None, 1e-8))
    assert nearer.min() < 15.0
    assert np.abs(near / nearer - 1.0).max() < 6e-5


def test_the_crack_law_meets_july_2021_and_the_orifice_does_not() -> None:
    july = {c.title.rpartition(": ")[2]: c for c in published_cases() if "July 2021" in c.title}
    assert abs(july["crack law"].difference) < 0.03
    assert july["orifice law"].difference < -0.1


def test_a_case_outside_its_tolerance_is_said_to_disagree() -> None:
    case = Case("t", "q", "s", 1.0, 1.01, "Pa", 1e-3)
    assert not case.agrees and case.difference == pytest.approx(0.01)
    assert Case("t", "q", "s", 1.0, 2.0, "Pa", None).agrees
