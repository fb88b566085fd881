"""A run from the shell: values set, limits of one's own, gone on with, and told again by `replay`."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.csv
import pytest

from iss_viewer.datafile import assets_dir

HOLE = ("run", "two-leaks", "--headless", "--set", "leaks.HOLE_BEHIND_BAGS.diameter=6mm",
        "--set", "leaks.HOLE_BEHIND_BAGS.at=10min")  # fmt: skip


def summary_of(folder: Path) -> dict[str, object]:
    """A summary without the time that it took."""
    told = json.loads((folder / "summary.json").read_text())
    del told["wall_s"]
    return told


@pytest.fixture(scope="module")
def hole(tmp_path_factory) -> Path:
    """The files of an hour with a hole."""
    from iss_viewer.app.headless import run_headless
    from iss_viewer.app.opening.requests import ScenarioRequest
    from iss_viewer.app.sweep import combinations

    folder = tmp_path_factory.mktemp("hole")
    (changes,) = combinations(HOLE[4::2])
    asked = ScenarioRequest("two-leaks", changes=changes)
    run_headless(asked, 3600.0, folder, lambda done_s, end_s: None)
    return folder


def test_a_value_that_is_set_is_what_is_run_and_what_is_recorded(type_in, hole, tmp_path):
    code, told, _ = type_in(*HOLE, "--until", "20min", "--out", tmp_path)
    assert code == 0
    assert "Truth: lost through HOLE_BEHIND_BAGS" in told
    assert json.loads((tmp_path / "summary.json").read_text())["truth_lost_kg"][
        "HOLE_BEHIND_BAGS"
    ] == pytest.approx(3.2, rel=0.1)


def test_a_run_that_is_gone_on_with_ends_as_if_it_had_never_been_stopped(type_in, hole, tmp_path):
    recording = hole / "session.mcap"
    code, _, _ = type_in(
        "run", "--headless", "--from", f"{recording}@25min", "--until", "1h", "--out", tmp_path
    )
    assert code == 0
    assert summary_of(tmp_path) == summary_of(hole)
    whole, rest = (
        pyarrow.csv.read_csv(folder / "truth.csv").to_pydict() for folder in (hole, tmp_path)
    )
    first = whole["time_s"].index(rest["time_s"][0])
    assert rest["time_s"][0] > 25 * 60.0
    assert rest == {name: column[first:] for name, column in whole.items()}


def test_a_replay_sums_up_as_the_run_did(type_in, hole, tmp_path):
    code, told, _ = type_in("replay", hole / "session.mcap", "--headless", "--out", tmp_path)
    assert code == 0
    assert "Truth: lost through HOLE_BEHIND_BAGS" in told
    assert summary_of(tmp_path) == summary_of(hole)


def test_limits_of_ones_own_decide_when_an_alarm_comes(type_in, hole, tmp_path):
    text = (assets_dir() / "limits.toml").read_text()
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace('limit_pa = "490 mmHg"', 'limit_pa = "730 mmHg"'))
    code, _, _ = type_in(*HOLE, "--until", "1h", "--limits", mine, "--out", tmp_path / "run")
    assert code == 0
    assert summary_of(tmp_path / "run")["reserve_s"] < summary_of(hole)["reserve_s"] / 5.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "leaks.NONE.diameter=1mm"], "no entry is named 'NONE'; known: HOLE_BEHIND_BAGS"),
        (["--set", "crew.count=40"], "crew.count: must be less than or equal to 20 (is 40)"),
        (["--set", "crew.count"], "write PATH=VALUE"),
        (["--limits", "nowhere.toml"], "nowhere.toml: there is no such file"),
        (["--from", "nowhere.mcap@1h"], "there is no file 'nowhere.mcap'"),
    ],
)
def test_what_cannot_be_run_ends_with_code_2_and_says_why(type_in, words, said):
    code, _, told = type_in(
        "run", *(["two-leaks"] if "--from" not in words else []), "--headless", *words
    )
    assert code == 2
    assert said in " ".join(told.split())
    assert "Traceback" not in told


def test_a_recording_is_gone_on_with_by_what_is_in_it(type_in, hole):
    recording = hole / "session.mcap"
    refused = {
        ("--from", f"{recording}@1h", "--until", "1h"): "there is nothing between 1 h 00 min",
        ("--from", recording, "--out", hole): "cannot be written over",
        ("--from", recording, "--seed", "3"): "a recording has its scenario",
        ("--from", assets_dir() / "limits.toml"): "it is no MCAP file",
    }
    for words, said in refused.items():
        code, _, told = type_in("run", "--headless", *words)
        assert code == 2
        assert said in " ".join(told.replace("│", " ").split())


def test_a_range_of_values_is_run_as_a_table(type_in, tmp_path):
    code, told, _ = type_in(
        "run", "two-leaks", "--headless", "--until", "2min", "--out", tmp_path,
        "--set", "leaks.HOLE_BEHIND_BAGS.diameter=1..3mm:2",
    )  # fmt: skip
    assert code == 0
    assert "1 mm" in told and "3 mm" in told
    assert len((tmp_path / "sweep.csv").read_text().splitlines()) == 3


def test_a_recording_is_judged_again_alike_by_its_own_limits_and_otherwise_by_others(
    type_in, hole, tmp_path
):
    recording, mine = hole / "session.mcap", tmp_path / "mine.toml"
    text = (assets_dir() / "limits.toml").read_text()
    mine.write_text(text.replace('limit_pa = "490 mmHg"', 'limit_pa = "730 mmHg"'))
    code, _, _ = type_in("replay", recording, "--again", "--out", tmp_path / "again")
    assert code == 0
    assert summary_of(tmp_path / "again") == summary_of(hole)
    others = "--limits", mine, "--out", tmp_path / "others"
    code, _, _ = type_in("replay", recording, "--again", *others)
    assert code == 0
    assert summary_of(tmp_path / "others")["reserve_s"] < summary_of(hole)["reserve_s"] / 5.0


def test_readings_are_not_judged_again(type_in, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    code, _, told = type_in("replay", table, "--map", table, "--again")
    assert code == 2
    assert "--again" in told


def test_orders_take_no_time_where_nobody_gives_them(type_in):
    code, _, told = type_in("run", "two-leaks", "--headless", "--deeds-take-time")
    assert code == 2 and "nobody gives orders without a window" in told
