"""Pressure of every air space (or gauge) and its rate of change over time, beside the legend with their values."""

from __future__ import annotations

from bisect import bisect_right
from typing import cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.situation.air_spaces import air_spaces_now
from iss_viewer.situation.measured_traces import MeasuredTrace
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.views.plots.coolant_plots import CoolantPlace, CoolantPlots
from iss_viewer.views.plots.cursor_reading import CursorReading
from iss_viewer.views.plots.event_flags import EventFlags
from iss_viewer.views.plots.following import bound
from iss_viewer.views.plots.legend import Legend, LegendModel
from iss_viewer.views.plots.legend_values import legend_values
from iss_viewer.views.plots.lower_plot import LowerPlot, show_plot
from iss_viewer.views.plots.overview import STRIP_PX, OverviewStrip
from iss_viewer.views.plots.plot_bar import AIR_SPACES, AS_READ, COOLANT, PlotBar
from iss_viewer.views.plots.plot_keys import PlotKeys
from iss_viewer.views.plots.plot_limits import PRESSURES, RATES, LimitBands
from iss_viewer.views.plots.plot_parts import Crosshair, add_plot, apply_plot_theme
from iss_viewer.views.plots.plot_pointer import PlotPointer
from iss_viewer.views.plots.scale_dialog import ask_limits
from iss_viewer.views.plots.shown_stretch import ShownStretch
from iss_viewer.views.plots.space_traces import SpaceTraces
from iss_viewer.views.plots.traces import GaugeTraces, PlotParts, RateTraces, Traces
from iss_viewer.views.plots.value_axis import HandScale, HandScales
from iss_viewer.views.plots.written_traces import AnyAxis
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import column, row
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters

_STRIP_FROM_PX, _RATE_FROM_PX = 300, 220  # of height, below which they are not drawn
_NAMED_TO_PX = 700  # in a narrower panel the names at the curves are enough
_LEGEND_FROM_PX, _LEGEND_PX = (460, 560), (164, 172, 206)


