"""What a lone barometer's readings teach of its air, and what thermometers may say of it."""

import numpy as np
import pytest

from iss_viewer.detection.estimation import air_noise as kernels
from iss_viewer.detection.estimation.glr_bank import tailed
from iss_viewer.detection.state.space_records import LEAK
from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.studies.detection_trial import LEAK_RULES, raised
from iss_viewer.telemetry.frames import Samples
from tests.detection.air import P0_PA, T0_K, station
from tests.detection.kernels import outside
from tests.detection.weather import filtered, room, sensed

DAY_S, EVERY_S = 86400.0, 300.0
FAST_PA, FAST_S, RATE_PA_DAY, RATE_S = 20.0, 14400.0, 700.0, 21600.0
RETURN_S = 2.5 * DAY_S
PA_PER_K = P0_PA / T0_K


def wandering(count, sd, time_s, seed):
    """An Ornstein-Uhlenbeck course, shape (count,), a value each EVERY_S."""
    kicks, keep = np.random.default_rng(seed).standard_normal(count), np.exp(-EVERY_S / time_s)
    course, value = np.empty(count), sd * kicks[0]
    for i, kick in enumerate(kicks):
        value = keep * value + sd * np.sqrt(1.0 - keep * keep) * kick
        course[i] = value
    return course


def coming_back(rate_pa_s):
    """Where a rate pushes air that comes back in 2.5 days, shape (count,)."""
    course, keep = np.zeros(len(rate_pa_s)), np.exp(-EVERY_S / RETURN_S)
    for i, rate in enumerate(rate_pa_s[:-1]):
        course[i + 1] = keep * course[i] + rate * EVERY_S
    return course


def read(days, seed=1, warming_k=0.0, leak_pa_day=0.0, onset_day=0.0):
    """A room without neighbours whose air moves about by itself, rounded to 10 Pa."""
    count = int(days * DAY_S / EVERY_S)
    time_s = EVERY_S * np.arange(count)
    air = wandering(count, FAST_PA, FAST_S, seed)
    air += coming_back(wandering(count, RATE_PA_DAY / DAY_S, RATE_S, seed + 1))
    air -= leak_pa_day * np.maximum(time_s / DAY_S - onset_day, 0.0)
    air += 5.0 * np.random.default_rng(seed + 2).standard_normal(count)
    pressure = np.round((P0_PA + air) / 10.0) * 10.0
    warmth = T0_K + np.broadcast_to(warming_k, count)
    warmth = warmth + 0.05 * np.random.default_rng(seed + 3).standard_normal(count)
    values = np.stack([pressure, warmth], axis=1)
    return Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8))


def space_after(samples, hides_warmth=True):
    """The air space that the compiled loop leaves."""
    if hides_warmth:
        samples.quality[:, 1] = 1
    _, state = filtered(room(10.0, 5.0), samples)
    return state.spaces[0]


def test_second_differences_of_the_fast_part_come_to_six_variances():
    bend = outside(kernels.fast_bend)
    assert bend(100.0 * FAST_S, FAST_S) == pytest.approx(6.0)
    assert bend(1e-6 * FAST_S, FAST_S) == pytest.approx(4e-6, rel=1e-3)


@pytest.mark.parametrize("seed", [1, 11])
def test_slow_air_is_known_within_a_third_after_two_weeks(seed):
    space = space_after(read(14.0, seed))
    assert np.sqrt(space["rate_pa2_s2"]) * DAY_S == pytest.approx(RATE_PA_DAY, rel=0.35)
    assert np.sqrt(space["fast_pa2"]) == pytest.approx(FAST_PA, rel=0.5)


def test_a_leak_that_goes_on_teaches_nothing_of_the_air():
    still, leaking = (space_after(read(5.0, leak_pa_day=rate)) for rate in (0.0, 3000.0))
    for name in ("fast_pa2", "rate_pa2_s2"):
        assert leaking[name] == pytest.approx(still[name], rel=0.2)


def test_the_onset_of_a_leak_that_was_found_is_no_weather():
    still, leaking = (
        space_after(read(6.0, leak_pa_day=rate, onset_day=4.0)) for rate in (0.0, 4000.0)
    )
    assert leaking["is_found"] == 1
    assert leaking["mean"][LEAK] * DAY_S == pytest.approx(4000.0, rel=0.25)
    assert leaking["rate_pa2_s2"] == pytest.approx(still["rate_pa2_s2"], rel=0.5)


def test_a_thermometer_that_the_pressure_does_not_follow_is_left_out():
    count = int(3.0 * DAY_S / EVERY_S)
    warming = 1.5 * np.sin(2.0 * np.pi * np.arange(count) * EVERY_S / (7.0 * 3600.0))
    space = space_after(read(3.0, warming_k=warming), hides_warmth=False)
    assert space["warmth_share_1"] < 0.15


