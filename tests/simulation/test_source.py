"""What a simulated station tells: its channels, what the ground knows, heat, gas kept and lost."""

from __future__ import annotations

import numpy as np
import pytest
from stories import source, tell, trio

from iss_viewer.physics import R
from iss_viewer.simulation import simulate
from iss_viewer.simulation.air.gas import MOLAR_KG
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.station import read_station
from iss_viewer.station.actions import FailSensor, SetFeed, SwitchEquipment
from iss_viewer.telemetry import ActionRefused, Quality

INF = float("inf")
#: nobody aboard, nothing runs, no instrument errs
STILL = '[crew]\ncount = 0\n[start]\nequipment_off = ["SCRUBBER", "OXYGEN", "CONDENSER"]\n'


def test_the_channels_are_those_of_the_architecture():
    names = source().channels.names
    for name in (
        "CORE.pressure_pa", "CORE.temperature_k", "CORE.manovacuumeter_pa", "CORE.crew",
        "D1.is_open", "D1.valve_is_open", "FANS.is_on", "NITROGEN_FEED.flow_kg_s",
        "OXYGEN.flow_kg_s", "SCRUBBER.is_on", "NITROGEN.content_kg",
    ):  # fmt: skip
        assert name in names
    assert len(set(names)) == len(names)


def test_the_iss_has_each_channel_once_and_its_loops():
    from iss_viewer.scenario import read_scenario

    scenario, station = read_scenario("soyuz-ms22-2022")
    from iss_viewer.simulation import SimulatedSource

    names = SimulatedSource(scenario, station).channels.names
    assert len(set(names)) == len(names)
    assert {"SOYUZ_MS22_LOOP.pressure_pa", "RTOD.inventory_m3"} <= set(names)


def test_the_first_sample_is_the_start_of_the_scenario():
    run = source(
        STILL
        + 'pressure = "90 kPa"\noxygen = "19 kPa"\ntemperature = "20 degC"\n'
        + 'closed_hatches = ["D1"]\ntank_contents = { NITROGEN = "5 kg" }\n',
        more="noise_free = true",
    )
    samples, _ = run.read(0.0, 10)
    value = lambda name: samples.values[0, run.channels.names.index(name)]  # noqa: E731
    assert samples.time_s.tolist() == [0.0]
    assert value("CORE.pressure_pa") == pytest.approx(90e3)
    assert value("CORE.temperature_k") == pytest.approx(293.15)
    assert value("D1.is_open") == 0.0
    assert value("D2.is_open") == 1.0
    assert value("SCRUBBER.is_on") == 0.0
    assert value("NITROGEN.content_kg") == 5.0
    assert value("CORE.crew") == 0.0
    assert np.isnan(value("CORE.manovacuumeter_pa"))


def test_nothing_happens_in_a_still_station():
    run = simulate(tell(STILL, duration="24 h", every="5 min"), trio())
    for module in trio().module_ids:
        assert np.ptp(run[f"{module}.pressure_pa"]) < 3.0
    assert run.events == ()


def test_gas_lost_is_gas_gone():
    body = STILL + '[[leaks]]\nid = "A"\nmodule = "WORK"\ndiameter = "5 mm"\nat = "10 min"\n'
    run = simulate(tell(body, duration="3 h", every="5 s"), trio())
    volumes = {m.id: m.free_volume_m3 for m in trio().modules}
    moles = sum(
        run[f"{m}.pressure_pa"] * v / (8.314462618 * run[f"{m}.temperature_k"])
        for m, v in volumes.items()
    )
    lost = sum(run[f"{m}.leak_kg_s"] for m in volumes)
    gone = np.sum((lost[1:] + lost[:-1]) / 2 * np.diff(run.time_s))
    assert (moles[0] - moles[-1]) * 0.02882 == pytest.approx(gone, rel=3e-3)
    assert gone > 10.0


def test_a_feed_by_hand_is_metered_from_its_tank():
    run = source(STILL, every="10 s")
    run.read(0.0, 1)
    run.act(SwitchEquipment("NITROGEN_FEED", True))
    run.act(SetFeed("NITROGEN_FEED", 1e-4))
    samples, _ = run.read(INF, 10**6)
    flow = samples.values[:, run.channels.column("NITROGEN_FEED", "flow_kg_s")]
    content = samples.values[:, run.channels.column("NITROGEN", "content_kg")]
    assert flow[1:] == pytest.approx(1e-4, rel=1e-6)
    assert content[0] - content[-1] == pytest.approx(1e-4 * (7200 - 10), rel=1e-6)
    with pytest.raises(ActionRefused, match="FEED_BOUNDS"):
        run.act(SetFeed("NITROGEN_FEED", 1.0))
    with pytest.raises(ActionRefused, match="FEEDS_NO_GAS"):
        run.act(SetFeed("SCRUBBER", 0.0))


def test_cooling_of_half_a_kelvin_moves_pressure_as_the_gas_law_says():
    body = STILL + '[[heat_ramps]]\nat = "1 h"\nchange = "-0.5 K"\nover = "8 h"\n'
    run = simulate(tell(body, duration="48 h", every="1 min"), trio())
    pressure, warm = run["CORE.pressure_pa"], run["CORE.temperature_k"]
    assert warm[-1] - warm[0] == pytest.approx(-0.5, abs=0.02)
    assert pressure[-1] / pressure[0] == pytest.approx(warm[-1] / warm[0], abs=1e-4)


