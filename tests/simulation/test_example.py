"""The two files printed in the documentation are a station and a scenario that run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation import simulate
from iss_viewer.situation.words.topics import topic_of

DOCS = Path(__file__).parents[2] / "docs"


def printed(document: str) -> str:
    """The first TOML block under the heading of a whole file."""
    text = (DOCS / document).read_text()
    found = re.search(r"## A whole [a-z]+\n.*?```toml\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The printed scenario on the printed station, from two files in a folder."""
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "tanks.toml").write_text(printed("formats-station.md"))
    (folder / "leaking-tank.toml").write_text(printed("formats-scenario.md"))
    return simulate(*read_scenario(folder / "leaking-tank.toml"))


def test_the_tanks_fall_together_until_the_door_is_shut(run):
    left, right = run["LEFT.pressure_pa"], run["RIGHT.pressure_pa"]
    (shut_s,) = [event.time_s for event in run.events if topic_of(event) == "hatch"]
    shut = int(np.searchsorted(run.time_s, shut_s))
    assert left[shut] == pytest.approx(95e3, abs=5.0)
    assert np.ptp(left[:300]) < 1.0
    assert np.max(np.abs(left[:shut] - right[:shut])) < 100.0
    assert right[2400] < left[2400] - 1e3
    assert [topic_of(event) for event in run.events] == ["truth", "hatch", "truth"]


def test_the_leak_follows_the_blowdown_formula_while_it_is_slow(run):
    area, air_kg_mol = np.pi / 4 * 1e-6 * 0.8, 0.028847
    speed = np.sqrt(8.314 * run["RIGHT.temperature_k"] / air_kg_mol)
    expected = area * 0.6847 * run["RIGHT.pressure_pa"] / speed
    flow = run["HOLE.flow_kg_s"]
    assert flow[301:2400] == pytest.approx(expected[301:2400], rel=0.01)
    assert np.all(flow[2401:] == 0.0)
    assert run["HOLE.area_m2"][301:2400] == pytest.approx(area, rel=1e-9)


def test_what_leaked_is_what_is_gone(run):
    kg = sum(
        run[f"{tank}.pressure_pa"] * volume * 0.028847 / (8.314 * run[f"{tank}.temperature_k"])
        for tank, volume in (("LEFT", 1.0), ("RIGHT", 2.0))
    )
    leak = run["HOLE.flow_kg_s"]
    lost = np.sum((leak[1:] + leak[:-1]) / 2 * np.diff(run.time_s))
    assert kg[0] - kg[-1] == pytest.approx(lost, rel=2e-3)


def test_what_is_measured_is_near_what_is_true(run):
    assert np.abs(run.measured("LEFT.pressure_pa") - run["LEFT.pressure_pa"]).max() < 500.0
    with pytest.raises(KeyError):
        run["MIDDLE.pressure_pa"]
