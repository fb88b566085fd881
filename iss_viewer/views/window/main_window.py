"""The window: the station in the middle, everything that is known about it around it.

Its frame is painted first; what draws in 3D is loaded behind it, then the station, and the plots when that is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QMainWindow, QWidget

from iss_viewer.link.link import Announced, Ended, Message
from iss_viewer.situation.authoring import TextChecker
from iss_viewer.situation.library import LibraryEntry
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.results import Reviewer
from iss_viewer.station.names import with_names
from iss_viewer.telemetry.commands import Command
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.operator.key_figures import Top
from iss_viewer.views.review.review_pages import ReviewPages, Shown
from iss_viewer.views.shared.connector import Connector
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.widgets import press_by_enter
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window import arrangement, file_dialogs
from iss_viewer.views.window.appearance import Appearance
from iss_viewer.views.window.class_view import ClassView
from iss_viewer.views.window.dock_tabs import DockTabs
from iss_viewer.views.window.dropped_files import DroppedFiles
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.layouts import Layouts
from iss_viewer.views.window.notice_line import NoticeLine
from iss_viewer.views.window.operator_name import OperatorName
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.scenario_editing import ScenarioEditing
from iss_viewer.views.window.sessions import Sessions
from iss_viewer.views.window.shortcuts import keeps_key
from iss_viewer.views.window.station_pane import StationPane
from iss_viewer.views.window.station_room import StationRoom
from iss_viewer.views.window.time_bar import TimeBar
from iss_viewer.views.window.tour import Tour
from iss_viewer.views.window.window_menus import MenuParts, WindowMenus
from iss_viewer.views.window.workspaces import Workspaces

if TYPE_CHECKING:
    from iss_viewer.views.window.trainee_mirror import TraineeMirror

NOTICE_MS = 8000  # how long a short word stands
_PREPARING = "The run is being prepared."


class MainWindow(QMainWindow):
    """A client of one session at a time.

    connect: makes the link to a session of a scenario, by its name, or to a recording, by its file;
        called again for a restart.
    stories: the library of scenarios, read when it is asked for.
    settings: where the layout is remembered; None: nowhere.
    reviewer: makes what takes longer than a moment, such as reports; None: nobody does.
    checker: checks and previews scenarios that are written; None: nobody does.
    """

    def __init__(
        self,
        connect: Connector,
        stories: Callable[[], Sequence[LibraryEntry]],
        scenario: str = "",
        settings: WindowSettings | None = None,
        has_sound: bool = False,
        reviewer: Reviewer | None = None,
        checker: TextChecker | None = None,
    ) -> None:
        super().__init__()
        self.playhead = Playhead()
        self.pump = FramePump(self.playhead, self)
        self.context = WindowContext(self._post, self)
        self.context.checker = checker
        self.editing = ScenarioEditing(self, self.context, stories)
        self.sessions = Sessions(
            self, self.context, self.pump, connect, stories, scenario, reviewer
        )
        self.appearance = Appearance(self.context, settings)
        self.appearance.recall()
        self._build_layout(has_sound)
        self.review = self._review_pages(reviewer)
        self.layouts = Layouts(self, settings, self.panels)
        self.workspaces = Workspaces(self, self.panels, self.layouts, settings)
        self.room = StationRoom(self, self.panels, self.station, self.workspaces, self.context)
        self.operator_name = OperatorName(self.context, settings)
        self.tour = Tour(self, self.station, self._tour_target, self.context, settings)
        self.class_view = ClassView(
            self, self.context, self.pump, self.panels, self.workspaces, self.review
        )
        self.mirror: TraineeMirror | None = None  # made when it is first asked for
        self.menus = WindowMenus(self._menu_parts())
        self.notice = NoticeLine(self.menuBar())
        self._connect()
        self.station.recall(settings)
        self._recall()

    # ------------------------------------------------------------------ what it is made of

    def _build_layout(self, has_sound: bool) -> None:
        self._title, self._warning, self._is_painted = "", "", False
        self._retitle()
        self.watch = AlarmWatch(self.context, has_sound)
        self.top = Top(self.context, self.playhead)
        self.time_bar = TimeBar(self.context, self.playhead)
        self.station = StationPane(self.context, self.pump)
        self.setCentralWidget(self.station)
        arrangement.add_bars(self, (self.watch, self.top), (self.time_bar,))
        self.panels = Panels(self, self.context, self.watch)
        self.dock_tabs = DockTabs(self, self.panels.docks.values())

    def _review_pages(self, reviewer: Reviewer | None) -> ReviewPages | None:
        if reviewer is None:
            return None
        return ReviewPages(self, self.context, self.playhead, reviewer, self._shown)

    def _shown(self) -> Shown:
        """What the panels show now."""
        plots, view = self.panels.plots, self.station.view
        pose = view.pose() if view is not None else None
        if plots is None:
            return Shown(pose=pose)
        return Shown(
            plots.stretch.now(),
            frozenset(plots.legend_model.hidden),
            pose,
            plots.reading.cursors.stretch,
            plots.drawn_columns(),
        )

    def _menu_parts(self) -> MenuParts:
        return MenuParts(
            self, self.context, self.sessions, self.editing, self.time_bar, self.station, self.room,
            self.panels, self.operator_name, self.workspaces, self.appearance, self.layouts, self.top, self.tour,
            self.review, self.show_message,
        )  # fmt: skip

    def _tour_target(self, name: str) -> QWidget | None:
        parts = {"top": self.top, "station": self.station, "time": self.time_bar}
        return parts.get(name) or self.panels.docks.get(name)

    # ------------------------------------------------------------------ who hears whom

    def _connect(self) -> None:
        self._connect_pump()
        DroppedFiles(self, self.sessions.open_files)
        self.sessions.begins.connect(self._prepare)
        self.workspaces.changed.connect(self.tour.leave)
        self.context.looks_changed.connect(self._apply_theme)
        self.context.message.connect(self.show_message)
        self.context.selection.changed.connect(self._follow_selection)
        self.time_bar.moved.connect(self.refresh)
        self.watch.show_asked.connect(self._show_alarms)
        self.watch.told.connect(lambda word: self._retitle(warning=word))
        for dock in self.panels.docks.values():
            dock.visibilityChanged.connect(lambda _: self.pump.forget_drawn())
        self.context.limits_asked.connect(lambda: file_dialogs.edit_limits(self, self.context))
        self.time_bar.restart_asked.connect(self.sessions.restart)
        self.top.restart_asked.connect(self.sessions.go_on)
        self.top.live_asked.connect(self.time_bar.go_live)
        self.top.take_over_asked.connect(self.sessions.take_over)
        self.top.pressing.connect(self.tour.give_way)
        self.top.grown.connect(lambda: self._bring_before("cabin", "why"))
        self.top.grown.connect(self.room.press)
        self.top.eased.connect(self.room.ease)
        self.top.execute_asked.connect(lambda: self.panels.advice.carry_out())
        self.top.plan_asked.connect(lambda: self._show_panel("knowing"))
        self.context.panel_asked.connect(self._show_panel)
        self.context.mirror_asked.connect(self.show_mirror)
        self._forget = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._forget.timeout.connect(lambda: self.notice.show_text(self.pump.pace.notice, "notice"))

    def _connect_pump(self) -> None:
        pump = self.pump
        pump.announced.connect(self._announce)
        pump.preparing.connect(self.station.preparing.show_progress)
        pump.opened.connect(self._open)
        pump.panels_due.connect(self._show_panels)
        pump.pressures_due.connect(self.panels.show_pressures)
        pump.rates_due.connect(self.panels.show_rates)
        pump.scene_due.connect(self.station.show_moment)
        self.station.first_drawn.connect(self.panels.load_plots, Qt.ConnectionType.QueuedConnection)
        pump.live_changed.connect(self.watch.take)
        pump.refused.connect(self._show_refusal)
        pump.noticed.connect(lambda text: self.show_message(text, "notice", lasts=bool(text)))
        pump.ended.connect(self._end)

    def _show_refusal(self, reason: str) -> None:
        run = self.context.run
        said = reason if run is None else with_names(run.station, reason)
        self.show_message(f"Not done: {said}", "notice")

    def _post(self, command: Command) -> None:
        if self.pump.link is not None:
            self.pump.link.post(command)

    # ------------------------------------------------------------------ the look of it

    def _recall(self) -> None:
        """Theme, units and layout of the last time."""
        self.resize(1600, 1000)
        # no control has the focus before somebody gives it: Space must not press what chance chose
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._apply_theme()
        self.is_arranged = self.workspaces.recall()
        if not self.is_arranged:
            QTimer.singleShot(0, self, self.workspaces.share_room)

    def _apply_theme(self) -> None:
        self.appearance.apply()
        self.panels.apply_theme()
        self.station.use_units()
        self.pump.forget_drawn()

    def show_message(self, text: str, tone: str = "muted", lasts: bool = False) -> None:
        """Say something in the menu bar, for a while or until it is over."""
        self.notice.show_text(text, tone)
        if text and not lasts:
            self._forget.start()
        else:
            self._forget.stop()

    # ------------------------------------------------------------------ a session from begin to end

    def start(self, scenario: str = "") -> None:
        """Begin a session of a scenario; the one before is closed."""
        self.sessions.start(scenario)

    def _prepare(self) -> None:
        """Another run is to come: nothing that is still seen is of it."""
        self.show_message("")
        self.context.moment = None
        self.watch.clear()
        self.top.show_starting()
        self.panels.draw_veils(_PREPARING)
        self.station.forget()
        self.station.preparing.wait()

    def take(self, message: Message) -> None:
        """Take one message as if the link had brought it, for pictures of the window."""
        self.pump.take(message)

    def _announce(self, announced: Announced) -> None:
        self._retitle(title=announced.title)
        QTimer.singleShot(0, self, lambda: self.station.show_station(announced.station))

    def _retitle(self, title: str | None = None, warning: str | None = None) -> None:
        """Name the window by its run, and by the worst live alarm that waits: also where it is minimised."""
        self._title = self._title if title is None else title
        self._warning = self._warning if warning is None else warning
        named = " — ".join(part for part in (self._title, "ISS Viewer") if part)
        self.setWindowTitle(f"{self._warning} · {named}" if self._warning else named)

    def _open(self, run: OpenRun) -> None:
        self._retitle(title=run.opened.title)
        self.context.open(run)
        self.class_view.cover_panels()
        if run.opened.is_over and not run.history.is_empty:
            self.playhead.look_at(run.history.start_s)
            self.playhead.play(True)
        self.menus.refresh()
        QTimer.singleShot(0, self, self.finish_building)
        self.tour.offer(self.workspaces.current.name)

    def finish_building(self) -> None:
        """Load what takes longer: the 3D view, then the plots."""
        if self.context.run is not None:
            self.station.show_station(self.context.run.station)
        self.panels.load_plots()
        self.pump.forget_drawn()

    def _end(self, ended: Ended) -> None:
        self.station.preparing.leave()
        self.show_message(ended.reason, "bad" if ended.is_failure else "notice", lasts=True)
        self.top.restart.setVisible(ended.is_failure and self.context.run is not None)
        if ended.is_failure and self.pump.run is None:
            self.station.waiting.setText(ended.reason)
            self.panels.draw_veils(ended.reason)
            self.top.show_no_session()

    # ------------------------------------------------------------------ what is drawn

    def _show_panels(self, moment: Moment) -> None:
        if not moment.run.history.is_empty:
            self.station.preparing.leave()
            self.panels.draw_veils("")
        alarms_dock = self.panels.docks["alarms"]
        self.watch.follow_look(moment.is_live and not alarms_dock.visibleRegion().isEmpty())
        self.watch.follow_session(moment.is_answered)
        self.context.moment = moment
        self.top.frame_ms, self.top.silence_s = self.pump.frame_ms, self.pump.silence_s
        self.top.show_moment(moment)
        self.time_bar.show_moment(moment)
        self.panels.show_mode(self.top.mode.text(), self.top.mode.property("tone") or "")
        self.panels.show_moment(moment)
        self.menus.refresh()
        self.class_view.debrief_at_the_end(moment)

    def show_mirror(self) -> None:
        """Open the window in which an instructor looks on at what the trainees see."""
        if self.mirror is None:
            from iss_viewer.views.window.trainee_mirror import TraineeMirror

            self.mirror = TraineeMirror(self.context, self.pump)
        self.mirror.start()

    def _show_alarms(self) -> None:
        """Go to the present and to the list of alarms, wherever it is."""
        self.time_bar.go_live()
        self._show_panel("alarms")

    def _follow_selection(self, module: str) -> None:
        """Show the page of a module that was chosen where the air of a shift stands before it, or why it falls."""
        self.menus.refresh()
        for shown in ("cabin", "why") if module else ():
            self._bring_before(shown, "module")

    def _bring_before(self, shown: str, other: str) -> None:
        """Bring a panel to the front where it is a tab behind another that is shown."""
        docks = self.panels.docks
        is_shown = not docks[shown].visibleRegion().isEmpty()
        if is_shown and docks[other] in self.tabifiedDockWidgets(docks[shown]):
            docks[other].raise_()

    def _show_panel(self, name: str) -> None:
        dock = self.panels.docks[name]
        dock.show()
        dock.raise_()

    def refresh(self) -> None:
        """Draw all that changed, now; scrubbing follows the mouse by it."""
        self.pump.draw_all()

    def settle(self, time_s: float | None = None) -> None:
        """Have everything built and drawn now, live or at an instant of the run."""
        self.finish_building()
        if time_s is None:
            self.playhead.go_live()
        else:
            self.playhead.look_at(time_s)
        self.dock_tabs.follow()
        self.workspaces.share_room()
        for _ in range(3):  # layouts settle in turns, the inner after the outer
            QCoreApplication.sendPostedEvents()
            self.pump.forget_drawn()
            self.pump.draw_all()
        self.station.build_now()  # once: its smooth picture is what takes longest

    def picture(self) -> QPixmap:
        """The window as it is drawn now."""
        return self.grab()

    def event(self, event: QEvent) -> bool:
        """Leave a key to the focused control where it presses that; only else it is a shortcut."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and keeps_key(self.focusWidget(), cast(QKeyEvent, event).key()):
            event.accept()
            return True
        if event.type() is QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._load)
        return super().event(event)

    def _load(self) -> None:
        """Load what takes longer than the first paint waits for."""
        self.panels.make_seen()
        QTimer.singleShot(0, self, self.station.load_toolkit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does."""
        if not press_by_enter(event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end the session, unless a text that is written would be lost."""
        if not self.editing.may_close():
            event.ignore()
            return
        self.workspaces.remember()
        self.watch.annunciator.mute(True)
        if self.mirror is not None:
            self.mirror.close()
        if self.review is not None:
            self.review.close()
        self.pump.stop()
        self.station.close_view()
        super().closeEvent(event)
