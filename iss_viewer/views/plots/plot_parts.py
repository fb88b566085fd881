"""Parts of the plots: a time axis with one notation, bundles of curves, bands, the crosshair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont

from iss_viewer.situation.words.clock import Clock
from iss_viewer.telemetry.frames import Floats
from iss_viewer.views.plots.value_axis import ValueAxis
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette

_TICK_PX, _DATED_TICK_PX = 52, 78  # from one to the next
_OVER_ALL = 65  # above flags and the names at the curves
_VALUES_PX = 58  # of an axis of values
_ROOM_FOR_DAY = 0.06  # of the axis, left of the first tick that names its day


class TimeAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph ships no types
    """Time at round steps, in the notation that the reader has chosen. clock: of the run."""

    def __init__(self, orientation: str, clock: Clock | None = None) -> None:
        super().__init__(orientation)
        self.clock = clock or Clock()

    def show_clock(self, clock: Clock) -> None:
        """Write ticks by a clock, or by one whose notation has changed."""
        self.clock = clock
        self.picture = None
        self.update()

    def tickValues(
        self, minimum: float, maximum: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Round instants, as many as can be read beside each other."""
        apart = letters.px(_DATED_TICK_PX if self.clock.is_dated else _TICK_PX)
        return [self.clock.ticks(minimum, maximum, size / apart)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Short words of instants; the first one that has room names its day."""
        low, high = self.range
        inside = (v for v in values if v - low > _ROOM_FOR_DAY * (high - low))
        named = next(inside, None)
        return [self.clock.tick_text(value, spacing, value == named) for value in values]


def add_plot(
    canvas: pg.GraphicsLayoutWidget, line: int, stretch: int, axis: TimeAxis | None = None
) -> pg.PlotItem:
    """A plot over time below those that there are. axis: its lower one, where that is a special one."""
    axes = {"bottom": axis or TimeAxis("bottom"), "left": ValueAxis("left")}
    plot = canvas.addPlot(row=line, col=0, axisItems=axes)
    canvas.ci.layout.setRowStretchFactor(line, stretch)
    plot.getViewBox().setMouseEnabled(x=True, y=False)
    plot.getViewBox().disableAutoRange()
    plot.hideButtons()
    plot.setMenuEnabled(False)
    plot.getAxis("left").setWidth(_VALUES_PX)
    plot.getAxis("left").enableAutoSIPrefix(False)
    return plot


def apply_plot_theme(plot: pg.PlotItem, unit: str, palette: Palette) -> None:
    """Give a plot the colours of a palette, the unit of its values, and words of the present size."""
    plot.getViewBox().setBackgroundColor(palette.plot)
    plot.showGrid(x=True, y=True, alpha=0.12)
    size = {"font-size": f"{letters.px(SMALL_PX)}px"}
    plot.setLabel("left", unit, color=palette.muted, **size)
    font = QFont()
    font.setPixelSize(letters.px(SMALL_PX))
    for axis in ("left", "bottom"):
        plot.getAxis(axis).setPen(pg.mkPen(palette.border))
        plot.getAxis(axis).setTextPen(pg.mkPen(palette.muted))
        plot.getAxis(axis).setTickFont(font)
    for item in plot.getViewBox().addedItems:
        if isinstance(item, pg.TextItem):
            words = item.textItem.font()
            words.setPixelSize(letters.px(SMALL_PX))
            item.setFont(words)


class CurveBundle:
    """One thin curve a name, made once and then only re-fed; one of them may be stressed.

    share: how much of each curve's values counts for the range `low` to `high`, besides the last ones; no value
    counts that stands alone: one spike does not own the axis. left_out: curves that count for nothing.
    """

    def __init__(self, plot: pg.PlotItem, share: float = 1.0) -> None:
        self._plot = plot
        self.curves: dict[str, pg.PlotCurveItem] = {}
        self._pens: dict[str, tuple[str, int]] = {}
        self.low, self.high = np.inf, -np.inf
        self._share = share
        self.left_out: frozenset[str] = frozenset()
        self._stressed = ""

    def begin(self) -> None:
        """Start a redraw: forget the range of the last."""
        self.low, self.high = np.inf, -np.inf

    def draw(
        self, name: str, times: Floats, values: Floats, colour: str, width: int, height: int
    ) -> None:
        """Feed a curve; `values` may hold NaN, drawn as gaps."""
        curve = self.curves.get(name)
        if curve is None:
            curve = self.curves[name] = pg.PlotCurveItem()
            curve.setSegmentedLineMode("off")
            self._plot.addItem(curve, ignoreBounds=True)
        if self._pens.get(name) != (colour, width):
            self._pens[name] = (colour, width)
            self._set_pen(name)
        if curve.zValue() != height:
            curve.setZValue(height)
        known = values[~np.isnan(values)]
        is_whole = len(known) == len(values)
        curve.setData(
            times, values, connect="all" if is_whole else "finite", skipFiniteCheck=is_whole
        )
        curve.show()
        if len(known) and name not in self.left_out:
            low, high = _range_of(known, self._share)
            self.low, self.high = min(self.low, low), max(self.high, high)

    def _set_pen(self, name: str) -> None:
        colour, width = self._pens[name]
        more = 1 if name == self._stressed else 0
        self.curves[name].setPen(pg.mkPen(colour, width=width + more))

    def stress(self, name: str) -> None:
        """Draw one curve wider, and no other; empty: none."""
        before, self._stressed = self._stressed, name
        for one in {before, name} & self._pens.keys():
            self._set_pen(one)

    def nearest(self, plot: pg.PlotItem, where: QPointF, most_px: float) -> tuple[str, float]:
        """The curve that is nearest above or below a place of the plot, and its value there; empty and NaN: none is near."""
        point, pixel = where, plot.getViewBox().viewPixelSize()[1]
        best, value, away_px = "", float("nan"), most_px
        for name, curve in self.curves.items():
            times, values = curve.getData() if curve.isVisible() else (None, None)
            if times is None or values is None or not len(times):
                continue
            at = min(int(np.searchsorted(times, point.x())), len(times) - 1)
            near = values[max(at - 2, 0) : at + 2]
            near = near[~np.isnan(near)]
            if not len(near) or point.x() > times[-1]:
                continue
            low, high = float(near.min()), float(near.max())
            distance = max(low - point.y(), point.y() - high, 0.0) / pixel
            if distance < away_px or (distance == away_px and self._pens[name][1] > 1):
                best, value, away_px = name, (low + high) / 2, distance
        return best, value

    def hide_but(self, names: Iterable[str]) -> None:
        """Hide all curves but these."""
        for name in self.curves.keys() - set(names):
            self.curves[name].hide()


def _range_of(known: Floats, share: float) -> tuple[float, float]:
    """The range of a curve's values without NaN: of each three neighbours the middle one counts."""
    if len(known) > 2:
        first, second, third = known[:-2], known[1:-1], known[2:]
        known = np.maximum(np.minimum(first, second), np.minimum(np.maximum(first, second), third))
    last, ordered = float(known[-1]), np.sort(known)
    edge = int((1.0 - share) / 2 * len(ordered))
    return min(float(ordered[edge]), last), max(float(ordered[-1 - edge]), last)


class BandItem:
    """An area between two curves; drawn anew from outlines of some hundred points."""

    def __init__(self, plot: pg.PlotItem, height: int) -> None:
        self._low, self._high = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._fill = pg.FillBetweenItem(self._low, self._high)
        self._fill.setZValue(height)
        plot.addItem(self._fill, ignoreBounds=True)

    def draw(self, time_s: Floats, low: Floats, high: Floats, colour: str) -> None:
        """Fill between two curves without NaN, shapes (n,)."""
        self._low.setData(time_s, low)
        self._high.setData(time_s, high)
        self._fill.setBrush(pg.mkBrush(colour))
        self._fill.show()

    def is_drawn(self) -> bool:
        """Whether there is one to be seen."""
        return bool(self._fill.isVisible())

    def edges(self) -> tuple[Floats, Floats, Floats]:
        """Times, low and high edge as they were drawn."""
        return self._low.xData, self._low.yData, self._high.yData

    def hide(self) -> None:
        """Show nothing."""
        self._fill.hide()


class Crosshair:
    """One vertical line through all plots, with the time beside it."""

    def __init__(self, plots: Sequence[pg.PlotItem]) -> None:
        self._lines = [pg.InfiniteLine(angle=90, movable=False) for _ in plots]
        self._label = pg.TextItem(anchor=(0, 0))
        self._label.setZValue(_OVER_ALL)
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        self._label.setFont(font)
        for plot, line in zip(plots, self._lines, strict=True):
            plot.addItem(line, ignoreBounds=True)
        plots[0].addItem(self._label, ignoreBounds=True)
        self._plot = plots[0]
        self.time_s: float | None = None
        self.hide()

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        for line in self._lines:
            line.setPen(pg.mkPen(palette.muted, width=1, style=Qt.PenStyle.DashLine))
        self._label.setColor(QColor(palette.text))
        self._label.fill = pg.mkBrush(palette.raised)

    def text(self) -> str:
        """What is said beside the line."""
        return str(self._label.toPlainText())

    def show_at(self, time_s: float, when: str, beside: str = "") -> None:
        """Stand at an instant. when: it in words; beside: what is said beside them."""
        self.time_s = time_s
        (left, right), (_, top) = self._plot.getViewBox().viewRange()
        self._label.setText(f"{when}  {beside}".strip())
        self._label.setAnchor((0, 0) if time_s < (left + right) / 2 else (1, 0))
        self._label.setPos(time_s, top)
        for line in self._lines:
            line.setPos(time_s)
            line.show()
        self._label.show()

    def hide(self) -> None:
        """Go away."""
        self.time_s = None
        for line in self._lines:
            line.hide()
        self._label.hide()
