"""Pressure, inventory and temperature of the coolant loops, one under the other, in the place of the plots of air."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.situation.coolant_now import LoopNow, loop_values_text, loops_now
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import from_si
from iss_viewer.views.plots.event_flags import EventFlags
from iss_viewer.views.plots.plot_bar import PlotBar
from iss_viewer.views.plots.plot_parts import (
    Crosshair,
    CurveBundle,
    add_plot,
    apply_plot_theme,
)
from iss_viewer.views.shared.widgets import row
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import mixed

_MOST_POINTS, _FAINT = 1200, 0.45
_HEAD = 0.14  # of what is drawn, kept free above for flags and names
_LEAST = {"pressure": 40.0e3, "volume": 2e-3, "temperature": 2.0}  # that an axis spans, SI
_QUANTITIES = (
    ("pressure_pa", "pressure"), ("inventory_m3", "volume"), ("temperature_k", "temperature"),
)  # fmt: skip
_NAMES = {"pressure": "Pressure", "volume": "Inventory", "temperature": "Temperature"}


class CoolantPlots(pg.GraphicsLayoutWidget):  # type: ignore[misc]  # pyqtgraph ships no types
    """Loops that hold are faint; one that loses coolant, or is selected, has its name at its curve and, dashed, the air of
    what it cools.
    """

    moved = Signal(object)  # the box of a plot that the mouse has moved or zoomed
    time_picked = Signal(float)  # look back at this instant
    followed = Signal()  # a double click: follow the newest again

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.ci.layout.setContentsMargins(0, 2, 4, 0)
        self.ci.layout.setSpacing(2)
        self.setAccessibleName("Pressure, inventory and temperature of coolant loops over time")
        self.plots = tuple(add_plot(self, line, 1) for line in range(len(_QUANTITIES)))
        self.curves = [CurveBundle(plot) for plot in self.plots]
        self.air = pg.PlotCurveItem()
        self.air.setSegmentedLineMode("off")
        self.plots[-1].addItem(self.air, ignoreBounds=True)
        self._flags = EventFlags(self.plots[0])
        self._limits: list[tuple[pg.PlotItem, pg.InfiniteLine]] = []
        self._names = [self._text(plot, (1, 1)) for plot in self.plots]
        self.heads = [self._text(plot, (0, 0)) for plot in self.plots]
        self.crosshair = Crosshair(self.plots)
        for plot in self.plots:
            plot.getViewBox().sigRangeChangedManually.connect(
                lambda _, plot=plot: self.moved.emit(plot.getViewBox())
            )
        for plot in self.plots[:-1]:
            plot.getAxis("bottom").setStyle(showValues=False)
            plot.getAxis("bottom").setHeight(6)
        self.scene().sigMouseMoved.connect(self._point)
        self.scene().sigMouseClicked.connect(self._click)
        self.apply_theme()

    def _text(self, plot: pg.PlotItem, anchor: tuple[int, int]) -> pg.TextItem:
        item = pg.TextItem(anchor=anchor)
        item.setZValue(60)
        plot.addItem(item, ignoreBounds=True)
        return item

    def apply_theme(self) -> None:
        """Take the colours of the palette in use, and the size of its letters."""
        palette = self._context.palette
        self.setBackground(palette.panel)
        for plot, (_, kind) in zip(self.plots, _QUANTITIES, strict=True):
            unit = "°C" if kind == "temperature" else self._unit(kind)
            apply_plot_theme(plot, unit, palette)
            plot.getAxis("bottom").show_clock(self._context.clock)
        for head, (_, kind) in zip(self.heads, _QUANTITIES, strict=True):
            head.setText(_NAMES[kind])
            head.setColor(QColor(palette.muted))
        self.crosshair.apply_theme(palette)

    def draw(self, moment: Moment, view: tuple[float, float]) -> None:
        """Draw the stretch `view` of the run, s, up to the moment."""
        for plot in self.plots:
            plot.getViewBox().setXRange(*view, padding=0)
        loops = loops_now(moment, self._context.units)
        marked = self._marked(loops)
        self._draw_air(moment, marked, view)
        for at, (quantity, kind) in enumerate(_QUANTITIES):
            self._draw_loops(at, moment, loops, marked, view, quantity, kind)
            self.heads[at].setPos(view[0], self.plots[at].getViewBox().viewRange()[1][1])
        self._draw_limits(moment)
        past, palette = (view[0], min(view[1], moment.time_s)), self._context.palette
        wide = int(self.plots[0].getViewBox().width() * (past[1] - past[0]) / (view[1] - view[0]))
        self._flags.draw(moment.run.history, past, wide, palette)
        self.scene().prepareForPaint()  # while painting, it would ask for a second painting

    def _marked(self, loops: tuple[LoopNow, ...]) -> LoopNow | None:
        """The loop that is looked at: of the selected module, else the worst."""
        chosen = [one for one in loops if one.module == self._context.selection.module]
        return next(iter(chosen or [one for one in loops if one.tone]), None)

    def _colour(self, loop: LoopNow, marked: LoopNow | None) -> tuple[str, int]:
        palette = self._context.palette
        if loop.tone:
            return palette.tone(loop.tone), 2
        if loop is marked:
            return palette.text, 2
        return mixed(palette.trace, palette.plot, _FAINT), 1

    def _draw_loops(
        self, at: int, moment: Moment, loops: tuple[LoopNow, ...], marked: LoopNow | None,
        view: tuple[float, float], quantity: str, kind: str,
    ) -> None:  # fmt: skip
        bundle, unit = self.curves[at], self._unit(kind)
        bundle.begin()
        found = {one.loop: moment.run.table.get(one.loop, quantity) for one in loops}
        known = {loop: column for loop, column in found.items() if column is not None}
        times, values = self._thinned(moment, list(known.values()), view)
        for loop, value in zip(known, values, strict=True):
            one = next(one for one in loops if one.loop == loop)
            colour, width = self._colour(one, marked)
            bundle.draw(loop, times, from_si(value, unit, kind), colour, width, 5 + 10 * width)
        bundle.hide_but(known)
        self._fit(at, unit, kind)
        self._name(at, moment, marked, view)

    def _thinned(
        self, moment: Moment, columns: list[int], view: tuple[float, float]
    ) -> tuple[Floats, Floats]:
        to_s = min(view[1], moment.time_s)
        times, values = moment.run.history.curves(columns, view[0], to_s, _MOST_POINTS)
        past = int(np.searchsorted(times, moment.time_s, side="right"))
        return times[:past], values[:, :past]

    def _unit(self, kind: str) -> str:
        units = {"pressure": self._context.units.pressure, "volume": "L", "temperature": "C"}
        return units[kind]

    def _fit(self, at: int, unit: str, kind: str) -> None:
        """Show all that is drawn, with room above it."""
        low, high = self.curves[at].low, self.curves[at].high
        if kind == "temperature" and self.air.isVisible():
            _, air = self.air.getData()
            low, high = min(low, float(np.nanmin(air))), max(high, float(np.nanmax(air)))
        if low <= high:
            least = float(from_si(_LEAST[kind], unit, kind) - from_si(0.0, unit, kind))
            spare = max(least - (high - low), 0.0) / 2
            low, high = low - spare, high + spare
            whole = high - low
            box = self.plots[at].getViewBox()
            box.setYRange(low - 0.06 * whole, high + _HEAD * whole, padding=0)

    def _name(
        self, at: int, moment: Moment, marked: LoopNow | None, view: tuple[float, float]
    ) -> None:
        """The name of the loop that is looked at, with its value, at the end of its curve."""
        curve = self.curves[at].curves.get(marked.loop) if marked is not None else None
        times, values = curve.getData() if curve is not None else (None, None)
        item = self._names[at]
        is_known = values is not None and len(values) > 0 and bool(np.isfinite(values[-1]))
        item.setVisible(is_known)
        if marked is not None and is_known and times is not None and values is not None:
            item.setText(marked.named_values(name_of(moment.station, marked.module))[at])
            item.setColor(QColor(self._colour(marked, marked)[0]))
            item.fill = pg.mkBrush(self._context.palette.plot + "c0")
            box = self.plots[at].getViewBox()
            room = float(item.boundingRect().height() * box.viewPixelSize()[1])
            y = min(float(values[-1]), box.viewRange()[1][1] - room)
            item.setPos(min(float(times[-1]), view[1]), y)

    def _draw_air(self, moment: Moment, marked: LoopNow | None, view: tuple[float, float]) -> None:
        """The air of the module that the loop cools, dashed, beside the equipment."""
        module = "" if marked is None else marked.module
        column = moment.run.table.get(module, "temperature_k")
        if column is None:
            self.air.hide()
            return
        times, values = self._thinned(moment, [column], view)
        shown = from_si(values[0], "C", "temperature")
        if not np.isfinite(shown).any():
            self.air.hide()
            return
        pen = pg.mkPen(self._context.palette.soft, width=1, style=Qt.PenStyle.DashLine)
        self.air.setPen(pen)
        self.air.setData(times, shown, connect="finite")
        self.air.show()

    def _draw_limits(self, moment: Moment) -> None:
        """A dotted line at each limit of the loops' alarms."""
        for plot, line in self._limits:
            plot.removeItem(line)
        self._limits, palette = [], self._context.palette
        for rule in moment.run.words.limits.rules:
            at = next((k for k, one in enumerate(_QUANTITIES) if one[0] == rule.quantity), None)
            if rule.subjects != "loop" or at is None:
                continue
            value = moment.board.limits.get((rule.id, "value"), rule.value)
            kind = _QUANTITIES[at][1]
            tone = mixed(palette.tone(ALARM_TONE[rule.alarm_class]), palette.plot, 0.6)
            line = pg.InfiniteLine(
                from_si(value, self._unit(kind), kind), 0, pg.mkPen(tone, style=Qt.PenStyle.DotLine)
            )
            self.plots[at].addItem(line, ignoreBounds=True)
            self._limits.append((self.plots[at], line))

    def _point(self, where: QPointF) -> None:
        """Say the time, and what the loop that is looked at held then."""
        over = self._plot_at(where)
        if self._context.moment is None or over is None:
            self.crosshair.hide()
        else:
            at_s = float(over.getViewBox().mapSceneToView(where).x())
            moment = self._context.moment
            words = self.values_at(moment, at_s)
            self.crosshair.show_at(at_s, moment.clock.text(at_s), words)

    def _plot_at(self, where: QPointF) -> pg.PlotItem | None:
        over = (p for p in self.plots if p.getViewBox().sceneBoundingRect().contains(where))
        return next(over, None)

    def _click(self, click: MouseClickEvent) -> None:
        over = self._plot_at(click.scenePos())
        if over is None:
            return
        if click.double():
            self.followed.emit()
        elif click.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at_s = over.getViewBox().mapSceneToView(click.scenePos()).x()
            self.time_picked.emit(float(at_s))

    def values_at(self, moment: Moment, at_s: float) -> str:
        """What the loop that is looked at held at an instant, in words; empty: none is."""
        units = self._context.units
        marked = self._marked(loops_now(moment, units))
        if marked is None:
            return ""
        return loop_values_text(moment, marked.loop, at_s, units)


class CoolantPlace(QWidget):
    """Where the plots of coolant stand instead of those of air; they are made when they are first chosen."""

    made = Signal(object)  # CoolantPlots, once

    def __init__(self, canvas: QWidget, bar: PlotBar, context: WindowContext) -> None:
        super().__init__()
        self._canvas, self._bar, self._context = canvas, bar, context
        self._made: CoolantPlots | None = None
        self._is_chosen = False
        self.hide()

    @property
    def plots(self) -> CoolantPlots | None:
        """The plots, while they are chosen."""
        return self._made if self._is_chosen else None

    def choose(self, is_chosen: bool) -> None:
        """Have them where those of air were, or these again; what is for air alone is not offered meanwhile."""
        if is_chosen and self._made is None:
            self._made = CoolantPlots(self._context)
            self.setLayout(row(self._made))
            self.made.emit(self._made)
        self._is_chosen = is_chosen
        self.setVisible(is_chosen)
        self._canvas.setVisible(not is_chosen)
        for control in (self._bar.below, self._bar.cursors, self._bar.limits):
            control.setEnabled(not is_chosen)

    def apply_theme(self) -> None:
        """Take the colours of the palette in use."""
        if self._made is not None:
            self._made.apply_theme()
