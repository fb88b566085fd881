"""How the bars and panels of the window are put to where they stand when nobody has moved them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.docks import PanelDock

RIGHT, BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea


class ShowsMoments(Protocol):
    """What draws an instant of a run."""

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant."""


@dataclass(frozen=True)
class Panel:
    """A panel of the window: its dock, and what is in it.

    name: of the dock; layouts remember it by this. least_px: its least width, whatever it shows.
    content: makes it where it is not there yet; None: it is drawn apart.
    """

    name: str
    title: str
    least_px: int
    content: Callable[[], ShowsMoments] | None = None


@dataclass(frozen=True)
class DockPlace:
    """Where a panel stands in a workspace that nobody has changed.

    share: of the window's width, but at least least_share_px. beside: the panel on its left.
    behind: the panel whose place it shares as a tab.
    """

    panel: str
    area: Qt.DockWidgetArea
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


def bar_line(layout: QLayout) -> QWidget:
    """A line of a bar."""
    made = QWidget()
    layout.setContentsMargins(4, 2, 4, 0)
    made.setLayout(layout)
    return made


def add_docks(window: QMainWindow, panels: Sequence[Panel]) -> dict[str, PanelDock]:
    """Make a dock for each panel; what is in them comes later. The docks by their names."""
    window.setDockNestingEnabled(True)
    window.setAnimated(False)
    north = QTabWidget.TabPosition.North
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, north)
    return {
        panel.name: PanelDock(panel.name, panel.title, window, panel.least_px) for panel in panels
    }


def arrange(
    window: QMainWindow, places: Sequence[DockPlace], docks: Mapping[str, PanelDock]
) -> None:
    """Put the panels where they stand in a workspace; those without a place are closed."""
    for dock in docks.values():
        dock.setFloating(False)
        window.removeDockWidget(dock)
    _let_tabs_go(window)
    for dock in docks.values():
        window.addDockWidget(RIGHT, dock)
        dock.hide()
    for place in places:
        window.addDockWidget(place.area, docks[place.panel])
    for place in places:
        if place.beside:
            left, right = docks[place.beside], docks[place.panel]
            window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
    for place in places:
        if place.behind:
            window.tabifyDockWidget(docks[place.behind], docks[place.panel])
    for place in places:
        docks[place.panel].show()
    for place in places:
        if not place.behind:
            docks[place.panel].raise_()
    QTimer.singleShot(0, window, lambda: _let_tabs_go(window))


def _let_tabs_go(window: QMainWindow) -> None:
    """Hide the tabs of panels that stood behind each other: the layout lets go of them and leaves them on the screen.

    It keeps the bars, to use them again: one that is deleted ends the program at the next panel behind another.
    """
    layout = window.layout()
    assert layout is not None, "a main window has its own"
    layout.setGeometry(layout.geometry())
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not bar.count():
            bar.hide()


def share_room(
    window: QMainWindow,
    places: Sequence[DockPlace],
    docks: Mapping[str, PanelDock],
    bottom_share: float,
) -> None:
    """Give every panel its share of the window's present size."""
    wide, high = window.width(), window.height()
    for area in (RIGHT, BOTTOM):
        found = [place for place in places if place.area is area and place.share]
        shares = [round(max(place.share * wide, place.least_share_px)) for place in found]
        window.resizeDocks(
            [docks[place.panel] for place in found], shares, Qt.Orientation.Horizontal
        )
    lowest = [docks[place.panel] for place in places if place.area is BOTTOM][:1]
    window.resizeDocks(lowest, [round(bottom_share * high)], Qt.Orientation.Vertical)
