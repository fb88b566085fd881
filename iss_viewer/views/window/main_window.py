"""The window: the station in the middle, everything that is known about it around it.

The shell paints first; plots and the 3D view, which take longer to load, follow right after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QVBoxLayout,
)

from iss_viewer.link.link import Announced, Ended, Message, Mode
from iss_viewer.situation.moment import Moment, Run
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.results import Reviewer
from iss_viewer.station import Station
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.alarms.alarm_list import AlarmList
from iss_viewer.views.module.incident_page import ArchivePage
from iss_viewer.views.module.module_panel import ModulePanel
from iss_viewer.views.module.module_run import ModuleRun
from iss_viewer.views.operator.advice_panel import KnowingPanel
from iss_viewer.views.operator.key_figures import Top
from iss_viewer.views.review.review_pages import Reviewing
from iss_viewer.views.shared.connector import Connector
from iss_viewer.views.shared.dialogs import confirm
from iss_viewer.views.shared.widgets import label
from iss_viewer.views.shared.window_context import Desk
from iss_viewer.views.style import style_sheet, theme
from iss_viewer.views.style.theme import set_role
from iss_viewer.views.trainer.training import TrainingPanel
from iss_viewer.views.window import arrangement
from iss_viewer.views.window import file_dialogs as asking
from iss_viewer.views.window.actions import deeds_of
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.layouts import Layouts
from iss_viewer.views.window.library import LibraryDialog, Story
from iss_viewer.views.window.operator_name import Who
from iss_viewer.views.window.preparing import PreparingCard
from iss_viewer.views.window.shortcuts import build_menus
from iss_viewer.views.window.time_bar import TimeBar


class MainWindow(QMainWindow):
    """A client of one session at a time.

    connect: makes the link to a session of a scenario, by its name, or to a recording, by its file;
        called again for a restart.
    stories: the library of scenarios, read when it is asked for.
    settings: where the layout is remembered; None: nowhere.
    reviewer: makes what takes longer than a moment, such as reports; None: nobody does.
    """

    def __init__(
        self,
        connect: Connector,
        stories: Callable[[], Sequence[Story]],
        scenario: str = "",
        settings: QSettings | None = None,
        has_sound: bool = False,
        reviewer: Reviewer | None = None,
    ) -> None:
        super().__init__()
        self._connect_session, self._stories, self.scenario = connect, stories, scenario
        self.settings = settings
        self.playhead = Playhead()
        self.pump = FramePump(self.playhead, self)
        self.desk = Desk(self._post, self)
        self.layouts = Layouts(self, settings) if settings is not None else None
        self.reviewer = reviewer
        self.reviewing = Reviewing(self, reviewer) if reviewer is not None else None
        self.plots = None
        self.station_view = None
        self._build_layout(has_sound)
        self._build_menus()
        self._connect()
        self._read_settings()

    def _build_layout(self, has_sound: bool) -> None:
        self.setWindowTitle("ISS Viewer")
        self.top = Top(self.desk, self.playhead)
        self.time_bar = TimeBar(self.desk, self.playhead)
        self.alarms = AlarmList(self.desk, has_sound)
        self.knowing = KnowingPanel(self.desk)
        self.training = TrainingPanel(self.desk)
        self.module_run = ModuleRun(self.desk)
        self.archive = ArchivePage(self.desk)
        pages = (("This run", self.module_run), ("History", self.archive))
        self.module = ModulePanel(self.desk, pages)
        self.central = QFrame()
        set_role(self.central, "panel")
        room = QVBoxLayout(self.central)
        room.setContentsMargins(1, 1, 1, 1)
        self.waiting = label("Preparing the station …", "muted")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        room.addWidget(self.waiting)
        self.preparing = PreparingCard(self.central)
        self.setCentralWidget(self.central)
        arrangement.add_bars(self, self.top, self.time_bar)
        contents = {
            "module": self.module, "alarms": self.alarms, "knowing": self.knowing,
            "training": self.training,
        }  # fmt: skip
        self.docks = arrangement.add_docks(self, contents)

    def share_room(self) -> None:
        """The layout as it is meant for the present size of the window."""
        arrangement.share_room(self, self.docks)

    def _build_menus(self) -> None:
        self.who = Who(self.desk, self.settings)
        self.deeds = deeds_of(self)
        self.menus = build_menus(self, self.deeds)
        self.menuBar().setCornerWidget(self.who)
        panels = self.menus["&View"].addMenu("Panels")
        for dock in self.docks.values():
            panels.addAction(dock.toggleViewAction())
        self.menus["&View"].aboutToShow.connect(self._list_layouts)
        self._layout_menu = self.menus["&View"].addMenu("Saved layouts")

    def _list_layouts(self) -> None:
        self._layout_menu.clear()
        names = self.layouts.names() if self.layouts is not None else []
        for name in names:
            self._layout_menu.addAction(name, lambda name=name: self.layouts.use(name))
        self._layout_menu.setEnabled(bool(names))

    def _connect(self) -> None:
        self.pump.announced.connect(self._announce)
        self.pump.opened.connect(self._open)
        self.pump.panels_due.connect(self._show_panels)
        self.pump.pressures_due.connect(self._show_pressures)
        self.pump.rates_due.connect(self._show_rates)
        self.pump.scene_due.connect(self._show_scene)
        self.pump.refused.connect(lambda reason: self.tell(f"Not done: {reason}", "warn"))
        self.pump.noticed.connect(lambda text: self.tell(text, "notice", lasts=bool(text)))
        self.pump.ended.connect(self._end)
        self.desk.looks_changed.connect(self._dress)
        self.desk.told.connect(self.tell)
        self.desk.scenario_asked.connect(self._play)
        self.desk.selection.changed.connect(self._select)
        self.time_bar.moved.connect(self.refresh)
        self.time_bar.restart_asked.connect(self.restart)
        self.top.restart_asked.connect(self.go_on)
        self.top.live_asked.connect(self.time_bar.go_live)
        self.top.take_over_asked.connect(self.take_over)
        self.alarms.limits_asked.connect(lambda: asking.edit_limits(self))
        self._forget = QTimer(self, singleShot=True, interval=8000)
        self._forget.timeout.connect(lambda: self.top.tell(self.pump.pace.notice, "notice"))

    def _read_settings(self) -> None:
        """Theme, units and layout of the last time; whatever is broken is passed over."""
        self.resize(1600, 1000)
        palette, units = theme.DARK, UNIT_SYSTEMS[0]
        if self.settings is not None:
            palette = theme.PALETTES.get(str(self.settings.value("theme", "dark")), palette)
            names = {system.name: system for system in UNIT_SYSTEMS}
            units = names.get(str(self.settings.value("units", "")), units)
        self.desk.palette, self.desk.units = palette, units
        self._dress()
        self.is_arranged = self.layouts is not None and self.layouts.recall()
        if not self.is_arranged:
            QTimer.singleShot(0, self.share_room)

    def finish_building(self) -> None:
        """Load what takes longer: the plots, then the 3D view."""
        self._build_plots()
        self._build_scene()

    def _build_plots(self) -> None:
        if self.plots is None:
            from iss_viewer.views.plots.plot_panel import PlotPanel

            self.plots = PlotPanel(self.desk)
            self.plots.time_picked.connect(self.time_bar.look_at)
            self.docks["plots"].put(self.plots)
            self.pump.forget_drawn()

    def _build_scene(self) -> None:
        if self.desk.run is not None:
            self._show_station(self.desk.run.station)

    def _show_station(self, station: Station) -> None:
        """Draw a station; of a run, or of one that is being prepared."""
        if self.station_view is None:
            from iss_viewer.views.station.station_view import StationView

            self.station_view = StationView(station)
            self.station_view.module_selected.connect(self.desk.selection.choose)
            self.station_view.use_units(self.desk.units)
            self.pump.is_camera_moving = lambda: self.station_view.canvas.is_moving()
            self.pump.has_time.connect(self.station_view.refine)
            self.central.layout().addWidget(self.station_view)
            self.waiting.hide()
        else:
            self.station_view.open(station)
        self.pump.forget_drawn()

    def start(self, scenario: str = "") -> None:
        """Begin a session of a scenario; the one before is closed."""
        self.scenario = scenario or self.scenario
        self.tell("")
        self.preparing.wait()
        self.pump.start(self._connect_session(self.scenario))
        QTimer.singleShot(0, self._build_plots)

    def restart(self) -> None:
        """Begin the same scenario, or the same recording, anew."""
        run = self.desk.run
        is_replay = run is not None and run.opened.mode is Mode.REPLAY
        self.start(run.opened.recording if is_replay else self.scenario)

    def go_on(self) -> None:
        """Go on where a session was lost, its alarms as they stood; begin anew where it cannot be."""
        run = self.desk.run
        is_kept = run is not None and run.opened.recording and not run.history.is_empty
        if not is_kept or run.opened.mode is not Mode.SIMULATION:
            self.restart()
            return
        recording, speed = run.opened.recording, self.pump.pace.speed_asked or 1.0
        self.tell("")
        self.pump.stop()
        self.pump.start(self._connect_session.go_on(recording, speed))

    def take_over(self) -> None:
        """Go on live from the instant that is shown; the session there was ends."""
        moment = self.desk.moment
        if moment is None or not moment.run.opened.recording:
            return
        question = "Go on live from this instant? The session there is ends; its recording is kept."
        if confirm(self, "Take over", question, "Take over"):
            recording, time_s = moment.run.opened.recording, moment.time_s
            self.pump.stop()
            speed = moment.pace.speed_asked or self.playhead.speed
            self.preparing.wait()
            self.pump.start(self._connect_session.take_over(recording, time_s, speed))

    def take(self, message: Message) -> None:
        """Take one message as if the link had brought it, for pictures of the window."""
        self.pump.take(message)

    def settle(self, time_s: float | None = None) -> None:
        """Have everything built and drawn now, live or at an instant of the run."""
        self.finish_building()
        if time_s is None:
            self.playhead.go_live()
        else:
            self.playhead.look_at(time_s)
        self.share_room()
        for _ in range(3):  # layouts settle in turns, the inner after the outer
            QCoreApplication.sendPostedEvents()
            self.pump.forget_drawn()
            self.pump.draw_all()
            if self.station_view is not None:
                self.station_view.build_now()

    def picture(self) -> QPixmap:
        """The window as it is drawn now."""
        return self.grab()

    def _post(self, command) -> None:
        if self.pump.link is not None:
            self.pump.link.post(command)

    def _announce(self, announced: Announced) -> None:
        self.setWindowTitle(f"{announced.title} — ISS Viewer")
        QTimer.singleShot(0, lambda: self._show_station(announced.station))

    def _open(self, run: Run) -> None:
        self.setWindowTitle(f"{run.opened.title} — ISS Viewer")
        self.desk.open(run)
        if run.opened.mode is Mode.REPLAY and not run.history.is_empty:
            self.playhead.look_at(run.history.start_s)
            self.playhead.play(True)
        QTimer.singleShot(0, self.finish_building)

    def _end(self, ended: Ended) -> None:
        self.preparing.leave()
        self.tell(ended.reason, "bad" if ended.is_failure else "notice", lasts=True)
        self.top.restart.setVisible(ended.is_failure and self.pump.run is not None)
        if ended.is_failure and self.pump.run is None:
            self.waiting.setText(ended.reason)
            self.top.show_no_session()

    def refresh(self) -> None:
        """Draw all that changed, now; scrubbing follows the mouse by it."""
        self.pump.draw_all()

    def _show_panels(self, moment: Moment) -> None:
        if not moment.run.history.is_empty:
            self.preparing.leave()
        self.desk.moment = moment
        self.top.frame_ms = self.pump.frame_ms
        self.top.show_moment(moment)
        self.time_bar.show_moment(moment)
        for name, panel in (
            ("alarms", self.alarms), ("module", self.module), ("knowing", self.knowing),
            ("training", self.training),
        ):  # fmt: skip
            if not self.docks[name].visibleRegion().isEmpty():
                panel.show_moment(moment)

    def _show_pressures(self, moment: Moment) -> None:
        if self._are_plots_in_sight():
            self.plots.show_pressures(moment)

    def _show_rates(self, moment: Moment) -> None:
        if self._are_plots_in_sight():
            self.plots.show_rates(moment)

    def _are_plots_in_sight(self) -> bool:
        return self.plots is not None and not self.docks["plots"].visibleRegion().isEmpty()

    def _show_scene(self, moment: Moment) -> None:
        if self.station_view is not None:
            self.station_view.show_moment(moment)

    def _select(self, module: str) -> None:
        if self.station_view is not None:
            self.station_view.select(module)
        self.pump.forget_drawn()

    def _dress(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        style_sheet.apply(application, self.desk.palette)
        for dock in self.docks.values():
            dock.dress(self.desk.palette)
        if self.station_view is not None:
            self.station_view.use_units(self.desk.units)
        if self.settings is not None:
            self.settings.setValue("theme", self.desk.palette.name)
            self.settings.setValue("units", self.desk.units.name)
        self.pump.forget_drawn()

    def tell(self, text: str, tone: str = "muted", lasts: bool = False) -> None:
        """Say something short beside the sentence, for a while or until it is over."""
        self.top.tell(text, tone)
        if text and not lasts:
            self._forget.start()
        else:
            self._forget.stop()

    def switch_theme(self) -> None:
        """From dark to light and back."""
        is_dark = self.desk.palette is theme.DARK
        self.desk.use_palette(theme.LIGHT if is_dark else theme.DARK)

    def switch_units(self) -> None:
        """To the next unit system, everywhere at once."""
        at = UNIT_SYSTEMS.index(self.desk.units)
        self.desk.use_units(UNIT_SYSTEMS[(at + 1) % len(UNIT_SYSTEMS)])
        self.tell(f"Units: {self.desk.units.name}")

    def choose_scenario(self) -> None:
        """Open the library."""
        dialog = LibraryDialog(self, tuple(self._stories()), self.scenario)
        if dialog.exec() and dialog.chosen():
            self.start(dialog.chosen())

    def _play(self, scenario: str) -> None:
        if not scenario:
            self.choose_scenario()
        elif confirm(self, "Play this", f"End this session and start “{scenario}”?", "Start it"):
            self.start(scenario)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and end the session."""
        if self.layouts is not None:
            self.layouts.remember()
        self.alarms.annunciator.mute(True)
        if self.reviewing is not None:
            self.reviewing.close()
        self.pump.stop()
        if self.station_view is not None:
            self.station_view.close()
        super().closeEvent(event)
