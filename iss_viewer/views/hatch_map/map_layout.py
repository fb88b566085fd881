"""Where boxes, hatches and boundaries stand on the hatch map, in pixels: pure arithmetic on the grid and on sizes.

Two ways to lie: across, forward to the right and zenith and port above; and, where that is too wide for the room,
upright, forward above and zenith and port on the left. Where neither fits, the map is larger than its room.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from iss_viewer.station import VACUUM, Hatch, Station
from iss_viewer.views.hatch_map.grid import Cell, Grid, grid_of

EDGE_PX = 6.0  # round the whole map
HEAD_PX, FOOT_PX = 38.0, 36.0  # for what is said of each part, above and below
_MARK_1 = 0.62  # where between two rows a hatch stands, seen from the one nearer to the axis
_BUS_1 = 0.28  # where the way to a module further out turns
_STUBS_1 = (0.80, 0.20, 0.65, 0.35)  # along a side of a box, hatches without a line of their own


class Point(NamedTuple):
    """A place, px."""

    x: float
    y: float


class Rect(NamedTuple):
    """A rectangle, px."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> Point:
        """Its middle."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def grown(self, by: float) -> Rect:
        """A rectangle that is larger on all sides."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def meets(self, other: Rect) -> bool:
        """Whether the two have a point in common, edges included."""
        return not (
            self.right < other.left
            or other.right < self.left
            or self.bottom < other.top
            or other.bottom < self.top
        )


class DoorKind(Enum):
    """How a hatch is drawn."""

    LINE = "on the line between two boxes"
    OUTSIDE = "on the edge of a box: it leads outside"
    ROUND = "on the edge of a box: its modules are joined another way as well"


@dataclass(frozen=True, slots=True)
class Door:
    """A hatch on the map. is_level: one passes it from left to right, so that its bar stands upright."""

    at: Point
    is_level: bool
    kind: DoorKind
    path: tuple[Point, ...]


@dataclass(frozen=True)
class MapLayout:
    """A map of a size: every module's box, every hatch; margin: from a box to the boundary round it, px."""

    grid: Grid
    is_upright: bool
    width: float
    height: float
    boxes: Mapping[str, Rect]
    doors: Mapping[str, Door]
    margin: float
    has_foot: bool

    def round(self, modules: Collection[str]) -> Rect:
        """The boundary round modules that hang together, and round all that hangs on them; over the whole map where
        the axis goes through them.
        """
        held = {one for module in modules for one in self.grid.behind[module]}
        boxes = [self.boxes[module] for module in held]
        found = Rect(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        ).grown(self.margin)
        if not set(modules) & set(self.grid.axis):
            return found
        if self.is_upright:
            return Rect(EDGE_PX / 2, found.top, self.width - EDGE_PX / 2, found.bottom)
        return Rect(found.left, EDGE_PX / 2, found.right, self.height - EDGE_PX / 2)


@dataclass(frozen=True)
class _Measure:
    """How large boxes and gaps between them may be in one direction, px."""

    least: float
    most: float
    least_gap: float
    most_gap: float

    def need(self, natural: Sequence[float], least: float = 0.0) -> float:
        """The least room for some boxes side by side, none of which is cut down below `least`."""
        floor = max(self.least, least)
        return math.fsum(min(floor, one) for one in natural) + self.least_gap * (len(natural) - 1)

    def spans(self, natural: Sequence[float], room: float) -> list[tuple[float, float]]:
        """Where each box begins and ends, the widest cut down first where there is little room."""
        count = len(natural)
        left = room - self.least_gap * (count - 1)
        cap = _cap(natural, max(left, 0.0), self.least)
        sizes = [min(one, cap) for one in natural]
        spare = max(left - sum(sizes), 0.0)
        gap = self.least_gap
        if count > 1:
            gap += min(0.6 * spare / (count - 1), self.most_gap - self.least_gap)
        spare = max(room - sum(sizes) - gap * (count - 1), 0.0)
        sizes = [one + min(spare / count, max(self.most - one, 0.0)) for one in sizes]
        at = max(room - sum(sizes) - gap * (count - 1), 0.0) / 2
        found = []
        for size in sizes:
            found.append((at, at + size))
            at += size + gap
        return found


def _cap(natural: Sequence[float], room: float, least: float) -> float:
    """The size down to which the largest are cut so that all fit, at least `least`."""
    left, ordered = room, sorted(natural)
    for index, one in enumerate(ordered):
        share = left / (len(ordered) - index)
        if one > share:
            return max(share, least)
        left -= one
    return max(ordered[-1], least)


