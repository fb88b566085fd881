"""Where words find room on the hatch map: the first of some places that nothing else takes. Free of Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iss_viewer.views.hatch_map.map_layout import Door, MapLayout, Rect

_NEAR_PX, _MARK_PX = 4.0, 11.0


class FreeRoom:
    """What is taken on a map of a size; words take their place in turn."""

    def __init__(self, width: float, height: float, taken: Iterable[Rect]) -> None:
        self._bounds = Rect(0.0, 0.0, width, height)
        self._taken = list(taken)

    def take(self, places: Iterable[Rect]) -> Rect | None:
        """The first of some places that is free, which it is not any more; None where none is."""
        for place in places:
            if self._is_free(place):
                self._taken.append(place)
                return place
        return None

    def _is_free(self, place: Rect) -> bool:
        left, top, right, bottom = place
        _, _, width, height = self._bounds
        if left < 0.0 or top < 0.0 or right > width or bottom > height:
            return False
        return all(
            right < other_left or other_right < left or bottom < other_top or other_bottom < top
            for other_left, other_top, other_right, other_bottom in self._taken
        )


def beside_hatch(layout: MapLayout, door: Door, width: float, height: float) -> Iterator[Rect]:
    """Places for words about a hatch, the best first: beside the way through it, and clear of its row of boxes."""
    x, y = door.at
    if not door.is_level:
        for top in (y - height / 2, y - height / 2 - 2.0, y - height / 2 + 2.0):
            for left in (x + _MARK_PX, x - _MARK_PX - width):
                yield Rect(left, top, left + width, top + height)
    beside = [box for box in layout.boxes.values() if box.top < y < box.bottom]
    above = min((box.top for box in beside), default=y - _MARK_PX) - _NEAR_PX / 2
    below = max((box.bottom for box in beside), default=y + _MARK_PX) + _NEAR_PX / 2
    for top in (above - height, below):
        for shift in (0.0, -width / 2, width / 2, -0.25 * width, 0.25 * width):
            left = x - width / 2 + shift
            yield Rect(left, top, left + width, top + height)


def near_rect(rect: Rect, width: float, height: float) -> Iterator[Rect]:
    """Places for words about a rectangle: right and left of it, then below and above."""
    middle, x = rect.centre.y - height / 2, rect.centre.x - width / 2
    for left in (rect.right + _NEAR_PX, rect.left - _NEAR_PX - width):
        yield Rect(left, middle, left + width, middle + height)
    for top in (rect.bottom + _NEAR_PX, rect.top - _NEAR_PX - height):
        yield Rect(x, top, x + width, top + height)


def within(rect: Rect, width: float, height: float) -> Iterator[Rect]:
    """Places for words in a rectangle, from its upper left on."""
    top = rect.top + _NEAR_PX
    while top + height <= rect.bottom - 1.0:
        for left in (rect.left + 2 * _NEAR_PX, rect.right - 2 * _NEAR_PX - width):
            yield Rect(left, top, left + width, top + height)
        top += height / 2
