"""Words on the hatch map take the first place that is free, and never one that is taken."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings

from iss_viewer.views.hatch_map.map_labels import FreeRoom, beside_hatch, near_rect, within
from iss_viewer.views.hatch_map.map_layout import Rect, layout_of
from tests.views.hatch_map.stations import stations


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stations(30))
def test_words_beside_hatches_touch_neither_boxes_nor_each_other(station) -> None:
    widths = dict.fromkeys(station.module_ids, (50.0, 90.0))
    layout = layout_of(station, widths, (900.0, 400.0))
    room, placed = FreeRoom(layout.width, layout.height, layout.boxes.values()), []
    for door in layout.doors.values():
        found = room.take(beside_hatch(layout, door, 60.0, 13.0))
        placed += [] if found is None else [found]
    everything = [*layout.boxes.values(), *placed]
    for one, other in combinations(everything, 2):
        assert not one.meets(other)


def test_what_has_no_room_is_left_out() -> None:
    room = FreeRoom(100.0, 100.0, [Rect(0, 0, 100, 100)])
    assert room.take(within(Rect(0, 0, 100, 100), 20.0, 13.0)) is None
    assert room.take(near_rect(Rect(10, 10, 20, 20), 20.0, 13.0)) is None


def test_words_in_a_rectangle_begin_at_its_upper_left() -> None:
    room = FreeRoom(200.0, 200.0, [])
    assert room.take(within(Rect(50, 50, 150, 150), 20.0, 13.0)) == Rect(58.0, 54.0, 78.0, 67.0)
