"""The eye must find what it is asked to look at, from any side and in any shape of picture."""

from __future__ import annotations

from math import pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iss_viewer.views.scene.camera import (
    FARTHEST_M,
    NEAREST_M,
    STEEPEST,
    Pose,
    Preset,
    between,
    fitted,
    projected,
)

angles = st.floats(-pi, pi)
poses = st.builds(
    Pose,
    st.tuples(*[st.floats(-50, 50) for _ in range(3)]),
    angles,
    st.floats(-1.5, 1.5),
    st.floats(NEAREST_M, FARTHEST_M),
)


@given(angles, st.floats(-1.5, 1.5), st.floats(0.5, 3.0), st.integers(0, 1000))
def test_a_fitted_pose_has_all_points_in_view_and_touches_an_edge(
    azimuth: float, elevation: float, aspect: float, seed: int
) -> None:
    points = np.random.default_rng(seed).uniform(-30, 30, (20, 3))
    pose = fitted(points, azimuth, elevation, aspect, 0.05)
    width, height = 600 * aspect, 600.0
    pixels = np.array([projected(point, pose, width, height) for point in points], float)
    shares = pixels / (width, height)
    assert (shares >= 0.05 - 1e-6).all()
    assert (shares <= 0.95 + 1e-6).all()
    spare = np.minimum(shares, 1 - shares).min()
    assert spare == pytest.approx(0.05, abs=0.02)


@given(poses)
def test_the_focus_is_in_the_middle_of_the_picture(pose: Pose) -> None:
    assert projected(np.array(pose.focus_m), pose, 800, 600) == pytest.approx((400, 300), abs=1e-6)


@given(poses)
def test_the_axes_of_a_pose_are_right_handed_unit_vectors(pose: Pose) -> None:
    turn = np.stack(pose.axes)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_from_aft_starboard_is_to_the_right_and_zenith_up() -> None:
    pose = Pose((0.0, 0.0, 0.0), radians(180), 0.0, 100.0)
    starboard = projected(np.array([0.0, 5.0, 0.0]), pose, 800, 600)
    zenith = projected(np.array([0.0, 0.0, -5.0]), pose, 800, 600)
    assert starboard is not None
    assert zenith is not None
    assert starboard[0] > 400
    assert zenith[1] < 300


def test_a_picture_spans_38_degrees_from_top_to_bottom() -> None:
    pose = Pose((0.0, 0.0, 0.0), 0.0, 0.0, 100.0)
    top = projected(np.array([0.0, 0.0, -100.0 * np.tan(radians(19.0))]), pose, 800, 600)
    assert top == pytest.approx((400, 0), abs=1e-6)


def test_what_is_behind_the_eye_has_no_pixel() -> None:
    pose = Pose((0.0, 0.0, 0.0), 0.0, 0.0, 10.0)
    assert projected(np.array([20.0, 0.0, 0.0]), pose, 800, 600) is None


@given(poses, st.floats(-3, 3), st.floats(-3, 3))
def test_orbiting_keeps_distance_and_never_turns_over(pose: Pose, across: float, up: float) -> None:
    turned = pose.orbited(across, up)
    assert abs(turned.elevation) <= STEEPEST
    away = np.linalg.norm(turned.eye_m - np.array(pose.focus_m))
    assert away == pytest.approx(pose.distance_m)


@given(poses, st.floats(0.01, 100))
def test_zooming_stays_within_limits(pose: Pose, factor: float) -> None:
    assert NEAREST_M <= pose.zoomed(factor).distance_m <= FARTHEST_M


def test_panning_moves_the_focus_with_the_mouse() -> None:
    pose = Pose((1.0, 2.0, 3.0), 0.4, 0.3, 50.0)
    moved = pose.panned(30, 20, 600)
    assert projected(np.array(pose.focus_m), moved, 800, 600) == pytest.approx((430, 280), abs=1.0)


@given(poses, poses)
def test_a_flight_starts_and_ends_where_it_should(start: Pose, end: Pose) -> None:
    assert between(start, end, 0.0).eye_m == pytest.approx(start.eye_m, abs=1e-6)
    assert between(start, end, 1.0).eye_m == pytest.approx(end.eye_m, abs=1e-5)


@given(poses, poses, st.floats(0, 1))
def test_a_flight_turns_by_less_than_half_a_turn(start: Pose, end: Pose, share: float) -> None:
    assert abs(between(start, end, share).azimuth - start.azimuth) <= pi + 1e-9


def test_every_preset_has_words() -> None:
    assert len({preset.label for preset in Preset}) == len(Preset)
    assert all(len(preset.short) <= 4 for preset in Preset)
