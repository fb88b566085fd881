"""Four workspaces, one for each kind of person at the window, each with the panels that they need.

What somebody moves, closes or floats in one is remembered for that one alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QTabBar

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window import arrangement
from iss_viewer.views.window.arrangement import BOTTOM, RIGHT, DockPlace
from iss_viewer.views.window.layouts import Layouts
from iss_viewer.views.window.panels import Panels

_KEPT = "workspace"


@dataclass(frozen=True)
class Workspace:
    """Its name, the key that leads to it, and where its panels stand until somebody moves them.

    is_trainees: who works in it sees no more of an exercise than its level of help shows. makes_way: in an emergency
    the panels beside the station may make way for it.
    """

    name: str
    key: str
    places: tuple[DockPlace, ...]
    bottom_share: float = 0.27  # of the window's height
    is_trainees: bool = False
    makes_way: bool = False


WORKSPACES = (
    Workspace(
        "Operator", "F1",
        (
            DockPlace("plots", RIGHT, 0.33),
            DockPlace("cabin", RIGHT, 0.21, 300, beside="plots"),
            DockPlace("module", RIGHT, behind="cabin"),
            DockPlace("why", RIGHT, behind="cabin"),
            DockPlace("alarms", BOTTOM, 0.6),
            DockPlace("knowing", BOTTOM, 0.4, beside="alarms"),
            DockPlace("orders", BOTTOM, behind="knowing"),
            DockPlace("crew", BOTTOM, behind="knowing"),
            DockPlace("gas", BOTTOM, behind="knowing"),
            DockPlace("coolant", BOTTOM, behind="alarms"),
        ),
        is_trainees=True,
        makes_way=True,
    ),
    Workspace(
        "Trainer", "F2",
        (
            DockPlace("malfunctions", RIGHT, 0.28, 360),
            DockPlace("training", RIGHT, behind="malfunctions"),
            DockPlace("crew", RIGHT, behind="malfunctions"),
            DockPlace("class", RIGHT, 0.28, 330, beside="malfunctions"),
            DockPlace("orders", RIGHT, behind="class"),
            DockPlace("plots", RIGHT, behind="class"),
            DockPlace("alarms", BOTTOM, 0.6),
            DockPlace("knowing", BOTTOM, 0.4, beside="alarms"),
        ),
    ),
    Workspace(
        "Reviewer", "F3",
        (
            DockPlace("module", RIGHT, 0.36, 380),
            DockPlace("why", RIGHT, behind="module"),
            DockPlace("plots", BOTTOM, 0.5),
            DockPlace("alarms", BOTTOM, 0.5, beside="plots"),
        ),
        bottom_share=0.36,
    ),
    Workspace(
        "Trainee", "F4",
        (
            DockPlace("checklist", RIGHT, 0.28, 340),
            DockPlace("sheet", RIGHT, 0.27, 320, beside="checklist"),
            DockPlace("plots", RIGHT, behind="sheet"),
            DockPlace("alarms", BOTTOM, 0.5, 640),
            DockPlace("messages", BOTTOM, 0.25, beside="alarms"),
            DockPlace("orders", BOTTOM, 0.25, beside="messages"),
            DockPlace("crew", BOTTOM, behind="orders"),
            DockPlace("coolant", BOTTOM, behind="orders"),
        ),
        bottom_share=0.24,
        is_trainees=True,
    ),
)  # fmt: skip

#: whom an exercise is for
TRAINEES = WORKSPACES[-1]


class Workspaces(QObject):
    """Which workspace the window stands in, and the way to another.

    settings: where that is remembered; None: nowhere.
    """

    changed = Signal()
    leaving = (
        Signal()
    )  # the present arrangement is kept, or made anew: what was put away for a while comes back

    def __init__(
        self,
        window: QMainWindow,
        panels: Panels,
        layouts: Layouts,
        settings: WindowSettings | None,
    ) -> None:
        super().__init__(window)
        self._window, self._panels, self._layouts = window, panels, layouts
        self._settings = settings
        self.current = WORKSPACES[0]

    def recall(self) -> bool:
        """Take up the workspace of the last time as it was left; whether it had been left at all."""
        kept = "" if self._settings is None else self._settings.text(_KEPT)
        self.current = next((one for one in WORKSPACES if one.name == kept), WORKSPACES[0])
        self._layouts.recall_geometry()
        return self._take_up()

    def go_to(self, workspace: Workspace) -> None:
        """Leave the present one as it is, and take up another as it was left."""
        if workspace is self.current:
            return
        self.remember()
        self.current = workspace
        if not self._take_up():
            self._share_anew()
        self.remember()

    def _take_up(self) -> bool:
        self._layouts.workspace = self.current.name
        arrangement.arrange(self._window, self.current.places, self._panels.docks)
        is_left = self._layouts.recall()
        self.changed.emit()
        return is_left

    def restore(self) -> None:
        """The present workspace as it is when nobody has moved anything."""
        self.leaving.emit()
        arrangement.arrange(self._window, self.current.places, self._panels.docks)
        self._share_anew()

    def _share_anew(self) -> None:
        """Share the room out now, and once the panels stand where they were put: placing them makes them as small as can be."""
        arranged = self.current

        def share_again() -> None:
            if self.current is arranged:
                self.share_room()

        self.share_room()
        QTimer.singleShot(0, self, share_again)

    def share_room(self) -> None:
        """Give every panel its share of the present size of the window."""
        current = self.current
        arrangement.share_room(
            self._window, current.places, self._panels.docks, current.bottom_share
        )

    def remember(self) -> None:
        """Keep where everything stands for the next start."""
        self.leaving.emit()
        self._layouts.remember()
        if self._settings is not None:
            self._settings.keep(_KEPT, self.current.name)


class WorkspaceTabs(QTabBar):
    """The workspaces beside the menus; a tab says its key."""

    def __init__(self, workspaces: Workspaces) -> None:
        super().__init__()
        self._workspaces = workspaces
        self.setAccessibleName("Workspaces")
        self.setDrawBase(False)
        self.setExpanding(False)
        for one in WORKSPACES:
            at = self.addTab(f"{one.name}  {one.key}")
            self.setTabToolTip(
                at,
                f"What a{'n' if one.name[0] == 'O' else ''} {one.name.lower()} needs ({one.key})",
            )
        workspaces.changed.connect(self._follow)
        self.currentChanged.connect(lambda at: workspaces.go_to(WORKSPACES[at]))

    def _follow(self) -> None:
        self.setCurrentIndex(WORKSPACES.index(self._workspaces.current))
