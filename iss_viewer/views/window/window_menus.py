"""The menu bar of the window: all that menus and keys do, the workspaces and the operator beside it, and what finds a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from iss_viewer.views.operator.key_figures import Top
from iss_viewer.views.review.review_pages import ReviewPages
from iss_viewer.views.shared.actions import MenuAction
from iss_viewer.views.shared.dialogs import is_accepted
from iss_viewer.views.shared.offer_list import Offer
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window import actions
from iss_viewer.views.window.appearance import Appearance
from iss_viewer.views.window.command_palette import CommandPalette, offers_of
from iss_viewer.views.window.layouts import Layouts
from iss_viewer.views.window.operator_name import OperatorName
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.scenario_editing import ScenarioEditing
from iss_viewer.views.window.sessions import Sessions
from iss_viewer.views.window.shortcuts import Menus, ShortcutSheet
from iss_viewer.views.window.station_pane import StationPane
from iss_viewer.views.window.station_room import StationRoom
from iss_viewer.views.window.time_bar import TimeBar
from iss_viewer.views.window.tour import Tour
from iss_viewer.views.window.workspaces import Workspaces, WorkspaceTabs


@dataclass(frozen=True)
class MenuParts:
    """The parts of a window that menus and keys act on. say: tells the person something for a while."""

    window: QMainWindow
    context: WindowContext
    sessions: Sessions
    editing: ScenarioEditing
    time_bar: TimeBar
    station: StationPane
    room: StationRoom
    panels: Panels
    operator_name: OperatorName
    workspaces: Workspaces
    appearance: Appearance
    layouts: Layouts
    top: Top
    tour: Tour
    review: ReviewPages | None
    say: Callable[[str], None]


class WindowMenus(Menus):
    """Made last of the parts of a window: each of them does something by a menu."""

    def __init__(self, of: MenuParts) -> None:
        self._of = of
        self.actions = self._all_actions()
        super().__init__(of.window, self.actions)
        bar = of.window.menuBar()
        bar.setNativeMenuBar(False)  # it holds more than menus
        bar.setCornerWidget(of.operator_name)
        self.workspace_tabs = WorkspaceTabs(of.workspaces)
        bar.setCornerWidget(self.workspace_tabs, Qt.Corner.TopLeftCorner)
        view = self.by_name["&View"]
        panels = view.addMenu("Panels")
        for dock in of.panels.docks.values():
            panels.addAction(dock.toggleViewAction())
        view.aboutToShow.connect(self._list_layouts)
        self._layouts = view.addMenu("Saved layouts")

    def _all_actions(self) -> tuple[MenuAction, ...]:
        of = self._of
        context, panels, review = of.context, of.panels, of.review
        return (
            *actions.run_actions(of.sessions, of.editing),
            *actions.time_actions(of.time_bar),
            *actions.station_orders(of.window, context, panels),
            *actions.note_actions(of.window, context, of.operator_name),
            *actions.alarm_actions(of.window, context, panels),
            *(review.actions() if review is not None else ()),
            *actions.station_actions(context, of.station, of.room),
            *actions.workspace_actions(of.workspaces),
            *actions.view_actions(of.window, context, of.appearance, of.workspaces, of.layouts),
            *actions.plot_actions(panels),
            MenuAction(
                "&View", "What the trainees see", ("Ctrl+Shift+M",), context.mirror_asked.emit
            ),
            MenuAction("&View", "Time of a drawing, age of the data, lag", ("I",), self.show_load),
            MenuAction("&Help", "Tour of this workspace", (), self.show_tour),
            MenuAction("&Help", "Commands…", ("Ctrl+K",), self.show_commands),
            MenuAction("&Help", "Keys", ("?",), self.show_keys),
        )

    def _list_layouts(self) -> None:
        layouts = self._of.layouts
        self._layouts.clear()
        names = layouts.names()
        for name in names:
            entry = self._layouts.addAction(name.replace("&", "&&"))  # no key, a letter
            entry.triggered.connect(lambda _=False, name=name: layouts.use(name))
        self._layouts.setEnabled(bool(names))

    def show_load(self) -> None:
        """Tell how long a drawing takes, how old the data are and what lags."""
        self._of.say(self._of.top.load or "Nothing was drawn yet.")

    def show_tour(self) -> None:
        """Show who is new what stands where in this workspace."""
        self._of.tour.begin(self._of.workspaces.current.name)

    def show_commands(self) -> None:
        """Offer all that can be done now by its words, and every module."""
        offers, context = offers_of(self.actions), self._of.context
        if context.run is not None:
            choose = context.selection.choose
            offers += [
                Offer(f"Module {module.name}", "", partial(choose, module.id))
                for module in context.run.station.modules
            ]
        palette = CommandPalette(self._of.window, offers)
        if is_accepted(palette) and palette.chosen is not None:
            palette.chosen.do()

    def show_keys(self) -> None:
        """Open the sheet of keys."""
        is_accepted(ShortcutSheet(self._of.window, self.actions))
