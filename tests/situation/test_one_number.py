"""At any instant all that is said of the same air is one number: over whole runs of all scenarios, sampled coarsely."""

from __future__ import annotations

import random

import pytest

from iss_viewer.situation.outcome import moment_in
from iss_viewer.units import UNIT_SYSTEMS
from tests.situation.agreement import disagreements, jumps
from tests.situation.played import SCENARIOS, played

INSTANTS = 30


@pytest.mark.timeout(600)  # the first of them compiles
@pytest.mark.parametrize("name", SCENARIOS)
def test_headline_figures_reasons_alarms_labels_page_and_report_say_one_number(name):
    header, history = played(name)
    rng = random.Random(name)
    told = []
    for turn in range(INSTANTS):
        units = UNIT_SYSTEMS[turn % len(UNIT_SYSTEMS)]
        time_s = rng.uniform(history.start_s, history.end_s)
        moment = moment_in(header, history, time_s)
        told += [f"{time_s:.0f} s: {line}" for line in disagreements(moment, units)]
        later = moment_in(header, history, min(time_s + header.sample_period_s, history.end_s))
        told += jumps(moment, later)
    assert told == []
