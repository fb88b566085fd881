"""What a segment says of leaks is the likelihood ratio of two Kalman filters, written out in matrices here."""

import math

import numpy as np
import pytest
from scipy.linalg import expm

from iss_viewer.detection.estimation.process_noise import LEAST_WALK_PA2_S, motion_of
from iss_viewer.detection.posterior.segment import SEGMENT_OF, flow_share, follow_segment
from iss_viewer.detection.posterior.slots import drop_slot
from iss_viewer.detection.state.leak_records import (
    AIR_RATE,
    FRESH,
    LEVEL,
    MIXED,
    SEGMENT_STATES,
    SLOTS,
    SLOW,
    SLOW_AIR,
    STEADY,
    LeakLaw,
    new_segments,
)
from iss_viewer.detection.state.space_records import KNOWN_FLOWS
from iss_viewer.physics import AIR_KG_MOL, N2_KG_MOL, R
from tests.detection.kernels import modules, outside, settings, space

DT_S, ROWS, SD_K, VARIANCE_PA2, FED_KG_S = 30.0, 60, 0.03, 25.0, 1e-5
PER_K, RATE_PA2_S2 = 1e5 / 295.0, 1e-4
RATE_S, RETURN_S = 21600.0, 216000.0
#: the covariance of slow air and its rate, of a rate of unit variance
SLOW_AIR_S2 = np.array([[RETURN_S, 1.0], [1.0, 1.0 / RATE_S + 1.0 / RETURN_S]])
SLOW_AIR_S2 /= SLOW_AIR_S2[1, 1]
SETTINGS = settings(
    thermal_sd_k=SD_K,
    thermal_time_s=14400.0,
    slow_air_time_s=RATE_S,
    slow_air_return_s=RETURN_S,
    gas_smoothing_s=1800.0,
    harmonic_memory_s=1e6,
    diurnal_period_s=86400.0,
    orbital_period_s=5574.0,
    temperature_smoothing_s=60.0,
)
UNEVEN_PA, GASES_PA, SENSED_1 = 200.0, 24.0, 0.2
FOLLOW, MOTION_OF = outside(follow_segment), outside(motion_of)
PER_KG = R * 295.0 / (AIR_KG_MOL * 100.0) * (1.0 - SENSED_1)


def air(barometers, thermometers):
    """Air of 100 m3 at 295 K that so many of each follow; where few do, it was learned how it moves about."""
    return space(
        sensor_count=barometers,
        is_air_learned=1,
        fast_pa2=(SD_K * PER_K) ** 2,
        rate_pa2_s2=RATE_PA2_S2,
        thermometer_count=thermometers,
        measurement_variance_pa2=VARIANCE_PA2,
        sensed_share_1=SENSED_1,
        gas_doubt_pa=GASES_PA,
        changed_s=DT_S,
    )


def levels_pa():
    noise = np.random.default_rng(5).standard_normal(ROWS)
    return 1e5 - 0.02 * DT_S * np.arange(ROWS) + 5.0 * noise


def is_taken(row):
    return row % 7 != 5


def followed(rows=ROWS, barometers=3, thermometers=3):
    """A segment after all rows, at one of which the level was lost."""
    segment, one, flow = (
        new_segments(1)[0],
        air(barometers, thermometers),
        np.zeros(1, KNOWN_FLOWS)[0],
    )
    segment["unevenness_pa"], flow["nitrogen_kg_s"] = UNEVEN_PA, FED_KG_S
    motion = MOTION_OF(SETTINGS, DT_S)
    for row, level in enumerate(levels_pa()[:rows]):
        one["level_pa"] = level
        args = (segment, one, modules()[0], flow, motion, SETTINGS, (row + 1) * DT_S)
        FOLLOW(*args, is_taken(row), row == 40)
    return segment


