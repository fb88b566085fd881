"""What a plot of the run shows: the traces of the modules, their limits and the marks of events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from iss_viewer.detection.assessment import STATION
from iss_viewer.detection.belief import Z95
from iss_viewer.situation.air_loss import main_module
from iss_viewer.situation.air_spaces import AirSpaceNow, air_spaces_now
from iss_viewer.situation.condition import air_condition_of, is_at_fault
from iss_viewer.situation.measured_traces import MeasuredTrace, rate_name
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.space_curves import gauge_offsets
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import PA_PER_MMHG, from_si
from iss_viewer.views.plots.event_flags import EventFlags
from iss_viewer.views.plots.legend import LegendModel
from iss_viewer.views.plots.plot_limits import LimitBands
from iss_viewer.views.plots.plot_parts import BandItem, CurveBundle
from iss_viewer.views.plots.value_axis import HandScale
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.theme import mixed

HEAD_PX = 36.0  # for flags and the name of the highest curve
_OUTSIDE = 0.42  # how strongly it is filled what lies beyond a limit
BAND = 0.28  # how strongly bands are drawn
_LASTS_S = 60.0  # from when on a rate that is less certain is no outlier
_VAGUE, _SIGMAS = 4.0, 4.0  # times the usual error, and sigmas, within which a rate says nothing
_CALIBRATED_S = 300.0  # after which offsets of gauges are taken anew,
_MOST_CALIBRATED = 300  # from so many points of the run
_FAINT = 0.45  # how strongly traces are drawn that nobody need look at: most overlie each other
_MOST_POINTS = 1200
VACUUM_PA = 1000.0  # what never has more is not drawn unless it is selected


class PlotParts(NamedTuple):
    """A plot with what is drawn in it besides traces, and who says which traces and how."""

    plot: pg.PlotItem
    context: WindowContext
    legend: LegendModel
    limits: LimitBands
    flags: EventFlags
    scale: HandScale


class Traces(ABC):
    """One plot of a quantity of the modules, drawn as far as the run is known. share: of all that is drawn, which the
    range of the plot is to hold.
    """

    def __init__(self, parts: PlotParts, share: float = 1.0) -> None:
        self.plot, self._context, self._legend, self.limits, self.flags, self.scale = parts
        self.curves = CurveBundle(self.plot, share)
        self._outside = BandItem(self.plot, -2)

    def draw(self, moment: Moment, view: tuple[float, float]) -> None:
        """Draw the stretch `view` of a run, s, up to the moment."""
        box = self.plot.getViewBox()
        box.setXRange(*view, padding=0)
        self.limits.draw(
            moment.run.words.limits,
            moment.board.limits,
            self._context.units,
            self._context.palette,
        )
        self.curves.begin()
        self.draw_curves(moment, view)
        past = view[0], min(view[1], moment.time_s)  # what is still to come is marked nowhere
        pixels = int(box.width() * (past[1] - past[0]) / (view[1] - view[0]))
        self.flags.draw(moment.run.history, past, pixels, self._context.palette)

    @abstractmethod
    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """Draw what the plot is for."""

    def curves_of(
        self, moment: Moment, subjects: Sequence[str], quantity: str, view: tuple[float, float]
    ) -> tuple[Floats, dict[str, Floats]]:
        """The times that all share, and the values of each subject that has the quantity."""
        columns = {subject: moment.run.table.get(subject, quantity) for subject in subjects}
        known = {subject: column for subject, column in columns.items() if column is not None}
        times, values = self.thinned(moment, list(known.values()), view)
        return times, dict(zip(known, values, strict=True))

    def thinned(
        self, moment: Moment, columns: Sequence[int], view: tuple[float, float]
    ) -> tuple[Floats, Floats]:
        """Columns up to the moment, about two points a pixel: times (n,), values (columns, n)."""
        to_s = min(view[1], moment.time_s)
        pixels = int(self.plot.getViewBox().width())
        most = min(max(2 * pixels, 200), _MOST_POINTS)
        times, values = moment.run.history.curves(columns, view[0], to_s, most)
        past = int(np.searchsorted(times, moment.time_s, side="right"))
        return times[:past], values[:, :past]

    def look(self, moment: Moment, subject: str) -> tuple[str, int]:
        """Colour and width: quiet for what is nominal, stressed for what is selected."""
        palette = self._context.palette
        if subject == STATION:  # stands out of the noise of all modules; no two curves are wide
            return (palette.accent, 1) if self._context.selection.module else (palette.text, 2)
        condition = air_condition_of(moment, subject)
        is_selected = subject == self._context.selection.module
        if condition.is_quiet:
            quiet = mixed(palette.trace, palette.plot, _FAINT)
            return (palette.text, 2) if is_selected else (quiet, 1)
        colour = CONDITION_STYLES[condition].colour(palette.theme)
        if condition in (ModuleCondition.WATCH, ModuleCondition.ISOLATED) and not is_selected:
            # often all of them: leave room for the worse
            colour = mixed(mixed(colour, palette.trace, 0.35), palette.plot, _FAINT)
        return colour, 2 if is_selected else 1

    def height(self, moment: Moment, subject: str) -> int:
        """Which curve lies over which: the selected one over all, the abnormal over the quiet."""
        if subject == self._context.selection.module:
            return 30
        return 8 if subject == STATION else 5 + air_condition_of(moment, subject).value

    def fill_outside(self, times: Floats, curves: Iterable[Floats]) -> None:
        """Fill what lies between the lowest of pressures in the reader's units and the limit that it has passed."""
        limit = from_si(self.limits.least_pa(), self._context.units.pressure, "pressure")
        stacked = np.array(list(curves))
        lowest = np.full(len(times), np.nan) if not len(stacked) else np.fmin.reduce(stacked)
        known = ~np.isnan(lowest)
        if not (lowest[known] < limit).any():
            self._outside.hide()
            return
        low = np.minimum(lowest[known], limit)
        palette = self._context.palette
        colour = mixed(palette.bad, palette.plot, _OUTSIDE)
        self._outside.draw(times[known], low, np.full(len(low), limit), colour)

    def outside_edges(self) -> tuple[Floats, Floats, Floats] | None:
        """Times, low and high edge of what is filled beyond a limit; None: nothing is."""
        return self._outside.edges() if self._outside.is_drawn() else None

    def set_y(self, least: float, head_px: float = 0.0) -> None:
        """Show all that is drawn, or the limits that a person has set; move only when it leaves the range or uses little of it. head_px: kept free above."""
        low, high = self.curves.low, self.curves.high
        if self.scale.apply() or not low <= high:
            return
        box = self.plot.getViewBox()
        middle, half = (low + high) / 2, max((high - low) / 2, least / 2)
        shown_low, shown_high = box.viewRange()[1]
        fits = (
            shown_low <= low
            and high <= shown_high
            and (shown_high - shown_low) < 4 * half + head_px * box.viewPixelSize()[1]
        )
        if not fits:
            whole = 2.3 * half
            head = whole * head_px / max(box.height() - head_px, head_px, 1.0)
            box.setYRange(middle - 1.15 * half, middle + 1.15 * half + head, padding=0)


