"""Panels behind each other: their tab says what they are, so they have no title; a tab floats and closes its panel."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QTabBar

from iss_viewer.views.shared.docks import PanelDock

_TIP = "Double click: float. Right click: float or close."


class DockTabs(QObject):
    """Watches which panels of a window share a place, and what is done to their tabs."""

    def __init__(self, window: QMainWindow, docks: Iterable[PanelDock]) -> None:
        super().__init__(window)
        self._window, self._docks = window, tuple(docks)
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self.follow)
        for dock in self._docks:
            dock.visibilityChanged.connect(lambda _: self._look.start())
            dock.topLevelChanged.connect(lambda _: self._look.start())
            dock.dockLocationChanged.connect(lambda _: self._look.start())

    def follow(self) -> None:
        """Leave the title out of panels that have a tab."""
        for dock in self._docks:
            beside = self._window.tabifiedDockWidgets(dock)
            has_tab = not dock.isFloating() and any(not other.isHidden() for other in beside)
            dock.leave_title_out(has_tab)
        for bar in self._bars():
            bar.installEventFilter(self)
            for at in range(bar.count()):
                bar.setTabToolTip(at, f"{bar.tabText(at)}\n{_TIP}")

    def _bars(self) -> list[QTabBar]:
        return self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Float the panel of a tab at a double click; offer to float or close it at a right click."""
        if not isinstance(watched, QTabBar):
            return False
        if event.type() is QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            dock = self._dock_at(watched, event.position().toPoint())
            if dock is not None:
                dock.setFloating(True)
            return dock is not None
        if event.type() is QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            dock = self._dock_at(watched, event.pos())
            if dock is not None:
                self.menu(dock).popup(event.globalPos())
            return dock is not None
        return False

    def menu(self, dock: PanelDock) -> QMenu:
        """What can be done with a panel that has a tab."""
        menu = QMenu(self._window)
        menu.addAction("Float", lambda: dock.setFloating(True))
        menu.addAction("Close", dock.close)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _dock_at(self, bar: QTabBar, where: QPoint) -> PanelDock | None:
        title = bar.tabText(bar.tabAt(where))
        return next((dock for dock in self._docks if dock.windowTitle() == title), None)
