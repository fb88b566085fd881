"""Hatches and valves take their time and may stay half open; fans are switched one by one."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.simulation import SimulatedSource
from iss_viewer.station.actions import MoveHatch, MoveValve, SwitchFans
from iss_viewer.telemetry import ActionRefused
from tests.simulation.stories import source, tell, trio

INF = float("inf")
ALONE = '[crew]\ncount = 0\n[start]\nclosed_hatches = ["D1", "D2"]\nequipment_off = ["SCRUBBER"]\n'
VENT = '[[actions]]\nat = "{}"\ndo = "{}"\ntarget = "D4"\n{}'


def stage(**travel: float):
    """The small station without its ship and without walls, its aft hatch as slow as given."""
    bare = trio().thermal.model_copy(update={"film_w_m2_k": 0.0})
    hatches = [
        h.model_copy(update={"b": "VACUUM", "normally": "closed", "seal_leak_kg_s": 0.0, **travel})
        if h.id == "D4"
        else h.model_copy(update={"seal_leak_kg_s": 0.0})
        for h in trio().hatches
    ]
    modules = [m for m in trio().modules if m.id != "FERRY_1"]
    left = {"hatches": tuple(hatches), "modules": tuple(modules), "thermal": bare, "docked": ()}
    here = {m.id for m in modules}
    for kind in ("sensors", "equipment", "tanks", "coolant_loops"):
        left[kind] = tuple(item for item in getattr(trio(), kind) if item.module in here)
    left["crew"] = ()
    return trio().model_copy(update=left)


def left_pa(body: str, until_s: float, **travel: float) -> float:
    """The pressure of the store at a time."""
    station = stage(**travel)
    run = SimulatedSource(tell(ALONE + body, every="1 s", station=station), station)
    _, truth, _ = run.read_with_truth(until_s, 10**6)
    return float(truth[-1, run.truth_channels.column("STORE", "pressure_pa")])


def test_what_an_opening_valve_passes_is_what_it_passes_open_for_half_its_travel():
    # out of a room without walls into vacuum the state hangs on the time integral of the area alone
    at_once = left_pa(VENT.format("0 s", "open_valve", ""), 150.0)
    slowly = left_pa(VENT.format("0 s", "open_valve", ""), 200.0, valve_travel_s=100.0)
    assert at_once < 60e3
    assert slowly == pytest.approx(at_once, rel=2e-5)


def test_a_valve_half_open_passes_in_twice_the_time_what_it_passes_open():
    whole = left_pa(VENT.format("0 s", "open_valve", ""), 100.0)
    half = left_pa(VENT.format("0 s", "open_valve", "opening = 0.5\n"), 200.0)
    assert half == pytest.approx(whole, rel=2e-5)


def test_a_hatch_turned_back_on_its_way_has_opened_no_further():
    body = VENT.format("0 s", "open_valve", "") + VENT.format("10 s", "close_valve", "")
    # up to a tenth in 10 s and back in 10 s: as one second of the whole valve
    there_and_back = left_pa(body, 100.0, valve_travel_s=100.0)
    at_once = left_pa(
        VENT.format("0 s", "open_valve", "") + VENT.format("1 s", "close_valve", ""), 100.0
    )
    assert there_and_back == pytest.approx(at_once, rel=1e-6)
    assert there_and_back < 101.3e3


def test_a_hatch_on_its_way_is_open_until_it_is_shut():
    station = trio().model_copy(
        update={"hatches": tuple(h.model_copy(update={"travel_s": 60.0}) for h in trio().hatches)}
    )
    run = source(station=station)
    run.read(100.0, 1000)
    run.act(MoveHatch("D1", False))
    samples, _ = run.read(300.0, 1000)
    is_open = samples.values[:, run.channels.column("D1", "is_open")]
    assert (
        samples.time_s[is_open == 0.0][0] == 170.0
    )  # what happens at a sample is seen in the next
    run.act(MoveHatch("D1", True, 0.25))
    samples, _ = run.read(400.0, 1000)
    assert samples.values[:, run.channels.column("D1", "is_open")].tolist() == [1.0] * 10


def test_a_snapshot_with_a_hatch_on_its_way_goes_on_bit_for_bit():
    station = trio().model_copy(
        update={
            "hatches": tuple(h.model_copy(update={"valve_travel_s": 90.0}) for h in trio().hatches)
        }
    )
    body = '[start]\nclosed_hatches = ["D2"]\n[[start.modules]]\nmodule = "WORK"\npressure = "60 kPa"\n'
    run, other = (source(body, station=station) for _ in range(2))
    run.read(100.0, 1000)
    run.act(MoveValve("D2", True, 0.7))
    run.read(130.0, 1000)
    other.restore(run.snapshot())
    ends = [r.read_with_truth(600.0, 1000)[1].tobytes() for r in (run, other)]
    assert ends[0] == ends[1]


def test_one_fan_stands_still_while_the_others_run():
    run = source(duration="3 h")
    run.read(600.0, 10**6)
    run.act(SwitchFans(False, "FAN_CORE_STORE"))
    samples, truth, _ = run.read_with_truth(9000.0, 10**6)
    assert set(samples.values[:, run.channels.column("FANS", "is_on")]) == {0.5}
    dioxide = [
        truth[-1, run.truth_channels.column(m, "carbon_dioxide_pa")] for m in ("CORE", "STORE")
    ]
    run.act(SwitchFans(True, "FAN_CORE_STORE"))
    samples, _ = run.read(9100.0, 10**6)
    assert set(samples.values[:, run.channels.column("FANS", "is_on")]) == {1.0}
    assert abs(dioxide[0] - dioxide[1]) > 1.0
    with pytest.raises(ActionRefused, match="UNKNOWN"):
        run.act(SwitchFans(False, "FAN_9"))


def test_the_last_fan_that_is_switched_off_stops_the_ventilation_and_one_starts_it_again():
    body = "".join(
        f'[[actions]]\nat = "{60 * i} s"\ndo = "{do}"\ntarget = "{fan}"\n'
        for i, (do, fan) in enumerate(
            [("fans_off", "FAN_CORE_STORE"), ("fans_off", "FAN_CORE_WORK"), ("fans_on", "FAN_CORE_WORK")], 1
        )
    )  # fmt: skip
    run = source(body, duration="10 min")
    samples, events = run.read(INF, 1000)
    fans = samples.values[:, run.channels.column("FANS", "is_on")]
    assert np.unique(fans).tolist() == [0.0, 0.5, 1.0]
    assert fans[-1] == 0.5
    assert [event.subject for event in events] == [
        "FAN_CORE_STORE",
        "FAN_CORE_WORK",
        "FAN_CORE_WORK",
    ]


def test_an_opening_follows_a_measured_series():
    body = '[[forced]]\nchannel = "D4.valve_opening"\nseries = [[0, 0.5], [100, 1.0], [150, 0]]\n'
    whole = left_pa(VENT.format("0 s", "open_valve", ""), 100.0)
    assert left_pa(body, 300.0) == pytest.approx(whole, rel=2e-5)
