"""The layout of the hatch map: no two boxes touch, whatever the station and the room."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iss_viewer.datafile.assets import assets_dir
from iss_viewer.station import Station, read_station
from iss_viewer.station.topology import parts_of
from iss_viewer.views.hatch_map.grid import grid_of
from iss_viewer.views.hatch_map.map_layout import DoorKind, MapLayout, Rect, layout_of
from tests.views.hatch_map.stations import of, stations

NAMES = sorted(path.stem for path in (assets_dir() / "stations").glob("*.toml"))
ROOMS = [(560, 300), (560, 420), (806, 300), (1240, 430), (1600, 900)]


def widths(station: Station) -> dict[str, tuple[float, float]]:
    """As if each letter were 7 px wide, and no name longer than a box is."""
    return {
        m.id: (min(8 + 7.0 * len(m.short_name), 112.0), min(50 + 7.0 * len(m.short_name), 150.0))
        for m in station.modules
    }


def laid_out(station: Station, room: tuple[float, float]) -> MapLayout:
    return layout_of(station, widths(station), room)


def check_apart(layout: MapLayout) -> None:
    """Fail where two boxes touch, or one leaves the map."""
    boxes = sorted(layout.boxes.values())
    for i, box in enumerate(boxes):
        assert 0 <= box.left < box.right <= layout.width, box
        assert 0 <= box.top < box.bottom <= layout.height, box
        for other in boxes[i + 1 :]:
            if other.left > box.right:
                break
            assert not box.meets(other), (box, other)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", NAMES)
def test_no_two_boxes_touch_on_the_map_of_a_station_file(name: str, room) -> None:
    layout = laid_out(read_station(name), room)
    check_apart(layout)
    assert set(layout.boxes) == set(read_station(name).module_ids)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", range(560, 1601, 40))
def test_the_map_of_a_station_file_is_never_wider_than_its_room(name: str, width: int) -> None:
    assert laid_out(read_station(name), (width, 500)).width == width


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(stations(), st.integers(560, 1600), st.integers(200, 1000))
def test_no_two_boxes_touch_whatever_the_station(station: Station, width: int, height: int) -> None:
    layout = laid_out(station, (width, height))
    check_apart(layout)
    assert set(layout.doors) == {hatch.id for hatch in station.hatches}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(stations(40), st.data())
def test_a_boundary_holds_no_box_of_what_lies_behind_no_hatch_of_it(station: Station, data) -> None:
    """What lies behind a hatch of the tree fills a rectangle of its own."""
    layout = laid_out(station, (1240, 600))
    grid = layout.grid
    off_axis = [m for m in station.module_ids if m not in grid.axis]
    for module in off_axis:
        edge = layout.round(grid.behind[module])
        for other in set(station.module_ids) - grid.behind[module]:
            assert not edge.meets(layout.boxes[other]), (module, other)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(stations(40), st.data())
def test_parts_along_the_axis_have_boundaries_that_do_not_meet(station: Station, data) -> None:
    layout = laid_out(station, (1240, 600))
    tree = [hatch for hatch in layout.grid.tree if hatch]
    closed = {h for h in tree if data.draw(st.booleans())} | set(layout.grid.others)
    axis = set(layout.grid.axis)
    edges = [layout.round(part) for part in parts_of(station, closed) if part & axis]
    for one, other in combinations(edges, 2):
        assert not one.meets(other)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stations(60), st.integers(560, 1600))
def test_a_hatch_stands_between_its_boxes_or_on_the_edge_of_one(station, width: int) -> None:
    layout = laid_out(station, (width, 600))
    for hatch, door in layout.doors.items():
        inside = [
            key
            for key, box in layout.boxes.items()
            if box.grown(-0.01).meets(Rect(*door.at, *door.at))
        ]
        assert not inside, (hatch, inside)
        if door.kind is DoorKind.LINE:
            ends = {layout.boxes[m].centre for m in layout.grid.tree[hatch]}
            assert {door.path[0], door.path[-1]} == ends


def test_forward_is_right_and_zenith_and_port_are_above() -> None:
    boxes = laid_out(read_station("iss"), (1240, 600)).boxes
    assert boxes["SM_PRK"].left < boxes["FGB"].left < boxes["NODE2"].left
    assert boxes["MRM2"].bottom < boxes["SM_PKHO"].top < boxes["MLM"].top  # zenith, nadir
    assert boxes["JPM"].bottom < boxes["NODE2"].top < boxes["COL"].top  # port, starboard


def test_a_narrow_map_stands_upright_with_forward_above() -> None:
    layout = laid_out(read_station("iss"), (560, 500))
    assert layout.is_upright
    assert layout.boxes["NODE2"].bottom < layout.boxes["FGB"].top
    assert layout.boxes["JPM"].right < layout.boxes["NODE2"].left


def test_a_map_stands_upright_too_where_it_fits_so_and_would_cut_names_across() -> None:
    assert laid_out(read_station("iss"), (724, 420)).is_upright
    assert not laid_out(read_station("iss"), (724, 300)).is_upright  # it would be scrolled
    assert not laid_out(read_station("iss"), (1240, 420)).is_upright


def test_modules_without_places_lie_along_the_longest_way() -> None:
    station = of([(0, 1), (1, 2), (1, 3), (3, 4)], [(0.0, 0.0, 0.0)] * 5)
    grid = grid_of(station)
    assert len(grid.axis) == 4
    check_apart(laid_out(station, (800, 400)))


def test_a_station_of_one_module_has_one_box_in_the_middle() -> None:
    layout = laid_out(of([], [(0.0, 0.0, 0.0)], [0, 0]), (800, 400))
    (box,) = layout.boxes.values()
    assert abs(box.centre.x - 400) < 1
    assert {door.kind for door in layout.doors.values()} == {DoorKind.OUTSIDE}


def test_a_second_way_between_modules_is_a_hatch_on_the_edge_of_a_box() -> None:
    layout = laid_out(of([(0, 1), (1, 2), (0, 2)], [(0, 0, 0), (5, 0, 0), (9, 0, 0)]), (800, 400))
    assert sorted(door.kind.name for door in layout.doors.values()) == ["LINE", "LINE", "ROUND"]
