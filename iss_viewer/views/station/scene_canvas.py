"""The 3D station in a widget: pictures of the off-screen scene, mouse and keys move the camera.

The scene is built after the first paint, so that the window is there at once; it draws only when
something visible changed, and smooths its edges when the camera rests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from iss_viewer.situation.coolant_plume import CoolantPlume
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.station import Station
from iss_viewer.views.scene.axis import ends_of
from iss_viewer.views.scene.camera import Pose, Preset, projected, projected_all
from iss_viewer.views.station import steering
from iss_viewer.views.station.canvas import ALONG, CLICK_PX, Canvas
from iss_viewer.views.station.motion import SAMPLES, FinePicture, Flight
from iss_viewer.views.station.outlines import OUTLINED, Outlines
from iss_viewer.views.station.quick_picture import QuickPicture, as_image
from iss_viewer.views.style.status_style import CONDITION_STYLES

if TYPE_CHECKING:
    from iss_viewer.views.scene import StationScene


KEEP_OUT = "keep out"  # written at what is to be kept clear of
_FEW_SHARE = 0.5  # of the modules: where more are suspected, all of the station is looked at


class SceneCanvas(Canvas):
    """Paints a StationScene."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(station, parent)
        self.scene: StationScene | None = None  # None until the first paint
        self.image: QImage | None = None  # the newest picture
        self.is_stale = True  # whether the next paint needs another one
        self.flight, self._fine = Flight(self), FinePicture(self)
        self._home: Preset | None = Preset.HOME
        self._drag: QPointF | None = None
        self._is_following = False  # a run that goes on, where the camera may fly by itself
        self._looked_at: tuple[str, ...] = ()  # where the camera has been by itself
        self._happened: tuple[str, ...] = ()  # where it still is
        self._quick, self._outlines = QuickPicture(), Outlines()
        ends = [ends_of(module) for module in station.modules]
        self._along = np.concatenate([a + ALONG * (b - a) for a, b in ends])
        self.flight.moved.connect(self.look)
        self._fine.done.connect(self._show_fine)

    # the scene

    def build(self) -> StationScene:
        """The scene, built now if it is not there yet."""
        if self.scene is not None:
            return self.scene
        from iss_viewer.views.scene import StationScene  # VTK: after the first paint

        scene = self.scene = StationScene(self.station)
        scene.show(self.states, self.hatches)
        scene.show_coolant(self.coolant)
        scene.select(self.selected or None)
        scene.pose = scene.preset(Preset.HOME, self._aspect())
        self.redraw()
        return scene

    def build_now(self) -> None:
        """Have the scene and its smooth picture at once."""
        scene = self.build()
        if self._is_following:
            self.look_at_what_happened()
        if self._happened:
            self.flight.stop()
            self.look(scene.framed(self._happened, self._aspect(), is_wide=True))
        self.image, self.is_stale = self.picture(), False
        self._fine.stop()
        self.update()

    def close_scene(self) -> None:
        """Give the graphics memory back."""
        self.flight.stop()
        self._fine.stop()
        if self.scene is not None:
            self.scene.close()
            self.scene = None

    def redraw(self) -> None:
        """Ask for a new picture at the next paint."""
        self.is_stale = True
        self._fine.stop()
        self.update()

    def _renew(self, scene: StationScene) -> None:
        """Have a new picture soon: at once while the camera moves, else without holding anything up."""
        is_there = self.image is not None and self.image.size().toTuple() == self._pixels()
        if is_there and self.isVisible() and not self.is_stale and not self.is_moving():
            self._fine.draw_first(scene, *self._pixels())
        else:
            self.redraw()

    def show_states(
        self, states: Mapping[str, ModuleState], hatches: Mapping[str, bool | None]
    ) -> None:
        """Take the states of modules and hatches."""
        super().show_states(states, hatches)
        if self.scene is not None and self.scene.show(states, hatches):
            self._renew(self.scene)

    def show_coolant(self, plumes: dict[str, CoolantPlume]) -> None:
        """Take what coolant loops throw out."""
        super().show_coolant(plumes)
        if self.scene is not None and self.scene.show_coolant(plumes):
            self._renew(self.scene)

    def select(self, module_id: str) -> None:
        """Mark a module as selected."""
        super().select(module_id)
        if self.scene is not None and self.scene.select(module_id or None):
            self._renew(self.scene)

    def picture(self, samples: int = SAMPLES) -> QImage:
        """The scene at this widget's size in device pixels, edges smoothed by `samples`."""
        return as_image(self.build().image(*self._pixels(), samples), self.devicePixelRatioF())

    # where things are

    def where(self, module_id: str) -> tuple[float, float] | None:
        """The point of a module's centre in this widget."""
        if self.scene is None:
            return None
        return self.scene.project(module_id, self.width(), self.height())

    def spared(self) -> NDArray[np.float64]:
        """Points of this widget along all modules and plumes."""
        if self.scene is None:
            return super().spared()
        points = np.concatenate([self._along, *self.scene.plume_axes()])
        return projected_all(points, self.scene.pose, self.width(), self.height())

    def where_hatch(self, hatch_id: str) -> tuple[float, float] | None:
        """The point of a hatch in this widget."""
        if self.scene is None:
            return None
        centre = self.scene.hatch_centre(hatch_id)
        if centre is None:
            return None
        return projected(centre, self.scene.pose, self.width(), self.height())

    def module_at(self, x: float, y: float) -> str | None:
        """The module drawn at a point of this widget."""
        if self.scene is None:
            return None
        ratio = self.devicePixelRatioF()
        return self.scene.pick(x * ratio, y * ratio, *self._pixels())

    def _pixels(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1)

    def _aspect(self) -> float:
        return max(self.width(), 1) / max(self.height(), 1)

    # painting

    def paint_station(self, painter: QPainter) -> None:
        """The newest picture; the scene itself is built after the first paint."""
        if self.scene is None:
            painter.fillRect(self.rect(), QColor("#05070c"))
            painter.setPen(QColor("#8fa0b8"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Building the station …")
            QTimer.singleShot(0, self, self.build)
            return
        if self.is_stale or self.image is None:
            self.image = self._moving_picture(self.scene) if self.is_moving() else self.picture(1)
            self.is_stale = False
            self._await_rest()
        is_coarse = self.image.size().toTuple() != self._pixels()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_coarse)
        painter.drawImage(QRectF(self.rect()), self.image)
        self._paint_outlines(painter, self.scene)
        self._paint_keep_out(painter, self.scene)

    def _paint_outlines(self, painter: QPainter, scene: StationScene) -> None:
        """Suspects and what is pointed at; while the camera moves the hulls' own colours tell them."""
        if self.is_moving():
            return
        over = self._outlines.picture(scene, self._pixels(), self.states, self.pointed or self.lit)
        if over is not None:
            painter.drawImage(QRectF(self.rect()), over)

    def _paint_keep_out(self, painter: QPainter, scene: StationScene) -> None:
        """The word at the far end of each cone that is to be kept clear of."""
        painter.setPen(QColor(CONDITION_STYLES[ModuleCondition.CAUTION].dark))
        for far in scene.kept_clear().values():
            at = projected(far, scene.pose, self.width(), self.height())
            if at is not None and self.rect().contains(round(at[0]), round(at[1])):
                painter.drawText(
                    QRectF(at[0] - 60, at[1] - 9, 120, 18),
                    int(Qt.AlignmentFlag.AlignCenter),
                    KEEP_OUT,
                )

    def is_drawn(self) -> bool:
        """Whether there is a picture of the scene."""
        return self.image is not None

    def pose(self) -> Pose | None:
        """Where the camera stands; None before there is a scene."""
        return None if self.scene is None else self.scene.pose

    def is_moving(self) -> bool:
        """Whether the camera is on its way, or held by the mouse."""
        return self.flight.is_under_way or self._drag is not None

    def _moving_picture(self, scene: StationScene) -> QImage:
        return self._quick.draw(scene, self.width(), self.height(), self.devicePixelRatioF())

    def _await_rest(self) -> None:
        if self.scene is not None and not self.is_moving():
            self._fine.wait(self.scene, *self._pixels())

    def _show_fine(self, picture: NDArray[np.uint8]) -> None:
        self.image = as_image(picture, self.devicePixelRatioF())
        self.update()

    def refine(self) -> None:
        """Use a moment of leisure: one more of the pictures that make the edges smooth."""
        self._fine.go_on()

    # the camera

    def go_to(self, preset: Preset) -> None:
        """Fly to a named view."""
        if self.scene is not None:
            self._home, self._happened = preset, ()
            self._fly(self.scene, self.scene.preset(preset, self._aspect()))

    def frame(self, module_id: str) -> None:
        """Fly to a module until it is large in the picture."""
        if self.scene is not None and module_id in self.station.module_ids:
            self._home, self._happened = None, ()
            self._fly(self.scene, self.scene.framed((module_id,), self._aspect()))

    def look_at_what_happened(self) -> None:
        """Fly to the modules in which a loss is narrowed down, once for each set, as long as no hand has steered."""
        self._is_following = True
        suspects = tuple(key for key, state in self.states.items() if state.condition in OUTLINED)
        is_few = 0 < len(suspects) <= _FEW_SHARE * len(self.station.modules)
        if self.scene is None or self._home is None or not is_few or suspects == self._looked_at:
            return
        self._looked_at = self._happened = suspects
        self._fly(self.scene, self.scene.framed(suspects, self._aspect(), is_wide=True))

    def _fly(self, scene: StationScene, pose: Pose) -> None:
        if self.isVisible():
            self.flight.start(scene.pose, pose)
        else:
            self.look(pose)

    def look(self, pose: Pose) -> None:
        """Look from a pose at once."""
        if self.scene is not None:
            self.scene.pose = pose
            self.redraw()

    def _steer(self, pose: Pose) -> None:
        """Look from where a hand turned the eye: no named view is kept any more."""
        self.flight.stop()
        self._home, self._happened = None, ()
        self.look(pose)

    def cycle_structure(self) -> None:
        """Truss and arrays: solid, then ghosts, then hidden, then solid again."""
        if self.scene is not None:
            ways = list(type(self.scene.structure))
            following = ways[(ways.index(self.scene.structure) + 1) % len(ways)]
            self.scene.draw_structure(following)
            self.redraw()

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        super().mousePressEvent(event)
        self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Left: orbit. Right, middle, or left with shift: pan."""
        if self._drag is None or event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
            return
        moved = event.position() - self._drag
        started = self._pressed_at
        if started is not None and (event.position() - started).manhattanLength() <= CLICK_PX:
            return
        self._drag = event.position()
        if self.scene is None:
            return
        pose, pans = self.scene.pose, event.buttons() != Qt.MouseButton.LeftButton
        if pans or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._steer(steering.panned(pose, moved, self.height()))
        else:
            self._steer(steering.orbited(pose, moved))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or click."""
        self._drag = None
        super().mouseReleaseEvent(event)
        self._await_rest()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Frame the module under the mouse."""
        super().mouseDoubleClickEvent(event)
        found = self.module_under(event.position())
        if found is not None:
            self.frame(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom towards what is under the mouse."""
        if self.scene is None:
            return
        away = event.position() - QRectF(self.rect()).center()
        eighths = event.angleDelta().y()
        self._steer(steering.wheeled(self.scene.pose, eighths, away, self.height()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1-6 named views, F frame the selected module, G ghosts, arrows turn, + and - zoom."""
        if not self.press(event.key(), event.text()):
            super().keyPressEvent(event)

    def press(self, key: int, text: str) -> bool:
        """Do what a key means; whether it means anything here."""
        pose = None if self.scene is None else steering.pressed(self.scene.pose, key, text)
        if text in steering.PRESET_KEYS:
            self.go_to(steering.PRESET_KEYS[text])
        elif key == Qt.Key.Key_F and self.selected:
            self.frame(self.selected)
        elif key == Qt.Key.Key_G:
            self.cycle_structure()
        elif pose is not None:
            self._steer(pose)
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A named view that was not left is fitted anew."""
        super().resizeEvent(event)
        if self.scene is not None:
            if self._happened:
                self.scene.pose = self.scene.framed(self._happened, self._aspect(), is_wide=True)
            elif self._home is not None:
                self.scene.pose = self.scene.preset(self._home, self._aspect())
            self.redraw()
