"""What a plot of the run shows: the traces of the modules, their limits and the marks of events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.condition import is_at_fault, state_of
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import PA_PER_MMHG, from_si
from iss_viewer.views.plots.legend import LegendModel
from iss_viewer.views.plots.plot_limits import PRESSURES, RATES, LimitLines
from iss_viewer.views.plots.plot_parts import CurveBundle, Markers
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.status_style import CONDITION_STYLES
from iss_viewer.views.style.theme import mixed

_FAINT = 0.45  # how strongly traces are drawn that nobody need look at: most overlie each other
_MOST_POINTS = 1200
_VACUUM_PA = 1000.0  # what never has more is not drawn unless it is selected


class Traces(ABC):
    """One plot of a quantity of the modules, drawn as far as the run is known."""

    def __init__(
        self,
        plot: pg.PlotItem,
        context: WindowContext,
        legend: LegendModel,
        limited: Sequence[str],
        share: float = 1.0,
    ) -> None:
        self.plot = plot
        self._context, self._legend = context, legend
        self.curves, self.markers = CurveBundle(plot, share), Markers(plot)
        self.limits = LimitLines(plot, limited)

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
        self.markers.draw(moment.run.history, past, int(box.width()), self._context.palette)

    @abstractmethod
    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """Draw what the plot is for."""

    def curves_of(
        self, moment: Moment, subjects: Sequence[str], quantity: str, view: tuple[float, float]
    ) -> tuple[Floats, dict[str, Floats]]:
        """The times that all share, and the values of each subject that has the quantity."""
        columns = {subject: moment.run.table.get(subject, quantity) for subject in subjects}
        known = {subject: column for subject, column in columns.items() if column is not None}
        to_s = min(view[1], moment.time_s)
        pixels = int(self.plot.getViewBox().width())
        most = min(max(2 * pixels, 200), _MOST_POINTS)
        times, values = moment.run.history.curves(list(known.values()), view[0], to_s, most)
        past = int(np.searchsorted(times, moment.time_s, side="right"))
        return times[:past], dict(zip(known, values[:, :past], strict=True))

    def look(self, moment: Moment, subject: str) -> tuple[str, int]:
        """Colour and width: quiet for what is nominal, stressed for what is selected."""
        palette = self._context.palette
        if subject == STATION:  # stands out of the noise of all modules; no two curves are wide
            return (palette.accent, 1) if self._context.selection.module else (palette.text, 2)
        condition = state_of(moment, subject).condition
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
        return 8 if subject == STATION else 5 + state_of(moment, subject).condition.value

    def set_y(self, least: float) -> None:
        """Show all that is drawn; move only when it leaves the range or uses little of it."""
        low, high = self.curves.low, self.curves.high
        if not low <= high:
            return
        box = self.plot.getViewBox()
        middle, half = (low + high) / 2, max((high - low) / 2, least / 2)
        shown_low, shown_high = box.viewRange()[1]
        fits = shown_low <= low and high <= shown_high and (shown_high - shown_low) < 4 * half
        if not fits:
            box.setYRange(middle - 1.15 * half, middle + 1.15 * half, padding=0)


class PressureTraces(Traces):
    """The pressure of every module that the legend shows."""

    def __init__(self, plot: pg.PlotItem, context: WindowContext, legend: LegendModel) -> None:
        super().__init__(plot, context, legend, PRESSURES)
        self.outside = CurveBundle(plot)
        self._are_outside: set[str] = set()

    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """The modules, and their mean where there are several."""
        selected, drawn = self._context.selection.module, []
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
        for module, values in curves.items():
            if not len(times) or ((values < _VACUUM_PA).all() and module != selected):
                continue
            colour, width = self.look(moment, module)
            shown = from_si(values, self._context.units.pressure, "pressure")
            self.curves.draw(module, times, shown, colour, width, self.height(moment, module))
            drawn.append(module)
            self._draw_outside(module, times, values, shown)
        self.curves.hide_but(drawn)
        self.outside.hide_but(name for name in drawn if name in self._are_outside)
        self.set_y(from_si(1.5 * PA_PER_MMHG, self._context.units.pressure, "pressure"))

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

    def __init__(self, plot: pg.PlotItem, context: WindowContext, legend: LegendModel) -> None:
        super().__init__(plot, context, legend, RATES, share=0.95)

    def draw_curves(self, moment: Moment, view: tuple[float, float]) -> None:
        """The rates of those that are worth it."""
        chosen = [STATION] + [
            module
            for module in self._legend.modules
            if module == self._context.selection.module
            or (
                not state_of(moment, module).condition.is_quiet
                and module not in self._legend.hidden
            )
        ]
        unit = self._context.units.pressure_rate
        times, curves = self.curves_of(moment, chosen, "dpdt_pa_s", view)
        for subject, values in curves.items():
            colour, _ = self.look(moment, subject)
            shown = from_si(values, unit, "pressure_rate")
            self.curves.draw(subject, times, shown, colour, 1, self.height(moment, subject))
        self.curves.hide_but(chosen)
        self.set_y(from_si(0.05 * PA_PER_MMHG / 3600, unit, "pressure_rate"))
