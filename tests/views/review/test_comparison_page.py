"""Two sessions beside each other, and what differs in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iss_viewer.situation.results import Comparison, Difference, Outcome
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.review.comparison_page import (
    ComparisonPage,
    change_text,
    sentence,
    value_text,
)
from tests.views.messenger import Ready
from tests.views.review.layouts_read import texts

NAN = float("nan")


def comparison() -> Comparison:
    """Two runs, the second slower to notice."""
    since = np.linspace(-600.0, 7200.0, 100)
    curves = np.stack([np.linspace(98e3, 97e3, 100), np.linspace(98e3, 96e3, 100)])
    return Comparison(
        ("First", "Second"), (600.0, 1200.0), (True, False), since, curves, curves * 1e-10, curves * 10.0,
        (
            Difference("time to the first alarm", "s", 120.0, 300.0),
            Difference("time to the first acknowledgement", "s", NAN, 300.0),
            Difference("alarms", "1", 5.0, 3.0),
            Difference("lowest station pressure", "Pa", 97e3, 96e3),
        ),
    )  # fmt: skip


def test_two_sessions_are_compared_and_their_differences_read_out(recorded, qtbot):
    task = Ready()
    made = ComparisonPage(None, recorded, task, "“Second”")
    qtbot.addWidget(made)
    task.result = Outcome(comparison())
    made.progress.look()
    assert made.pages.currentIndex() == 1
    assert made.sentence.text() == "In B: the first alarm 3 min 00 s later, 2 fewer alarms."
    words = texts(made.grid)
    assert "+3 min 00 s" in words
    assert "-7.5 mmHg" in words
    recorded.use_units(UNIT_SYSTEMS[1])
    assert "-1.00 kPa" in texts(made.grid)


def test_a_reserve_without_end_is_no_number_of_days(qapp):
    endless = Difference("shortest reserve time", "s", 1e10, 3600.0)
    assert value_text(endless.first, "s", UNIT_SYSTEMS[0]) == "over 5 years"
    assert change_text(endless, UNIT_SYSTEMS[0]) == "—"


def test_a_difference_that_is_unknown_is_a_dash(qapp):
    unknown = Difference("time to the first hatch moved", "s", NAN, 3.0)
    assert change_text(unknown, UNIT_SYSTEMS[0]) == "—"
    same = replace(comparison(), differences=(unknown,))
    assert sentence(same, UNIT_SYSTEMS[0]) == "Neither has anything that the other lacks."


def test_closing_a_comparison_that_is_under_way_ends_it(recorded, qtbot):
    task = Ready()
    made = ComparisonPage(None, recorded, task, "“Second”")
    qtbot.addWidget(made)
    made.show()
    made.close()
    assert task.is_abandoned
