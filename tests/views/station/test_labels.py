"""Labels must never cover each other, whatever they point at."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from iss_viewer.views.station.labels import GAP_PX, Box, Wish, place
from tests.views.station.boxes import is_inside, overlap

BOUNDS = Box(8, 8, 924, 704)
wishes = st.lists(
    st.builds(
        Wish,
        st.tuples(st.floats(0, 940), st.floats(0, 720)),
        st.tuples(st.floats(60, 170), st.just(37.0)),
        st.none() | st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
    ),
    max_size=25,
)
obstacles = st.lists(
    st.builds(Box, st.floats(0, 700), st.floats(0, 500), st.floats(10, 200), st.floats(10, 200)),
    max_size=3,
)


@settings(max_examples=60)
@given(wishes, obstacles)
def test_labels_never_overlap_each_other_or_an_obstacle_and_stay_inside(
    asked: list[Wish], blocked: list[Box]
) -> None:
    boxes = place(asked, BOUNDS, blocked)
    assert len(boxes) == len(asked)
    shown = [box for box in boxes if box is not None]
    for first, second in combinations(shown, 2):
        assert not overlap(first, second, GAP_PX - 0.01)
    for box in shown:
        assert is_inside(box, BOUNDS)
        assert not any(overlap(box, other, GAP_PX - 0.01) for other in blocked)


@settings(max_examples=40)
@given(wishes)
def test_every_label_finds_a_place_in_a_large_picture(asked: list[Wish]) -> None:
    assert None not in place(asked[:12], BOUNDS)


@settings(max_examples=40)
@given(wishes)
def test_labels_stay_where_they_were_while_nothing_moves(asked: list[Wish]) -> None:
    asked = [Wish(wish.anchor, wish.size) for wish in asked[:8]]
    first = place(asked, BOUNDS)
    again = [
        Wish(wish.anchor, wish.size, (box.x - wish.anchor[0], box.y - wish.anchor[1]))
        for wish, box in zip(asked, first, strict=True)
        if box is not None
    ]
    if len(again) == len(asked):
        for before, after in zip(first, place(again, BOUNDS), strict=True):
            assert before is not None
            assert after is not None
            assert abs(before.x - after.x) < 1e-6
            assert abs(before.y - after.y) < 1e-6


def test_a_label_does_not_cover_what_it_points_at() -> None:
    (box,) = place([Wish((470, 360), (130, 37))], BOUNDS)
    assert box is not None
    assert not overlap(box, Box(470, 360, 0, 0), 8)


def test_a_label_leaves_other_modules_uncovered_where_it_can() -> None:
    spared = [(470 + dx, 300.0) for dx in (-60, -30, 0, 30, 60)]
    (box,) = place([Wish((470, 360), (130, 37))], BOUNDS, (), spared)
    assert box is not None
    assert not any(overlap(box, Box(x, y, 0, 0)) for x, y in spared)


def test_the_first_is_served_first_where_there_is_room_for_one() -> None:
    narrow = Box(0, 0, 140, 40)
    first, second = place([Wish((70, 20), (130, 37)), Wish((70, 20), (130, 37))], narrow)
    assert first is not None
    assert second is None


def test_a_leader_line_ends_on_the_nearest_edge() -> None:
    assert Box(10, 10, 20, 20).nearest_edge(0, 50) == (10, 30)