def test_a_swing_of_the_environment_reaches_the_gas_where_it_is_told():
    body = (
        STILL + 'closed_hatches = ["D1", "D2"]\n'
        '[[heat_swings]]\nperiod = "24 h"\namplitude = "2 K"\nwhere = "WORK"\n'
    )
    run = simulate(tell(body, duration="48 h", every="5 min"), trio())
    assert np.ptp(run["WORK.temperature_k"]) > 1.0
    assert np.ptp(run["STORE.temperature_k"]) < 0.1


def test_a_heat_load_warms_its_module():
    load = '[[heat_loads]]\nmodule = "WORK"\npower = "500 W"\n'
    off = '[[actions]]\ndo = "switch_off"\ntarget = "COOLER"\n'
    run = simulate(tell(STILL + load + off, duration="12 h", every="5 min"), trio())
    assert run["WORK.temperature_k"][-1] > run["WORK.temperature_k"][0] + 0.3


def test_a_trainer_fails_and_mends_an_instrument_and_nobody_is_told():
    run = source(STILL)
    run.read(100.0, 1000)
    event = run.act(FailSensor("CORE_PRESSURE", "dropout"))
    assert topic_of(event) == "truth"
    samples, events = run.read(200.0, 1000)
    column = run.channels.column("CORE", "pressure_pa")
    assert np.all(samples.quality[:, column] == Quality.MISSING)
    assert np.isnan(samples.values[:, column]).all()
    assert events == ()
    run.act(FailSensor("CORE_PRESSURE", "none"))
    samples, _ = run.read(300.0, 1000)
    assert np.all(samples.quality[:, column] == Quality.GOOD)
    with pytest.raises(ActionRefused, match=r"UNKNOWN.*sensor"):
        run.act(FailSensor("NOTHING", "bias", 5.0))


def test_a_fault_of_the_script_ends_by_itself():
    body = STILL + (
        '[[faults]]\nsensor = "CORE_PRESSURE"\nkind = "bias"\nsize = -500\nat = "10 min"\nlasting = "20 min"\n'
    )
    run = simulate(tell(body, duration="1 h", more="noise_free = true"), trio())
    error = run.measured("CORE.pressure_pa") - run["CORE.pressure_pa"]
    during = (run.time_s > 600) & (run.time_s <= 1800)
    assert error[during] == pytest.approx(-500.0)
    assert np.all(error[~during] == 0.0)


def test_a_second_instrument_of_a_kind_has_a_channel_of_its_own():
    station = read_station("trio")
    spare = station.sensors[0].model_copy(update={"id": "CORE_SPARE"})
    station = station.model_copy(update={"sensors": (*station.sensors, spare)})
    names = source(station=station).channels.names
    assert names.count("CORE.pressure_pa") == 1
    assert "CORE_SPARE.pressure_pa" in names


def test_a_module_without_instruments_has_no_channels_for_them():
    station = read_station("trio")
    bare = tuple(s for s in station.sensors if s.module != "STORE")
    names = source(station=station.model_copy(update={"sensors": bare})).channels.names
    assert "STORE.pressure_pa" not in names
    assert "STORE.crew" in names


def test_the_run_ends_where_the_scenario_ends():
    run = source(duration="95 s")
    samples, _ = run.read(INF, 10**6)
    assert samples.time_s[-1] == 90.0
    assert len(run.read(INF, 10)[0]) == 0
    assert run.end_s == 95.0


def _lost_through_a_hole(every: str) -> tuple[np.ndarray, np.ndarray]:
    """What a hole of 25 mm has let out, and what CORE holds, kg, at each sample of 20 min."""
    run = source(
        STILL + 'closed_hatches = ["D1", "D2"]\n'
        '[[leaks]]\nid = "HOLE"\nmodule = "CORE"\ndiameter = "25 mm"\n',
        duration="20 min",
        every=every,
        more="noise_free = true",
    )
    _, truth, _ = run.read_with_truth(INF, 10**6)
    column = run.truth_channels.column
    volume = next(m.free_volume_m3 for m in trio().modules if m.id == "CORE")
    parts = [truth[:, column("CORE", q)] for q in ("oxygen_pa", "carbon_dioxide_pa", "water_pa")]
    parts.insert(0, truth[:, column("CORE", "pressure_pa")] - sum(parts))
    density = np.array(MOLAR_KG) @ np.array(parts) / (R * truth[:, column("CORE", "temperature_k")])
    return truth[:, column("HOLE", "lost_kg")], volume * density


def test_mass_lost_through_a_hole_is_what_the_room_lost_however_far_apart_samples_are():
    fine, there_kg = _lost_through_a_hole("1 s")
    coarse, _ = _lost_through_a_hole("60 s")  # of which rectangles over each minute missed 46 %
    assert np.array_equal(coarse, fine[::60])
    # seals and fittings lose 0.2 g beside it
    assert fine[-1] > 10.0
    assert np.abs(fine + there_kg - there_kg[0]).max() < 1e-5 * there_kg[0]
