"""A station as it may really be, in which intervals have to hold."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.detection.limits import read_limits
from iss_viewer.station import read_station
from iss_viewer.studies.real_station import UnseenWarmth, as_built, volume_sigmas
from iss_viewer.telemetry import ChannelTable, Samples

STATION = read_station("iss")


def test_what_thermometers_do_not_see_is_as_large_and_as_slow_as_is_assumed() -> None:
    modules = ("NODE1", "LAB", "NODE2", "COL", "JPM")
    table = ChannelTable.of([f"{m}.temperature_k" for m in modules])
    times = np.arange(0.0, 400 * 86400.0, 3600.0)
    plain = Samples(times, np.full((len(times), 5), 295.0), np.zeros((len(times), 5), np.uint8))
    warmth = UnseenWarmth(STATION, table, 3)
    halves = [warmth.hide(plain.rows(0, 700)), warmth.hide(plain.rows(700, len(times)))]
    off = 295.0 - np.concatenate([half.values for half in halves])[:, 0]
    assumed = read_limits().estimation
    assert off.std() == pytest.approx(assumed.thermal_sd_k, rel=0.15)
    kept = np.corrcoef(off[1:], off[:-1])[0, 1]
    assert kept == pytest.approx(np.exp(-3600.0 / assumed.thermal_time_s), abs=0.05)


def test_seals_and_volumes_are_drawn_about_what_the_books_say() -> None:
    ratios = [
        built.free_volume_m3 / told.free_volume_m3
        for seed in range(20)
        for built, told in zip(as_built(STATION, seed).modules, STATION.modules, strict=True)
    ]
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.05)
    assert np.std(ratios) > 0.03


@pytest.mark.parametrize("module", ["LAB", "BEAM"])
def test_volumes_of_air_spaces_are_as_far_off_as_is_told(module: str) -> None:
    off = [volume_sigmas(STATION, seed, module) for seed in range(100)]
    assert np.mean(off) == pytest.approx(0.0, abs=0.35)
    assert np.std(off) == pytest.approx(1.0, abs=0.25)
