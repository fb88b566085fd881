"""The panels of the window in one table: a new one is a line here and a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from iss_viewer.situation.moment import Moment
from iss_viewer.views.alarms.alarm_list import AlarmList
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.module.module_panel import ModulePanel
from iss_viewer.views.operator.advice_panel import AdvicePanel
from iss_viewer.views.operator.cabin_panel import CabinPanel
from iss_viewer.views.operator.crew_panel import CrewPanel
from iss_viewer.views.operator.gas_panel import GasPanel
from iss_viewer.views.plots.why_panel import WhyPanel
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.trainer.training import TrainingPanel
from iss_viewer.views.window import arrangement
from iss_viewer.views.window.arrangement import Panel

if TYPE_CHECKING:
    from iss_viewer.views.plots.plot_panel import PlotPanel


class Panels:
    """Makes all panels with their docks, and draws those that are in sight."""

    def __init__(self, window: QMainWindow, context: WindowContext, watch: AlarmWatch) -> None:
        self._context = context
        self.plots: PlotPanel | None = None
        self._plots_kept: object = None  # until they are loaded
        self.module, self.alarms = ModulePanel(context), AlarmList(context, watch)
        self.advice, self.training = AdvicePanel(context), TrainingPanel(context)
        self.why = WhyPanel(context)
        self.crew, self.gas = CrewPanel(context), GasPanel(context)
        self.cabin = CabinPanel(context)
        self.table = self._table()
        self.docks = arrangement.add_docks(window, self.table)

    def _table(self) -> tuple[Panel, ...]:
        plots = {"pressures": self._draw_pressures, "rates": self._draw_rates}
        return (
            Panel("plots", "Pressure and its rate", 320, None, plots),
            Panel("module", "Module", 260, self.module, {"panels": self.module.show_moment}),
            Panel("alarms", "Alarms", 600, self.alarms, {"panels": self.alarms.show_moment}),
            Panel("knowing", "Leak location and next action", 460, self.advice, {"panels": self.advice.show_moment}),
            Panel("training", "Trainer", 300, self.training, {"panels": self.training.show_moment}),
            Panel("crew", "Crew and ships", 260, self.crew, {"panels": self.crew.show_moment}),
            Panel("gas", "Gas and its last day", 240, self.gas, {"panels": self.gas.show_moment}),
            Panel("cabin", "Cabin air", 260, self.cabin, {"panels": self.cabin.show_moment}),
            Panel("why", "Why it falls", 240, self.why, {"panels": self.why.show_moment}),
        )  # fmt: skip

    def content(self) -> object:
        """What a layout keeps of the panels besides their places."""
        return {"plots": self._plots_kept if self.plots is None else self.plots.state()}

    def take_content(self, content: object) -> None:
        """Take up what `content` gave; what is broken in it is passed over."""
        self._plots_kept = content.get("plots") if isinstance(content, dict) else None
        if self.plots is not None:
            self.plots.take_state(self._plots_kept)

    def load_plots(self) -> None:
        """Load the plots, which take longer than the window waits for; once."""
        if self.plots is None:
            from iss_viewer.views.plots.plot_panel import PlotPanel

            self.plots = PlotPanel(self._context)
            self.plots.time_picked.connect(self._context.time_asked)
            self.plots.take_state(self._plots_kept)
            self.docks["plots"].put(self.plots)

    def draw(self, part: str, moment: Moment) -> None:
        """Draw an instant in all panels in sight that are drawn in this part of a turn."""
        for panel in self.table:
            draw = panel.draws.get(part)
            if draw is not None and not self.docks[panel.name].visibleRegion().isEmpty():
                draw(moment)

    def _draw_pressures(self, moment: Moment) -> None:
        if self.plots is not None:
            self.plots.show_pressures(moment)

    def _draw_rates(self, moment: Moment) -> None:
        if self.plots is not None:
            self.plots.show_rates(moment)

    def show_mode(self, words: str, tone: str) -> None:
        """Say on floating panels which kind of run they show, and on all whether it still answers."""
        for dock in self.docks.values():
            dock.show_mode(words, tone)

    def draw_veils(self, words: str) -> None:
        """Cover what the panels show, and say why; without words, uncover it."""
        for dock in self.docks.values():
            if words:
                dock.veil.draw(words)
            else:
                dock.veil.lift()

    def apply_theme(self) -> None:
        """Take the colours of the present theme."""
        for dock in self.docks.values():
            dock.apply_theme(self._context.palette)
