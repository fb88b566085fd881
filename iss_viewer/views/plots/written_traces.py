"""What people have written: a quantity over time, or against another, in the lower plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont

from iss_viewer.situation.derived import Derived
from iss_viewer.situation.measured_traces import MeasuredTrace
from iss_viewer.situation.moment import Moment
from iss_viewer.views.plots.plot_parts import TimeAxis
from iss_viewer.views.plots.value_axis import HandScale
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX

_MOST_POINTS = 1200


@dataclass(frozen=True)
class Written:
    """A quantity as it was written, and what it is drawn against; empty: time."""

    text: str
    against: str = ""

    @property
    def words(self) -> str:
        """What it is called in a list."""
        return f"{self.text} against {self.against}" if self.against else self.text


class AnyAxis(TimeAxis):
    """An axis of time, or of any other quantity."""

    is_time = True

    def tickValues(
        self, minimum: float, maximum: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """Round instants, or round numbers."""
        if self.is_time:
            return super().tickValues(minimum, maximum, size)
        return list(pg.AxisItem.tickValues(self, minimum, maximum, size))

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Instants, or numbers."""
        if self.is_time:
            return super().tickStrings(values, scale, spacing)
        return list(pg.AxisItem.tickStrings(self, values, scale, spacing))


class WrittenTraces:
    """Draws one quantity that has been read, over time or against another that has been read too."""

    def __init__(
        self, plot: pg.PlotItem, axis: AnyAxis, context: WindowContext, scale: HandScale
    ) -> None:
        self.plot, self._axis, self._context, self.scale = plot, axis, context, scale
        self.value: Derived | None = None
        self.against: Derived | None = None
        self.curve, self._now = pg.PlotCurveItem(), pg.ScatterPlotItem(size=8)
        self.curve.setSegmentedLineMode("off")
        self._words = pg.TextItem(anchor=(0, 0))
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        self._words.setFont(font)
        for item in (self.curve, self._now, self._words):
            plot.addItem(item, ignoreBounds=True)

    def measured(self, moment: Moment) -> list[MeasuredTrace]:
        """What can be measured of it: a quantity over time."""
        if self.value is None or self.against is not None:
            return []
        table = moment.run.table
        columns = tuple(table.column(*channel) for channel in self.value.channels)
        return [MeasuredTrace(self.value.text, columns, written=self.value)]

    def unit(self) -> str:
        """In what the values are shown."""
        return "" if self.value is None else self.value.unit(self._context.units)

    def take(self, value: Derived | None, against: Derived | None) -> None:
        """Take what is to be drawn."""
        if (value, against) != (self.value, self.against):
            self.scale.release()  # limits of something else
        self.value, self.against = value, against
        self._axis.is_time = against is None

    def draw(self, moment: Moment, view: tuple[float, float]) -> None:
        """Draw the stretch `view` of the run, s, up to the moment."""
        if self.value is None:
            return
        palette, units, history = self._context.palette, self._context.units, moment.run.history
        to_s = min(view[1], moment.time_s)
        times, values = self.value.curve(history, view[0], to_s, _MOST_POINTS)
        past = times <= moment.time_s
        across, y = times[past], self.value.shown(values[past], units)
        box = self.plot.getViewBox()
        if self.against is None:
            box.setXRange(*view, padding=0)
            self.plot.setLabel("bottom", "")
        else:
            _, other = self.against.curve(history, view[0], to_s, _MOST_POINTS)
            across = self.against.shown(other[past], units)
            self.plot.setLabel(
                "bottom", _with_unit(self.against, self.against.unit(units)), color=palette.muted,
                **{"font-size": f"{letters.px(SMALL_PX)}px"},
            )  # fmt: skip
            _fit(box.setXRange, across)
        if not self.scale.apply():
            _fit(box.setYRange, y)
        self.curve.setPen(pg.mkPen(palette.accent, width=1))
        self.curve.setData(across, y, connect="finite")
        (left, _), (_, top) = box.viewRange()
        self._words.setText(self.value.text)
        self._words.setColor(QColor(palette.soft))
        self._words.setPos(left, top)
        known = np.flatnonzero(~np.isnan(across) & ~np.isnan(y))
        last = known[-1:]
        self._now.setData(across[last], y[last], brush=pg.mkBrush(palette.text), pen=pg.mkPen(None))
        self.plot.setLabel(
            "left",
            self.value.unit(units),
            color=palette.muted,
            **{"font-size": f"{letters.px(SMALL_PX)}px"},
        )


def _with_unit(value: Derived, unit: str) -> str:
    return f"{value.text}, {unit}" if unit else value.text


def _fit(set_range: object, values: np.ndarray) -> None:
    """Show all known values with a margin; of none nothing moves."""
    known = values[~np.isnan(values)]
    if len(known) and callable(set_range):
        low, high = float(known.min()), float(known.max())
        margin = 0.08 * (high - low) or 0.01 * abs(high) or 1.0
        set_range(low - margin, high + margin, padding=0)
