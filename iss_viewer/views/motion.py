"""What happens to the 3D picture over time: flights of the camera, and smooth edges once it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from iss_viewer.views.scene.camera import Pose, between

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene

REST_MS, FRAME_MS, FLIGHT_MS = 220, 16, 420
SAMPLES, STRIPS = 8, 3


class Flight(QObject):
    """Takes the camera from one pose to another."""

    moved = Signal(object)  # Pose

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.duration_ms = FLIGHT_MS
        self._way: tuple[Pose, Pose] | None = None
        self._clock, self._timer = QElapsedTimer(), QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._move)

    @property
    def is_under_way(self) -> bool:
        """Whether the camera is flying."""
        return self._timer.isActive()

    def start(self, here: Pose, there: Pose) -> None:
        """Fly; at once where no time is to be taken."""
        if self.duration_ms <= 0:
            self.moved.emit(there)
            return
        self._way = (here, there)
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """Stay where the camera is."""
        self._timer.stop()

    def _move(self) -> None:
        assert self._way is not None
        share = min(self._clock.elapsed() / self.duration_ms, 1.0)
        if share >= 1.0:
            self._timer.stop()
        self.moved.emit(between(*self._way, share))


class FinePicture(QObject):
    """Sums pictures shifted within a pixel, a strip of one each time that there is time.

    It begins once the camera rests. A whole picture would hold up what is to be painted next.
    """

    done = Signal(object)  # uint8 (height, width, 3)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: StationScene | None = None
        self._sum = np.zeros((1, 1, 3), np.uint16)
        self._picture = np.zeros((1, 1, 3), np.uint8)
        self._step = 0
        self._rest = QElapsedTimer()

    def wait(self, scene: StationScene, width: int, height: int) -> None:
        """Begin when nothing has asked to wait or stop for a while."""
        self._scene, self._step = scene, 0
        self._sum = np.zeros((height, width, 3), np.uint16)
        self._picture = np.zeros((height, width, 3), np.uint8)
        self._rest.start()

    def stop(self) -> None:
        """Give up."""
        self._scene = None

    def go_on(self) -> None:
        """Add one strip, if there is one to add and the camera has rested."""
        if self._scene is None or self._rest.elapsed() < REST_MS:
            return
        height, width, _ = self._sum.shape
        index, strip = divmod(self._step, STRIPS)
        rows = -(-height // STRIPS)
        low = min(strip * rows, height - rows)  # all are as high: the last may cover some again
        picture = self._scene.shifted_image(width, height, index, (low, low + rows))
        self._picture[height - low - rows : height - low] = picture
        self._step += 1
        if self._step % STRIPS == 0:
            self._sum += self._picture
        if self._step >= SAMPLES * STRIPS:
            self._scene = None
            self.done.emit((self._sum // SAMPLES).astype(np.uint8))
