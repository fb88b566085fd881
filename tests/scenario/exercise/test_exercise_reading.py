"""An exercise is read with its condition, procedures and draws, and gives what the simulated source plays."""

from __future__ import annotations

from pathlib import Path

import pytest

from iss_viewer.scenario.exercise import read_exercise
from iss_viewer.scenario.exercise.sensor_size import sensor_size_si
from iss_viewer.scenario.exercise.sentence import Status, StatusOf
from iss_viewer.station import read_station

EXERCISE = """format = 1
id = "a"
title = "Exercise 1"
name = "A hole"
length = "2 h"
station = "trio"
brief = { for_trainee = "A", objectives = ["B"], difficulty = "easy", outcome = "In $where.name." }
[condition]
of = "calm"
people = { ANN = "WORK" }
[[draw]]
id = "where"
one_of = [{ place = "WORK", name = "Workshop" }, { place = "STORE", name = "Store" }]
[[malfunctions]]
id = "HOLE"
kind = "leak"
place = "$where.place"
diameter = "5 mm"
[[expected]]
id = "shut"
text = "Shut"
after = "malfunction HOLE is active"
within = "10 min"
evidence = "place $where.place is isolated"
critical = true
"""
CALM = """title = "Calm"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
sample_every = "2 s"
people = { BEN = "STORE" }
start = { pressure = "96 kPa" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.toml").write_text(EXERCISE)
    (tmp_path / "calm.toml").write_text(CALM)
    (tmp_path / "thin.toml").write_text(CALM.replace("96 kPa", "80 kPa"))
    return tmp_path


def test_a_seed_decides_the_place_everywhere_in_the_exercise(folder: Path) -> None:
    file = read_exercise(folder / "a.toml")
    both = {file.drawn(seed).drawn_values["where.place"]: file.drawn(seed) for seed in range(9)}
    assert set(both) == {"WORK", "STORE"}
    for place, exercise in both.items():
        assert exercise.malfunctions[0].place == place  # type: ignore[union-attr]  # a leak
        assert exercise.expected[0].evidence == Status(StatusOf.PLACE, place, "isolated")
    assert both["STORE"].brief.outcome == "In Store."


def test_people_and_air_come_from_the_condition_and_what_the_exercise_changes_of_it(
    folder: Path,
) -> None:
    exercise = read_exercise(folder / "a.toml").drawn(1)
    scenario = exercise.scenario(read_station("trio"))
    assert {person.id: person.module for person in scenario.crew.people or ()} == {
        "ANN": "WORK",
        "BEN": "STORE",
    }
    assert (scenario.start.pressure_pa, scenario.sample_period_s) == (96_000.0, 2.0)
    assert scenario.leaks == () and scenario.seed == 1 and scenario.title == "Exercise 1"


def test_another_condition_takes_the_place_of_its_own(folder: Path) -> None:
    exercise = read_exercise(folder / "a.toml", condition="thin").drawn(1)
    assert exercise.condition.start.pressure_pa == 80_000.0
    assert exercise.condition.people == {"BEN": "STORE", "ANN": "WORK"}


@pytest.mark.parametrize(
    ("text", "mode", "quantity", "size"),
    [
        ("-30 mmHg/day", "drift", "pressure", -30 * 133.322387415),
        ("0.5 K/day", "drift", "temperature", 0.5),
        ("2 K", "bias", "temperature", 2.0),
        ("1 kPa", "noise", "oxygen", 1000.0),
        ("", "stuck", "pressure", 0.0),
        ("0.2", "dropout", "pressure", 0.2),
    ],
)
def test_the_size_of_a_sensor_fault_has_the_unit_of_what_it_measures(
    text: str, mode: str, quantity: str, size: float
) -> None:
    assert sensor_size_si(text, mode, quantity) == pytest.approx(size)
