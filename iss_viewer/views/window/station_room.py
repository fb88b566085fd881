"""The station over the whole width of the window, its hatch map beside it: by one key, and by itself where an
emergency comes while it has little room.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMainWindow

from iss_viewer.views.shared.docks import PanelDock
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.window.arrangement import RIGHT
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.station_pane import Shows, StationPane
from iss_viewer.views.window.workspaces import Workspaces

_LITTLE_PX = 680  # width of the station, below which an emergency gives it the whole
_GIVEN = "E brings the panels beside the station back"


class StationRoom(QObject):
    """Puts the panels beside the station away and brings them back where they stood."""

    def __init__(
        self,
        window: QMainWindow,
        panels: Panels,
        station: StationPane,
        workspaces: Workspaces,
        context: WindowContext,
    ) -> None:
        super().__init__(window)
        self._window, self._panels, self._station = window, panels, station
        self._workspaces, self._context = workspaces, context
        self._away: dict[PanelDock, int] = {}  # and how wide it stood; 0: behind another
        self._is_by_itself = False
        workspaces.leaving.connect(self.share)

    def switch(self) -> None:
        """Over the whole width, or beside its panels again."""
        self._is_by_itself = False
        if self.is_whole():
            self.share()
        else:
            self.take()

    def is_whole(self) -> bool:
        """Whether panels were put away for the station, and are away still."""
        return bool(self._away) and all(dock.isHidden() for dock in self._away)

    def take(self) -> None:
        """Put away what stands beside the station; its hatch map comes, beside 3D where there is room."""
        window, docks = self._window, self._panels.docks.values()
        self._away = {
            dock: 0 if dock.visibleRegion().isEmpty() else dock.width()
            for dock in docks
            if window.dockWidgetArea(dock) is RIGHT and not (dock.isFloating() or dock.isHidden())
        }
        for dock in self._away:
            dock.hide()
        self._station.show_for_now(Shows.BOTH)

    def share(self) -> None:
        """Bring back what was put away, as it stood."""
        away, self._away, self._is_by_itself = self._away, {}, False
        if not away:
            return
        for dock in away:
            dock.show()
        fronts = [dock for dock, wide in away.items() if wide]
        for dock in fronts:
            dock.raise_()
        wide = [away[dock] for dock in fronts]
        self._window.resizeDocks(fronts, wide, Qt.Orientation.Horizontal)
        self._station.show_for_now(None)

    def press(self) -> None:
        """An emergency has come: what shows where it is comes first, where it has little room."""
        moment = self._context.moment
        is_asked = self._workspaces.current.makes_way and moment is not None and moment.is_live
        if is_asked and not self.is_whole() and self._station.width() < letters.px(_LITTLE_PX):
            self.take()
            self._is_by_itself = True
            self._context.show_message(_GIVEN)

    def ease(self) -> None:
        """The emergency is over: what made way by itself comes back."""
        moment = self._context.moment
        if self._is_by_itself and moment is not None and moment.is_live:
            self.share()
