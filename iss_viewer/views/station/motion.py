"""What happens to the 3D picture over time: flights of the camera, and smooth edges once it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from iss_viewer.views.scene.camera import Pose, between

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene

REST_MS, FRAME_MS, FLIGHT_MS = 220, 16, 420
SAMPLES, STRIPS = 8, 4
PATIENCE_MS = 60  # after which a strip that is urgent is drawn though nobody has time


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
        is_over = self._clock.elapsed() >= self.duration_ms
        share = 1.0 if is_over else self._clock.elapsed() / self.duration_ms
        if share >= 1.0:
            self._timer.stop()
        self.moved.emit(between(*self._way, share))


class FinePicture(QObject):
    """Sums pictures shifted within a pixel, a strip of one each time that there is time.

    It begins once the camera rests. A whole picture would hold up what is to be painted next. Where
    what is shown has changed, the first of them is urgent: it is told of by itself, before the sum.
    """

    done = Signal(object)  # uint8 (height, width, 3)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: StationScene | None = None
        self._sum = np.zeros((1, 1, 3), np.uint16)
        self._picture = np.zeros((1, 1, 3), np.uint8)
        self._step = 0
        self._is_urgent = self._is_outdated = False
        self._rest = QElapsedTimer()
        self._impatient = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._impatient.timeout.connect(self.go_on)

    def wait(self, scene: StationScene, width: int, height: int) -> None:
        """Begin when nothing has asked to wait or stop for a while."""
        self._scene, self._step = scene, 0
        self._is_urgent = self._is_outdated = False
        self._sum = np.zeros((height, width, 3), np.uint16)
        self._picture = np.zeros((height, width, 3), np.uint8)
        self._rest.start()

    def draw_first(self, scene: StationScene, width: int, height: int) -> None:
        """Begin now: the scene has changed. One that changes all the time is shown all the same."""
        if self._scene is not None and self._is_urgent:
            self._is_outdated = True
            return
        self.wait(scene, width, height)
        self._is_urgent = True
        self._impatient.start()

    def stop(self) -> None:
        """Give up."""
        self._scene = None
        self._impatient.stop()

    def go_on(self) -> None:
        """Add one strip, if there is one to add, and it is urgent or the camera has rested."""
        if self._scene is None or (not self._is_urgent and self._rest.elapsed() < REST_MS):
            return
        self._draw_strip(self._scene, *divmod(self._step, STRIPS))
        self._step += 1
        if self._step % STRIPS == 0:
            self._sum += self._picture
            self._finish(self._scene)
        elif self._is_urgent:
            self._impatient.start()

    def _draw_strip(self, scene: StationScene, index: int, strip: int) -> None:
        height, width, _ = self._sum.shape
        rows = -(-height // STRIPS)
        low = min(strip * rows, height - rows)  # all are as high: the last may cover some again
        picture = scene.shifted_image(width, height, index, (low, low + rows))
        self._picture[height - low - rows : height - low] = picture

    def _finish(self, scene: StationScene) -> None:
        """Tell of the first picture where it is urgent, and of the sum of all."""
        height, width, _ = self._sum.shape
        if self._is_urgent:
            is_outdated, self._is_urgent = self._is_outdated, False
            self._rest.start()
            self.done.emit(self._picture)
            if is_outdated:
                self.draw_first(scene, width, height)
        elif self._step >= SAMPLES * STRIPS:
            self._scene = None
            self.done.emit((self._sum // SAMPLES).astype(np.uint8))
