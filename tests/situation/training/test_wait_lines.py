"""What a condition waits for stands in lines: a sign, the words, the value of now."""

from __future__ import annotations

from iss_viewer.link.waits import ConditionPart, WaitNow, WaitOf
from iss_viewer.situation.training.waits import wait_lines
from iss_viewer.units import clock_text

PARTS = (
    ConditionPart("pressure PrK below 700 mmHg", False, "735 mmHg"),
    ConditionPart("hatch Zarya–Unity closed", True, "", "and"),
    ConditionPart("alarm leak raised", False, "", "or", 1),
)


def test_a_line_says_whether_a_half_is_met_and_what_it_is_now():
    assert wait_lines(WaitNow(WaitOf.MALFUNCTION, "HOLE", PARTS), clock_text).splitlines() == [
        "○ pressure PrK below 700 mmHg: now 735 mmHg",
        "✓ and hatch Zarya–Unity closed",
        "    ○ or alarm leak raised, not yet",
    ]


def test_a_condition_that_has_come_says_when_it_acts():
    assert (
        wait_lines(WaitNow(WaitOf.MALFUNCTION, "HOLE", due_s=720.0), clock_text)
        == "comes at T+00:12:00"
    )
