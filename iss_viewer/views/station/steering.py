"""How mouse and keys turn the eye: the pose that follows from a drag, a turn of the wheel, a key."""

from __future__ import annotations

from math import radians

from PySide6.QtCore import QPointF, Qt

from iss_viewer.views.scene.camera import Pose, Preset

DEGREES_PER_PX = 0.35
PRESET_KEYS = dict(zip("123456", Preset, strict=True))
_TURNS = {
    Qt.Key.Key_Left: (-0.08, 0.0),
    Qt.Key.Key_Right: (0.08, 0.0),
    Qt.Key.Key_Up: (0.0, 0.06),
    Qt.Key.Key_Down: (0.0, -0.06),
}


def orbited(pose: Pose, moved: QPointF) -> Pose:
    """The pose after the mouse dragged the station round by pixels."""
    turn = radians(DEGREES_PER_PX)
    return pose.orbited(moved.x() * turn, moved.y() * turn)


def panned(pose: Pose, moved: QPointF, height_px: int) -> Pose:
    """The pose after the mouse dragged the station along by pixels."""
    return pose.panned(moved.x(), -moved.y(), height_px)


def wheeled(pose: Pose, eighths: int, away: QPointF, height_px: int) -> Pose:
    """The pose after a turn of the wheel: nearer to, or further from, what is under the mouse.

    eighths: of a degree, positive away from the hand; away: of the mouse from the middle, pixels.
    """
    factor = 1.0015**eighths
    pull = 1 - 1 / factor
    return pose.panned(-away.x() * pull, away.y() * pull, height_px).zoomed(factor)


def pressed(pose: Pose, key: int, text: str) -> Pose | None:
    """The pose after an arrow key, ``+`` or ``-``; None where the key is none of these."""
    if key in _TURNS:
        return pose.orbited(*_TURNS[Qt.Key(key)])
    if text in ("+", "-", "="):
        return pose.zoomed(1 / 1.2 if text == "-" else 1.2)
    return None
