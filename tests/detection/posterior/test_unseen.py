"""What could leak unseen before anything is seen: it holds what does, and shrinks while nothing does."""

import numpy as np
import pytest

from tests.detection.posterior.leaking_air import ALL_SHUT, WHOLE, LeakingAir

KG_DAY = 1.0 / 86400.0


def test_what_could_leak_unseen_shrinks_while_nothing_leaks():
    """A leak that doubles is mostly of the last hours, however long one has watched."""
    most = []
    for seed in range(3):
        air, of_run = LeakingAir(seed=seed), []
        for hours in (0.5, 2.0, 6.0):
            air.wait(hours * 3600.0 - air.now_s)
            of_run.append(float(air.look().unseen_kg_s[0]) / KG_DAY)
        most.append(of_run)
    early, later, last = np.mean(most, axis=0)
    assert early > 1.5 * later > 1.8 * last > 0.3


@pytest.mark.parametrize("doubling_s", [1800.0, 3600.0, 4.0 * 3600.0])
def test_leak_that_grows_unseen_is_no_larger_than_what_could_be_unseen(doubling_s):
    looks, missed = 0, 0
    for seed in range(6):
        air = LeakingAir(seed=seed)
        air.wait(3600.0)
        begun_s = air.now_s
        for _ in range(200):
            air.rates_kg_day[1] = 0.3 * 2.0 ** ((air.now_s - begun_s) / doubling_s)
            air.wait(120.0)
            look = air.look()
            if look.mixture.station.sum() > 0.5:
                break
            looks += 1
            missed += look.unseen_kg_s[0] < air.rates_kg_day[1] * KG_DAY
    assert looks > 100
    assert missed <= 0.07 * looks


@pytest.mark.parametrize(("kg_day", "looks_missed"), [(3.0, 3), (12.0, 6)])
def test_leak_that_is_not_seen_yet_is_no_larger_than_what_could_be_unseen(kg_day, looks_missed):
    """Looks each minute; that of the minute in which a leak begins cannot know of it."""
    missed = []
    for seed in range(3):
        air = LeakingAir(seed=seed)
        air.wait(3600.0)
        air.rates_kg_day[1] = kg_day
        missed.append(0)
        for _ in range(40):
            air.wait(60.0)
            look = air.look()
            if look.mixture.station.sum() > 0.5:
                break
            missed[-1] += look.unseen_kg_s[0] < kg_day * KG_DAY
    assert np.median(missed) <= looks_missed


def test_beside_a_leak_that_is_known_other_air_tells_what_it_could_lose_itself():
    air = LeakingAir()
    air.rates_kg_day[1] = 50.0
    air.wait(2400.0)
    air.move_hatches(ALL_SHUT)
    air.wait(1800.0)
    air.state.spaces["is_detected"][1] = 1
    unseen = air.look().unseen_kg_s / KG_DAY
    assert (unseen[[0, 2]] > 0.1).all()
    assert (unseen[[0, 2]] < 40.0).all()


def test_air_that_was_never_measured_tells_nothing():
    air = LeakingAir(WHOLE)
    assert np.isnan(air.look().unseen_kg_s).all()