_ACROSS = (_Measure(42, 112, 8, 44), _Measure(32, 46, 17, 84))
_UPRIGHT = (_Measure(18, 28, 10, 34), _Measure(84, 150, 13, 70))
_EASY_PX = 52.0  # a box across that cuts few names

#: how wide a module's words are, px: in two lines, and in one
Widths = Mapping[str, tuple[float, float]]


def layout_of(station: Station, widths: Widths, room: tuple[float, float]) -> MapLayout:
    """The map of a station in a room of some width and height, px."""
    grid = grid_of(station)
    across, upright = _Draft(grid, widths, False), _Draft(grid, widths, True)
    wide_across, wide_upright = across.needs()[0], upright.needs()[0]
    if across.needs(_EASY_PX)[0] <= room[0]:
        draft = across
    elif wide_upright <= room[0] and upright.needs()[1] <= room[1]:
        draft = upright
    else:  # what is higher than its room is scrolled, what is wider would hide the ends of the station
        draft = upright if wide_upright <= room[0] < wide_across else across
    return draft.drawn(station, room)


class _Draft:
    """A map lying one way."""

    def __init__(self, grid: Grid, widths: Widths, is_upright: bool) -> None:
        self._grid, self._is_upright = grid, is_upright
        self._first_out, last_out = grid.outs
        alongs, outs = grid.alongs, last_out - self._first_out + 1
        if is_upright:
            self._along_px, self._out_px = _UPRIGHT
            self._alongs = [self._along_px.least] * alongs
            self._outs = self._widest(widths, 1, outs, lambda cell: cell.out - self._first_out)
        else:
            self._along_px, self._out_px = _ACROSS
            self._alongs = self._widest(widths, 0, alongs, lambda cell: cell.along)
            self._outs = [self._out_px.least] * outs

    def _widest(
        self, widths: Widths, lines: int, count: int, at: Callable[[Cell], int]
    ) -> list[float]:
        found = [0.0] * count
        for module, cell in self._grid.cells.items():
            found[at(cell)] = max(found[at(cell)], widths[module][lines])
        return [one or 20.0 for one in found]

    @property
    def _head(self) -> float:
        return 0.0 if self._is_upright else HEAD_PX

    def needs(self, least: float = 0.0) -> tuple[float, float]:
        """The least width and height of the map, px; least: of a box, in the direction of the axis."""
        along = self._along_px.need(self._alongs, least) + 2 * EDGE_PX
        out = self._out_px.need(self._outs) + 2 * EDGE_PX + self._head
        return (out, along) if self._is_upright else (along, out)

    def drawn(self, station: Station, room: tuple[float, float]) -> MapLayout:
        """All places in pixels."""
        need = self.needs()
        width, height = max(room[0], need[0]), max(room[1], need[1])
        has_foot = not self._is_upright and height - need[1] >= FOOT_PX
        along_room = (height if self._is_upright else width) - 2 * EDGE_PX
        out_room = (width if self._is_upright else height) - 2 * EDGE_PX - self._head
        out_room -= FOOT_PX if has_foot else 0.0
        alongs = self._along_px.spans(self._alongs, along_room)
        outs = self._out_px.spans(self._outs, out_room)
        boxes = {m: self._box(cell, alongs, outs, height) for m, cell in self._grid.cells.items()}
        gaps = [b[0] - a[1] for spans in (alongs, outs) for a, b in itertools.pairwise(spans)]
        margin = min(min(gaps, default=20.0) * 0.3, 8.0)
        doors = _Doors(station, self._grid, boxes, self._is_upright).all()
        return MapLayout(
            self._grid, self._is_upright, width, height, boxes, doors, margin, has_foot
        )

    def _box(
        self,
        cell: Cell,
        alongs: Sequence[tuple[float, float]],
        outs: Sequence[tuple[float, float]],
        height: float,
    ) -> Rect:
        (a0, a1), (o0, o1) = alongs[cell.along], outs[cell.out - self._first_out]
        if self._is_upright:
            return Rect(EDGE_PX + o0, height - EDGE_PX - a1, EDGE_PX + o1, height - EDGE_PX - a0)
        top = EDGE_PX + self._head
        return Rect(EDGE_PX + a0, top + o0, EDGE_PX + a1, top + o1)


