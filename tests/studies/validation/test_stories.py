"""What the comparisons are made of: the stories, the closed forms, the pictures, the race with scipy."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from iss_viewer.physics import AIR_KG_MOL, R
from iss_viewer.simulation.air import AirLeak, AirNetwork, usual_controls
from iss_viewer.simulation.air.gas import CHOKED
from iss_viewer.studies.validation import speed
from iss_viewer.studies.validation.closed_forms import equalisation_cases, metabolism_cases
from iss_viewer.studies.validation.plots import draw_story
from iss_viewer.studies.validation.solvers import AirStory, hatch_story
from iss_viewer.studies.validation.stations import tanks


def small_story() -> AirStory:
    """Two rooms instead of the station: the same hole, hatch events and names."""
    station = tanks({"SM_PRK": 6.0, "SM_RO": 60.0}, [("SM_PRK", "SM_RO")], film_w_m2_k=2.0)
    network = AirNetwork(station)
    hole = AirLeak("hole", "SM_PRK", orifice_m2=1.57e-5)
    segments = [
        (until_s, replace(usual_controls(station), hatch_is_open=(is_open,), leaks=(hole,)))
        for until_s, is_open in ((60.0, True), (240.0, False), (300.0, True))
    ]
    return AirStory(network, segments, np.linspace(0.0, 300.0, 61))


def test_the_story_of_the_hatch_lets_prk_fall_through_a_hole_of_5_mm_while_it_is_shut() -> None:
    """Choked: the pressure falls by 1/tau isothermally, by gamma/tau adiabatically; tau = V / (Cd A psi c)."""
    story = hatch_story(20.0, 40.0, 60.0)
    pressure_pa, warm_k = story.gas(story.advance())
    prk = story.network.module_index["SM_PRK"]
    assert pressure_pa[0] == pytest.approx(story.network.station.atmosphere.pressure_pa)
    assert warm_k == pytest.approx(np.full_like(warm_k, 295.0), abs=3.0)
    area_m2 = 0.8 * math.pi / 4.0 * 0.005**2
    speed_m_s = CHOKED * math.sqrt(R / AIR_KG_MOL * 295.0)
    per_tau_s = area_m2 * speed_m_s / story.network.volume_m3[prk]
    shut = pressure_pa[22:39, prk]
    fall_per_s = math.log(shut[0] / shut[-1]) / (story.times_s[38] - story.times_s[22])
    assert 0.98 * per_tau_s < fall_per_s < 1.42 * per_tau_s
    neighbour = pressure_pa[22:39, story.network.module_index["SM_RO"]]
    assert neighbour.min() / neighbour.max() > 0.9999


def test_a_story_gives_a_row_for_each_of_its_times_and_agrees_with_scipy() -> None:
    story = small_story()
    ours, theirs = (story.gas(rows)[0] for rows in (story.advance(), story.solve("Radau", 1e-8)))
    assert ours.shape == (61, 2)
    assert np.abs(ours / theirs - 1.0).max() < 1e-4


def test_the_network_agrees_with_the_closed_forms_of_equalisation_and_metabolism() -> None:
    cases = [*equalisation_cases(), *metabolism_cases()]
    assert len(cases) == 6
    assert [case.quantity for case in cases if not case.agrees] == []


def test_a_story_is_drawn(tmp_path: Path) -> None:
    story = small_story()
    draw_story(tmp_path / "story.png", story, story.solve("Radau", 1e-8))
    assert (tmp_path / "story.png").read_bytes().startswith(b"\x89PNG")


def test_speeds_are_simulated_seconds_a_second_each_beside_its_goal(monkeypatch) -> None:
    """By a clock on which everything takes half a second."""
    ticks = iter(range(10**6))
    clock = SimpleNamespace(perf_counter=lambda: 0.5 * next(ticks))
    monkeypatch.setattr(speed, "time", clock)
    monkeypatch.setattr(speed, "hatch_story", small_story)
    monkeypatch.setattr(speed, "six_hour_story", small_story)
    rows = speed.bench(replicas=2)
    found = {row.name: row for row in rows}
    assert found["whole station, all on, read each minute"].value == pytest.approx(172_800.0)
    assert found["1000 replicas x 24 h (from 2)"].value == pytest.approx(250.0)
    assert found["snapshot written and read"].value == pytest.approx(500.0)
    assert found["two hatch events, 1 h: speed"].value == pytest.approx(600.0)
    assert found["two hatch events, 1 h: best of scipy over ours"].value == pytest.approx(1.0)
    for row in rows:
        if row.goal:
            sign, _, limit = row.goal.partition(" ")
            met = {">=": row.value >= float(limit), "<=": row.value <= float(limit)}
            assert row.is_met == met.get(sign, row.value < float(limit)), row.name
    for method in ("BDF", "Radau"):  # each is timed once: where it first comes as near as ours
        timed = [name for name in found if f"1 h, {method} " in name and "error" in name]
        assert len(timed) == 1, timed
