"""What the trainees see, as it is, in a window of its own: the instructor looks on, and nothing is ordered from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from iss_viewer.situation.board import Board, Ledger
from iss_viewer.situation.moment import Moment, OpenRun, moment_of
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.training.help_level import (
    for_trainee,
    hidden_panels,
    shown_help,
    trainee_board,
    trainee_run,
)
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.hatch_map.map_view import MapView
from iss_viewer.views.operator.key_figures import Top
from iss_viewer.views.shared.widgets import label, row, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window import arrangement
from iss_viewer.views.window.frame_pump import FramePump
from iss_viewer.views.window.panels import Panels
from iss_viewer.views.window.workspaces import TRAINEES

_EVERY_MS = 60  # between two parts
_NOTE = "What the trainees see now. Nothing is ordered from here."
_NO_RUN = "No run is open."


class TraineeMirror(QMainWindow):
    """The workspace of trainees at the present of the run of another window, at the level of help of its exercise."""

    def __init__(self, context: WindowContext, pump: FramePump) -> None:
        super().__init__()
        self._of, self._pump = context, pump
        self.context = WindowContext(lambda _: None, self)
        self.map: MapView | None = None
        self._run: OpenRun | None = None
        self._ledger: Ledger | None = None
        self._build_layout()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._draw_next)
        context.looks_changed.connect(self._apply_looks)
        self._apply_looks()
        self.resize(1280, 800)

    def _build_layout(self) -> None:
        self.help = label(_NO_RUN, "soft")
        self.watch = AlarmWatch(self.context)
        self.top = Top(self.context, Playhead())
        chip = label("MIRROR", "badge", "mode")
        head = arrangement.bar_line(row(chip, self.help, None))
        arrangement.add_bars(self, (head, self.watch, self.top), ())
        self.panels = Panels(self, self.context, self.watch)
        arrangement.arrange(self, TRAINEES.places, self.panels.docks)
        panels = self.panels
        self._parts: tuple[Callable[[Moment], None], ...] = (
            self._show_middle, panels.show_moment, panels.show_pressures, panels.show_rates,
        )  # fmt: skip
        self._turn = 0

    def _apply_looks(self) -> None:
        """Units, notation and colours of the window that is mirrored."""
        self.context.use_units(self._of.units)
        self.context.use_notation(self._of.notation)
        self.context.use_palette(self._of.palette)
        self.panels.apply_theme()
        if self.map is not None:
            self.map.apply_looks()

    def start(self) -> None:
        """Show it, and keep it up to date."""
        self.show()
        self.raise_()
        self._timer.start()
        self.refresh()

    def _share_room(self) -> None:
        arrangement.share_room(self, TRAINEES.places, self.panels.docks, TRAINEES.bottom_share)

    def refresh(self) -> None:
        """Draw all of it: the present of a run that goes on; of one that is over, what is looked at."""
        for _ in self._parts:
            self._draw_next()

    def _draw_next(self) -> None:
        """Draw one part in turn, so that no tick takes long for who waits for the other window."""
        run = self._pump.run
        if run is None:
            return
        if run is not self._run:
            self._open(run)
        moment = self._instant(run)
        shown = self.context.moment = replace(for_trainee(moment), is_mirrored=True)
        self.watch.take(shown.run, trainee_board(moment.board, shown_help(run.opened.cover)))
        self._turn = (self._turn + 1) % len(self._parts)
        self._parts[self._turn](shown)

    def _show_middle(self, moment: Moment) -> None:
        self.top.show_moment(moment)
        if self.map is not None:
            self.map.show_moment(moment)

    def _open(self, run: OpenRun) -> None:
        """Turn to another run."""
        self._run, self._ledger = run, Ledger(run.history)
        self.setWindowTitle(f"{run.opened.title} — what the trainees see — ISS Viewer")
        set_text(self.help, f"{_NOTE} Help: {shown_help(run.opened.cover).name.lower()}.")
        if self.map is None:
            self.map = MapView(run.station, self.context)
            self.setCentralWidget(self.map)
        self.map.open(run.station)
        self.context.open(trainee_run(run))
        self.panels.kept = hidden_panels(run.opened.cover)
        self.panels.load_plots()
        self.panels.draw_veils("")
        QTimer.singleShot(0, self, self._share_room)  # once all of it has its size

    def _instant(self, run: OpenRun) -> Moment:
        assert self._ledger is not None
        history, is_over = run.history, run.opened.is_over
        time_s = self._pump.playhead.time_s(history) if is_over else history.end_s
        board = Board() if history.is_empty else self._ledger.at(time_s)
        return moment_of(run, board, time_s, not is_over, self._pump.pace, self._pump.is_lost)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Draw nothing that nobody sees."""
        self._timer.stop()
        super().closeEvent(event)
