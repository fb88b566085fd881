"""Pressure of every module and its rate of change over time, beside the legend with their values."""

from __future__ import annotations

from bisect import bisect_right

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.situation.words.quantities import station_rate_words
from iss_viewer.units import S_PER_DAY, from_si
from iss_viewer.views.plots.legend import Legend, LegendModel
from iss_viewer.views.plots.plot_parts import Crosshair, TimeAxis
from iss_viewer.views.plots.traces import PressureTraces, RateTraces, Traces
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import IconButton, column, label, named, row, set_text
from iss_viewer.views.shared.window_context import WindowContext

WINDOWS = (
    ("10 min", 600.0), ("1 h", 3600.0), ("6 h", 6 * 3600.0), ("1 d", S_PER_DAY),
    ("1 week", 7 * S_PER_DAY), ("All", float("inf")),
)  # fmt: skip


_LEAST_VIEW_S = 0.1  # of time over a plot
_LEGEND_FROM_PX, _LEGEND_PX = (460, 560), (164, 172, 206)


class PlotPanel(QWidget):
    """Follows the newest frame, or stays where the mouse put it."""

    time_picked = Signal(float)

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._span_s = float("inf")
        self._view: tuple[float, float] | None = None  # where the mouse put it; None: follow
        self._is_setting = False
        self._build_layout()
        self._drawn: dict[Traces, LastDrawn] = {
            self.pressures: LastDrawn(),
            self.rates: LastDrawn(),
        }
        self._connect()
        self._apply_theme()

    def _build_layout(self) -> None:
        self.canvas = pg.GraphicsLayoutWidget()
        self.canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.canvas.ci.layout.setContentsMargins(0, 2, 4, 0)
        self.canvas.ci.layout.setSpacing(2)
        self.pressure = self._add_plot(0, stretch=7)
        self.rate = self._add_plot(1, stretch=3)
        self.legend_model = LegendModel()
        self.legend = Legend(self.legend_model)
        self.pressures = PressureTraces(self.pressure, self._context, self.legend_model)
        self.rates = RateTraces(self.rate, self._context, self.legend_model)
        self.crosshair = Crosshair((self.pressure, self.rate))
        self.span = named(QComboBox(), "How long a stretch the plots show")
        self.span.addItems([name for name, _ in WINDOWS])
        self.span.setCurrentIndex(len(WINDOWS) - 1)
        self.span.setToolTip("How much time is shown")
        self.follow = QCheckBox("Follow")
        self.follow.setChecked(True)
        self.follow.setToolTip("Keep the newest samples in view; a double click on a plot, too")
        self.all_traces = IconButton(
            "check", "Show all traces", lambda: self.legend_model.show_only(set())
        )
        self.reading = label("", "muted")
        bar = row(self.span, self.follow, self.reading, None, self.all_traces, margin=0)
        plots = row(self.canvas, self.legend, spacing=4)
        plots.setStretch(0, 1)
        layout = column(bar, plots, spacing=4, margin=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _add_plot(self, line: int, stretch: int) -> pg.PlotItem:
        plot = self.canvas.addPlot(row=line, col=0, axisItems={"bottom": TimeAxis("bottom")})
        self.canvas.ci.layout.setRowStretchFactor(line, stretch)
        plot.getViewBox().setMouseEnabled(x=True, y=False)
        plot.getViewBox().disableAutoRange()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.getAxis("left").setWidth(58)
        plot.getAxis("left").enableAutoSIPrefix(False)
        return plot

    def _connect(self) -> None:
        self._context.opened.connect(self._open)
        self._context.looks_changed.connect(self._apply_theme)
        self.span.currentIndexChanged.connect(self._choose_span)
        self.follow.toggled.connect(self._choose_follow)
        self.legend.chosen.connect(self._context.selection.choose)
        self.legend_model.toggled.connect(self.redraw)
        self._context.selection.changed.connect(lambda _: self.redraw())
        for plot in (self.pressure, self.rate):
            box = plot.getViewBox()
            box.sigRangeChangedManually.connect(lambda _, box=box: self._leave(box))
        scene = self.canvas.scene()
        scene.sigMouseMoved.connect(self._point)
        scene.sigMouseClicked.connect(self._click)
        if self._context.run is not None:
            self._open(self._context.run)

    def _open(self, run: OpenRun) -> None:
        self.legend_model.open(run.station)
        for traces in (self.pressures, self.rates):
            traces.curves.hide_but(())
        self._view = None
        self._forget()
        self.follow.setChecked(True)

    def _apply_theme(self) -> None:
        palette, units = self._context.palette, self._context.units
        self.canvas.setBackground(palette.panel)
        for plot, unit in ((self.pressure, units.pressure), (self.rate, units.pressure_rate)):
            plot.getViewBox().setBackgroundColor(palette.plot)
            plot.showGrid(x=True, y=True, alpha=0.12)
            plot.setLabel("left", unit, color=palette.muted, **{"font-size": "11px"})
            for axis in ("left", "bottom"):
                plot.getAxis(axis).setPen(pg.mkPen(palette.border))
                plot.getAxis(axis).setTextPen(pg.mkPen(palette.muted))
        self.crosshair.apply_theme(palette)
        self.all_traces.apply_theme(palette, tone="muted")
        self.legend_model.palette = palette
        self.legend_model.refresh()
        self.redraw()

    def show_moment(self, moment: Moment) -> None:
        """Draw an instant and what came before it."""
        self.show_pressures(moment)
        self.show_rates(moment)

    def show_pressures(self, moment: Moment) -> None:
        """Draw the upper plot, and the values beside it."""
        if self._is_new(self.pressures, moment):
            self._draw(self.pressures, moment)
            self._show_values(moment)

    def show_rates(self, moment: Moment) -> None:
        """Draw the lower plot."""
        if self._is_new(self.rates, moment):
            self._draw(self.rates, moment)

    def _is_new(self, traces: Traces, moment: Moment) -> bool:
        """Whether a plot is to be drawn; it counts as drawn then."""
        if moment.is_empty:
            return False
        return self._drawn[traces].is_new(
            moment.run.history.revision if moment.is_live else moment.time_s,
            self._context.selection.module, self._context.units, self._context.palette.name,
            self._span_s, self._view, self.canvas.size().toTuple(), frozenset(self.legend_model.hidden),
        )  # fmt: skip

    def shown_stretch(self) -> tuple[float, float]:
        """From when to when the plots show the run, s."""
        left, right = self.pressure.getViewBox().viewRange()[0]
        return float(left), float(right)

    def show_stretch(self, from_s: float, to_s: float) -> None:
        """Show a stretch of the run, and stay there."""
        self.pressure.getViewBox().setXRange(from_s, to_s, padding=0)
        self._leave(self.pressure.getViewBox())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room for the curves where there is little; whole names where there is much."""
        self.legend.setFixedWidth(_LEGEND_PX[bisect_right(_LEGEND_FROM_PX, self.width())])
        super().resizeEvent(event)

    def _forget(self) -> None:
        for shown in self._drawn.values():
            shown.forget()

    def redraw(self) -> None:
        """Draw again at the next chance, whatever changed."""
        self._forget()
        if self._context.moment is not None and self.isVisible():
            self.show_moment(self._context.moment)

    def _following(self, moment: Moment) -> tuple[float, float]:
        start_s = moment.run.history.start_s
        span_s = min(self._span_s, max(moment.time_s - start_s, 60.0))
        return moment.time_s - span_s, moment.time_s + span_s * 0.01

    def _bound(self, moment: Moment) -> None:
        """Let a plot be moved and zoomed about the run, and not beyond: ticks of ages have no end."""
        start_s, end_s = moment.run.history.start_s, moment.run.history.end_s
        beside_s = max(end_s - start_s, 60.0)
        for plot in (self.pressure, self.rate):
            plot.getViewBox().setLimits(
                xMin=start_s - beside_s, xMax=end_s + beside_s, minXRange=_LEAST_VIEW_S
            )

    def _draw(self, traces: Traces, moment: Moment) -> None:
        self._is_setting = True
        self._bound(moment)
        traces.draw(moment, self._view or self._following(moment))
        self._is_setting = False
        self.canvas.scene().prepareForPaint()  # while painting, it would ask for a second painting

    def _show_values(self, moment: Moment) -> None:
        at_s = self.crosshair.time_s
        row_ = moment.row if at_s is None else moment.run.history.at(min(at_s, moment.time_s))
        columns = moment.run.table.columns(self.legend_model.modules, "pressure_pa")
        units = self._context.units
        values = tuple(
            units.pressure_text(float(row_[c])).split(" ")[0] if c >= 0 else "—" for c in columns
        )
        conditions = tuple(
            state_of(moment, module).condition for module in self.legend_model.modules
        )
        self.legend_model.show_values(values, conditions, self._context.selection.module)
        rate_column = moment.run.table.get(STATION, "dpdt_pa_s")
        rate = float(row_[rate_column]) if rate_column is not None else float("nan")
        when = "now" if at_s is None else "at the crosshair"
        set_text(self.reading, station_rate_words(rate, when, units))

    def _choose_span(self, index: int) -> None:
        self._span_s = WINDOWS[index][1]
        self.follow.setChecked(True)
        self._view = None
        self.redraw()

    def _choose_follow(self, follows: bool) -> None:
        if follows:
            self._view = None
            self.redraw()
        elif self._view is None:
            self._leave(self.pressure.getViewBox())

    def _leave(self, box: pg.ViewBox) -> None:
        """Stay where the mouse put one of the plots."""
        if self._is_setting:
            return
        left, right = box.viewRange()[0]
        self._view = float(left), float(right)
        self.follow.blockSignals(True)
        self.follow.setChecked(False)
        self.follow.blockSignals(False)
        self.redraw()

    def _point(self, where: QPointF) -> None:
        moment = self._context.moment
        box = self.pressure.getViewBox()
        if moment is None or not self._is_over(where):
            self.crosshair.hide()
        else:
            self.crosshair.show_at(float(box.mapSceneToView(where).x()))
        if moment is not None:
            self._show_values(moment)

    def _is_over(self, where: QPointF) -> bool:
        return any(
            plot.getViewBox().sceneBoundingRect().contains(where)
            for plot in (self.pressure, self.rate)
        )

    def _click(self, click: MouseClickEvent) -> None:
        if not self._is_over(click.scenePos()):
            return
        if click.double():
            self.follow.setChecked(True)
            self._choose_follow(True)
        elif click.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.time_picked.emit(
                float(self.pressure.getViewBox().mapSceneToView(click.scenePos()).x())
            )
        else:
            self._choose_nearest(click.scenePos())

    def _choose_nearest(self, where: QPointF) -> None:
        """Select the module whose curve is nearest to a click, within a dozen pixels."""
        moment, box = self._context.moment, self.pressure.getViewBox()
        if moment is None or not box.sceneBoundingRect().contains(where):
            return
        point = box.mapSceneToView(where)
        row_ = moment.run.history.at(min(point.x(), moment.time_s))
        pixel = box.viewPixelSize()[1]
        nearest, distance = "", 12.0
        for module in self.legend_model.modules:
            at = moment.run.table.get(module, "pressure_pa")
            if at is None or module in self.legend_model.hidden:
                continue
            value = from_si(float(row_[at]), self._context.units.pressure, "pressure")
            away = abs(value - point.y()) / pixel
            calm = 0.0 if state_of(moment, module).condition.is_quiet else 0.5
            if away - calm < distance:
                nearest, distance = module, away - calm
        if nearest:
            self._context.selection.choose(nearest)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click beside the plots follows again, too."""
        self.follow.setChecked(True)
        super().mouseDoubleClickEvent(event)
