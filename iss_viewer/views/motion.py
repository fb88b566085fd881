"""What happens to the 3D picture over time: flights of the camera, and smooth edges once it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from iss_viewer.views.scene.camera import Pose, between

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene

REST_MS, FRAME_MS, FLIGHT_MS = 220, 16, 420
SAMPLES = 8


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
    """Sums pictures shifted within a pixel, one each turn of the event loop, once the camera rests."""

    done = Signal(object)  # uint8 (height, width, 3)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: StationScene | None = None
        self._size = (1, 1)
        self._sum: NDArray[np.uint16] | None = None
        self._count = 0
        self._rest, self._step = QTimer(self), QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._begin)
        self._step.setInterval(0)
        self._step.timeout.connect(self._add)

    def wait(self, scene: StationScene, width: int, height: int) -> None:
        """Begin when nothing has asked to wait or stop for a while."""
        self._scene, self._size = scene, (width, height)
        self._step.stop()
        self._rest.start()

    def stop(self) -> None:
        """Give up."""
        self._rest.stop()
        self._step.stop()

    def _begin(self) -> None:
        self._sum, self._count = None, 0
        self._step.start()

    def _add(self) -> None:
        assert self._scene is not None
        picture = self._scene.shifted_image(*self._size, self._count)
        self._sum = picture.astype(np.uint16) if self._sum is None else self._sum + picture
        self._count += 1
        if self._count >= SAMPLES:
            self._step.stop()
            mean, self._sum = (self._sum // self._count).astype(np.uint8), None
            self.done.emit(mean)
