"""What the locator believes after readings and closures."""

from __future__ import annotations

import time

import numpy as np
import pytest
from searching import LB_DAY, all_hatches, observe

from iss_viewer.detection.locating import Locator, PartReading, parts_of
from iss_viewer.detection.locating.locator import STATE_CLASSES
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.events import PriorChoice
from iss_viewer.telemetry.packing import pack, unpack


@pytest.fixture(scope="module")
def station() -> Station:
    return read_station("iss")


@pytest.fixture
def locator(station: Station) -> Locator:
    return Locator(station, prior=PriorChoice.UNIFORM)


def test_without_readings_the_location_is_the_prior(station: Station) -> None:
    locator = Locator(station)
    weights = locator.priors.module_weights(station, PriorChoice.HISTORY)
    location = locator.location()
    assert location.leak == pytest.approx(locator.priors.odds.leak, abs=0.01)
    assert location.modules / location.modules.sum() == pytest.approx(weights, abs=0.01)
    assert location.ranked()[0][0] == "SM_PRK"
    assert np.isnan(location.rate_kg_s)


def test_an_open_station_that_leaks_says_nothing_of_where(locator: Locator) -> None:
    observe(locator, 0.0, (), {"LAB": LB_DAY}, 0.1 * LB_DAY)
    location = locator.location()
    assert location.leak > 0.9
    assert np.ptp(location.modules) < 1e-9
    assert location.rate_kg_s == pytest.approx(LB_DAY, rel=0.25)


@pytest.mark.parametrize("module", ["LAB", "SM_PRK", "SOYUZ_MS28", "CUPOLA"])
def test_isolating_everything_finds_the_module(locator: Locator, module: str) -> None:
    observe(locator, 0.0, (), {module: LB_DAY}, 0.2 * LB_DAY)
    closed = all_hatches(locator.station)
    observe(locator, 9000.0, closed, {module: LB_DAY}, 0.1 * LB_DAY)
    assert locator.location().found(0.99) == (module,)


def test_a_quiet_station_is_quiet(locator: Locator) -> None:
    observe(locator, 0.0, all_hatches(locator.station), {}, 0.05 * LB_DAY)
    location = locator.location()
    assert location.none > 0.9
    assert location.modules.max() < 0.01


def test_two_leaks_are_both_found(locator: Locator) -> None:
    leaks = {"SM_PRK": LB_DAY, "JPM": 2 * LB_DAY}
    observe(locator, 0.0, (), leaks, 0.2 * LB_DAY)
    observe(locator, 9000.0, all_hatches(locator.station), leaks, 0.05 * LB_DAY)
    location = locator.location()
    assert set(location.found(0.99)) == set(leaks)
    assert location.several > 0.99


def test_parts_that_were_joined_again_still_count(locator: Locator) -> None:
    station = locator.station
    leaks = {"COL": LB_DAY}
    observe(locator, 0.0, {"H16"}, leaks, 0.1 * LB_DAY)
    observe(locator, 9000.0, {"H17"}, leaks, 0.1 * LB_DAY)
    assert parts_of(station, locator.closed)[1] == frozenset({"COL"})
    assert locator.location().found(0.99) == ("COL",)
    observe(locator, 18000.0, (), leaks, 0.5 * LB_DAY)
    assert locator.location().found(0.99) == ("COL",)


