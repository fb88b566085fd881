"""Air that swings faster than thermometers are followed is no leak; a leak beside it, and one that cools, is one."""

import numpy as np
import pytest

from tests.detection.air import P0_PA, T0_K, clock, lost, readings, station
from tests.detection.test_station_detector import alarms_of, run

OF = station(3, 60.0)
ONSET_S = 600.0
#: of a fall of pressure without heat from the walls, what cooling has in it
ADIABATIC_1 = 0.4 / 1.4

LAG_S = 60.0
SLOW = OF.model_copy(
    update={
        "sensor_classes": tuple(
            kind.model_copy(update={"lag_s": LAG_S}) if kind.quantity == "temperature" else kind
            for kind in OF.sensor_classes
        )
    }
)


def followed(warming_k, step_s, lag_s):
    """What thermometers show of it that follow with a lag."""
    shown_k = np.zeros_like(warming_k)
    share = 1.0 - np.exp(-step_s / lag_s)
    for i in range(1, len(warming_k)):
        shown_k[i] = shown_k[i - 1] + share * (warming_k[i] - shown_k[i - 1])
    return shown_k


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


@pytest.mark.parametrize(
    ("amplitude_k", "period_s"),
    [(0.3, 300.0), (0.3, 600.0), (0.3, 1200.0), (1.0, 1800.0), (3.0, 1800.0), (3.0, 3600.0)],
)
def test_swing_that_begins_at_once_and_that_slow_thermometers_show_late_is_no_rapid_depressurization(
    amplitude_k, period_s
):
    time_s = clock(ONSET_S + 2.0 * period_s + 1200.0, 10.0)
    samples = readings(SLOW, time_s)
    warming_k = swing_k(time_s, amplitude_k, period_s)
    samples.values[:, :3] *= 1.0 + warming_k[:, None] / T0_K
    samples.values[:, 3:6] += followed(warming_k, 10.0, LAG_S)[:, None]
    _, _, events = run(SLOW, samples)
    assert not alarms_of(events, "rapid_depressurization")


@pytest.mark.parametrize("fall_pa_s", [1.0, 3.0, 20.0])
def test_air_that_cools_as_it_is_lost_before_slow_thermometers_is_alarmed_as_soon(fall_pa_s):
    time_s = clock(900.0, 10.0)
    fallen_pa = lost(time_s, fall_pa_s, ONSET_S)
    cooled_k = -ADIABATIC_1 * T0_K * fallen_pa / P0_PA
    samples = readings(SLOW, time_s, loss_pa=fallen_pa)
    samples.values[:, 3:6] += followed(cooled_k, 10.0, LAG_S)[:, None]
    _, _, events = run(SLOW, samples)
    assert alarms_of(events, "rapid_depressurization")[0].time_s <= ONSET_S + 150.0


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
