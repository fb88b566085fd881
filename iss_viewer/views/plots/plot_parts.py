"""Parts of the plots: a time axis in the field's words, bundles of curves, markers, the crosshair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont

from iss_viewer.situation.marks import MARKED, clustered, marker_kind
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History
from iss_viewer.units import clock_text
from iss_viewer.views.style.theme import SMALL_PX, Palette, mixed

_STEPS_S = (
    1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 2 * 86400,
    7 * 86400, 14 * 86400, 30 * 86400, 90 * 86400, 365 * 86400,
)  # fmt: skip


class TimeAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph ships no types
    """Elapsed time with round steps: seconds, minutes, hours, days."""

    def tickValues(
        self, minimum: float, maximum: float, size: float
    ) -> list[tuple[float, list[int]]]:
        """Round instants, about one each 52 pixels."""
        wanted = (maximum - minimum) / max(size / 52, 1)
        step = next((s for s in _STEPS_S if s >= wanted), _STEPS_S[-1])
        first = int(np.ceil(minimum / step))
        return [(step, [i * step for i in range(first, int(maximum / step) + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Short words of an elapsed time."""
        return [elapsed_text(value, spacing) for value in values]


def elapsed_text(time_s: float, step_s: float) -> str:
    """An instant of the run as exact as the step between ticks: ``2 d``, ``5 h``, ``5:20``, ``5:20:10``."""
    sign, whole = ("−" if time_s < 0 else ""), round(abs(time_s))
    days, hours, minutes = whole // 86400, whole % 86400 // 3600, whole % 3600 // 60
    if step_s >= 86400:
        return f"{sign}{days} d"
    day = f"{days} d " if days else ""
    if step_s >= 3600:
        return f"{sign}{day}{hours} h"
    if step_s >= 60:
        return f"{sign}{day}{hours}:{minutes:02d}"
    return f"{sign}{day}{hours}:{minutes:02d}:{whole % 60:02d}"


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
            curve.setPen(pg.mkPen(colour, width=width))
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


class Markers:
    """Events as vertical lines, at most one a pixel and kind, however many there are."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self._items: dict[str, pg.PlotCurveItem] = {}

    def draw(
        self, history: History, view: tuple[float, float], pixels: int, palette: Palette
    ) -> None:
        """Mark the events of the time that is shown."""
        times: dict[str, list[float]] = {}
        for event in history.events(*view):
            kind = marker_kind(event)
            if kind:
                times.setdefault(kind, []).append(event.time_s)
        low, high = self._plot.getViewBox().viewRange()[1]
        for kind, tone in MARKED.items():
            at = clustered(np.array(times.get(kind, ())), view, pixels)
            if len(at) == 0 and kind not in self._items:
                continue
            item = self._items.get(kind)
            if item is None:
                item = self._items[kind] = pg.PlotCurveItem(connect="pairs")
                item.setZValue(-5)
                self._plot.addItem(item, ignoreBounds=True)
            item.setPen(pg.mkPen(mixed(palette.tone(tone), palette.plot, 0.45), width=1))
            item.setData(np.repeat(at, 2), np.tile([low, high], len(at)))


class Crosshair:
    """One vertical line through all plots, with the time beside it."""

    def __init__(self, plots: Sequence[pg.PlotItem]) -> None:
        self._lines = [pg.InfiniteLine(angle=90, movable=False) for _ in plots]
        self._label = pg.TextItem(anchor=(0, 0))
        font = QFont()
        font.setPixelSize(SMALL_PX)
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

    def show_at(self, time_s: float) -> None:
        """Stand at an instant."""
        self.time_s = time_s
        (left, right), (_, top) = self._plot.getViewBox().viewRange()
        self._label.setText(clock_text(time_s))
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