def test_a_newer_reading_of_a_part_replaces_the_older(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    for step in range(1, 6):
        observe(locator, 100.0 * step, closed, {}, 0.3 * LB_DAY, span_s=100.0 * step, seed=1)
    fresh = Locator(locator.station, prior=PriorChoice.UNIFORM)
    observe(fresh, 500.0, closed, {}, 0.3 * LB_DAY, span_s=500.0, seed=1)
    assert locator.location().modules == pytest.approx(fresh.location().modules, rel=1e-6)


def test_air_that_passes_a_seal_is_told_from_a_leak(locator: Locator) -> None:
    """PrK at low pressure gains what the rest loses, and the more the larger the difference."""
    station, flow = locator.station, 2.0 * LB_DAY
    whole = parts_of(station, {"H01", "H02"})
    rest = max(whole, key=len)
    for time_s, prk_pa in ((0.0, 20e3), (9000.0, 60e3)):
        share = (101325.0 - prk_pa) / 81325.0
        readings = [
            PartReading(rest, flow * share, 0.1 * flow, 7200.0),
            PartReading(frozenset({"SM_PRK"}), -flow * share, 0.02 * flow, 7200.0, prk_pa),
        ]
        locator.observe(time_s, {"H01", "H02"} | {f"H{time_s:.0f}"}, readings)
    location = locator.location()
    assert location.modules[station.module_ids.index("SM_PRK")] < 0.1
    assert location.seal > 0.5
    assert location.hatches["H01"] > 0.4


def test_a_part_that_gains_air_is_not_trusted_about_its_loss(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    observe(locator, 0.0, (), {"PMM": LB_DAY}, 0.2 * LB_DAY)
    observe(locator, 9000.0, closed, {"PMM": LB_DAY, "MLM": -8 * LB_DAY}, 0.1 * LB_DAY)
    assert locator.location().found(0.95) == ("PMM",)


def test_gauge_readings_find_a_leak_where_no_sensor_is(station: Station) -> None:
    blind = station.model_copy(
        update={"sensors": tuple(s for s in station.sensors if s.module != "CUPOLA")}
    )
    locator = Locator(blind, prior=PriorChoice.UNIFORM)
    closed = all_hatches(blind)
    observe(locator, 0.0, (), {"CUPOLA": LB_DAY}, 0.2 * LB_DAY)
    readings = [
        PartReading(part, 0.0, 0.1 * LB_DAY, 3600.0)
        for part in parts_of(blind, closed)
        if "CUPOLA" not in part
    ]
    locator.observe(600.0, closed, readings)
    for minute, mmhg in ((10, 760), (20, 749), (30, 738), (40, 727)):
        locator.read_gauge(60.0 * minute, "CUPOLA", 133.322 * mmhg)
    assert locator.location().ranked()[0][0] == "CUPOLA"
    assert locator.location().found(0.95) == ("CUPOLA",)


def test_a_leak_that_was_found_and_has_ended_is_nowhere(locator: Locator) -> None:
    def now(time_s: float, closed: set[str], loss: float, error: float, believed: float) -> None:
        readings = [
            PartReading(part, loss if "COL" in part else 0.0, error, 3600.0)
            for part in parts_of(locator.station, closed)
        ]
        locator.observe(time_s, closed, readings, believed)

    now(0.0, set(), 20 * LB_DAY, LB_DAY, 0.99)
    now(5000.0, {"H17"}, 20 * LB_DAY, 0.1 * LB_DAY, 0.99)
    assert locator.location().found(0.95) == ("COL",)
    now(9000.0, set(), 3 * LB_DAY, 3 * LB_DAY, 0.3)
    assert locator.location().found(0.95) == ("COL",), "opened again, and too early to say"
    now(30000.0, set(), 0.0, LB_DAY, 0.02)
    assert locator.location().none > 0.8
    assert locator.location().modules.max() < 0.2


def test_gauge_readings_from_before_a_repair_say_nothing_of_now(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    pma2 = next(part for part in parts_of(locator.station, closed) if "PMA2" in part)
    tight = [
        PartReading(part, 0.0, 0.02 * LB_DAY, 600.0 if part == pma2 else 6000.0)
        for part in parts_of(locator.station, closed)
    ]
    observe(locator, 0.0, closed, {"PMA2": LB_DAY}, 0.1 * LB_DAY)
    for minute, mmhg in ((10, 760), (30, 738), (50, 716)):
        locator.read_gauge(60.0 * minute, "PMA2", 133.322 * mmhg)
    assert locator.location().found(0.95) == ("PMA2",)
    locator.observe(6000.0, closed, tight)
    locator.read_gauge(6000.0, "PMA2", 133.322 * 714)
    assert locator.location().none > 0.9
    observe(locator, 6100.0, (), {}, LB_DAY)
    assert locator.location().none > 0.9


def test_gauge_readings_before_and_after_a_repressurisation_blame_no_barometer(
    locator: Locator,
) -> None:
    closed = all_hatches(locator.station)
    pma2 = next(module for module in locator.station.modules if module.id == "PMA2")
    fall_pa_s = LB_DAY * 8.314463 * 295.15 / (0.0289647 * pma2.free_volume_m3)
    observe(locator, 0.0, closed, {"PMA2": LB_DAY}, 0.1 * LB_DAY)
    for filled_h in (0, 30):
        locator.pass_air(3600.0 * filled_h)
        for hour in (1, 13, 25):
            fallen_pa = fall_pa_s * 3600.0 * hour
            locator.read_gauge(3600.0 * (filled_h + hour), "PMA2", 101325.0 - fallen_pa)
    assert locator.location().found(0.95) == ("PMA2",)
    assert locator.location().sensor < 0.1


def test_readings_of_nothing_and_nonsense_change_nothing(locator: Locator) -> None:
    before = locator.location().modules
    whole = parts_of(locator.station, ())[0]
    for loss, error in ((np.nan, 1.0), (1.0, np.nan), (1.0, 0.0), (np.inf, 1.0)):
        locator.observe(1.0, (), [PartReading(whole, loss, error, 10.0)])
    locator.observe(2.0, (), [PartReading(frozenset({"LAB"}), 1.0, 1e-9, 10.0)])
    assert locator.location().modules == pytest.approx(before)


def test_a_snapshot_goes_on_bit_identically(locator: Locator) -> None:
    closed = {"H13", "H16", "H21"}
    observe(locator, 0.0, (), {"COL": LB_DAY}, 0.2 * LB_DAY)
    observe(locator, 9000.0, closed, {"COL": LB_DAY}, 0.2 * LB_DAY)
    other = Locator(locator.station)
    other.restore(unpack(pack(locator.state()), STATE_CLASSES))
    for each in (locator, other):
        observe(each, 20000.0, closed | {"H17"}, {"COL": LB_DAY}, 0.2 * LB_DAY)
        each.read_gauge(21000.0, "COL", 101325.0)
    assert np.array_equal(locator.location().modules, other.location().modules)
    assert pack(locator.state()) == pack(other.state())


def test_old_isolations_are_half_forgotten_after_the_half_life(locator: Locator) -> None:
    observe(locator, 0.0, {"H13"}, {"FGB": LB_DAY}, 0.2 * LB_DAY)
    observe(locator, 10.0, (), {"FGB": LB_DAY}, 10.0 * LB_DAY)
    sure = locator.location().modules.max()
    half_life_s = locator.priors.memory.half_life_s
    observe(locator, 10.0 * half_life_s, (), {"FGB": LB_DAY}, 10.0 * LB_DAY)
    assert locator.location().modules.max() < sure


def test_a_location_takes_at_most_a_tenth_of_a_second(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    observe(locator, 0.0, (), {"LAB": LB_DAY}, 0.2 * LB_DAY)
    least = np.inf
    for step in range(5):
        observe(locator, 9000.0 + step, closed, {"LAB": LB_DAY}, 0.3 * LB_DAY)
        start = time.process_time()
        locator.location()
        least = min(least, time.process_time() - start)
    assert least < 0.1


def test_whether_anything_leaks_is_taken_from_who_watches_the_air(locator: Locator) -> None:
    whole = frozenset(locator.station.module_ids)
    diluted = PartReading(whole, 0.4 * LB_DAY, 0.4 * LB_DAY, 86400.0)
    locator.observe(0.0, (), [diluted])
    assert locator.location().none > 0.5
    locator.observe(60.0, (), [diluted], 0.98)
    location = locator.location()
    assert location.none == pytest.approx(0.02)
    assert location.leak + location.seal + location.sensor > 0.97


def test_an_earlier_isolation_outlives_a_watcher_who_sees_nothing_yet(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    observe(locator, 0.0, closed, {"COL": LB_DAY}, 0.1 * LB_DAY)
    whole = frozenset(locator.station.module_ids)
    locator.observe(9000.0, (), [PartReading(whole, 0.0, 4.0 * LB_DAY, 600.0)], 0.1)
    assert locator.location().found(0.9) == ("COL",)


def test_one_reading_far_off_does_not_outvote_all_others(locator: Locator) -> None:
    closed = all_hatches(locator.station)
    observe(locator, 0.0, closed, {"LAB": LB_DAY}, 0.1 * LB_DAY)
    wild = frozenset({"CUPOLA"})
    locator.observe(600.0, closed, [PartReading(wild, -30.0 * LB_DAY, 0.1 * LB_DAY, 600.0)])
    location = locator.location()
    assert location.ranked()[0][0] == "LAB"
    assert location.ranked()[0][1] > 0.9


def test_what_was_read_before_a_leak_began_says_nothing_of_it(locator: Locator) -> None:
    station = locator.station
    observe(locator, 0.0, {"H16"}, {}, 0.02 * LB_DAY)
    whole = frozenset(station.module_ids)
    long_s = 10.0 * 86400.0
    locator.observe(long_s, (), [PartReading(whole, 0.0, 0.05 * LB_DAY, long_s)], 0.01)
    locator.observe(long_s + 9000.0, (), [PartReading(whole, LB_DAY, 0.2 * LB_DAY, 9000.0)], 0.98)
    chance = dict(locator.location().ranked())
    assert chance["COL"] == pytest.approx(chance["JPM"], rel=0.01)


def test_that_something_leaks_is_remembered_when_a_hatch_moves(locator: Locator) -> None:
    """Who watches each new part begins anew and does not know it."""
    whole = PartReading(frozenset(locator.station.module_ids), 0.6 * LB_DAY, 0.5 * LB_DAY, 9e4)
    locator.observe(9e4, (), (whole,), believed=0.97)
    assert locator.location().none < 0.04
    locator.observe(9.1e4, {"H23"}, (), believed=0.1)
    assert locator.location().none < 0.04
    again = Locator(locator.station)
    again.restore(unpack(pack(locator.state()), STATE_CLASSES))
    assert again.location().none == locator.location().none
