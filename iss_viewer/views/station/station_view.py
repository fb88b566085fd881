"""The station in 3D, where this machine can draw it.

A window tells it the moment and the selection; it tells the window which module was clicked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from iss_viewer.situation.condition import state_of
from iss_viewer.situation.coolant_plume import coolant_plumes
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.modules import last_known_words
from iss_viewer.station import Station
from iss_viewer.units import UnitSystem
from iss_viewer.views.scene.camera import Pose, Preset
from iss_viewer.views.station.canvas import Canvas
from iss_viewer.views.station.gl_probe import probe
from iss_viewer.views.station.scene_canvas import SceneCanvas
from iss_viewer.views.station.steering import PRESET_KEYS
from iss_viewer.views.style.theme import set_role

_EDGE_PX = 10  # round what stands over the picture


def load_toolkit() -> None:
    """Import what draws in 3D, where that can be done at all; a view would do it when it is painted."""
    if probe().works:
        import_module("iss_viewer.views.scene.station_scene")


class StationView(QWidget):
    """The station in a panel."""

    module_selected = Signal(str)  # "" where a click met no module
    module_pointed = Signal(str)  # "" where the mouse is on none
    first_drawn = Signal()  # the station is seen

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.canvas: Canvas = self._new_canvas(station)
        self._layout.addWidget(self.canvas)

    def _new_canvas(self, station: Station) -> Canvas:
        canvas = SceneCanvas(station, self)
        canvas.covers.append(ViewBar(canvas))
        canvas.module_selected.connect(self.module_selected)
        canvas.module_pointed.connect(self.module_pointed)
        canvas.first_drawn.connect(self.first_drawn)
        self.setFocusProxy(canvas)
        return canvas

    @property
    def station(self) -> Station:
        """The station that is drawn."""
        return self.canvas.station

    def open(self, station: Station) -> None:
        """Turn to another station; keeps the units."""
        if station == self.station:
            return
        old, units = self.canvas, self.canvas.units
        old.close_scene()
        self.canvas = self._new_canvas(station)
        self.canvas.use_units(units)
        self._layout.replaceWidget(old, self.canvas)
        old.deleteLater()

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant of a run."""
        hatches = {hatch.id: moment.is_hatch_open(hatch.id) for hatch in self.station.hatches}
        states = {module.id: state_of(moment, module.id) for module in self.station.modules}
        self.canvas.show_states(states, hatches)
        self.canvas.show_coolant(coolant_plumes(moment))
        self.canvas.look_at_what_happened()
        self.canvas.show_note(
            "" if moment.is_current else last_known_words(moment.clock.text(moment.known_s))
        )

    def forget(self) -> None:
        """Draw all modules as without data."""
        self.canvas.show_states({}, {})
        self.canvas.show_coolant({})

    def select(self, module_id: str) -> None:
        """Mark a module as selected ("" for none)."""
        self.canvas.select(module_id)

    def point_at(self, module_id: str) -> None:
        """Light a module that the mouse is on elsewhere ("" for none)."""
        self.canvas.point_at(module_id)

    def use_units(self, units: UnitSystem) -> None:
        """Write pressures in other units."""
        self.canvas.use_units(units)

    def go_to(self, preset: Preset) -> None:
        """Fly to a named view, in 3D."""
        self.canvas.go_to(preset)

    def frame_selected(self) -> None:
        """Fly to the selected module, in 3D."""
        self.canvas.frame(self.canvas.selected)

    def cycle_structure(self) -> None:
        """Truss and arrays solid, as ghosts, hidden, in 3D."""
        self.canvas.cycle_structure()

    def pose(self) -> Pose | None:
        """Where the camera stands; None where there is none."""
        return self.canvas.pose()

    def refine(self) -> None:
        """Use a moment of leisure to smooth the picture."""
        self.canvas.refine()

    def build_now(self) -> None:
        """Have the 3D scene at once, for pictures of the window."""
        self.canvas.build_now()

    def picture(self) -> QImage:
        """What the panel shows, labels and all."""
        self.build_now()
        return self.canvas.grab().toImage()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the graphics memory back."""
        self.canvas.close_scene()
        super().closeEvent(event)


class ViewBar(QWidget):
    """Small buttons for the camera in the upper right corner of the 3D view."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        layout = self._buttons = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for key, preset in PRESET_KEYS.items():
            self._add(preset.short, f"{preset.label} ({key})", partial(canvas.go_to, preset))
        self._add("Frame", "Frame the selected module (F)", lambda: canvas.frame(canvas.selected))
        self._add("Ghost", "Truss and arrays: solid, ghost, hidden (G)", canvas.cycle_structure)
        self.adjustSize()
        self.move(_EDGE_PX, _EDGE_PX)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave out what the picture has no room for, the last first: keys do the same."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            room, line = watched.width() - 2 * _EDGE_PX, self._buttons
            for one in self.findChildren(QToolButton):
                room -= one.sizeHint().width() + line.spacing()
                one.setVisible(room + line.spacing() >= 0)
            self.adjustSize()
        return False

    def _add(self, words: str, tip: str, on_click: Callable[[], None]) -> None:
        button = QToolButton(self)
        button.setText(words)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(button, "over-picture")
        button.clicked.connect(lambda: on_click())
        self._buttons.addWidget(button)
