"""Which readings count, and for how long."""

from __future__ import annotations

import numpy as np
import pytest
from searching import LB_DAY

from iss_viewer.detection.locating.evidence import Evidence
from iss_viewer.detection.locating.gauges import GaugeLog
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.locating.readings import PartReading, kg_per_pa
from iss_viewer.station import read_station
from iss_viewer.station.topology import parts_of
from iss_viewer.units import PA_PER_MMHG

STATION = read_station("iss")
WHOLE = frozenset(STATION.module_ids)
DAY_S = 86400.0


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(STATION, read_priors().memory, noticed_pa=100.0)


def test_air_that_leaks_since_its_onset_makes_void_what_was_read_before_however_long_it_is_watched(
    evidence: Evidence,
) -> None:
    apart = [PartReading(p, 0.0, 0.02 * LB_DAY, 7200.0) for p in parts_of(STATION, {"H16"})]
    evidence.take(0.0, {"H16"}, apart)
    evidence.take(10.0 * DAY_S, (), [PartReading(WHOLE, 0.0, 0.05 * LB_DAY, 10.0 * DAY_S)])
    assert evidence.remembers
    for since_s in (9000.0, 18000.0, 36000.0):
        reading = PartReading(WHOLE, LB_DAY, 0.1 * LB_DAY, since_s)
        evidence.take(10.0 * DAY_S + since_s, (), [reading])
        assert not evidence.remembers


def test_a_seal_lets_pass_into_a_part_what_the_difference_across_its_shut_hatch_drives(
    evidence: Evidence,
) -> None:
    """A unit of a seal is its flow at one atmosphere: it takes from one side what it gives to the other."""
    hatch = STATION.hatch("H16")
    parts = parts_of(STATION, {"H16"})
    low = next(part for part in parts if hatch.b in part)
    readings = [PartReading(p, 0.0, 1e-6, 600.0, 91192.5 if p == low else 101325.0) for p in parts]
    evidence.take(0.0, {"H16"}, readings)
    seals = slice(len(evidence.modules), len(evidence.modules) + len(evidence.hatches))
    rows = evidence.equations().rows[:, seals]
    at = evidence.hatches.index("H16")
    assert sorted(rows[:, at]) == pytest.approx([-0.1, 0.1])
    assert np.count_nonzero(rows) == 2


def test_two_readings_of_a_gauge_tell_a_fall_to_the_rounding_of_whole_mmhg() -> None:
    """Before hatches ever moved, readings of any time count: also from before the run began."""
    log = GaugeLog(STATION)
    assert log.add(-3600.0, WHOLE, 745.0 * PA_PER_MMHG) is None
    reading = log.add(3600.0, WHOLE, 743.0 * PA_PER_MMHG)
    volume_m3 = sum(module.free_volume_m3 for module in STATION.modules)
    mass = kg_per_pa(volume_m3, 295.15)
    assert reading is not None
    assert reading.loss_kg_s == pytest.approx(mass * 2.0 * PA_PER_MMHG / 7200.0)
    rounding_pa = PA_PER_MMHG / 12.0**0.5
    assert reading.error_kg_s == pytest.approx(mass * rounding_pa * 2.0**0.5 / 7200.0)
    assert reading.span_s == 7200.0


def test_readings_of_a_gauge_from_before_the_hatches_moved_do_not_count() -> None:
    log = GaugeLog(STATION)
    log.begin(100.0)
    assert log.add(50.0, WHOLE, 1e5) is None
    assert log.add(150.0, WHOLE, 1e5) is None
    assert log.add(200.0, WHOLE, 1e5) is not None