class PlotPanel(QWidget):
    """Follows the newest frame, or stays where the mouse put it."""

    time_picked = Signal(float)
    spaces: SpaceTraces
    gauges: GaugeTraces
    rates: RateTraces
    below: LowerPlot
    reading: CursorReading

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._build_layout()
        self._drawn: dict[Traces, LastDrawn] = {
            traces: LastDrawn() for traces in (self.spaces, self.gauges, self.rates)
        }
        self._connect()
        self._apply_theme()

    def _build_layout(self) -> None:
        self.canvas = pg.GraphicsLayoutWidget()
        self.canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.canvas.ci.layout.setContentsMargins(0, 2, 4, 0)
        self.canvas.ci.layout.setSpacing(2)
        self.canvas.setAccessibleName(
            "Pressure and its rate over time: plus and minus zoom, Page up and Page down move, "
            "full stop and comma show one trace alone"
        )
        self.pressure = add_plot(self.canvas, 0, stretch=7)
        self.rate = add_plot(self.canvas, 1, stretch=3)
        axis = AnyAxis("bottom")
        self.written_plot = add_plot(self.canvas, 2, stretch=3, axis=axis)
        self.legend_model = LegendModel()
        self.legend = Legend(self.legend_model)
        self.bar = PlotBar()
        self.stretch = ShownStretch(
            self.bar, lambda: self._box, lambda: self.pressures is self.spaces
        )
        self._keys = PlotKeys(self.stretch, self.legend_model)
        self.overview = OverviewStrip(add_plot(self.canvas, 3, stretch=0), self.stretch.show)
        self._build_traces()
        self._build_tools(axis)
        self.coolant = CoolantPlace(self.canvas, self.bar, self._context)
        self.coolant.made.connect(self._connect_coolant)
        plots = row(self.canvas, self.legend, spacing=4)
        plots.insertWidget(0, self.coolant, 1)
        plots.setStretch(1, 1)
        layout = column(self.bar, plots, self.reading.card, spacing=4, margin=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _build_traces(self) -> None:
        context, legend = self._context, self.legend_model
        self.scales = HandScales(
            HandScale("Pressure", self.pressure, "pressure", lambda: context.units.pressure),
            HandScale("Rate", self.rate, "pressure_rate", lambda: context.units.pressure_rate),
            HandScale("Written quantity", self.written_plot, "", lambda: self.below.written.unit()),
        )
        of_pressure, of_rate, _ = self.scales.all
        limits, flags = LimitBands(self.pressure, PRESSURES), EventFlags(self.pressure)
        upper = PlotParts(self.pressure, context, legend, limits, flags, of_pressure)
        self.spaces, self.gauges = SpaceTraces(upper), GaugeTraces(upper)
        limits, flags = LimitBands(self.rate, RATES), EventFlags(self.rate, False)
        self.rates = RateTraces(PlotParts(self.rate, context, legend, limits, flags, of_rate))

    def _build_tools(self, axis: AnyAxis) -> None:
        context, legend = self._context, self.legend_model
        self.crosshair = Crosshair((self.pressure, self.rate))
        self.pointer = PlotPointer(
            self.canvas, (self.spaces, self.gauges), self.rates, self.crosshair, context, legend
        )
        self.below = LowerPlot(
            (self.rate, self.written_plot), axis, self.bar, context, self._follow_below,
            self.scales.all[-1],
        )  # fmt: skip
        self.reading = CursorReading(
            (self.pressure, self.rate, self.written_plot), context, self.crosshair,
            self.measured, self.stretch.now,
        )  # fmt: skip

    def _connect(self) -> None:
        self._context.opened.connect(self._open)
        self._context.looks_changed.connect(self._apply_theme)
        self.stretch.changed.connect(self.redraw)
        self.bar.traces.currentTextChanged.connect(self._choose_traces)
        self.bar.cursors.clicked.connect(self.reading.toggle)
        self.bar.limits.clicked.connect(self.ask_limits)
        self.bar.automatic.clicked.connect(self.scales.release)
        self.scales.changed.connect(self._follow_scales)
        self.reading.shown.connect(self._follow_below)
        self.bar.all_traces.clicked.connect(lambda: self.legend_model.show_only(set()))
        self.legend.chosen.connect(self._context.selection.choose)
        self.legend_model.toggled.connect(self._follow_legend)
        self._context.selection.changed.connect(lambda _: self.redraw())
        for plot in (self.pressure, self.rate):
            box = plot.getViewBox()
            box.sigRangeChangedManually.connect(lambda _, box=box: self.stretch.stay(box))
        self.pointer.followed.connect(self.stretch.follow)
        self.pointer.time_picked.connect(self.time_picked)
        self.pointer.moved.connect(self._show_values)
        if self._context.run is not None:
            self._open(self._context.run)

    def _connect_coolant(self, plots: CoolantPlots) -> None:
        plots.moved.connect(self.stretch.stay)
        plots.followed.connect(self.stretch.follow)
        plots.time_picked.connect(self.time_picked)

    @property
    def _box(self) -> pg.ViewBox:
        """The box of the uppermost plot that is shown."""
        plots = self.coolant.plots
        return (self.pressure if plots is None else plots.plots[0]).getViewBox()

    @property
    def pressures(self) -> SpaceTraces | GaugeTraces:
        """The traces of the upper plot."""
        return self.spaces if self.bar.traces.currentText() == AIR_SPACES else self.gauges

    def _open(self, run: OpenRun) -> None:
        self.legend_model.open(run.station)
        for traces in (self.spaces, self.gauges, self.rates):
            traces.curves.hide_but(())
        self.bar.offer_coolant(bool(run.station.coolant_loops))
        self.stretch.kept = None
        self.reading.cursors.hide()
        self.scales.release()
        self._show_clock()
        self.below.show()
        self._forget()
        self.bar.follow.setChecked(True)

    def _show_clock(self) -> None:
        for plot in (self.pressure, self.rate, self.written_plot):
            plot.getAxis("bottom").show_clock(self._context.clock)

    def _apply_theme(self) -> None:
        self._show_clock()
        palette, units = self._context.palette, self._context.units
        self.canvas.setBackground(palette.panel)
        for plot, unit in (
            (self.pressure, units.pressure), (self.rate, units.pressure_rate), (self.written_plot, ""),
        ):  # fmt: skip
            apply_plot_theme(plot, unit, palette)
        self.coolant.apply_theme()
        self.overview.apply_theme(palette)
        self.crosshair.apply_theme(palette)
        self.reading.apply_theme(palette)
        self.bar.apply_theme(palette)
        self.legend_model.palette = palette
        self.legend_model.refresh()
        self.redraw()

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant and what came before it."""
        self.show_pressures(moment)
        self.show_rates(moment)

    def show_pressures(self, moment: Moment) -> None:
        """Draw the upper plot, and the values beside it; or all of the coolant."""
        if self._is_new(self.pressures, moment):
            if self.coolant.plots is not None:
                with self.stretch.drawing():
                    self.coolant.plots.draw(moment, self.stretch.of(moment))
                return
            self._list_traces(moment)
            self._draw(self.pressures, moment)
            self.reading.show_moment(moment)
            self._show_values(moment)
            keys = tuple(space.named_by for space in air_spaces_now(moment)[:2])
            self.overview.draw(moment, keys, self.stretch.now(), self._context.units.pressure)

    def show_rates(self, moment: Moment) -> None:
        """Draw the lower plot."""
        if self.coolant.plots is None and self._is_new(self.rates, moment):
            if self.below.written.value is None:
                self._draw(self.rates, moment)
            else:
                self.below.written.draw(moment, self.stretch.of(moment))

    def _list_traces(self, moment: Moment) -> None:
        """List in the legend what the upper plot draws now."""
        if self.pressures is self.spaces:
            spaces = air_spaces_now(moment)
            self.legend_model.list_rows(
                tuple(space.named_by for space in spaces), tuple(space.name for space in spaces)
            )
        else:
            modules = moment.station.modules
            self.legend_model.list_rows(
                tuple(module.id for module in modules),
                tuple(module.short_name for module in modules),
            )

    def _is_new(self, traces: Traces, moment: Moment) -> bool:
        """Whether a plot is to be drawn; it counts as drawn then."""
        if moment.is_empty:
            return False
        return self._drawn[traces].is_new(
            moment.run.history.revision if moment.is_live else moment.time_s,
            self._context.selection.module, self._context.units, self._context.palette.name,
            self.stretch.span_s, self.stretch.kept, self.canvas.size().toTuple(), frozenset(self.legend_model.hidden),
        )  # fmt: skip

    def measured(self, moment: Moment) -> list[MeasuredTrace]:
        """What the cursors measure: each trace that the plots draw now."""
        found = self.pressures.measured(moment)
        if self.below.written.value is None and self.rate.isVisible():
            found += self.rates.measured(moment)
        return found + self.below.written.measured(moment)

    def drawn_columns(self) -> tuple[str, ...]:
        """The names of the channels that are drawn."""
        moment = self._context.moment
        if moment is None or moment.is_empty:
            return ()
        names = moment.run.table.names
        used = (column for trace in self.measured(moment) for column in trace.columns)
        return tuple(names[column] for column in dict.fromkeys(used))

    def ask_limits(self) -> None:
        """Ask for the limits of the axes that are in sight."""
        ask_limits(self.window(), self.scales)

    def _follow_scales(self) -> None:
        self.bar.automatic.setVisible(self.scales.are_by_hand)
        self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room for the curves where there is little; whole names where there is much."""
        self._fit_legend()
        self._fit_plots()
        super().resizeEvent(event)

    def _fit_legend(self) -> None:
        """Air spaces are named at their curves: where there is little room their legend goes."""
        letters.give_size(
            self.legend,
            "setFixedWidth",
            _LEGEND_PX[bisect_right(_LEGEND_FROM_PX, self.width() / letters.share_1())],
        )
        is_named = self.pressures is self.gauges or self.width() >= letters.px(_NAMED_TO_PX)
        self.legend.setVisible(is_named and self.coolant.plots is None)

    def _fit_plots(self) -> None:
        """Where the panel is low, the pressure keeps its room: first the strip goes, then the rate."""
        high = self.height() - self.bar.sizeHint().height() - self.reading.card.fit(self.height())
        show_plot(self.overview.plot, high >= letters.px(_STRIP_FROM_PX), STRIP_PX)
        self.below.fit(high >= letters.px(_RATE_FROM_PX))
        has_axis_below = self.below.shares_time()
        self.pressure.getAxis("bottom").setStyle(showValues=not has_axis_below)
        self.pressure.getAxis("bottom").setHeight(6 if has_axis_below else None)

    def _forget(self) -> None:
        for shown in self._drawn.values():
            shown.forget()

    def redraw(self) -> None:
        """Draw again at the next chance, whatever changed."""
        self._forget()
        if self._context.moment is not None and self.isVisible():
            self.show_moment(self._context.moment)

    def _draw(self, traces: Traces, moment: Moment) -> None:
        with self.stretch.drawing():
            bound((self.pressure, self.rate), moment)
            traces.draw(moment, self.stretch.of(moment))
        self.canvas.scene().prepareForPaint()  # while painting, it would ask for a second painting

    def _show_values(self, moment: Moment) -> None:
        modules, at_s = self.legend_model.modules, self.crosshair.time_s
        beside = legend_values(moment, self.pressures, modules, at_s, self._context.units)
        self.legend_model.show_values(*beside, self._context.selection.module)

    def _follow_below(self) -> None:
        self._fit_plots()
        self.redraw()

    def _follow_legend(self) -> None:
        """Offer all traces again once one is hidden."""
        self.bar.all_traces.setVisible(bool(self.legend_model.hidden))
        self.redraw()

    def _choose_traces(self, name: str) -> None:
        """Draw air spaces or gauges, all of them; or coolant loops."""
        self.coolant.choose(name == COOLANT)
        self.reading.cursors.hide()
        self.gauges.has_offsets_removed = name != AS_READ
        self._fit_legend()
        (self.spaces if name != AIR_SPACES else self.gauges).hide()
        self.pointer.pressures = self.pressures
        self.legend_model.hidden.clear()
        self.bar.all_traces.hide()
        self.redraw()

    def state(self) -> dict[str, object]:
        """What a layout keeps of the plots: plain data."""
        return {
            "traces": self.bar.traces.currentText(),
            **self.below.state(),
        }

    def take_state(self, state: object) -> None:
        """Take up what `state` gave; what is broken in it is passed over."""
        if isinstance(state, dict):
            self.bar.traces.setCurrentText(str(state.get("traces", AIR_SPACES)))
            self.below.take_state(state)

    def event(self, event: QEvent) -> bool:
        """Have the keys of the plots while the keyboard is here, before the window has them."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self._keys.has(cast(QKeyEvent, event), self.canvas.hasFocus()):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, move, isolate by keys; others go on to the window."""
        if self._context.moment is None or not self._keys.press(event):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click beside the plots follows again, too."""
        self.bar.follow.setChecked(True)
        super().mouseDoubleClickEvent(event)
