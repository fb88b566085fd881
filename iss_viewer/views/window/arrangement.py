"""Where the bars and panels of the window stand when nobody has moved them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QMainWindow, QTabWidget, QToolBar, QVBoxLayout, QWidget

from iss_viewer.views.shared.docks import PanelDock

_RIGHT, _BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
MOST_OF_USE = QSize(1920, 1200)
_DOCKS = (  # name, title, area, least width
    ("plots", "Pressure and its rate", _RIGHT, 320),
    ("module", "Module", _RIGHT, 260),
    ("alarms", "Alarms", _BOTTOM, 590),
    ("knowing", "Where is it, what next", _BOTTOM, 460),
    ("training", "Trainer", _BOTTOM, 300),
)


def add_bars(window: QMainWindow, top: QWidget, bottom: QWidget) -> None:
    """Put a bar over the whole width above everything else, and one below."""
    for widget, name, area in (
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
        room.addWidget(widget)
        bar.addWidget(edge)
        window.addToolBar(area, bar)


def add_docks(window: QMainWindow, contents: Mapping[str, QWidget]) -> dict[str, PanelDock]:
    """Add all panels; those without content yet get it later. The docks by their names."""
    window.setDockNestingEnabled(True)
    window.setAnimated(False)
    north = QTabWidget.TabPosition.North
    window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, north)
    docks = {name: PanelDock(name, title, window, least) for name, title, _, least in _DOCKS}
    for name, _, area, _ in _DOCKS:
        window.addDockWidget(area, docks[name])
    for name, content in contents.items():
        docks[name].put(content)
    window.splitDockWidget(docks["plots"], docks["module"], Qt.Orientation.Horizontal)
    window.splitDockWidget(docks["alarms"], docks["knowing"], Qt.Orientation.Horizontal)
    window.tabifyDockWidget(docks["knowing"], docks["training"])
    docks["knowing"].raise_()
    return docks


def fit_screen(window: QMainWindow) -> None:
    """Make the window no larger than the screen has room for, frame and title bar included."""
    room, framed, inner = window.screen().availableGeometry(), window.frameGeometry(), window.size()
    wide = min(inner.width(), room.width() - (framed.width() - inner.width()))
    high = min(inner.height(), room.height() - (framed.height() - inner.height()))
    if (wide, high) != inner.toTuple():
        window.resize(wide, high)
        window.move(room.topLeft())


def fill_screen(window: QMainWindow) -> None:
    """Give a window that was never arranged the whole screen, as far as it is of use."""
    window.resize(window.screen().availableGeometry().size().boundedTo(MOST_OF_USE))


def share_room(window: QMainWindow, docks: Mapping[str, PanelDock]) -> None:
    """Give every panel its share of the window's present size."""
    wide, high = window.width(), window.height()
    for dock in docks.values():
        dock.setFloating(False)
        dock.show()
    right = [docks["plots"], docks["module"]]
    shares = [round(0.33 * wide), round(max(0.21 * wide, 300))]
    window.resizeDocks(right, shares, Qt.Orientation.Horizontal)
    bottom = [docks["alarms"], docks["knowing"]]
    shares = [round(0.58 * wide), round(0.42 * wide)]
    window.resizeDocks(bottom, shares, Qt.Orientation.Horizontal)
    window.resizeDocks([docks["alarms"]], [round(0.27 * high)], Qt.Orientation.Vertical)
