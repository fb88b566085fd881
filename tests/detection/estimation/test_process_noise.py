"""Process noise keeps slow states as spread as they are assumed to be, and grows with what is unknown."""

import numpy as np
import pytest

from iss_viewer.detection.estimation import process_noise as kernels
from iss_viewer.detection.state.space_records import DAY_C, KNOWN_FLOWS, ORBIT_S, THETA, WARMTH, X
from iss_viewer.physics import AIR_KG_MOL, R
from tests.detection.kernels import modules, outside, settings, space

motion_of, process_noise = outside(kernels.motion_of), outside(kernels.process_noise)
slope_variance, thermal_sd_k = outside(kernels.slope_variance), outside(kernels.thermal_sd_k)
SETTINGS = settings(
    thermal_sd_k=0.03,
    thermal_sd_single_k=0.1,
    thermal_sd_unsensed_k=0.25,
    thermal_time_s=14400.0,
    slow_air_time_s=21600.0,
    slow_air_return_s=216000.0,
    diurnal_sd_k=0.03,
    diurnal_period_s=86400.0,
    orbital_sd_k=0.007,
    orbital_period_s=5574.0,
    harmonic_memory_s=864000.0,
    temperature_smoothing_s=60.0,
    baseline_slope_sd_pa_s=3e-5,
    metabolic_slope_share_1=0.3,
    seal_leak_share_1=0.5,
)
PA_PER_K = 1e5 / 295.0


@pytest.mark.parametrize("dt", [1.0, 600.0])
def test_slow_states_stay_as_spread_as_they_are_assumed_to_be(dt):
    motion = motion_of(SETTINGS, dt)
    noise = process_noise(space(), modules()[0], SETTINGS, motion)
    for state, sd_k, keep2 in (
        (THETA, 0.25, motion.theta_keep**2),
        (DAY_C, 0.03, motion.day_cos**2 + motion.day_sin**2),
        (ORBIT_S, 0.007, motion.orbit_cos**2 + motion.orbit_sin**2),
    ):
        variance = (sd_k * PA_PER_K) ** 2
        assert keep2 * variance + noise[state] == pytest.approx(variance, rel=1e-12)


def test_swing_is_back_after_its_period_but_for_its_fading():
    motion = motion_of(SETTINGS, 86400.0)
    assert motion.day_cos == pytest.approx(np.exp(-0.1), rel=1e-9)
    assert motion.day_sin == pytest.approx(0.0, abs=1e-12)


def test_smoothed_thermometers_leave_the_noise_of_a_first_order_filter():
    """The steady variance of smoothed white noise is its own times share / (2 - share)."""
    rows = modules()
    rows["temperature"]["noise"] = 0.2
    motion = motion_of(SETTINGS, 6.0)
    noise = process_noise(space(thermometer_count=4), rows[0], SETTINGS, motion)[WARMTH]
    steady = noise / (1.0 - motion.warmth_keep**2)
    share = 1.0 - motion.warmth_keep
    assert steady == pytest.approx(0.2**2 * PA_PER_K**2 / 4 * share / (2.0 - share), rel=1e-9)


def test_drift_of_barometers_averages_out_with_their_number():
    rows, motion = modules(drift_per_sqrt_day=3.0), motion_of(SETTINGS, 86400.0)
    one, many = (process_noise(space(sensor_count=n), rows[0], SETTINGS, motion)[X] for n in (1, 9))
    assert one == pytest.approx(9.0, rel=1e-3)
    assert many == pytest.approx(1.0, rel=1e-3)


def test_more_thermometers_leave_less_unseen_until_nothing_is_gained_any_more():
    told = [thermal_sd_k(SETTINGS, n) for n in (0, 1, 2, 100)]
    assert told == pytest.approx([0.25, 0.1, 0.1 / 2**0.75, 0.03])


def test_steady_losses_that_nobody_measures_add_up_in_squares():
    flow = np.zeros(1, KNOWN_FLOWS)
    flow["unmetered_kg2_s2"], flow["carbon_dioxide_kg_s"] = 9e-14, 2e-7
    pa_per_kg = R * 295.0 / (100.0 * AIR_KG_MOL)
    wanted = (3e-5) ** 2 + (0.5 * 3e-7 * pa_per_kg) ** 2 + (0.3 * 2e-7 * pa_per_kg) ** 2
    assert slope_variance(space(), SETTINGS, flow[0]) == pytest.approx(wanted, rel=1e-12)
