"""What is known of parts and of the whole is the same air: means of pressures, and the leak test."""

import math

import numpy as np
import pytest

from iss_viewer.detection.estimation.regrouping import REGROUPING, lose_track, regroup
from iss_viewer.detection.state.records import new_state
from iss_viewer.detection.state.space_records import LEAK, FilterState
from iss_viewer.station.topology import Spaces
from tests.detection.kernels import modules, settings

VOLUMES_M3 = np.array([100.0, 60.0, 40.0])
MODULES = modules(3, volume_m3=VOLUMES_M3)
SETTINGS = settings(thresholds=5.0)


def division(*space_of):
    return Spaces.of(np.array(space_of), np.zeros(3, np.bool_), VOLUMES_M3)


def measured(spaces, leaks_pa_s):
    """A state in which each air space leaks so, known to a tenth, at 100 kPa and 295 K."""
    state = new_state(3, 0)
    state.clock["now_s"] = 1000.0
    for first, leak in zip(spaces.firsts.tolist(), leaks_pa_s, strict=True):
        space = state.spaces[first]
        space["volume_m3"] = spaces.volumes_m3[spaces.firsts == first][0]
        for name in ("level_pa", "reference_pa"):
            space[name] = 1e5
        for name in ("temperature_k", "reference_k"):
            space[name] = 295.0
        space["filter_state"], space["is_settled"] = FilterState.RUNNING, 1
        space["mean"][LEAK], space["covariance"][LEAK, LEAK] = leak, (0.1 * leak) ** 2
        space["is_found"] = 1
        space["is_detected"], space["leak_onset_s"] = 1, 500.0 + 100.0 * first
    state.barometers["count"] = 50
    return state


def test_leak_test_begins_anew_in_air_that_is_another():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    state = measured(apart, [0.02, 0.05])
    regroup(state, MODULES, SETTINGS, apart, joined)
    space = state.spaces[0]
    assert space["filter_state"] == FilterState.NOT_STARTED
    assert not space["is_found"]
    assert not space["is_detected"]


def test_the_volume_of_joined_modules_is_as_sure_as_errors_that_are_independent():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    spread = np.array([0.02, 0.05, 0.1])
    unsure = modules(3, volume_m3=VOLUMES_M3)
    unsure["volume_spread_1"] = spread
    state = measured(apart, [0.0, 0.0])
    regroup(state, unsure, SETTINGS, apart, joined)
    wanted = math.hypot(*(VOLUMES_M3 * spread)) / VOLUMES_M3.sum()
    assert state.spaces[0]["volume_sd_1"] == pytest.approx(wanted)


def test_pressures_and_gases_mix_by_volume():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    state = measured(apart, [0.0, 0.0])
    state.spaces["level_pa"][:2] = 1e5, 8e4
    state.spaces["gases_pa"][0], state.spaces["gases_pa"][1] = (2e4, 300.0, 1e3), (1e4, 900.0, 2e3)
    regroup(state, MODULES, SETTINGS, apart, joined)
    assert state.spaces[0]["level_pa"] == pytest.approx(9e4)
    assert state.spaces[0]["gases_pa"] == pytest.approx((1.5e4, 600.0, 1.5e3))
    assert not state.spaces[0]["is_settled"]


def test_gases_of_unlike_parts_are_doubted_when_they_mix():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    state = measured(apart, [0.0, 0.0])
    state.spaces["level_pa"][:2] = 1e5, 8e4
    state.spaces["gas_doubt_pa"][:2] = 0.0, 60.0
    regroup(state, MODULES, SETTINGS, apart, joined)
    assert state.spaces[0]["gas_doubt_pa"] == pytest.approx(30.0 + REGROUPING.unlike_share * 1e4)
    state = measured(apart, [0.0, 0.0])
    regroup(state, MODULES, SETTINGS, apart, joined)
    assert state.spaces[0]["gas_doubt_pa"] == 0.0


