"""The pressure of every air space, through all hatch moves, with its band, its forecast and its name."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont

from iss_viewer.detection.belief import Z95
from iss_viewer.situation.air_loss import has_loss
from iss_viewer.situation.air_spaces import AirSpaceNow, air_spaces_now
from iss_viewer.situation.forecast import Forecast, forecast_of
from iss_viewer.situation.measured_traces import MeasuredTrace
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.space_curves import space_curves
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import PA_PER_MMHG, from_si
from iss_viewer.views.plots.plot_parts import BandItem
from iss_viewer.views.plots.traces import BAND, HEAD_PX, VACUUM_PA, PlotParts, Traces
from iss_viewer.views.style import letters
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.theme import SMALL_PX, mixed

_MOST_LABELS = 5
_LABEL_PX = 15
_LETTER_PX = 7  # of a name, about
_FAINT = 0.4  # how strongly it is drawn what is closed off by plan, or is no more


class SpaceTraces(Traces):
    """A curve for each part that shares its air. What was one air space is drawn once, for the one that is looked at first."""

    def __init__(self, parts: PlotParts) -> None:
        super().__init__(parts)
        self.spaces: tuple[AirSpaceNow, ...] = ()
        self.forecast: Forecast | None = None
        self._ahead = pg.PlotCurveItem()
        self._ahead.setZValue(20)
        self.plot.addItem(self._ahead, ignoreBounds=True)
        self._ahead_band, self._band = BandItem(self.plot, -1), BandItem(self.plot, 1)
        self._now = pg.InfiniteLine(angle=90)
        self._now.setZValue(15)
        self.plot.addItem(self._now, ignoreBounds=True)
        self._ahead_words = self._label()
        self._ahead_words.setAnchor((1, 0))
        self._labels = [self._label() for _ in range(_MOST_LABELS)]

    def _label(self) -> pg.TextItem:
        item = pg.TextItem(anchor=(1, 1))
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        font.setWeight(QFont.Weight.DemiBold)
        item.setFont(font)
        item.setZValue(60)
        item.hide()
        self.plot.addItem(item, ignoreBounds=True)
        return item

    def measured(self, moment: Moment) -> list[MeasuredTrace]:
        """What can be measured of it: the air spaces that are shown now."""
        shown = [s for s in self.spaces if self._legend.is_shown(s.named_by)]
        columns = {s.name: moment.run.table.get(s.named_by, "space_pressure_pa") for s in shown}
        return [
            MeasuredTrace(name, (column,), "pressure")
            for name, column in columns.items()
            if column is not None
        ]

    def hide(self) -> None:
        """Show nothing of it: other traces are drawn."""
        self.curves.hide_but(())
        for part in (
            self._ahead, self._ahead_band, self._band, self._outside, self._now, self._ahead_words, *self._labels,
        ):  # fmt: skip
            part.hide()

    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """The air spaces of the time that is shown."""
        self.spaces = air_spaces_now(moment)
        ids = moment.station.module_ids
        first = [ids.index(space.named_by) for space in self.spaces]
        order = [*first, *(m for m in range(len(ids)) if m not in first)]
        planned = frozenset(space.named_by for space in self.spaces if space.is_planned)
        self.curves.left_out = planned if not self._legend.is_isolated else frozenset()
        times, held, pressures = self._columns(moment, view)
        found = space_curves(held, pressures, order)
        drawn: dict[str, Floats] = {}
        unit = self._context.units.pressure
        for module, values in found.items():
            key = ids[module]
            if not len(times) or not self._legend.is_shown(key) or np.nanmax(values) < VACUUM_PA:
                continue
            space = next((s for s in self.spaces if s.named_by == key), None)
            shown = from_si(values, unit, "pressure")
            colour, width, height = self._space_look(space)
            self.curves.draw(key, times, shown, colour, width, height)
            drawn[key] = shown
        self.curves.hide_but(drawn)
        self._draw_band(moment, times, drawn)
        self._draw_forecast(moment, view, drawn)
        self.fill_outside(times, drawn.values())
        self.set_y(from_si(1.5 * PA_PER_MMHG, unit, "pressure"), HEAD_PX)
        self._draw_labels(moment, view, drawn)

    def _columns(self, moment: Moment, view: tuple[float, float]) -> tuple[Floats, Floats, Floats]:
        ids, table = moment.station.module_ids, moment.run.table
        columns = [table.column(m, q) for q in ("air_space", "space_pressure_pa") for m in ids]
        times, values = self.thinned(moment, columns, view)
        return times, values[: len(ids)], values[len(ids) :]

    def _space_look(self, space: AirSpaceNow | None) -> tuple[str, int, int]:
        """Colour, width and height of the curve of an air space; None: of one that is no more."""
        palette = self._context.palette
        if space is None or space.is_planned:
            return mixed(palette.trace, palette.plot, _FAINT), 1, 4
        is_selected = self._context.selection.module in space.modules
        if space.is_losing:
            colour = CONDITION_STYLES[space.condition].colour(palette.theme)
            return colour, 2, 31 if is_selected else 30
        is_quiet = space.condition in (ModuleCondition.NOMINAL, ModuleCondition.ISOLATED)
        style = CONDITION_STYLES[ModuleCondition.NOMINAL if is_quiet else space.condition]
        return style.colour(palette.theme), 2 if is_selected else 1, 25 if is_selected else 10

    def key_space(self) -> AirSpaceNow | None:
        """The air space whose band and forecast are drawn: the first that is not hidden."""
        shown = [s for s in self.spaces if self._legend.is_shown(s.named_by)]
        return shown[0] if shown else None

    def name(self, moment: Moment, key: str) -> str:
        """What a curve is called."""
        space = next((s for s in self.spaces if s.named_by == key), None)
        return space.name if space is not None else name_of(moment.station, key)

    def gauged(self, moment: Moment, key: str) -> tuple[str, ...]:
        """The modules whose gauges a curve rests on."""
        space = next((s for s in self.spaces if s.named_by == key), None)
        return tuple(space.modules) if space is not None else moment.station.module_ids

    def _draw_band(self, moment: Moment, times: Floats, drawn: dict[str, Floats]) -> None:
        """The 95 % band of the pressure that the gauges of an air space agree on, by how they differ now."""
        space = self.key_space()
        values = drawn.get(space.named_by) if space is not None else None
        half_pa = agreement_pa(moment, space.modules) if space is not None else math.nan
        if values is None or not half_pa > 0.0:
            self._band.hide()
            return
        known = ~np.isnan(values)
        half = from_si(half_pa, self._context.units.pressure, "pressure")
        colour, _, _ = self._space_look(space)
        ground = mixed(colour, self._context.palette.plot, BAND)
        self._band.draw(times[known], values[known] - half, values[known] + half, ground)

    def _draw_forecast(
        self, moment: Moment, view: tuple[float, float], drawn: dict[str, Floats]
    ) -> None:
        space, palette = self.key_space(), self._context.palette
        self.forecast = None
        if space is not None and space.named_by in drawn and has_loss(moment, space.named_by):
            self.forecast = forecast_of(moment, space.named_by, view[1])
        if self.forecast is None:
            for part in (self._ahead, self._ahead_band, self._now, self._ahead_words):
                part.hide()
            return
        unit, ahead = self._context.units.pressure, self.forecast
        colour, _, _ = self._space_look(space)
        median, low, high = (
            from_si(curve, unit, "pressure")
            for curve in (ahead.median_pa, ahead.low_pa, ahead.high_pa)
        )
        self._ahead.setPen(pg.mkPen(colour, width=2, style=Qt.PenStyle.DashLine))
        self._ahead.setData(ahead.time_s, median)
        self._ahead.show()
        self._now.setPen(pg.mkPen(palette.text, width=1))
        self._now.setPos(moment.time_s)
        self._now.show()
        self._ahead_band.draw(ahead.time_s, low, high, mixed(colour, palette.plot, BAND))
        self.curves.low = min(self.curves.low, float(median[-1]))

    def _draw_labels(
        self, moment: Moment, view: tuple[float, float], drawn: dict[str, Floats]
    ) -> None:
        """Names at the ends of the curves, none over another."""
        box, palette = self.plot.getViewBox(), self._context.palette
        pixel = box.viewPixelSize()[1]
        is_alone = self._legend.is_isolated
        shown = [s for s in self.spaces if s.named_by in drawn and (is_alone or not s.is_planned)]
        told = shown[:_MOST_LABELS]
        ends = [(s, _last(drawn[s.named_by])) for s in told]
        ends = sorted(((s, y) for s, y in ends if y == y), key=lambda pair: -pair[1])
        x, below = min(moment.time_s, view[1]), math.inf
        low, high = box.viewRange()[1]
        if self.forecast is not None:
            self._ahead_words.setText("forecast, 90 % band")
            self._ahead_words.setColor(QColor(palette.soft))
            self._ahead_words.setPos(view[1], high)
            room_px = (view[1] - x) / box.viewPixelSize()[0]
            self._ahead_words.setVisible(self._ahead_words.boundingRect().width() < room_px)
        for number, item in enumerate(self._labels):
            item.setVisible(number < len(ends))
            if number >= len(ends):
                continue
            space, y = ends[number]
            colour, _, _ = self._space_look(space)
            item.setColor(QColor(colour))
            wide = (view[1] - x) / box.viewPixelSize()[0] - 4.0
            is_ahead = self._write(item, moment, space, wide)
            if not is_ahead:
                y = self._clear_of(item, space, x)
            falls = space.is_losing and not is_ahead
            y += (
                -letters.px(_LABEL_PX) - 6.0 if falls else 3.0
            ) * pixel  # a falling curve comes from above
            y = min(
                y,
                high - (letters.px(_LABEL_PX) + 14.0) * pixel,
                below - letters.px(_LABEL_PX) * pixel,
            )
            below = y = max(y, low)
            item.setPos(x, y)
            if is_ahead and y > high - 2.0 * letters.px(_LABEL_PX) * pixel:
                self._ahead_words.hide()  # a name stands there

    def _write(self, item: pg.TextItem, moment: Moment, space: AirSpaceNow, wide_px: float) -> bool:
        """Write the name of a curve with its value; whether it fits between now and the edge of the plot."""
        pressure_pa = moment.value(space.named_by, "space_pressure_pa")
        value = self._context.units.pressure_text(pressure_pa).split(" ")[0]
        for name in (space.name, space.short_name):
            item.setText(f"{name} {value}")
            if item.boundingRect().width() <= wide_px:
                break
        is_ahead = bool(item.boundingRect().width() <= wide_px)
        is_short = len(space.name) * letters.px(_LETTER_PX) > 0.3 * self.plot.getViewBox().width()
        if not is_ahead:
            item.setText(f"{space.short_name if is_short else space.name} {value}")
        item.setAnchor((0, 1) if is_ahead else (1, 1))
        item.fill = pg.mkBrush(None if is_ahead else self._context.palette.plot)
        return is_ahead

    def _clear_of(self, item: pg.TextItem, space: AirSpaceNow, x: float) -> float:
        """Where the curve is least in the way of its own name to the left of an instant."""
        times, values = self.curves.curves[space.named_by].getData()
        left = x - item.boundingRect().width() * self.plot.getViewBox().viewPixelSize()[0]
        near = values[(times >= left) & (times <= x) & ~np.isnan(values)]
        if not len(near):
            return _last(values)
        return float(near.min() if space.is_losing else near.max())


def _last(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known[-1]) if len(known) else math.nan


def agreement_pa(moment: Moment, modules: tuple[str, ...]) -> float:
    """Half of the 95 % band of what gauges agree on, by how they differ at an instant, offsets and all, so that it holds
    for the pressure itself; NaN of fewer than three.
    """
    off = [moment.value(m, "pressure_pa") - moment.value(m, "space_pressure_pa") for m in modules]
    known = np.array([value for value in off if math.isfinite(value)])
    if len(known) < 3:
        return math.nan
    middle = np.median(known)
    spread = 1.4826 * float(np.median(np.abs(known - middle)))  # as a standard deviation
    return Z95 * spread / math.sqrt(len(known))
