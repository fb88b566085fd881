"""Pictures of the scene for Qt, and those of a moving camera: coarser where this machine is slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene

#: a moving picture slower than this gets coarser: of the 40 ms of 25 pictures a second, the rest is for what else is painted
SLOW_MS, COARSE = 28.0, (1.0, 0.75, 0.55)


class QuickPicture:
    """Draws a scene as fine as it comes quickly enough, by how long the last one took."""

    def __init__(self) -> None:
        self._coarseness = 0

    def draw(self, scene: StationScene, width: int, height: int, ratio: float) -> QImage:
        """A picture for a widget of this size, whose pixels are `ratio` device pixels wide."""
        factor = COARSE[self._coarseness] * ratio
        timer = QElapsedTimer()
        timer.start()
        picture = scene.image(max(round(width * factor), 1), max(round(height * factor), 1))
        self._learn(timer.nsecsElapsed() / 1e6)
        return as_image(picture, 1.0)

    def _learn(self, took_ms: float) -> None:
        if took_ms > SLOW_MS and self._coarseness < len(COARSE) - 1:
            self._coarseness += 1
        elif took_ms < 0.4 * SLOW_MS and self._coarseness > 0:
            self._coarseness -= 1


def as_image(picture: NDArray[np.uint8], ratio: float) -> QImage:
    """A picture (height, width, 3) as Qt paints it, `ratio` of its pixels to one of the widget's."""
    height, width, _ = picture.shape
    image = QImage(picture.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)  # what the screen takes, a copy
    image.setDevicePixelRatio(ratio)
    return image


def as_overlay(pixels: NDArray[np.uint8]) -> QImage:
    """A picture (height, width, 4) of blue, green, red and how much they cover, as Qt paints it over another."""
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    return image.copy()  # the bytes are the array's
