"""The whole run in a strip, with the stretch that the plots show as a window to drag."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import from_si
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, mixed

STRIP_PX = 40
_POINTS = 300
_AXIS_PX = 58


class OverviewStrip:
    """asked: told the stretch, s, to which a person has moved the window."""

    def __init__(self, plot: pg.PlotItem, asked: Callable[[float, float], None]) -> None:
        self.plot = plot
        box = plot.getViewBox()
        box.setMouseEnabled(x=False, y=False)
        plot.hideAxis("bottom")
        plot.getAxis("left").setWidth(letters.px(_AXIS_PX))
        plot.getAxis("left").setStyle(showValues=False, tickLength=0)
        plot.setPreferredHeight(letters.px(STRIP_PX))
        plot.setMaximumHeight(letters.px(STRIP_PX))
        self._curves = [pg.PlotCurveItem(), pg.PlotCurveItem()]
        for curve in self._curves:
            curve.setSegmentedLineMode("off")
            plot.addItem(curve, ignoreBounds=True)
        self.window = pg.LinearRegionItem(movable=True)
        self.window.setZValue(10)
        plot.addItem(self.window, ignoreBounds=True)
        self._asked, self._drawn = asked, LastDrawn()
        self._is_setting = False
        self.window.sigRegionChanged.connect(self._moved)

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self.plot.getViewBox().setBackgroundColor(palette.plot)
        for axis in ("left", "bottom"):
            self.plot.getAxis(axis).setPen(pg.mkPen(palette.border))
        self.window.setBrush(pg.mkBrush(mixed(palette.accent, palette.plot, 0.18) + "90"))
        self.window.setHoverBrush(pg.mkBrush(mixed(palette.accent, palette.plot, 0.3) + "a0"))
        for line in self.window.lines:
            line.setPen(pg.mkPen(palette.accent, width=1))
            line.setHoverPen(pg.mkPen(palette.accent, width=3))
            line.setCursor(Qt.CursorShape.SizeHorCursor)
        self._curves[0].setPen(pg.mkPen(palette.muted))
        self._curves[1].setPen(pg.mkPen(palette.text))
        self._drawn.forget()

    def draw(
        self, moment: Moment, modules: tuple[str, ...], view: tuple[float, float], unit: str
    ) -> None:
        """Draw the pressures of the air of two modules at the most over the run so far, and the window."""
        history = moment.run.history
        start_s, end_s = history.start_s, max(history.end_s, view[1], history.start_s + 60.0)
        self._is_setting = True
        self.window.setBounds((start_s - (end_s - start_s), 2 * end_s - start_s))
        self.window.setRegion(view)
        self._is_setting = False
        if not self._drawn.is_new(int(moment.time_s), int(end_s), modules, unit, of=moment.run):
            return
        self.plot.getViewBox().setXRange(start_s, end_s, padding=0.0)
        low, high = np.inf, -np.inf
        for curve, module in zip(self._curves, (*modules, "", "")[:2], strict=True):
            column = moment.run.table.get(module, "space_pressure_pa") if module else None
            if column is None:
                curve.hide()
                continue
            times, values = history.curve(column, start_s, moment.time_s, _POINTS)
            shown: Floats = from_si(values, unit, "pressure")
            known = shown[~np.isnan(shown)]
            if len(known):
                low, high = min(low, known.min()), max(high, known.max())
            curve.setData(times, shown, connect="finite")
            curve.show()
        if low <= high:
            margin = max((high - low) * 0.15, 0.5)
            self.plot.getViewBox().setYRange(low - margin, high + margin, padding=0)

    def _moved(self) -> None:
        if not self._is_setting:
            self._asked(*map(float, self.window.getRegion()))
