"""Where the bars and panels of the window stand when nobody has moved them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMainWindow, QTabWidget, QToolBar, QVBoxLayout, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.docks import PanelDock

RIGHT, BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
_BOTTOM_SHARE = 0.27  # of the window's height


@dataclass(frozen=True)
class PlacedPanel:
    """A panel of the window: its dock, its place, what it holds, and who draws it.

    name: of the dock; layouts remember it by this. least_px: its least width, whatever it shows.
    content: None where it comes later. draws: part of the frame pump's turn -> who draws it then.
    share: of the window's width, but at least least_share_px. beside: the panel on its left.
    behind: the panel whose place it shares as a tab.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea
    least_px: int
    content: QWidget | None = None
    draws: Mapping[str, Callable[[Moment], None]] = field(default_factory=dict)
    share: float = 0.0
    least_share_px: int = 0
    beside: str = ""
    behind: str = ""


def add_bars(window: QMainWindow, top: Sequence[QWidget], bottom: Sequence[QWidget]) -> None:
    """Put a bar over the whole width above everything else, and one below; what they hold, from above."""
    for widgets, name, area in (
        (top, "top", Qt.ToolBarArea.TopToolBarArea),
        (bottom, "time", Qt.ToolBarArea.BottomToolBarArea),
    ):
        bar = QToolBar(name, window)
        bar.setObjectName(name)
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setEnabled(False)
        edge = QFrame()
        room = QVBoxLayout(edge)
        room.setContentsMargins(6, 0 if name == "top" else 4, 6, 4 if name == "top" else 6)
        room.setSpacing(4)
        for widget in widgets:
            room.addWidget(widget)
        bar.addWidget(edge)
        window.addToolBar(area, bar)


def add_docks(window: QMainWindow, panels: Sequence[PlacedPanel]) -> dict[str, PanelDock]:
    """Add all panels; those without content yet get it later. The docks by their names."""
    window.setDockNestingEnabled(True)
    window.setAnimated(False)
    north = QTabWidget.TabPosition.North
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, north)
    docks = {
        panel.name: PanelDock(panel.name, panel.title, window, panel.least_px) for panel in panels
    }
    for panel in panels:
        window.addDockWidget(panel.area, docks[panel.name])
        if panel.content is not None:
            docks[panel.name].put(panel.content)
    for panel in panels:
        if panel.beside:
            left, right = docks[panel.beside], docks[panel.name]
            window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
    for panel in panels:
        if panel.behind:
            window.tabifyDockWidget(docks[panel.behind], docks[panel.name])
            docks[panel.behind].raise_()
    return docks


def share_room(
    window: QMainWindow, panels: Sequence[PlacedPanel], docks: Mapping[str, PanelDock]
) -> None:
    """Give every panel its share of the window's present size."""
    wide, high = window.width(), window.height()
    for dock in docks.values():
        dock.setFloating(False)
        dock.show()
    for area in (RIGHT, BOTTOM):
        found = [panel for panel in panels if panel.area is area and panel.share]
        shares = [round(max(panel.share * wide, panel.least_share_px)) for panel in found]
        window.resizeDocks(
            [docks[panel.name] for panel in found], shares, Qt.Orientation.Horizontal
        )
    lowest = [docks[panel.name] for panel in panels if panel.area is BOTTOM][:1]
    window.resizeDocks(lowest, [round(_BOTTOM_SHARE * high)], Qt.Orientation.Vertical)
