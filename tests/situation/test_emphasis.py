"""What stands out: sure losses, little time left where people are, what is probable."""

from __future__ import annotations

import pytest

from iss_viewer.situation.emphasis import leak_tone, left_tone, probability_tone, reserve_tone
from iss_viewer.situation.explanations import Candidate
from iss_viewer.telemetry.status import AlarmClass
from tests.views.prepared import LENGTH_S, changed, moment_at

HOUR_S, DAY_S = 3600.0, 86400.0


@pytest.mark.parametrize(
    ("reserve_s", "tone"),
    [
        (float("nan"), "muted"), (0.0, "bad"), (6 * HOUR_S, "notice"), (3 * DAY_S, "notice"),
        (30 * DAY_S, ""), (float("inf"), ""),
    ],
)  # fmt: skip
def test_the_less_time_is_left_the_more_it_stands_out(reserve_s, tone):
    assert reserve_tone(reserve_s) == tone


def test_little_time_where_nobody_is_is_worth_a_notice():
    short = changed(moment_at(LENGTH_S), SM_PRK__reserve_s=60.0, STATION__reserve_s=60.0)
    assert left_tone(short, "SM_PRK") == "notice"
    assert left_tone(short, "STATION") == "bad"
    assert left_tone(changed(short, SM_PRK__reserve_s=float("inf")), "SM_PRK") == ""


def test_a_leak_rate_stands_out_only_where_it_counts_and_an_alarm_stands():
    alarmed = changed(
        moment_at(LENGTH_S),
        LAB__alarm=float(AlarmClass.WARNING),
        LAB__leak_rate_low_kg_s=1e-6,
    )
    assert leak_tone(alarmed, "LAB") == "bad"
    assert leak_tone(changed(alarmed, LAB__leak_rate_low_kg_s=-1e-6), "LAB") == ""
    assert leak_tone(changed(alarmed, LAB__alarm=float(AlarmClass.ADVISORY)), "LAB") == ""


@pytest.mark.parametrize(
    ("module", "probability", "tone"),
    [("LAB", 0.51, "bad"), ("LAB", 0.5, "suspect"), ("", 0.99, "soft")],
)
def test_a_leak_more_likely_than_not_stands_out(module, probability, tone):
    assert probability_tone(Candidate(module, "", "", probability)) == tone
