"""Which runs a written range asks for, and that all of them are checked before the first."""

from __future__ import annotations

import csv

import pytest

from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.sweep import combinations, run_sweep
from iss_viewer.datafile import FileMistakes, SetValue

BARE = """id = "bare"
title = "Bare"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
duration = "20 min"
sample_every = "10 s"
story = { briefing = "A hole." }
[[leaks]]
id = "HOLE"
module = "WORK"
diameter = "1 mm"
"""


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("2 mm", ["2 mm"]),
        ("1mm, 2mm", ["1mm", "2mm"]),
        ("1..4mm:4", ["1 mm", "2 mm", "3 mm", "4 mm"]),
        ("-1..1:3", ["-1", "0", "1"]),
        ("1e-3..3e-3 kg/day:2", ["0.001 kg/day", "0.003 kg/day"]),
        ('["A", "B"]', ['["A", "B"]']),
        ("0..9", [str(value) for value in range(10)]),
    ],
)
def test_values_are_written_one_by_one_or_as_a_range(written, values):
    assert combinations([f"a.b={written}"]) == tuple((SetValue("a.b", value),) for value in values)


def test_several_are_run_each_with_each():
    runs = combinations(["a=1,2", "b=3"])
    assert runs == (
        (SetValue("a", "1"), SetValue("b", "3")),
        (SetValue("a", "2"), SetValue("b", "3")),
    )


@pytest.mark.parametrize("written", ["diameter", "=2", "a=1..2:1", "a=1..2:99999"])
def test_what_asks_for_no_run_is_refused(written):
    with pytest.raises(ValueError, match=r"write PATH=VALUE|a range has 2 to"):
        combinations([written])


def test_too_many_runs_are_refused():
    with pytest.raises(ValueError, match="at most 10,000"):
        combinations(["a=1..2:200", "b=1..2:200"])


def test_larger_holes_lose_more_and_all_is_in_the_table(tmp_path):
    file = tmp_path / "bare.toml"
    file.write_text(BARE)
    runs = combinations(["leaks.HOLE.diameter=1..4mm:3"])
    rows = run_sweep(ScenarioRequest(str(file)), runs, None, tmp_path, lambda done, of: None)
    lost = [row.summary.truth_lost_kg["HOLE"] for row in rows]
    assert lost == sorted(lost)
    assert lost[2] / lost[0] == pytest.approx(16.0, rel=0.01)
    with (tmp_path / "sweep.csv").open() as file:
        table = list(csv.DictReader(file))
    assert [row["leaks.HOLE.diameter"] for row in table] == ["1 mm", "2.5 mm", "4 mm"]
    assert [float(row["truth_lost_kg"]) for row in table] == lost


def test_all_runs_are_checked_before_the_first_begins(tmp_path):
    file = tmp_path / "bare.toml"
    file.write_text(BARE)
    begun = []
    with pytest.raises(FileMistakes) as refused:
        run_sweep(
            ScenarioRequest(str(file)),
            combinations(["leaks.HOLE.diameter=100..900mm:3", "crew.count=2,99"]),
            None,
            None,
            lambda done, of: begun.append(done),
        )
    assert begun == []
    said = {mistake.field: mistake.message for mistake in refused.value.mistakes}
    assert said["leaks[0].diameter"].startswith("must be less than 0.5 m")
    assert said["crew.count"].startswith("must be less than or equal to 20")
    assert len(refused.value.mistakes) == len(set(refused.value.mistakes))
