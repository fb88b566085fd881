"""A crew lock is let down: most of its air is pumped into the station, the rest goes out, and it is filled again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from iss_viewer.datafile import read_text
from iss_viewer.scenario import Scenario
from iss_viewer.simulation import SimulatedSource
from iss_viewer.station import read_station

STORY = """
id = "spacewalk"
title = "A crew lock is let down"
start_utc = 2026-01-01T00:00:00Z
duration = "4 h"
sample_every = "1 min"
story = { briefing = "A test." }
[crew]
count = 0
[[actions]]
at = "1 min"
do = "close_hatch"
target = "H32"
[[actions]]
at = "2 min"
do = "switch_on"
target = "QUEST_DEPRESS_PUMP"
[[actions]]
at = "1 h"
do = "switch_off"
target = "QUEST_DEPRESS_PUMP"
[[actions]]
at = "1 h"
do = "open_valve"
target = "H33"
[[actions]]
when = { module = "QUEST_CL", pressure_below = "0.2 kPa" }
do = "open_hatch"
target = "H33"
[[actions]]
at = "2 h"
do = "close_hatch"
target = "H33"
[[actions]]
at = "2 h"
do = "close_valve"
target = "H33"
[[actions]]
at = "121 min"
do = "open_valve"
target = "H32"
"""


def test_little_air_is_lost_by_a_spacewalk_whose_crew_lock_is_pumped_down():
    station = read_station("iss")
    source = SimulatedSource(
        read_text(STORY, Path("spacewalk.toml"), Scenario), station, with_ledgers=True
    )
    _, truth, events = source.read_with_truth(np.inf, 10_000)
    column = source.truth_channels.column
    pressure = truth[:, column("QUEST_CL", "pressure_pa")]
    species = ("nitrogen", "oxygen", "carbon_dioxide", "water")
    held = [truth[:, column("QUEST_CL", f"held_{name}_kg")] for name in species]
    pumped = [truth[-1, column("QUEST_DEPRESS_PUMP", f"through_{name}_kg")] for name in species]
    out = [
        truth[-1, column("H33", f"{part}_{name}_kg")]
        for name in species
        for part in ("through", "valve")
    ]
    at_first = sum(part[1] for part in held)
    assert 5.0 < at_first < 10.0
    assert sum(pumped) == pytest.approx(0.8 * at_first, abs=0.1 * at_first)
    assert 0.0 < sum(out) < 0.25 * at_first
    assert 14e3 < pressure[59] < 22e3  # what the pump leaves
    assert pressure[119] < 100.0
    assert pressure[-1] == pytest.approx(truth[-1, column("QUEST_EL", "pressure_pa")], rel=1e-3)
    assert [event.subject for event in events].count("H33") == 4
