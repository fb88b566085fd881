"""Plots of the review pages: sheets above each other on one time axis, with what they say under the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from iss_viewer.situation.words.clock import Clock
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import duration_text
from iss_viewer.views.plots.plot_parts import TimeAxis
from iss_viewer.views.shared.widgets import column, label, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, mixed


@dataclass(frozen=True)
class ReviewCurve:
    """A curve with its words. band: low and high, shape (2, n), shaded around it."""

    words: str
    time_s: Floats
    values: Floats
    tone: str
    is_dashed: bool = False
    band: Floats | None = None


@dataclass(frozen=True)
class Sheet:
    """A plot: its title and its lines; text writes a value for people.

    y_range: None for the curves' own. is_loss: values below zero are noise, and get half the room.
    is_log: the values span orders of magnitude.
    """

    title: str
    lines: tuple[ReviewCurve, ...]
    text: Callable[[float], str]
    y_range: tuple[float, float] | None = None
    is_loss: bool = False
    is_log: bool = False


@dataclass(frozen=True)
class ReviewMark:
    """A vertical line where something happened, on all sheets."""

    time_s: float
    tone: str


class ReviewPlots(QWidget):
    """Draws sheets; made anew for each drawing, which is rare."""

    time_picked = Signal(float)

    def __init__(self, context: WindowContext, is_since_leak: bool = False) -> None:
        super().__init__()
        self._context, self._is_since_leak = context, is_since_leak
        self._sheets: tuple[Sheet, ...] = ()
        self._marks: tuple[ReviewMark, ...] = ()
        self._cursors: list[pg.InfiniteLine] = []
        self._plots: list[pg.PlotItem] = []
        self.canvas = pg.GraphicsLayoutWidget()
        self.canvas.ci.layout.setContentsMargins(0, 0, 6, 0)
        self.canvas.ci.layout.setSpacing(4)
        self.canvas.setMinimumSize(320, 240)
        self.reading = label("", "muted", wraps=True)
        letters.give_size(self.reading, "setMinimumHeight", 32)
        layout = column(self.canvas, self.reading, spacing=4)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.canvas.scene().sigMouseMoved.connect(self._point)
        self.canvas.scene().sigMouseClicked.connect(self._click)
        context.looks_changed.connect(self._draw)

    def draw(self, sheets: Sequence[Sheet], marks: Sequence[ReviewMark] = ()) -> None:
        """Draw these sheets."""
        self._sheets, self._marks = tuple(sheets), tuple(marks)
        self._draw()

    def _draw(self) -> None:
        palette = self._context.palette
        self.canvas.clear()
        self.canvas.setBackground(palette.panel)
        self._cursors, self._plots = [], []
        for at, sheet in enumerate(self._sheets):
            clock = Clock() if self._is_since_leak else self._context.clock
            axes = {"bottom": TimeAxis("bottom", clock)}
            plot = self.canvas.addPlot(row=at, col=0, axisItems=axes, enableMenu=False)
            _apply_theme(plot, palette)
            plot.setTitle(_title(sheet, palette), justify="left", size="11px")
            plot.setLogMode(y=sheet.is_log)
            for mark in self._marks:
                pen = pg.mkPen(mixed(palette.tone(mark.tone), palette.plot, 0.5), width=1)
                plot.addItem(pg.InfiniteLine(mark.time_s, 90, pen), ignoreBounds=True)
            for line in sheet.lines:
                self._add(plot, line, palette)
            _fit(plot, sheet)
            cursor = pg.InfiniteLine(angle=90, pen=pg.mkPen(palette.muted, style=_DASH))
            cursor.hide()
            plot.addItem(cursor, ignoreBounds=True)
            self._cursors.append(cursor)
            if self._plots:
                plot.setXLink(self._plots[0])
            self._plots.append(plot)
        click = "." if self._is_since_leak else "; a click looks back at that instant."
        set_text(self.reading, f"Point at the plots to read them{click}")

    def _add(self, plot: pg.PlotItem, line: ReviewCurve, palette: Palette) -> None:
        colour = palette.tone(line.tone)
        if line.band is not None:
            known = np.isfinite(line.band).all(axis=0)
            if known.any():
                edges = [
                    pg.PlotCurveItem(line.time_s[known], side[known], pen=None)
                    for side in line.band
                ]
                shade = pg.mkColor(colour)
                shade.setAlpha(46)
                plot.addItem(pg.FillBetweenItem(*edges, brush=shade), ignoreBounds=True)
        style = _DASH if line.is_dashed else _SOLID
        pen = pg.mkPen(colour, width=2 if line.is_dashed else 1.5, style=style)
        plot.plot(line.time_s, line.values, pen=pen, connect="finite")

    def _point(self, where: QPointF) -> None:
        over = next((p for p in self._plots if p.sceneBoundingRect().contains(where)), None)
        for cursor in self._cursors:
            cursor.setVisible(over is not None)
        if over is None:
            return
        time_s = float(over.getViewBox().mapSceneToView(where).x())
        for cursor in self._cursors:
            cursor.setPos(time_s)
        set_text(self.reading, self.words_at(time_s))

    def words_at(self, time_s: float) -> str:
        """What all lines say at an instant."""
        parts = []
        for sheet in self._sheets:
            said = [f"{line.words} {sheet.text(_value(line, time_s))}" for line in sheet.lines]
            parts.append(", ".join(said))
        since = f"{duration_text(time_s)} since the leak began"
        when = since if self._is_since_leak else self._context.clock.text(max(time_s, 0.0))
        return f"{when}:  {'  ·  '.join(parts)}"

    def _click(self, click: MouseClickEvent) -> None:
        for plot in self._plots:
            if plot.sceneBoundingRect().contains(click.scenePos()):
                self.time_picked.emit(float(plot.getViewBox().mapSceneToView(click.scenePos()).x()))
                return


_DASH, _SOLID = Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine


def _value(line: ReviewCurve, time_s: float) -> float:
    """A line's value as it stood at an instant; NaN before its first."""
    at = int(np.searchsorted(line.time_s, time_s, side="right")) - 1
    return float(line.values[at]) if 0 <= at < len(line.values) else float("nan")