class GaugeTraces(Traces):
    """What the gauge of every module reads that the legend shows, less its offset where that is asked for."""

    def __init__(self, parts: PlotParts) -> None:
        super().__init__(parts)
        self.has_offsets_removed = True
        self.outside = CurveBundle(self.plot)
        self._are_outside: set[str] = set()
        self._offsets: dict[str, float] = {}
        self._offsets_of = LastDrawn()

    def measured(self, moment: Moment) -> list[MeasuredTrace]:
        """What can be measured of it: the gauges that are shown, as they are drawn."""
        offsets, table = self.offsets(moment) if self.has_offsets_removed else {}, moment.run.table
        shown = [m for m in self._legend.modules if self._legend.is_shown(m)]
        columns = {module: table.get(module, "pressure_pa") for module in shown}
        return [
            MeasuredTrace(self.name(moment, m), (column,), "pressure", offsets.get(m, 0.0))
            for m, column in columns.items()
            if column is not None
        ]

    def hide(self) -> None:
        """Show nothing of it: other traces are drawn."""
        self.curves.hide_but(())
        self.outside.hide_but(())
        self._outside.hide()

    def name(self, moment: Moment, key: str) -> str:
        """What a curve is called."""
        return name_of(moment.station, key)

    def gauged(self, moment: Moment, key: str) -> tuple[str, ...]:
        """The modules whose gauges a curve rests on."""
        return moment.station.module_ids if key == STATION else (key,)

    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """The modules, and their mean where there are several."""
        selected, drawn = self._context.selection.module, list[str]()
        shown_curves: list[Floats] = []
        wanted = [
            module
            for module in self._legend.modules
            if module not in self._legend.hidden or module == selected
        ]
        if len(wanted) > 1:
            wanted.append(STATION)
        self.curves.left_out = frozenset(
            module for module in wanted if module != selected and is_at_fault(moment, module)
        )
        times, curves = self.curves_of(moment, wanted, "pressure_pa", view)
        offsets = self.offsets(moment) if self.has_offsets_removed else {}
        for module, read in curves.items():
            values = read - offsets.get(module, 0.0)
            if not len(times) or ((values < VACUUM_PA).all() and module != selected):
                continue
            colour, width = self.look(moment, module)
            shown = from_si(values, self._context.units.pressure, "pressure")
            self.curves.draw(module, times, shown, colour, width, self.height(moment, module))
            drawn.append(module)
            if module not in self.curves.left_out:
                shown_curves.append(shown)
            self._draw_outside(module, times, values, shown)
        self.curves.hide_but(drawn)
        self.outside.hide_but(name for name in drawn if name in self._are_outside)
        self.fill_outside(times, shown_curves)
        self.set_y(from_si(1.5 * PA_PER_MMHG, self._context.units.pressure, "pressure"), HEAD_PX)

    def offsets(self, moment: Moment) -> dict[str, float]:
        """How far each gauge is off what its air space agrees on, by the run so far, Pa; renewed each few minutes of it."""
        if self._offsets_of.is_new(moment.time_s // _CALIBRATED_S, of=moment.run):
            ids, table = self._legend.modules, moment.run.table
            gauged = [m for m in ids if table.get(m, "pressure_pa") is not None]
            columns = [
                table.column(m, q) for q in ("pressure_pa", "space_pressure_pa") for m in gauged
            ]
            history = moment.run.history
            _, values = history.curves(columns, history.start_s, moment.time_s, _MOST_CALIBRATED)
            off = gauge_offsets(values[: len(gauged)], values[len(gauged) :])
            self._offsets = dict(zip(gauged, off.tolist(), strict=True))
        return self._offsets

    def _draw_outside(self, module: str, times: Floats, values: Floats, shown: Floats) -> None:
        """Draw what lies beyond a limit once more, in the limit's colour."""
        beyond = self.limits.beyond(values)
        if beyond.any():
            self._are_outside.add(module)
            tone = self._context.palette.tone("bad")
            self.outside.draw(module, times, np.where(beyond, shown, np.nan), tone, 1, 50)
        else:
            self._are_outside.discard(module)


class RateTraces(Traces):
    """How fast pressures change: the station's, the selected module's, and what is not nominal."""

    def __init__(self, parts: PlotParts) -> None:
        super().__init__(parts, share=0.95)
        self._band = BandItem(self.plot, 1)

    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """The rates of those that are worth it; the band of the last of them."""
        selected = self._context.selection.module
        chosen = [STATION, *(s.named_by for s in air_spaces_now(moment) if _has_curve(s))]
        if selected and selected not in chosen:
            chosen.append(selected)
        unit = self._context.units.pressure_rate
        times, rates, errors = self._rates(moment, chosen, view)
        for subject, rate, error in zip(chosen, rates, errors, strict=True):
            colour = self._colour(moment, subject)
            told = np.where(is_vague(times, rate, error), np.nan, rate)
            shown = from_si(told, unit, "pressure_rate")
            self.curves.draw(subject, times, shown, colour, 1, self.height(moment, subject))
        self.curves.hide_but(chosen)
        self._draw_band(moment, chosen[-1], times, rates[-1], errors[-1])
        self.set_y(from_si(0.05 * PA_PER_MMHG / 3600, unit, "pressure_rate"))

    def measured(self, moment: Moment) -> list[MeasuredTrace]:
        """What can be measured of it: the rates that are drawn."""
        table = moment.run.table
        drawn = [key for key, curve in self.curves.curves.items() if curve.isVisible()]
        columns = {key: table.get(key, "dpdt_pa_s") for key in drawn}
        return [
            MeasuredTrace(rate_name(moment.station, key), (column,), "pressure_rate")
            for key, column in columns.items()
            if column is not None
        ]

    def _colour(self, moment: Moment, subject: str) -> str:
        """Of air that is lost the colour of how it stands, as its pressure has."""
        for space in air_spaces_now(moment):
            if space.named_by == subject and _has_curve(space):
                return CONDITION_STYLES[space.condition].colour(self._context.palette.theme)
        return self.look(moment, subject)[0]

    def _rates(
        self, moment: Moment, subjects: Sequence[str], view: tuple[float, float]
    ) -> tuple[Floats, Floats, Floats]:
        """Times (n,), and of each subject its rate and 1-sigma of it, shapes (subjects, n)."""
        table = moment.run.table
        by = [main_module(moment) if subject == STATION else subject for subject in subjects]
        columns = [table.column(subject, "dpdt_pa_s") for subject in subjects]
        known = [table.get(module, "dpdt_error_pa_s") for module in by]
        errors = [column for column in known if column is not None]
        times, values = self.thinned(moment, [*columns, *errors], view)
        found = np.full((len(subjects), len(times)), np.nan)
        found[[column is not None for column in known]] = values[len(columns) :]
        return times, values[: len(columns)], found

    def _draw_band(
        self, moment: Moment, subject: str, times: Floats, rate: Floats, error: Floats
    ) -> None:
        """The 95 % band of a rate."""
        known = ~np.isnan(rate) & ~np.isnan(error) & ~is_vague(times, rate, error)
        if not known.any():
            self._band.hide()
            return
        unit = self._context.units.pressure_rate
        low, high = (
            from_si(rate[known] + side * Z95 * error[known], unit, "pressure_rate")
            for side in (-1.0, 1.0)
        )
        colour = self._colour(moment, subject)
        self._band.draw(times[known], low, high, mixed(colour, self._context.palette.plot, BAND))


def is_vague(times: Floats, rate: Floats, error: Floats) -> NDArray[np.bool_]:
    """Which rates at `times`, s, say nothing: far less certain than is usual, and within what they may err by, or over within
    a minute, as an outlier is that the shortest of the slopes followed; shapes (n,).
    """
    if np.isnan(error).all():
        return np.zeros(rate.shape, np.bool_)
    is_unsure = error > _VAGUE * np.nanmedian(error)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_unsure, [False]))))
    for first, after in edges.reshape(-1, 2):
        has_ended = after < len(times)
        if not has_ended or times[after] - times[first] > _LASTS_S:
            is_unsure[first:after] &= np.abs(rate[first:after]) < _SIGMAS * error[first:after]
    return is_unsure


def _has_curve(space: AirSpaceNow) -> bool:
    """Whether the rate of an air space is worth a curve of its own."""
    return space.is_losing and not space.is_planned
