"""How boxes of labels lie to each other."""

from __future__ import annotations

from iss_viewer.views.station.labels import Box


def overlap(one: Box, other: Box, gap: float = 0.0) -> bool:
    """Whether two boxes come nearer than `gap`."""
    return (
        one.x < other.x + other.width + gap
        and other.x < one.x + one.width + gap
        and one.y < other.y + other.height + gap
        and other.y < one.y + one.height + gap
    )


def is_inside(box: Box, other: Box) -> bool:
    """Whether a box lies wholly in another one."""
    return (
        box.x >= other.x
        and box.y >= other.y
        and box.x + box.width <= other.x + other.width
        and box.y + box.height <= other.y + other.height
    )
