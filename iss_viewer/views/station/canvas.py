"""What is the same whatever draws the station: states, selection, labels, legend, hatch marks, mouse words.

A subclass paints the station, and says where a module is and which module is at a point; all else,
from labels that never overlap to tooltips, is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from iss_viewer.situation.coolant_plume import CoolantPlume
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.words.modules import label_words
from iss_viewer.station import Station
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.scene.camera import Pose, Preset
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.station.label_choice import labelled
from iss_viewer.views.station.labels import Box, Wish, place
from iss_viewer.views.station.overlay import Overlay, label_size
from iss_viewer.views.station.tooltips import hatch_words, module_words
from iss_viewer.views.style import letters

CLICK_PX = 4
HATCH_REACH_PX = 9
ALONG = np.array([0.1, 0.3, 0.5, 0.7, 0.9])[:, None]  # where along a module labels are kept off


class Canvas(QWidget):
    """A picture of the station with labels over it."""

    module_selected = Signal(str)  # "" where a click met no module
    module_pointed = Signal(str)  # "" where the mouse is on none
    module_framed = Signal(str)
    first_drawn = Signal()  # the station is seen

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.station = station
        self._closed_by_plan = {h.id for h in station.hatches if h.normally == "closed"}
        self.units: UnitSystem = UNIT_SYSTEMS[0]
        self.states: dict[str, ModuleState] = {}
        self.hatches: dict[str, bool | None] = {}
        self.coolant: dict[str, CoolantPlume] = {}
        self.selected = self.pointed = self.lit = ""
        self.note = self._usual_note = ""
        self._drawn = LastDrawn()
        self.boxes: dict[str, Box] = {}
        self.covers: list[QWidget] = []  # what lies over the picture
        self._offsets: dict[str, tuple[float, float]] = {}
        self._pressed_at: QPointF | None = None
        self._was_drawn = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 180)
        self.setAccessibleName(f"{station.name}: modules by leak status")

    # what a subclass answers

    def where(self, module_id: str) -> tuple[float, float] | None:
        """The point of a module's centre in this widget; None where it is not in sight."""
        raise KeyError(module_id)

    def spared(self) -> NDArray[np.float64]:
        """Points (n, 2) of this widget that labels rather leave uncovered: along all modules."""
        return np.empty((0, 2))

    def where_hatch(self, hatch_id: str) -> tuple[float, float] | None:
        """The point of a hatch in this widget; None where it is not in sight."""
        raise KeyError(hatch_id)

    def module_at(self, x: float, y: float) -> str | None:
        """The module at a point of this widget."""
        return None

    def paint_station(self, painter: QPainter) -> None:
        """Draw all but labels."""

    # what a window tells

    def show_states(
        self, states: Mapping[str, ModuleState], hatches: Mapping[str, bool | None]
    ) -> None:
        """Take the states of modules and hatches; repaints where something visible changed."""
        self.states, self.hatches = dict(states), dict(hatches)
        conditions = tuple(self.state(module.id).condition for module in self.station.modules)
        words = tuple(label_words(self.state(key), self.units) for key in self.labelled())
        if self._drawn.is_new(conditions, words, tuple(self.hatches.items())):
            self.update()

    def show_coolant(self, plumes: dict[str, CoolantPlume]) -> None:
        """Take what coolant loops throw out, by module."""
        self.coolant = plumes

    def select(self, module_id: str) -> None:
        """Mark a module as selected ("" for none) without telling anybody."""
        if module_id != self.selected:
            self.selected = module_id
            self.update()

    def point_at(self, module_id: str) -> None:
        """Name a module that the mouse is on elsewhere ("" for none); what it is on here has its tool tip."""
        module_id = "" if self.underMouse() else module_id
        if module_id != self.pointed:
            self.pointed = module_id
            self.update()

    def use_units(self, units: UnitSystem) -> None:
        """Write pressures in other units."""
        self.units = units
        self.update()

    def state(self, module_id: str) -> ModuleState:
        """What is shown of a module: without data where nothing was told."""
        return self.states.get(module_id, ModuleState(ModuleStatus.NO_DATA))

    def labelled(self) -> list[str]:
        """The modules that get a label, the most important first."""
        told = labelled(self.station.module_ids, self.states, self.selected)
        is_told = self.pointed in told or self.pointed not in self.station.module_ids
        return told if is_told else [self.pointed, *told]

    # what a drawing without a camera has none of

    def pose(self) -> Pose | None:
        """Where the camera stands; None where there is none."""
        return None

    def is_moving(self) -> bool:
        """Whether the view is on its way to another one."""
        return False

    def go_to(self, preset: Preset) -> None:
        """Fly to a named view."""

    def frame(self, module_id: str) -> None:
        """Fly to a module until it is large in the picture."""

    def look_at_what_happened(self) -> None:
        """Fly to where a loss is narrowed down, as long as no hand has steered."""

    def look(self, pose: Pose) -> None:
        """Look from a pose at once."""

    def cycle_structure(self) -> None:
        """Truss and arrays: solid, then ghosts, then hidden, then solid again."""

    def refine(self) -> None:
        """Use a moment of leisure to smooth the picture."""

    def build_now(self) -> None:
        """Have all that is to be seen at once, as smooth as it gets."""

    def close_scene(self) -> None:
        """Give the graphics memory back."""

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The station, then what is written over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_station(painter)
        self._paint_overlay(painter)
        painter.end()
        if self.is_drawn() and not self._was_drawn:
            self._was_drawn = True
            self.first_drawn.emit()

    def is_drawn(self) -> bool:
        """Whether a paint shows the station, and no word in its place."""
        return True

    def _paint_overlay(self, painter: QPainter) -> None:
        overlay = Overlay(painter, self.font(), self.units)
        painter.scale(letters.share_1(), letters.share_1())
        frame = self._frame()
        legend = overlay.legend_box(frame, self.counts())
        for hatch_id, is_open in self.hatches.items():
            point = self._written_at(self.where_hatch(hatch_id)) if is_open is False else None
            if point is not None:
                overlay.closed_hatch(point, hatch_id in self._closed_by_plan)
        self._place_labels(frame, legend)
        lit = {self.selected, self.pointed}
        for module_id, box in self.boxes.items():
            anchor = self._written_at(self.where(module_id))
            if anchor is not None:
                overlay.leader(anchor, box, self.state(module_id), module_id in lit)
        for module_id, box in self.boxes.items():
            module = self.station.module(module_id)
            overlay.label(box, module, self.state(module_id), module_id in lit)
        shut = {hatch for hatch, is_open in self.hatches.items() if is_open is False}
        overlay.legend(legend, self.counts(), is_planned=shut <= self._closed_by_plan)
        if self.note:
            overlay.note(frame, self.note)

    def _frame(self) -> QRectF:
        """All of this widget as labels are laid out in it: in pixels of ordinary letters."""
        scale = letters.share_1()
        return QRectF(0.0, 0.0, self.width() / scale, self.height() / scale)

    @staticmethod
    def _written_at(point: tuple[float, float] | None) -> tuple[float, float] | None:
        """A point of this widget where labels are laid out."""
        scale = letters.share_1()
        return None if point is None else (point[0] / scale, point[1] / scale)

    def counts(self) -> dict[ModuleCondition, int]:
        """How many modules stand how, as it occurs, worst first."""
        told = [self.state(module.id).condition for module in self.station.modules]
        worst_first = reversed(ModuleCondition)
        return {one: told.count(one) for one in worst_first if one in told}

    def _place_labels(self, frame: QRectF, legend: QRectF) -> None:
        keys, wishes, scale = [], [], letters.share_1()
        for module_id in self.labelled():
            anchor = self._written_at(self.where(module_id))
            if anchor is None or not frame.contains(QPointF(*anchor)):
                continue
            size = label_size(
                self.font(), self.station.module(module_id), self.state(module_id), self.units
            )
            keys.append(module_id)
            wishes.append(Wish(anchor, size, self._offsets.get(module_id)))
        bounds = Box(8, 8, max(frame.width() - 16, 1), max(frame.height() - 16, 1))
        keep_off = [Box(legend.x(), legend.y(), legend.width(), legend.height())]
        keep_off += [
            Box(
                cover.x() / scale,
                cover.y() / scale,
                cover.width() / scale,
                cover.height() / scale,
            )
            for cover in self.covers
            if cover.isVisible()
        ]
        boxes = place(wishes, bounds, keep_off, self.spared() / scale)
        pairs = zip(keys, wishes, boxes, strict=True)
        kept = [(key, wish, box) for key, wish, box in pairs if box is not None]
        self.boxes = {key: box for key, _, box in kept}
        self._offsets = {
            key: (box.x - wish.anchor[0], box.y - wish.anchor[1]) for key, wish, box in kept
        }

    def show_note(self, words: str) -> None:
        """Write a note over the picture; without words the usual one, if there is any."""
        wanted = words or self._usual_note
        if wanted != self.note:
            self.note = wanted
            self.update()

    # mouse

    def module_under(self, point: QPointF) -> str | None:
        """The module whose label or body is at a point."""
        written = point / letters.share_1()
        for module_id, box in self.boxes.items():
            if QRectF(box.x, box.y, box.width, box.height).contains(written):
                return module_id
        return self.module_at(point.x(), point.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell a click from a drag."""
        self._pressed_at = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A left click selects the module there, or none."""
        pressed, self._pressed_at = self._pressed_at, None
        if event.button() is not Qt.MouseButton.LeftButton or pressed is None:
            return
        if (event.position() - pressed).manhattanLength() <= CLICK_PX:
            found = self.module_under(event.position()) or ""
            self.select(found)
            self.module_selected.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click frames the module there."""
        found = self.module_under(event.position())
        if found is not None:
            self.module_framed.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the module under the mouse."""
        if event.buttons() == Qt.MouseButton.NoButton:
            self._hover(event)

    def _hover(self, event: QMouseEvent) -> None:
        hatch_id = self.shut_hatch_under(event.position())
        found = None if hatch_id else self.module_under(event.position())
        self._light(found or "")
        self.module_pointed.emit(found or "")
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if found else Qt.CursorShape.ArrowCursor)
        if hatch_id is not None:
            words = hatch_words(self.station, self.station.hatch(hatch_id))
        else:
            words = self._words(found) if found else ""
        if words:
            QToolTip.showText(event.globalPosition().toPoint(), words, self)
        else:
            QToolTip.hideText()

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is on nothing."""
        self._light("")
        self.module_pointed.emit("")
        super().leaveEvent(event)

    def _light(self, module_id: str) -> None:
        """Mark what the mouse is on here."""
        if module_id != self.lit:
            self.lit = module_id
            self.update()

    def _words(self, module_id: str) -> str:
        return module_words(self.station.module(module_id), self.state(module_id), self.units)

    def shut_hatch_under(self, point: QPointF) -> str | None:
        """The closed hatch whose mark is at a point."""
        for hatch_id, is_open in self.hatches.items():
            mark = self.where_hatch(hatch_id) if is_open is False else None
            if mark is not None and (point - QPointF(*mark)).manhattanLength() <= HATCH_REACH_PX:
                return hatch_id
        return None