def _apply_theme(plot: pg.PlotItem, palette: Palette) -> None:
    plot.getViewBox().setBackgroundColor(palette.plot)
    plot.getViewBox().setMouseEnabled(x=True, y=False)
    plot.hideButtons()
    plot.showGrid(x=True, y=True, alpha=0.12)
    plot.getAxis("left").setWidth(58)
    plot.getAxis("left").enableAutoSIPrefix(False)
    for axis in ("left", "bottom"):
        plot.getAxis(axis).setPen(pg.mkPen(palette.border))
        plot.getAxis(axis).setTextPen(pg.mkPen(palette.muted))


def _title(sheet: Sheet, palette: Palette) -> str:
    """The title with the names of the lines in their colours: a legend that covers nothing."""
    words = [f'<span style="color:{palette.muted}">{escape(sheet.title)}</span>']
    for line in sheet.lines:
        sign = "╌" if line.is_dashed else "━"
        name = f"{sign} {escape(line.words)}"
        words.append(f'<span style="color:{palette.tone(line.tone)}">{name}</span>')
    return "&nbsp;&nbsp;&nbsp;".join(words)


def _fit(plot: pg.PlotItem, sheet: Sheet) -> None:
    """Show all of the time, and nearly all values: a flare of the first minutes may be cut off."""
    times = np.concatenate([np.empty(0), *(line.time_s for line in sheet.lines)])
    if len(times):
        plot.setXRange(float(times.min()), float(times.max()), padding=0.01)
    if sheet.y_range is not None:
        plot.setYRange(*sheet.y_range, padding=0)
        return
    curves = [line.values[np.isfinite(line.values)] for line in sheet.lines]
    curves = [np.log10(v[v > 0]) if sheet.is_log else v for v in curves]
    ends = [np.percentile(values, (0.5, 99.5)) for values in curves if len(values)]
    if not ends:
        return
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    if sheet.is_loss and high > 0:
        low = max(low, -0.5 * high)
    room = max(0.12 * (high - low), 0.0005 * abs(high), 1e-9)
    plot.setYRange(low - room, high + room, padding=0)
