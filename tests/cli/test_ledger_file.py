"""truth.csv with ledgers, read as a stranger reads it, adds up."""

from __future__ import annotations

import numpy as np
import pyarrow.csv
import pytest

from iss_viewer.app.headless import run_headless
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.station import VACUUM, read_station

STORY = """id = "books"
title = "Books"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
duration = "3 h"
sample_every = "5 min"
story = { briefing = "Much goes on." }
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "8 mm"
at = "7 min"
doubling = "1 h"
[[leaks]]
id = "SEAL"
hatch = "D2"
law = "crack"
rate = "2 kg/day"
[[actions]]
do = "close_hatch"
target = "D2"
at = "31 min"
[[actions]]
do = "open_valve"
target = "D2"
at = "41 min"
[[actions]]
do = "set_feed"
target = "NITROGEN_FEED"
flow = "1 g/s"
at = "50 min"
[[heat_ramps]]
change = "-9 K"
over = "30 min"
at = "1 h"
"""
SPECIES = ("nitrogen_kg", "oxygen_kg", "carbon_dioxide_kg", "water_kg")
STATION = read_station("trio")


@pytest.fixture(scope="module")
def columns(tmp_path_factory) -> dict[str, np.ndarray]:
    """The columns of the file."""
    folder = tmp_path_factory.mktemp("books")
    (folder / "books.toml").write_text(STORY)
    asked = ScenarioRequest(str(folder / "books.toml"), with_ledgers=True)
    run_headless(asked, None, folder, lambda done_s, end_s: None)
    table = pyarrow.csv.read_csv(folder / "truth.csv")
    return {name: table[name].to_numpy() for name in table.column_names}


def went_out(columns: dict[str, np.ndarray], quantity: str) -> np.ndarray:
    """What has left the station by leaks, machines and the outside, less what people and walls gave."""
    out = columns[f"HOLE.through_{quantity}"].copy()
    for machine in STATION.equipment:
        gives = machine.kind in ("oxygen_generation", "nitrogen_feed")
        out += (-1.0 if gives else 1.0) * columns[f"{machine.id}.through_{quantity}"]
    for hatch in STATION.hatches:
        if hatch.b == VACUUM:
            out += columns[f"{hatch.id}.through_{quantity}"]
    for module in STATION.module_ids:
        for part in ("people", "surroundings"):
            out -= columns[f"{module}.{part}_{quantity}"]
    return out


@pytest.mark.parametrize("quantity", [*SPECIES, "energy_j"])
def test_the_station_holds_what_it_held_less_what_went_out_to_1e_12(columns, quantity):
    held = sum(columns[f"{module}.held_{quantity}"] for module in STATION.module_ids)
    off = held - held[0] + went_out(columns, quantity)
    assert np.abs(off).max() < 1e-12 * np.abs(held[0])


def test_what_is_told_as_lost_is_the_sum_of_its_gases(columns):
    for leak in ("HOLE", "SEAL"):
        gases = sum(columns[f"{leak}.through_{quantity}"] for quantity in SPECIES)
        assert gases == pytest.approx(columns[f"{leak}.lost_kg"], rel=1e-12, abs=1e-15)
    assert columns["HOLE.lost_kg"][-1] > 10.0