class _Doors:
    """Places the hatches of a map whose boxes stand."""

    def __init__(
        self, station: Station, grid: Grid, boxes: Mapping[str, Rect], is_upright: bool
    ) -> None:
        self._station, self._grid, self._boxes = station, grid, boxes
        self._is_upright = is_upright
        self._used: dict[tuple[str, str], int] = {}  # module, side -> how many hatches stand there

    def all(self) -> dict[str, Door]:
        """Every hatch of the station."""
        return {hatch.id: self._door(hatch) for hatch in self._station.hatches}

    def _door(self, hatch: Hatch) -> Door:
        if hatch.id in self._grid.tree:
            near, far = self._grid.tree[hatch.id]
            if self._grid.cells[near].out == self._grid.cells[far].out:
                return self._beside(near, far)
            return self._further(near, far)
        inside = hatch.b if hatch.a == VACUUM else hatch.a
        point, is_level = self._on_edge(inside, self._free_side(inside, hatch))
        if VACUUM in (hatch.a, hatch.b):
            return Door(point, is_level, DoorKind.OUTSIDE, ())
        there = self._boxes[hatch.b if inside == hatch.a else hatch.a].centre
        return Door(point, is_level, DoorKind.ROUND, (point, there))

    def _beside(self, near: str, far: str) -> Door:
        """A hatch in one row, at the edge of what lies behind it."""
        cells, behind = self._grid.cells, self._grid.behind
        is_ahead = cells[far].along > cells[near].along
        own = near if near in self._grid.axis and far in self._grid.axis else far
        end = max if (own == near) == is_ahead else min
        last = end(cells[module].along for module in behind[own])
        edge = self._edge(last, is_ahead == (own == near), near)
        a, b = self._boxes[near].centre, self._boxes[far].centre
        if self._is_upright:
            return Door(Point(a.x, edge), False, DoorKind.LINE, (a, b))
        return Door(Point(edge, a.y), True, DoorKind.LINE, (a, b))

    def _edge(self, along: int, is_after: bool, module: str) -> float:
        """The middle of the gap after, or before, a place along the axis."""
        one = self._span(along)
        other = self._span(along + (1 if is_after else -1))
        (low, high) = sorted((one, other))
        return (low[1] + high[0]) / 2

    def _span(self, along: int) -> tuple[float, float]:
        """From where to where the boxes at a place along the axis go."""
        module = next(m for m, cell in self._grid.cells.items() if cell.along == along)
        box = self._boxes[module]
        return (box.top, box.bottom) if self._is_upright else (box.left, box.right)

    def _further(self, near: str, far: str) -> Door:
        """A hatch to the next row outwards, on the last stretch of the way there."""
        a, b = self._boxes[near], self._boxes[far]
        if self._is_upright:
            sides = (a.right, b.left) if b.left > a.right else (a.left, b.right)
            bus, mark = (_between(*sides, share) for share in (_BUS_1, _MARK_1))
            ends = a.centre, b.centre
            path = (ends[0], Point(bus, ends[0].y), Point(bus, ends[1].y), ends[1])
            return Door(Point(mark, ends[1].y), True, DoorKind.LINE, path)
        sides = (a.bottom, b.top) if b.top > a.bottom else (a.top, b.bottom)
        bus, mark = (_between(*sides, share) for share in (_BUS_1, _MARK_1))
        ends = a.centre, b.centre
        path = (ends[0], Point(ends[0].x, bus), Point(ends[1].x, bus), ends[1])
        return Door(Point(ends[1].x, mark), False, DoorKind.LINE, path)

    def _free_side(self, module: str, hatch: Hatch) -> str:
        """On which side of a box a hatch stands that has no line: by its port, else outwards."""
        port = next((p for p in self._station.ports if p.hatch == hatch.id), None)
        if port is not None:
            dx, dy, dz = port.axis
            if abs(dx) > max(abs(dy), abs(dz)):
                return "ahead" if dx > 0 else "aft"
            return "up" if (dz if abs(dz) >= abs(dy) else dy) < 0 else "down"
        return "up" if self._grid.cells[module].out < 0 else "down"

    def _on_edge(self, module: str, side: str) -> tuple[Point, bool]:
        """The next free place on a side of a box, and whether one passes there from left to right."""
        if self._is_upright:
            side = {"up": "left", "down": "right", "ahead": "top", "aft": "bottom"}[side]
        else:
            side = {"up": "top", "down": "bottom", "ahead": "right", "aft": "left"}[side]
        count = self._used[module, side] = self._used.get((module, side), -1) + 1
        share, box = _STUBS_1[count % len(_STUBS_1)], self._boxes[module]
        if side in ("left", "right"):
            x = box.left if side == "left" else box.right
            return Point(x, _between(box.top, box.bottom, share)), True
        y = box.top if side == "top" else box.bottom
        return Point(_between(box.left, box.right, share), y), False


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share
