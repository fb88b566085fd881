"""Extreme but possible things run, stay finite and never go below nothing, and they finish."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import source, trio

from iss_viewer.station.actions import MoveHatch, MoveValve, OpenLeak, SwitchFans

INF = float("inf")


def finite_to_the_end(run):
    """Read all of a run and check every number of it; the truth and the last time come back."""
    samples, truth, _ = run.read_with_truth(INF, 10**6)
    columns = run.truth_channels
    temperature = [i for i, c in enumerate(columns) if c.quantity == "temperature_k"]
    assert np.isfinite(truth).all()
    assert (truth >= 0.0).all()
    assert (truth[:, temperature] > 20.0).all()
    assert (truth[:, temperature] < 1000.0).all()
    return truth, samples.time_s[-1]


def test_a_hole_of_200_mm_empties_the_station():
    run = source('[[leaks]]\nid = "A"\nmodule = "CORE"\ndiameter = "200 mm"\nat = "1 min"\n', "1 h")
    truth, end = finite_to_the_end(run)
    assert end == 3600.0
    assert truth[-1, run.truth_channels.column("WORK", "pressure_pa")] < 1.0


def test_a_hatch_opened_onto_vacuum_empties_the_rooms_behind_it():
    run = source('[[actions]]\nat = "1 min"\ndo = "open_hatch"\ntarget = "D3"\n', "30 min", "1 s")
    truth, _ = finite_to_the_end(run)
    assert truth[-1, run.truth_channels.column("STORE", "pressure_pa")] < 1.0


def test_every_hatch_moved_each_second():
    run = source('[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "20 mm"\n', "5 min", "1 s")
    for second in range(60):
        run.read(float(second), 10)
        for hatch in trio().hatches:
            if "VACUUM" not in (hatch.a, hatch.b):
                run.act(MoveHatch(hatch.id, second % 2 == 0), by_script=True)
    assert finite_to_the_end(run)[1] == 300.0


def test_a_volume_of_a_tenth_of_a_cubic_metre():
    small = [
        m.model_copy(update={"free_volume_m3": 0.1}) if m.id == "STORE" else m
        for m in trio().modules
    ]
    stage = trio().model_copy(update={"modules": tuple(small)})
    body = '[[leaks]]\nid = "A"\nmodule = "STORE"\ndiameter = "50 mm"\nat = "1 min"\n'
    closed = '[start]\nclosed_hatches = ["D1", "D4"]\n'
    run = source(body + closed, "20 min", "1 s", station=stage)
    truth, _ = finite_to_the_end(run)
    assert truth[-1, run.truth_channels.column("STORE", "pressure_pa")] < 10.0


def test_a_module_that_starts_empty_fills_through_its_valve():
    body = (
        '[start]\nclosed_hatches = ["D1", "D4"]\n'
        '[[start.modules]]\nmodule = "STORE"\npressure = "0 Pa"\n'
        '[[actions]]\nat = "1 min"\ndo = "open_valve"\ntarget = "D1"\n'
    )
    run = source(body, "2 h", "10 s")
    truth, _ = finite_to_the_end(run)
    column = run.truth_channels.column("STORE", "pressure_pa")
    assert truth[5, column] < 50.0
    assert truth[-1, column] == pytest.approx(
        truth[-1, run.truth_channels.column("CORE", "pressure_pa")], rel=1e-3
    )


def test_a_leak_that_doubles_each_second_stops_at_its_limit():
    body = (
        '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "0.1 mm"\n'
        'doubling = "1 s"\ngrowth_limit = 1000\nramp = "1 s"\n'
    )
    run = source(body, "10 min", "1 s")
    truth, _ = finite_to_the_end(run)
    area = truth[:, run.truth_channels.column("A", "area_m2")]
    assert area[-1] == pytest.approx(1000 * 0.8 * np.pi / 4 * 1e-8, rel=1e-6)


ORDERS = st.one_of(
    st.builds(MoveHatch, st.sampled_from([h.id for h in trio().hatches]), st.booleans()),
    st.builds(MoveValve, st.sampled_from(["D1", "D2", "D4"]), st.booleans()),
    st.builds(SwitchFans, st.booleans()),
)


@settings(max_examples=15)
@given(orders=st.lists(st.tuples(st.floats(0.0, 90.0), ORDERS), max_size=12))
def test_whatever_people_do_it_finishes(orders):
    run = source('[[leaks]]\nid = "A"\nmodule = "CORE"\ndiameter = "30 mm"\n', "10 min", "5 s")
    run.read(0.0, 1)
    run.act(OpenLeak("B", "STORE", 0.1))
    for time_s, action in sorted(orders, key=lambda order: order[0]):
        run.read(time_s, 1000)
        run.act(action, by_script=True)
    assert finite_to_the_end(run)[1] == 600.0


def test_a_volume_that_lost_its_last_trace_of_gas_has_the_temperature_of_its_wall():
    run = source('[[leaks]]\nid = "A"\nmodule = "CORE"\ndiameter = "30 mm"\n', "10 min", "5 s")
    run.read(0.0, 1)
    run.act(OpenLeak("B", "STORE", 0.1))
    run.act(MoveHatch("D3", True), by_script=True)
    run.read(10.0, 1000)
    run.act(MoveHatch("D1", False))
    assert finite_to_the_end(run)[1] == 600.0