def test_a_thermometer_that_the_pressure_follows_is_believed():
    count = int(3.0 * DAY_S / EVERY_S)
    warming = 1.5 * np.sin(2.0 * np.pi * np.arange(count) * EVERY_S / (7.0 * 3600.0))
    samples = read(3.0, warming_k=warming)
    samples.values[:, 0] += np.round(PA_PER_K * warming / 10.0) * 10.0
    space = space_after(samples, hides_warmth=False)
    assert space["warmth_share_1"] > 0.85


@pytest.mark.parametrize("kelvin", [0.8, 3.0])
@pytest.mark.parametrize("hours", [0.01, 4.0])
def test_warmth_that_thermometers_alone_show_is_no_leak(kelvin, hours):
    hour = np.arange(int(2.0 * DAY_S / EVERY_S)) * EVERY_S / 3600.0
    samples = read(2.0, warming_k=kelvin * np.clip((hour - 30.0) / hours, 0.0, 1.0))
    _, state = filtered(room(10.0, 5.0), samples)
    assert state.spaces[0]["is_found"] == 0
    assert state.spaces[0]["has_changed"] == 0


def test_an_instrument_that_warms_up_in_its_first_hour_is_no_leak():
    """Nothing was learned yet, and all at once is asked: the alarm test and the posterior."""
    time_s = np.arange(0.0, 5400.0, 10.0)
    rng, of = np.random.default_rng(3), room(10.0, 5.0)
    pressure = np.round((P0_PA + 5.0 * rng.standard_normal(len(time_s))) / 10.0) * 10.0
    warmth = T0_K + 4.0 * (1.0 - np.exp(-time_s / 2400.0)) + 0.02 * rng.standard_normal(len(time_s))
    values = np.stack([pressure, warmth], axis=1)
    detector = StationDetector(of, sensed(of))
    _, events = detector.update(Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8)))
    assert not raised(events, LEAK_RULES)


def test_a_month_of_slow_air_is_no_leak():
    space = space_after(read(30.0, seed=21))
    assert space["has_changed"] == 0


def test_oxygen_that_a_generator_nobody_meters_stops_to_give_is_no_leak():
    """5 kg of oxygen a day in 984 m3, on for 9 h and off for 9 h, and six people who breathe as much."""
    samples = read(6.0, seed=31)
    running = np.where(samples.time_s // (9.0 * 3600.0) % 2.0 == 0.0, 1.0, -1.0)
    samples.values[:, 0] += np.round(np.cumsum(running) * EVERY_S * 200.0 / DAY_S / 10.0) * 10.0
    assert space_after(samples)["has_changed"] == 0


def test_heavy_tails_make_much_of_little_and_little_of_much():
    weigh = outside(tailed)
    assert weigh(1.0) == pytest.approx(1.0, rel=0.01)
    assert weigh(6.0) == pytest.approx(5.57, abs=0.01)
    assert weigh(-6.0) == -weigh(6.0)


def shared_air(days, fast_pa, thermometers, seed, every_s=60.0, leak_pa_s=0.0, onset_s=0.0):
    """Three barometers in one air that moves about by itself, and so many thermometers that show nothing of it."""
    rng, count = np.random.default_rng(seed), int(days * DAY_S / every_s)
    kicks, keep, air = rng.standard_normal(count), np.exp(-every_s / FAST_S), np.empty(count)
    value = fast_pa * kicks[0]
    for i, kick in enumerate(kicks):
        value = keep * value + fast_pa * np.sqrt(1.0 - keep * keep) * kick
        air[i] = value
    time_s = every_s * np.arange(count)
    air -= leak_pa_s * np.maximum(time_s - onset_s, 0.0)
    values = T0_K + 0.01 * rng.standard_normal((count, 6))
    values[:, ::2] = P0_PA + air[:, None] + 5.0 * rng.standard_normal((count, 3))
    quality = np.zeros(values.shape, dtype=np.uint8)
    quality[:, 2 * thermometers + 1 :: 2] = 1
    return filtered(station(3, 990.0), Samples(time_s, values, quality))[1].spaces[0]


def test_several_barometers_with_one_thermometer_learn_how_quiet_their_air_is():
    space = shared_air(1.0, 10.0, 1, seed=5)
    assert np.sqrt(space["fast_pa2"]) == pytest.approx(10.0, abs=4.0)


def test_where_many_thermometers_tell_of_the_air_nothing_is_learned():
    assert shared_air(0.2, 10.0, 3, seed=5)["is_air_learned"] == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_several_barometers_find_no_slow_air_where_none_is(seed):
    space = shared_air(2.0, 34.0, 1, seed)
    assert np.sqrt(space["rate_pa2_s2"]) * DAY_S < 60.0


def test_a_leak_that_several_barometers_suspect_does_not_make_its_air_seem_restless():
    """51.8 kg/day, half an hour ago: before it was found."""
    onset_s = 0.5 * DAY_S
    still, leaking = (
        shared_air(0.5 + 1800.0 / DAY_S, 25.0, 1, 7, leak_pa_s=rate, onset_s=onset_s)
        for rate in (0.0, 0.051)
    )
    assert leaking["fast_pa2"] == pytest.approx(still["fast_pa2"], rel=0.2)
