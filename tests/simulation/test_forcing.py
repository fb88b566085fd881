"""Channels follow measured series from a table, and what is wrong with a table is told before the run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.scenario import scenario_text
from iss_viewer.simulation import simulate

HEAD = """id = "forced"
title = "Forced"
station = "trio"
start_utc = 2026-01-01T00:00:00Z
duration = "2 h"
sample_every = "1 min"
noise_free = true
story = { briefing = "Measured." }
[crew]
count = 0
"""
WARMTH = """[[forced]]
channel = "STORE.environment_k"
series = "data.csv"
time = "minutes"
time_unit = "min"
column = "wall"
unit = "degC"
"""
FEED = """[[forced]]
channel = "NITROGEN_FEED.flow_kg_s"
series = "data.csv"
time = "minutes"
time_unit = "min"
column = "feed"
unit = "g/s"
"""
HATCH = '[[forced]]\nchannel = "D1.is_open"\nseries = [[0, 1], [600, 0], [660, 0.0], [3600, 1]]\n'
TABLE = "minutes,wall,feed\n0,22,0\n30,10,0.1\n60,,0.1\n90,10,0\n"


def write(folder: Path, body: str, table: str = TABLE) -> Path:
    (folder / "data.csv").write_text(table)
    path = folder / "forced.toml"
    path.write_text(HEAD + body)
    return path


def test_walls_follow_a_series_as_they_follow_the_same_ramp(tmp_path):
    ramp = '[[heat_ramps]]\nwhere = "STORE"\nchange = "-12 K"\nover = "30 min"\n'
    forced = simulate(write(tmp_path, WARMTH))
    ramped = simulate(write(tmp_path, ramp))
    assert np.ptp(forced["STORE.temperature_k"]) > 1.0
    np.testing.assert_allclose(
        forced["STORE.temperature_k"], ramped["STORE.temperature_k"], atol=2e-3
    )


def test_a_feed_gives_what_was_measured(tmp_path):
    run = simulate(write(tmp_path, FEED))
    flow = run.measured("NITROGEN_FEED.flow_kg_s")
    for minute, expected in ((20, 0.0), (35, 1e-4), (89, 1e-4), (100, 0.0)):
        assert flow[minute] == pytest.approx(expected, abs=1e-9)


def test_a_hatch_moves_when_the_series_changes_and_only_then(tmp_path):
    run = simulate(write(tmp_path, HATCH))
    is_open = run.measured("D1.is_open")
    assert list(is_open[[9, 12, 58, 62]]) == [1.0, 0.0, 0.0, 1.0]
    moved = [e.time_s for e in run.events if getattr(e, "actor", "") == "measured series"]
    assert moved == [0.0, 600.0, 3600.0]


def test_a_leak_goes_in_straight_lines_through_a_measured_series(tmp_path):
    leak = '[[leaks]]\nid = "HOLE"\nmodule = "STORE"\ndiameter = "1 mm"\n'
    series = "[[0, 0], [1800, 1], [3600, 0.5], [5400, 0]]"
    forced = f'[[forced]]\nchannel = "HOLE.factor"\nseries = {series}\n'
    run = simulate(write(tmp_path, leak + forced))
    whole_m2 = 0.8 * np.pi / 4.0 * 1e-6
    for minute, factor in ((1, 1 / 30), (15, 0.5), (30, 1.0), (45, 0.75), (75, 0.25), (100, 0.0)):
        assert run["HOLE.area_m2"][minute] == pytest.approx(factor * whole_m2, rel=1e-6, abs=1e-12)


def test_a_measured_heat_warms_a_room_as_the_same_loads_do(tmp_path):
    loads = "".join(
        f'[[heat_loads]]\nmodule = "STORE"\npower = "{power} W"\nat = "{at} min"\n{lasting}'
        for power, at, lasting in ((300, 0, 'lasting = "30 min"\n'), (100, 30, ""))
    )
    forced = '[[forced]]\nchannel = "STORE.heat_w"\nseries = [[0, 300.0], [1800, 100.0]]\n'
    first, second = simulate(write(tmp_path, forced)), simulate(write(tmp_path, loads))
    assert np.ptp(first["STORE.temperature_k"]) > 1.0
    assert first.truth.tobytes() == second.truth.tobytes()


def test_the_text_that_is_recorded_needs_no_table_any_more(tmp_path):
    path = write(tmp_path, WARMTH + FEED)
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "forced.toml").write_text(scenario_text(path))
    first, second = simulate(path), simulate(alone / "forced.toml")
    assert first.truth.tobytes() == second.truth.tobytes()


@pytest.mark.parametrize(
    ("body", "table", "said"),
    [
        (WARMTH.replace("STORE.", "STOR."), TABLE, "12: forced[0].channel: no channel to force is named 'STOR.environment_k'; did you mean 'STORE.environment_k'"),
        (WARMTH.replace('"wall"', '"walls"'), TABLE, "13: forced[0].series: data.csv: no column is named 'walls'; did you mean 'wall'?"),
        (WARMTH.replace("data.csv", "dat.csv"), TABLE, "No such file"),
        (WARMTH.replace('column = "wall"\n', ""), TABLE, "forced[0].column: is missing"),
        (WARMTH.replace("degC", "bar"), TABLE, "unit 'bar' is not one of temperature"),
        (WARMTH, TABLE.replace("30,10", "30,cold"), "data.csv:3: no numbers"),
        (WARMTH, TABLE.replace("30,10", "30,inf"), "data.csv:3: not finite"),
        (WARMTH, TABLE.replace("30,10", "30,-200"), "at 1800 s STORE.environment_k is 73.15 K: allowed are 120 to 700 K"),
        (WARMTH, TABLE.replace("30,10", "0,10"), "each later than the one before (see 0 s)"),
        (WARMTH, "minutes,wall\n", "1 to 10,000 points, not 0"),
        (FEED, TABLE.replace("0.1", "9e9"), "NITROGEN_FEED.flow_kg_s is 9e+06 kg/s: allowed are 0 to"),
        (HATCH + HATCH, TABLE, "'D1.is_open' is forced twice"),
        ('[[leaks]]\nid = "L"\nmodule = "CORE"\ndiameter = "1 mm"\ndoubling = "1 h"\n[[forced]]\nchannel = "L.factor"\nseries = [[0, 1]]\n', TABLE, "leak 'L' changes by itself too"),
        (HATCH.replace("660, 0.0", "660, 2.0"), TABLE, "allowed are 0 to 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_forced_is_told_with_its_place(tmp_path, body, table, said):
    with pytest.raises(FileMistakes) as refused:
        simulate(write(tmp_path, body, table))
    assert said in str(refused.value)
