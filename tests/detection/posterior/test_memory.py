"""What is believed of leaks goes with the modules, whatever hatches do."""

import math

import numpy as np
import pytest

from iss_viewer.detection.posterior.accounts import KEEPING, joined
from iss_viewer.detection.posterior.mixture import BINS, quantile
from iss_viewer.detection.state.leak_records import ACCOUNT
from tests.detection.posterior.leaking_air import ALL_SHUT, LAST_SHUT, WHOLE, LeakingAir

KG_DAY = 1.0 / 86400.0


def interval_kg_day(bins):
    """2.5 %, median and 97.5 %, with what is zero."""
    least, none = math.log(BINS.least_kg_s), 1.0 - bins.sum()
    return [quantile(bins, least, none, p) / KG_DAY for p in (0.025, 0.5, 0.975)]


@pytest.fixture(scope="module")
def leaking():
    """A leak of 50 kg/day in the middle module that began after 20 min, seen for 40."""
    air = LeakingAir()
    air.wait(1200.0)
    air.rates_kg_day[1] = 50.0
    air.wait(2400.0)
    return air


def test_quiet_air_is_believed_to_be_tight():
    air = LeakingAir()
    air.wait(3600.0)
    look = air.look()
    assert look.modules.sum() < 0.1
    assert look.mixture.totals.sum() == pytest.approx(1.0)


def test_leak_is_sized_and_dated_and_where_it_is_is_not_known_yet(leaking):
    look = leaking.look()
    low, _, high = interval_kg_day(look.mixture.station)
    assert low < 50.0 < high
    assert high - low < 25.0
    assert look.onset_s == pytest.approx(1200.0, abs=240.0)
    assert look.modules == pytest.approx(np.full(3, look.modules.sum() / 3))
    assert look.modules.sum() > 0.99


def test_loss_is_kept_when_hatches_are_shut_until_the_right_part_is_seen_to_fall(leaking):
    before = interval_kg_day(leaking.look().mixture.station)
    leaking.move_hatches(ALL_SHUT)
    look = leaking.look()
    assert look.mixture.station.sum() > 0.99
    assert interval_kg_day(look.mixture.station) == pytest.approx(before, rel=0.05)
    assert look.mixture.rates.sum() == pytest.approx(look.mixture.station.sum(), abs=0.01)
    leaking.wait(600.0)
    look = leaking.look()
    assert look.modules[1] > 0.99
    low, _, high = interval_kg_day(look.mixture.station)
    assert low < 50.0 < high
    leaking.move_hatches(WHOLE)
    leaking.wait(600.0)
    assert leaking.look().modules[1] > 0.99
    leaking.rates_kg_day[1] = 0.0
    leaking.wait(1800.0)
    look = leaking.look()
    assert look.mixture.station.sum() < 0.2
    assert look.ended[1] > 0.8


def test_two_leaks_are_told_from_one_when_air_is_parted():
    air = LeakingAir()
    air.wait(600.0)
    air.rates_kg_day[:] = 40.0, 0.0, 60.0
    air.wait(1800.0)
    air.move_hatches(ALL_SHUT)
    air.wait(2400.0)
    look = air.look()
    assert look.several > 0.9
    assert look.modules[0] > 0.9
    assert look.modules[2] > 0.9
    assert look.modules[1] < 0.1
    low, _, high = interval_kg_day(look.mixture.station)
    assert low < 100.0 < high


def chances_of_end(is_told, waits_s=(20.0, 40.0, 60.0)):
    """That a leak has ended, so many seconds after it did."""
    air, chances, waited_s = LeakingAir(LAST_SHUT), [], 0.0
    air.rates_kg_day[2] = 20.0
    air.wait(1800.0)
    air.rates_kg_day[2] = 0.0
    if is_told:
        air.memory.take_patch(air.now_s, 2)
    for wait_s in waits_s:
        air.wait(wait_s - waited_s)
        waited_s = wait_s
        chances.append(air.look().ended[2])
    return np.array(chances)


def test_reported_patch_is_believed_sooner_than_an_end_that_nobody_reported():
    """At 20 s little is measured yet; later the pressure alone all but tells it."""
    told, untold = chances_of_end(True), chances_of_end(False)
    assert told[0] > 2.0 * untold[0]
    assert (told > untold).all()


def test_reported_patch_of_a_leak_that_goes_on_is_not_believed():
    air = LeakingAir(LAST_SHUT)
    air.rates_kg_day[2] = 20.0
    air.wait(1800.0)
    air.memory.take_patch(air.now_s, 2)
    air.wait(120.0)
    assert air.look().ended[2] < 0.05


def test_where_nothing_was_measured_a_leak_of_any_size_may_be():
    air = LeakingAir(LAST_SHUT)
    air.wait(1800.0)
    air.state.segments[2]["is_open"] = 0  # as if it had never been
    unseen = air.look().mixture.rates[1]
    assert unseen.sum() > 0.02
    assert interval_kg_day(unseen / unseen.sum())[2] > 1e4


def test_look_is_the_same_after_a_snapshot():
    air = LeakingAir()
    air.rates_kg_day[1] = 50.0
    air.wait(600.0)
    air.move_hatches(LAST_SHUT)
    air.wait(300.0)
    kept = air.memory.state()
    before = air.look()
    air.memory.forget()
    air.memory.restore(kept)
    after = air.look()
    for one, other in zip(before.mixture, after.mixture, strict=True):
        assert (one == other).all()


def test_too_many_accounts_are_added_up_by_their_modules():
    accounts = np.zeros(KEEPING.most + 20, ACCOUNT)
    accounts["modules"] = 1 + np.arange(len(accounts)) % 3
    accounts["start_s"] = np.arange(len(accounts)) * 100.0
    accounts["end_s"], accounts["count"], accounts["excess_1"] = accounts["start_s"] + 90.0, 3, 1.0
    accounts["score"], accounts["information"] = 1.0, 2.0
    kept = joined(accounts[:0], accounts)
    assert len(kept) == KEEPING.recent + 3
    assert (np.diff(kept["start_s"]) >= 0.0).all()
    for key in (1, 2, 3):
        was, now = accounts[accounts["modules"] == key], kept[kept["modules"] == key]
        assert now["score"][:, :, 0].sum() == was["score"][:, :, 0].sum()
        assert now["information"][:, :, 0, 0].sum() == was["information"][:, :, 0, 0].sum()