def test_air_of_unlike_composition_is_doubted_while_it_mixes():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    state = measured(apart, [0.0, 0.0])
    state.spaces["gases_pa"][0], state.spaces["gases_pa"][1] = (2e4, 300.0, 1e3), (2e4, 500.0, 2e3)
    regroup(state, MODULES, SETTINGS, apart, joined)
    assert state.spaces[0]["gas_doubt_pa"] == pytest.approx(
        600.0
    )  # 1200 Pa apart, half of the air each


def test_a_part_that_was_let_down_unseen_brings_the_gases_that_it_has_left():
    apart, joined = division(0, 1, 1), division(0, 0, 0)
    state = measured(apart, [0.0, 0.0])
    state.spaces["gases_pa"][:2] = (2e4, 300.0, 1e3)
    state.spaces["last_pa_k"][:2] = 1e5 / 295.0
    state.spaces["level_pa"][1], state.spaces["is_settled"][1] = 1e4, 0
    regroup(state, MODULES, SETTINGS, apart, joined)
    assert state.spaces[0]["gases_pa"] == pytest.approx(np.array([2e4, 300.0, 1e3]) * 0.55)
    assert state.spaces[0]["gas_doubt_pa"] == pytest.approx(REGROUPING.unlike_share * 4.5e4)


def test_a_valve_to_vacuum_ends_the_measurement_and_keeps_the_leak():
    shut = division(0, 1, 1)
    vented = Spaces.of(
        np.array([0, 1, 1]), np.array([True, False, False]), np.array([90.0, 60.0, 50.0])
    )
    state = measured(shut, [0.02, 0.0])
    regroup(state, MODULES, SETTINGS, shut, vented)
    lock = state.spaces[0]
    assert (lock["is_vented"], lock["is_let_down"], lock["is_settled"]) == (1, 1, 0)
    assert (lock["filter_state"], lock["is_detected"]) == (FilterState.KEPT, 1)
    regroup(state, MODULES, SETTINGS, vented, shut)
    assert (lock["is_vented"], lock["is_let_down"]) == (0, 1)
    regroup(state, MODULES, SETTINGS, shut, division(0, 0, 0))
    assert state.spaces[0]["is_let_down"] == 0


def test_leak_of_a_space_that_was_cut_is_found_in_neither_piece():
    """Its test goes on in the piece that is nearly all of it, the leak as uncertain as it was large."""
    joined = division(0, 0, 0)
    state = measured(joined, [0.02])
    regroup(state, MODULES, SETTINGS, joined, division(0, 0, 2))
    large, small = state.spaces[0], state.spaces[2]
    assert large["filter_state"] == FilterState.KEPT
    assert large["mean"][LEAK] == 0.02
    assert large["covariance"][LEAK, LEAK] ** 0.5 > large["mean"][LEAK]
    assert small["filter_state"] == FilterState.NOT_STARTED
    assert not large["is_detected"]
    assert not small["is_detected"]


def test_space_that_stays_as_it_is_keeps_all_that_is_known():
    apart, parted = division(0, 1, 1), division(0, 1, 2)
    state = measured(apart, [0.02, 0.05])
    before = state.spaces[0].tobytes()
    regroup(state, MODULES, SETTINGS, apart, parted)
    assert state.spaces[0].tobytes() == before


def test_barometers_that_come_from_elsewhere_have_no_offset_yet():
    apart = division(0, 1, 1)
    state = measured(apart, [0.0, 0.0])
    regroup(state, MODULES, SETTINGS, apart, division(0, 0, 0))
    assert state.barometers["count"].tolist() == [50, 0, 0]


def test_air_that_went_unseen_leaves_the_leak_and_forgets_the_level():
    state = measured(division(0, 0, 0), [0.02])
    state.spaces[0]["slopes"] = 1.0
    lose_track(state.spaces[0], state.barometers, (0, 1))
    space = state.spaces[0]
    assert space["filter_state"] == FilterState.KEPT
    assert space["mean"][LEAK] == 0.02
    assert all((space["slopes"][name] == 0.0).all() for name in space["slopes"].dtype.names)
    assert np.isnan(state.barometers["recent_pa"]).all()
