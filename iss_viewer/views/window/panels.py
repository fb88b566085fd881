"""The panels of the window in one table: a new one is a line here, how it is made, and a file of its own.

Each is made when it is first asked for or drawn: a panel that is never seen costs nothing, and the window is
painted before its panels are.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QMainWindow, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.window import arrangement
from iss_viewer.views.window.added_panels import ADDED, AddedPanel
from iss_viewer.views.window.arrangement import Panel

if TYPE_CHECKING:
    from iss_viewer.views.alarms.alarm_list import AlarmList
    from iss_viewer.views.module.module_panel import ModulePanel
    from iss_viewer.views.operator.advice_panel import AdvicePanel
    from iss_viewer.views.operator.cabin_panel import CabinPanel
    from iss_viewer.views.operator.coolant_panel import CoolantPanel
    from iss_viewer.views.operator.crew_panel import CrewPanel
    from iss_viewer.views.operator.gas_panel import GasPanel
    from iss_viewer.views.operator.orders_panel import OrdersPanel
    from iss_viewer.views.plots.plot_panel import PlotPanel
    from iss_viewer.views.plots.why_panel import WhyPanel
    from iss_viewer.views.trainee.checklist_panel import ChecklistPanel
    from iss_viewer.views.trainee.messages_panel import MessagesPanel
    from iss_viewer.views.trainee.sheet_panel import SheetPanel
    from iss_viewer.views.trainer.class_panel import ClassPanel
    from iss_viewer.views.trainer.malfunctions_panel import MalfunctionsPanel
    from iss_viewer.views.trainer.training import TrainingPanel

Content = TypeVar("Content", bound=QWidget)


class Panels:
    """Has the docks of all panels, makes what is in them, and draws those that are in sight."""

    def __init__(self, window: QMainWindow, context: WindowContext, watch: AlarmWatch) -> None:
        self._context, self._watch = context, watch
        self.plots: PlotPanel | None = None
        self._plots_kept: object = None  # until they are loaded
        self.kept: dict[str, str] = {}  # panels that an exercise keeps from its trainees, and why
        self._added: dict[str, AddedPanel] = {}
        self.table = self._table()
        self.docks = arrangement.add_docks(window, self.table)

    def _table(self) -> tuple[Panel, ...]:
        return (
            Panel("plots", "Pressure and its rate", 320),
            Panel("module", "Module", 260, lambda: self.module),
            Panel("alarms", "Alarms", 490, lambda: self.alarms),
            Panel("knowing", "Leak location and next action", 440, lambda: self.advice),
            Panel("training", "Trainer", 300, lambda: self.training),
            Panel("orders", "Orders", 280, lambda: self.orders),
            Panel("crew", "Crew and ships", 260, lambda: self.crew),
            Panel("gas", "Gas and its last day", 240, lambda: self.gas),
            Panel("cabin", "Cabin air", 260, lambda: self.cabin),
            Panel("why", "Why it falls", 240, lambda: self.why),
            Panel("coolant", "Coolant", 260, lambda: self.coolant),
            Panel("checklist", "Checklist", 290, lambda: self.checklist),
            Panel("sheet", "T.res worksheet", 300, lambda: self.sheet),
            Panel("messages", "Messages and questions", 240, lambda: self.messages),
            Panel("malfunctions", "Malfunctions", 300, lambda: self.malfunctions),
            Panel("class", "Run of the class", 300, lambda: self.instructing),
            *(
                Panel(f"added:{name}", name.replace("_", " "), 260, partial(self._add, name))
                for name in ADDED.names()
            ),
        )

    @cached_property
    def module(self) -> ModulePanel:
        """The selected module, or the station."""
        from iss_viewer.views.module.module_panel import ModulePanel

        return self._put("module", ModulePanel(self._context))

    @cached_property
    def alarms(self) -> AlarmList:
        """The list of alarms."""
        from iss_viewer.views.alarms.alarm_list import AlarmList

        return self._put("alarms", AlarmList(self._context, self._watch))

    @cached_property
    def advice(self) -> AdvicePanel:
        """Where the leak is, and what to do next."""
        from iss_viewer.views.operator.advice_panel import AdvicePanel

        return self._put("knowing", AdvicePanel(self._context))

    @cached_property
    def training(self) -> TrainingPanel:
        """What a trainer does to the run."""
        from iss_viewer.views.trainer.training import TrainingPanel

        return self._put("training", TrainingPanel(self._context))

    @cached_property
    def orders(self) -> OrdersPanel:
        """The queue of orders."""
        from iss_viewer.views.operator.orders_panel import OrdersPanel

        return self._put("orders", OrdersPanel(self._context))

    @cached_property
    def crew(self) -> CrewPanel:
        """People and ships."""
        from iss_viewer.views.operator.crew_panel import CrewPanel

        return self._put("crew", CrewPanel(self._context))

    @cached_property
    def gas(self) -> GasPanel:
        """Stores of gas."""
        from iss_viewer.views.operator.gas_panel import GasPanel

        return self._put("gas", GasPanel(self._context))

    @cached_property
    def cabin(self) -> CabinPanel:
        """What people breathe."""
        from iss_viewer.views.operator.cabin_panel import CabinPanel

        return self._put("cabin", CabinPanel(self._context))

    @cached_property
    def why(self) -> WhyPanel:
        """What changes the pressure."""
        from iss_viewer.views.plots.why_panel import WhyPanel

        return self._put("why", WhyPanel(self._context))

    @cached_property
    def coolant(self) -> CoolantPanel:
        """Coolant loops."""
        from iss_viewer.views.operator.coolant_panel import CoolantPanel

        return self._put("coolant", CoolantPanel(self._context))

    @cached_property
    def checklist(self) -> ChecklistPanel:
        """The steps of a procedure."""
        from iss_viewer.views.trainee.checklist_panel import ChecklistPanel

        return self._put("checklist", ChecklistPanel(self._context))

    @cached_property
    def sheet(self) -> SheetPanel:
        """The worksheet for T.res."""
        from iss_viewer.views.trainee.sheet_panel import SheetPanel

        return self._put("sheet", SheetPanel(self._context))

    @cached_property
    def messages(self) -> MessagesPanel:
        """What came from the ground, and what is asked."""
        from iss_viewer.views.trainee.messages_panel import MessagesPanel

        return self._put("messages", MessagesPanel(self._context))

    @cached_property
    def malfunctions(self) -> MalfunctionsPanel:
        """What goes wrong in an exercise."""
        from iss_viewer.views.trainer.malfunctions_panel import MalfunctionsPanel

        return self._put("malfunctions", MalfunctionsPanel(self._context))

    @cached_property
    def instructing(self) -> ClassPanel:
        """Freezes, messages and questions of an instructor."""
        from iss_viewer.views.trainer.class_panel import ClassPanel

        return self._put("class", ClassPanel(self._context))

    def _add(self, name: str) -> AddedPanel:
        """The panel of somebody else that has this name."""
        if name not in self._added:
            self._added[name] = self._put(f"added:{name}", AddedPanel(name))
        return self._added[name]

    def _put(self, name: str, content: Content) -> Content:
        """Put what was made into its dock."""
        self.docks[name].put(content)
        return content

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
            self._put("plots", self.plots)

    def make_seen(self) -> None:
        """Make those that are in sight, before there is anything to draw."""
        for panel in self.table:
            if panel.content is not None and self._is_seen(panel.name):
                panel.content()

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant in all panels in sight but the plots."""
        for panel in self.table:
            if panel.content is not None and self._is_seen(panel.name):
                panel.content().show_moment(moment)

    def show_pressures(self, moment: Moment) -> None:
        """Draw an instant in the upper plot."""
        if self.plots is not None and self._is_seen("plots"):
            self.plots.show_pressures(moment)

    def show_rates(self, moment: Moment) -> None:
        """Draw an instant in the lower plot."""
        if self.plots is not None and self._is_seen("plots"):
            self.plots.show_rates(moment)

    def _is_seen(self, name: str) -> bool:
        return not self.docks[name].visibleRegion().isEmpty()

    def show_mode(self, words: str, tone: str) -> None:
        """Say on floating panels which kind of run they show, and on all whether it still answers."""
        for dock in self.docks.values():
            dock.show_mode(words, tone)

    def draw_veils(self, words: str) -> None:
        """Cover what the panels show, and say why; without words, uncover it, but for what is kept from trainees."""
        for name, dock in self.docks.items():
            why = words or self.kept.get(name, "")
            if not why:
                dock.veil.lift()
            elif why != dock.veil.words or dock.veil.isHidden():
                dock.veil.draw(why)

    def apply_theme(self) -> None:
        """Take the colours of the present theme."""
        for dock in self.docks.values():
            dock.apply_theme(self._context.palette)