def log_likelihood(rate_kg_s, law, rate_pa2_s2=0.0):
    """Of all measurements, by a filter that knows what leaks in each row's step; plain matrices."""
    keep, slow = np.ones(SEGMENT_STATES), [SLOW_AIR, AIR_RATE]
    keep[SLOW] = math.exp(-DT_S / 14400.0)
    keep[FRESH], keep[MIXED] = math.exp(-DT_S / 180.0), math.exp(-DT_S / 1800.0)
    seen = np.zeros(SEGMENT_STATES)
    seen[[LEVEL, SLOW, FRESH, MIXED, SLOW_AIR]] = 1.0
    noise = np.zeros(SEGMENT_STATES)
    noise[LEVEL] = LEAST_WALK_PA2_S * DT_S
    noise[SLOW] = (SD_K * PER_K) ** 2 * (1.0 - keep[SLOW] ** 2)
    levels = levels_pa()
    mean, p = np.zeros(SEGMENT_STATES), np.zeros((SEGMENT_STATES, SEGMENT_STATES))
    mean[LEVEL], p[LEVEL, LEVEL] = levels[0], SEGMENT_OF.first_variance_pa2
    p[SLOW, SLOW] = (SD_K * PER_K) ** 2
    p[FRESH, FRESH] = (0.05 * PER_K) ** 2 + (SEGMENT_OF.uneven_warmth_1 * UNEVEN_PA) ** 2
    p[MIXED, MIXED] = GASES_PA**2
    f, q = np.diag(keep), np.diag(noise)
    p[np.ix_(slow, slow)] = rate_pa2_s2 * SLOW_AIR_S2
    turn = expm(DT_S * np.array([[-1.0 / RETURN_S, 1.0], [0.0, -1.0 / RATE_S]]))
    f[np.ix_(slow, slow)] = turn
    q[np.ix_(slow, slow)] = rate_pa2_s2 * (SLOW_AIR_S2 - turn @ SLOW_AIR_S2 @ turn.T)
    total, cold = 0.0, 0.0
    for row, level in enumerate(levels):
        if row > 0:
            mean[LEVEL] += FED_KG_S * R * 295.0 / (N2_KG_MOL * 100.0) * DT_S
            fallen = PER_KG * flow_share(law, level) * rate_kg_s[row] * DT_S
            mean[LEVEL] -= fallen
            cold *= keep[FRESH]
            cold += SEGMENT_OF.cold_1 * fallen * SEGMENT_OF.fresh_s / DT_S * (1.0 - keep[FRESH])
            mean, p = f @ mean, f @ p @ f.T + q
            p[LEVEL, LEVEL] += SEGMENT_OF.first_variance_pa2 if row == 40 else 0.0
        if is_taken(row):
            s = VARIANCE_PA2 + seen @ p @ seen
            residual = level - (seen @ mean - cold)
            gain = p @ seen / s
            mean, p = mean + gain * residual, p - np.outer(gain, gain) * s
            total -= 0.5 * (residual**2 / s + math.log(s))
    return total


def whole(information):
    """Both halves of a symmetric matrix of which the lower one is kept."""
    return np.tril(information) + np.tril(information, -1).T


@pytest.mark.parametrize("law", list(LeakLaw))
@pytest.mark.parametrize("steps", [{0: 3e-3}, {3: 3e-3, 9: -2e-3}, {2: 1e-3, 5: 2e-3, 11: -3e-3}])
@pytest.mark.parametrize(("barometers", "thermometers"), [(1, 3), (3, 2), (3, 3)])
def test_any_history_of_rates_is_as_likely_as_two_filters_say(law, steps, barometers, thermometers):
    segment = followed(barometers=barometers, thermometers=thermometers)
    slow_air = 0.0 if min(barometers, thermometers) == 3 else RATE_PA2_S2
    rate, told = np.zeros(ROWS), np.zeros(SLOTS + 1)
    for slot, step in steps.items():
        begins = round(segment["onset_s"][slot] / DT_S) - 1
        rate[begins + 1 :] += step
        told[slot] = step
    score, information = segment["score"][law], whole(segment["information"][law])
    none = log_likelihood(np.zeros(ROWS), law, slow_air)
    ratio = log_likelihood(rate, law, slow_air) - none
    assert score @ told - 0.5 * told @ information @ told == pytest.approx(ratio, rel=1e-9)


def test_slots_are_tried_in_the_order_of_time_from_the_start_to_now():
    segment = followed()
    assert segment["count"] == SLOTS
    onsets = segment["onset_s"]
    assert onsets[0] == segment["start_s"]
    assert onsets[-1] == segment["end_s"]
    assert (np.diff(onsets) > 0.0).all()


def test_slot_that_goes_leaves_what_the_others_say_as_it_was():
    segment = followed(rows=12)
    before = segment.copy()
    drop_slot(segment, 12 * DT_S)
    left = [
        np.flatnonzero(before["onset_s"] == t)[0] for t in segment["onset_s"][: segment["count"]]
    ]
    assert segment["count"] == before["count"] - 1
    rows = [*left, STEADY]
    now = [*range(segment["count"]), STEADY]
    for law in LeakLaw:
        was = whole(before["information"][law])[np.ix_(rows, rows)]
        assert (whole(segment["information"][law])[np.ix_(now, now)] == was).all()
        assert (segment["score"][law][now] == before["score"][law][rows]).all()
        assert (segment["response"][law][now[:-1]] == before["response"][law][left]).all()


def test_flow_of_a_hole_is_as_the_pressure_and_of_a_crack_nearly_as_its_square():
    assert flow_share(LeakLaw.HOLE, 101325.0) == flow_share(LeakLaw.CRACK, 101325.0) == 1.0
    assert flow_share(LeakLaw.HOLE, 50662.5) == 0.5
    assert 0.25 < flow_share(LeakLaw.CRACK, 50662.5) < 0.27
