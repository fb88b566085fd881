"""The middle of the window: the station, or words while it is being prepared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from iss_viewer.situation.moment import Moment
from iss_viewer.station import Station
from iss_viewer.views.shared.widgets import label
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import set_role
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.preparing import PreparingCard

if TYPE_CHECKING:
    from iss_viewer.views.station.station_view import StationView


class StationPane(QFrame):
    """Loads the station view, which takes longer than the window waits for, with its first station."""

    first_drawn = Signal()  # a station is seen

    def __init__(self, context: WindowContext, pump: FramePump) -> None:
        super().__init__()
        self._context, self._pump = context, pump
        self.view: StationView | None = None
        set_role(self, "panel")
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(1, 1, 1, 1)
        self.waiting = label("Preparing the station …", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._room.addWidget(self.waiting)
        self.preparing = PreparingCard(self)
        context.selection.changed.connect(self._select)

    def show_station(self, station: Station) -> None:
        """Draw a station; of a run, or of one that is being prepared."""
        if self.view is None:
            self.view = self._loaded(station)
            self._room.addWidget(self.view)
            self.preparing.raise_()  # it may have come before, on a slow machine
            self.waiting.hide()
        else:
            self.view.open(station)
        self._pump.forget_drawn()

    def load_toolkit(self) -> None:
        """Load what draws a station, while none is announced yet."""
        from iss_viewer.views.station import station_view

        station_view.load_toolkit()

    def _loaded(self, station: Station) -> StationView:
        from iss_viewer.views.station.station_view import StationView

        view = StationView(station)
        view.module_selected.connect(self._context.selection.choose)
        view.first_drawn.connect(self.first_drawn)
        view.use_units(self._context.units)
        self._pump.is_camera_moving = lambda: view.canvas.is_moving()
        self._pump.has_time.connect(view.refine)
        return view

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant of the run."""
        if self.view is not None:
            self.view.show_moment(moment)

    def forget(self) -> None:
        """Nothing is known of any module: what was drawn was of another run."""
        if self.view is not None:
            self.view.forget()

    def is_loaded(self) -> bool:
        """Whether there is a view to be flown about."""
        return self.view is not None

    def on_view(self, do: Callable[[StationView], object]) -> Callable[[], None]:
        """What does something to the view, once there is one."""

        def act() -> None:
            if self.view is not None:
                do(self.view)

        return act

    def use_units(self) -> None:
        """Write pressures in the present units."""
        if self.view is not None:
            self.view.use_units(self._context.units)

    def build_now(self) -> None:
        """Have the 3D scene at once, for pictures of the window."""
        if self.view is not None:
            self.view.build_now()

    def close_view(self) -> None:
        """Give the graphics memory back."""
        if self.view is not None:
            self.view.close()

    def _select(self, module: str) -> None:
        if self.view is not None:
            self.view.select(module)
        self._pump.forget_drawn()
