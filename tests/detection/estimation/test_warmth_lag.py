"""Air that swings faster than thermometers are followed is no leak; a leak beside it, and one that cools, is one."""

import numpy as np
import pytest

from tests.detection.air import P0_PA, T0_K, clock, lost, readings, station
from tests.detection.test_station_detector import alarms_of, run

OF = station(3, 60.0)
ONSET_S = 600.0
#: of a fall of pressure without heat from the walls, what cooling has in it
ADIABATIC_1 = 0.4 / 1.4


def swing_k(time_s, amplitude_k, period_s, since_s=ONSET_S):
    """Air that begins to cool and warm at a moment."""
    turn = 2.0 * np.pi * (time_s - since_s) / period_s
    return np.where(time_s > since_s, -amplitude_k * np.sin(turn), 0.0)


@pytest.mark.parametrize(("amplitude_k", "period_s"), [(0.3, 600.0), (1.0, 600.0), (0.1, 600.0)])
def test_thermal_swing_of_minutes_is_no_leak_and_no_rapid_depressurization(amplitude_k, period_s):
    time_s = clock(7200.0, 10.0)
    samples = readings(OF, time_s, warming_k=swing_k(time_s, amplitude_k, period_s))
    _, _, events = run(OF, samples)
    assert not alarms_of(events, "leak")
    assert not alarms_of(events, "rapid_depressurization")


def test_thermal_swing_beside_a_small_leak_is_no_rapid_depressurization():
    time_s = clock(9000.0, 10.0)
    warming_k = swing_k(time_s, 0.3, 600.0, 4800.0)
    _, _, events = run(
        OF, readings(OF, time_s, loss_pa=lost(time_s, 0.1, 1200.0), warming_k=warming_k)
    )
    assert alarms_of(events, "leak")
    assert not alarms_of(events, "rapid_depressurization")


@pytest.mark.parametrize("fall_pa_s", [1.0, 3.0, 20.0])
def test_air_that_cools_as_it_is_lost_is_alarmed_as_soon_as_if_it_did_not(fall_pa_s):
    time_s = clock(900.0, 10.0)
    fallen_pa = lost(time_s, fall_pa_s, ONSET_S)
    cooled_k = -ADIABATIC_1 * T0_K * fallen_pa / P0_PA
    told_s = []
    for loss_pa, warming_k in ((fallen_pa, 0.0), ((1.0 - ADIABATIC_1) * fallen_pa, cooled_k)):
        _, _, events = run(OF, readings(OF, time_s, loss_pa=loss_pa, warming_k=warming_k))
        told_s.append(alarms_of(events, "rapid_depressurization")[0].time_s)
    assert told_s[1] <= told_s[0]
    assert told_s[0] <= ONSET_S + 160.0


def test_hole_that_strikes_while_the_air_swings_is_a_rapid_depressurization():
    time_s = clock(1800.0, 10.0)
    warming_k = swing_k(time_s, 0.3, 600.0)
    _, _, events = run(
        OF, readings(OF, time_s, loss_pa=lost(time_s, 3.0, 1200.0), warming_k=warming_k)
    )
    rapid = alarms_of(events, "rapid_depressurization")
    assert 1200.0 < rapid[0].time_s < 1200.0 + 180.0
