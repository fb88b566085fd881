"""The middle of the window: the station in 3D, its hatch map, or both; words while it is being prepared."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from iss_viewer.situation.moment import Moment
from iss_viewer.station import Station
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.widgets import label
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.preparing import PreparingCard

if TYPE_CHECKING:
    from iss_viewer.views.hatch_map.map_view import MapView
    from iss_viewer.views.station.station_view import StationView

_KEPT = "station/shows"
_SPACE_1 = 0.38  # of the width for 3D, where the map stands beside it
_BOTH_PX = 1040  # the least width in which both stand beside each other


class Shows(Enum):
    """What the middle of the window shows."""

    SPACE = "3D"
    BOTH = "both"
    MAP = "map"


class StationPane(QFrame):
    """Loads the station view, which takes longer than the window waits for, with its first station."""

    first_drawn = Signal()  # a station is seen

    def __init__(self, context: WindowContext, pump: FramePump) -> None:
        super().__init__()
        self._context, self._pump = context, pump
        self.view: StationView | None = None
        self.map: MapView | None = None
        self.shows = Shows.SPACE
        self._for_now: Shows | None = None  # what is shown again after a while
        self._settings: WindowSettings | None = None
        set_role(self, "panel")
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(1, 1, 1, 1)
        self.waiting = label("Preparing the station …", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._room.addWidget(self.waiting)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.hide()
        self._room.addWidget(self._split)
        self.preparing = PreparingCard(self)
        context.selection.changed.connect(self._select)

    def recall(self, settings: WindowSettings | None) -> None:
        """Show what was shown last, and remember what will be."""
        self._settings = settings
        kept = "" if settings is None else settings.text(_KEPT)
        self.shows = next((one for one in Shows if one.value == kept), self.shows)

    def show_station(self, station: Station) -> None:
        """Draw a station; of a run, or of one that is being prepared."""
        if self.map is None:
            self._load(station)
            self._arrange()
            if self.view is None or self.view.isHidden():
                QTimer.singleShot(0, self, self.first_drawn.emit)  # by the map
            self.preparing.raise_()  # it may have come before, on a slow machine
            self.waiting.hide()
            self._split.show()
        else:
            if self.view is not None:
                self.view.open(station)
            self.map.open(station)
        self._arrange()
        self._pump.forget_drawn()

    def switch(self) -> None:
        """From 3D to the hatch map and back; where there is room for both, to both in between."""
        kinds = (
            [Shows.SPACE, Shows.BOTH, Shows.MAP] if self._has_room() else [Shows.SPACE, Shows.MAP]
        )
        at = kinds.index(self.shows) if self.shows in kinds else 0
        self.show_as(kinds[(at + 1) % len(kinds)])

    def show_as(self, shows: Shows) -> None:
        """Show 3D, the hatch map, or both; without OpenGL it is the map whatever is asked."""
        self.shows, self._for_now = shows, None
        if self._settings is not None:
            self._settings.keep(_KEPT, shows.value)
        self._arrange()
        if shows is not Shows.SPACE and self.map is not None:
            self.map.setFocus()
        self._pump.forget_drawn()

    def show_for_now(self, shows: Shows | None) -> None:
        """Show something else for a while, which is not remembered; None: what was shown before, if it still is."""
        if shows is None:
            self.shows, self._for_now = self._for_now or self.shows, None
        else:
            self.shows, self._for_now = shows, self.shows
        self._arrange()
        self._pump.forget_drawn()

    def _has_room(self) -> bool:
        return self.width() >= letters.px(_BOTH_PX)

    def _arrange(self) -> None:
        """Show what is wanted, as far as there is room for it."""
        if self.map is None:
            return
        has_map = self.shows is not Shows.SPACE or self.view is None
        self.map.setVisible(has_map)
        if self.view is not None:
            is_alone = self.shows is Shows.BOTH and self._has_room()
            self.view.setVisible(self.shows is Shows.SPACE or is_alone)
            if is_alone:
                wide = self.width()
                self._split.setSizes([round(_SPACE_1 * wide), round((1 - _SPACE_1) * wide)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Both stand only where there is room for both."""
        super().resizeEvent(event)
        if self.shows is Shows.BOTH:
            self._arrange()

    def load_toolkit(self) -> None:
        """Load what draws a station, while none is announced yet."""
        from iss_viewer.views.station import station_view

        station_view.load_toolkit()

    def _load(self, station: Station) -> None:
        from iss_viewer.views.hatch_map.map_view import MapView
        from iss_viewer.views.station.gl_probe import probe

        answer = probe()
        note = ""
        if answer.works:
            self.view = self._loaded_view(station)
            self._split.addWidget(self.view)
        else:
            note = f"No 3D: {answer.said}"
        self.map = MapView(station, self._context, note)
        self.map.module_selected.connect(self._context.selection.choose)
        self._split.addWidget(self.map)

    def _loaded_view(self, station: Station) -> StationView:
        from iss_viewer.views.station.station_view import StationView

        view, selection = StationView(station), self._context.selection
        view.module_selected.connect(selection.choose)
        view.module_pointed.connect(selection.point_at)
        selection.pointed.connect(view.point_at)
        view.first_drawn.connect(self.first_drawn)
        view.use_units(self._context.units)
        self._pump.is_camera_moving = lambda: view.canvas.is_moving()
        self._pump.has_time.connect(view.refine)
        return view

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant of the run."""
        for part in (self.view, self.map):
            if part is not None and not part.isHidden():
                part.show_moment(moment)

    def forget(self) -> None:
        """Nothing is known of any module: what was drawn was of another run."""
        for part in (self.view, self.map):
            if part is not None:
                part.forget()

    def is_loaded(self) -> bool:
        """Whether there is a view to be flown about, in sight."""
        return self.view is not None and not self.view.isHidden()

    def has_map(self) -> bool:
        """Whether there is a hatch map."""
        return self.map is not None

    def on_view(self, do: Callable[[StationView], object]) -> Callable[[], None]:
        """What does something to the view, once there is one."""

        def act() -> None:
            if self.view is not None:
                do(self.view)

        return act

    def use_units(self) -> None:
        """Write pressures in the present units, and in the present colours."""
        if self.view is not None:
            self.view.use_units(self._context.units)
        if self.map is not None:
            self.map.apply_looks()

    def build_now(self) -> None:
        """Have the 3D scene at once, for pictures of the window."""
        if self.view is not None:
            self.view.build_now()

    def close_view(self) -> None:
        """Give the graphics memory back."""
        if self.view is not None:
            self.view.close()

    def _select(self, module: str) -> None:
        for part in (self.view, self.map):
            if part is not None:
                part.select(module)
        self._pump.forget_drawn()
