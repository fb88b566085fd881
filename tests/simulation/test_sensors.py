"""Instruments err as their class says, no more and no less, and faults do what they are called."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.simulation.sensors import Sensors, SimulatedFault
from iss_viewer.station.station import SensorClass
from iss_viewer.telemetry import Quality
from iss_viewer.units import S_PER_DAY


def sort(**changes):
    """A sensor class without error but for `changes`."""
    fields = {
        "id": "S", "name": "s", "quantity": "pressure", "noise": 0.0, "quantum": 0.0, "lag_s": 0.0,
        "bias": 0.0, "drift_per_sqrt_day": 0.0, "high": 2e5, "source": "t", "confidence": "assumed",
    }  # fmt: skip
    return SensorClass.model_validate(fields | changes)


def observe(kind, truth, period_s=1.0, faults=(), seed=1, warmer_k=0.0, count=1, ideal=False):
    """What `count` instruments of a class read of one truth, shape (n, count)."""
    ids = [f"S{i}" for i in range(count)]
    sensors = Sensors(ids, [kind] * count, period_s, seed, 295.0, ideal)
    times = np.arange(len(truth)) * period_s
    x = np.repeat(np.asarray(truth, dtype=float)[:, None], count, axis=1)
    return sensors.observe(times, x, np.full_like(x, 295.0 + warmer_k), faults)


def test_without_error_the_truth_is_read():
    truth = np.linspace(9e4, 1e5, 50)
    assert np.array_equal(observe(sort(), truth)[0][:, 0], truth)


def test_noise_has_its_spread_and_no_memory():
    read, _ = observe(sort(noise=5.0), np.full(20000, 1e5))
    error = read[:, 0] - 1e5
    assert np.std(error) == pytest.approx(5.0, rel=0.03)
    assert abs(np.mean(error)) < 0.15
    assert abs(np.corrcoef(error[1:], error[:-1])[0, 1]) < 0.03


def test_bias_and_gain_are_drawn_once_for_each_instrument():
    read, _ = observe(sort(bias=30.0), np.full(3, 1e5), count=3000)
    assert np.array_equal(read[0], read[2])
    assert np.std(read[0] - 1e5) == pytest.approx(30.0, rel=0.05)
    read, _ = observe(sort(gain_error=1e-3), np.full(1, 1e5), count=3000)
    assert np.std(read[0] - 1e5) == pytest.approx(100.0, rel=0.05)


def test_drift_is_a_random_walk_of_its_size_per_root_day():
    hours = np.full(48 + 1, 1e5)
    read, _ = observe(sort(drift_per_sqrt_day=4.0), hours, period_s=3600.0, count=3000)
    walked = read - read[0]
    assert np.std(walked[24]) == pytest.approx(4.0, rel=0.06)
    assert np.std(walked[48]) == pytest.approx(4.0 * np.sqrt(2.0), rel=0.06)


def test_readings_are_whole_quanta_nearest_to_the_truth():
    truth = np.linspace(99e3, 1e5, 500)
    read, _ = observe(sort(quantum=13.3), truth)
    steps = read[:, 0] / 13.3
    assert np.allclose(steps, np.round(steps))
    assert np.max(np.abs(read[:, 0] - truth)) <= 13.3 / 2 + 1e-6


def test_lag_follows_a_ramp_one_lag_behind_and_a_step_exponentially():
    ramp, _ = observe(sort(lag_s=5.0), np.arange(200) * 10.0)
    assert ramp[-1, 0] == pytest.approx(199 * 10.0 - 5.0 * 10.0, abs=1e-6)
    held, _ = observe(sort(lag_s=5.0), np.r_[0.0, np.full(30, 1e4)])
    fall = 1e4 - held[1:, 0]
    assert fall[1:] / fall[:-1] == pytest.approx(np.exp(-0.2))


def test_temperature_shifts_the_reading_by_its_coefficient():
    read, _ = observe(sort(per_kelvin=1.5), np.full(5, 1e5), warmer_k=4.0)
    assert read[:, 0] == pytest.approx(1e5 + 6.0)


def test_beyond_its_range_the_reading_is_clipped_and_flagged():
    read, quality = observe(sort(low=5e4, high=1.1e5), [4e4, 8e4, 1.2e5])
    assert read[:, 0].tolist() == [5e4, 8e4, 1.1e5]
    assert quality[:, 0].tolist() == [Quality.OUT_OF_RANGE, Quality.GOOD, Quality.OUT_OF_RANGE]


def test_a_lost_sample_repeats_the_last_one_stale_and_then_is_missing():
    sensors = Sensors(["S0"], [sort(stale_after_s=3.0)], 1.0, 1, 295.0)
    truth = np.arange(10.0)[:, None] + 1e5
    warm = np.full_like(truth, 295.0)
    sensors.observe(np.arange(4.0), truth[:4], warm[:4])
    fault = (SimulatedFault("S0", "dropout", 0.0, 3.0),)
    read, quality = sensors.observe(np.arange(4.0, 10.0), truth[4:], warm[4:], fault)
    assert quality[:, 0].tolist() == [Quality.STALE] * 3 + [Quality.MISSING] * 3
    assert read[:3, 0].tolist() == [100003.0] * 3
    assert np.isnan(read[3:]).all()


def test_a_part_of_the_samples_is_lost():
    fault = (SimulatedFault("S0", "dropout", 0.25, 0.0),)
    _, quality = observe(sort(stale_after_s=0.5), np.full(8000, 1e5), faults=fault)
    assert np.mean(quality == Quality.MISSING) == pytest.approx(0.25, abs=0.02)


def test_faults_bias_drift_and_noise_have_their_size():
    truth = np.full(4000, 1e5)
    day = S_PER_DAY / 1000
    biased, _ = observe(sort(), truth, faults=(SimulatedFault("S0", "bias", -200.0, 0.0),))
    drifting, _ = observe(sort(), truth, day, (SimulatedFault("S0", "drift", 50.0, 0.0),))
    noisy, _ = observe(sort(noise=3.0), truth, faults=(SimulatedFault("S0", "noise", 4.0, 0.0),))
    assert np.all(biased == 1e5 - 200.0)
    assert drifting[1000, 0] - 1e5 == pytest.approx(50.0)
    assert drifting[3000, 0] - 1e5 == pytest.approx(150.0)
    assert np.std(noisy) == pytest.approx(5.0, rel=0.05)


def test_a_stuck_instrument_holds_its_last_reading_and_looks_good():
    sensors = Sensors(["S0"], [sort(noise=5.0)], 1.0, 1, 295.0)
    truth = np.linspace(1e5, 9e4, 20)[:, None]
    warm = np.full_like(truth, 295.0)
    before, _ = sensors.observe(np.arange(10.0), truth[:10], warm[:10])
    stuck = (SimulatedFault("S0", "stuck", 0.0, 9.0),)
    after, quality = sensors.observe(np.arange(10.0, 20.0), truth[10:], warm[10:], stuck)
    assert np.all(after == before[-1])
    assert np.all(quality == Quality.GOOD)


def test_ideal_instruments_read_the_truth_whatever_their_class():
    kind = sort(noise=5.0, quantum=10.0, lag_s=3.0, bias=35.0, drift_per_sqrt_day=3.0)
    truth = np.linspace(9e4, 1e5, 50)
    assert np.array_equal(observe(kind, truth, ideal=True)[0][:, 0], truth)


@settings(max_examples=25)
@given(cuts=st.lists(st.integers(1, 900), max_size=6), seed=st.integers(0, 2**63))
def test_blocks_change_no_bit(cuts, seed):
    kind = sort(noise=5.0, lag_s=3.0, bias=35.0, drift_per_sqrt_day=3.0)
    truth = 1e5 + 100 * np.sin(np.arange(900.0) / 30)[:, None]
    warm = np.full_like(truth, 296.0)
    times = np.arange(900.0)
    whole, _ = Sensors(["S0"], [kind], 1.0, seed, 295.0).observe(times, truth, warm)
    sensors = Sensors(["S0"], [kind], 1.0, seed, 295.0)
    edges = [0, *sorted(set(cuts)), 900]
    parts = [sensors.observe(times[a:b], truth[a:b], warm[a:b])[0] for a, b in pairwise(edges)]
    assert np.concatenate(parts).tobytes() == whole.tobytes()


def test_an_instrument_errs_the_same_whichever_others_there_are():
    kind = sort(noise=5.0, drift_per_sqrt_day=3.0, bias=10.0)
    truth = np.full((300, 2), 1e5)
    warm = np.full_like(truth, 295.0)
    both, _ = Sensors(["A", "B"], [kind] * 2, 1.0, 3, 295.0).observe(np.arange(300.0), truth, warm)
    alone, _ = Sensors(["B"], [kind], 1.0, 3, 295.0).observe(
        np.arange(300.0), truth[:, :1], warm[:, :1]
    )
    assert np.array_equal(both[:, 1], alone[:, 0])
