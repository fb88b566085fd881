"""The limits of the alarms as lines on the plots, and what of a curve lies beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from iss_viewer.detection.limits import Limits, Rule
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UnitSystem, from_si
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.style.theme import Palette, mixed

PRESSURES = ("pressure_pa", "space_pressure_pa")
RATES = ("dpdt_pa_s",)
_OF_AIR = ("module", "space", "station")


class LimitLines:
    """A dashed line a limit on some quantities, in the colour of its class, moved when it is edited."""

    def __init__(self, plot: pg.PlotItem, quantities: Sequence[str]) -> None:
        self._plot, self._quantities = plot, quantities
        self._of: Limits | None = None  # whose lines there are
        self._lines: list[tuple[Rule, pg.InfiniteLine]] = []
        self._drawn = LastDrawn()
        self._limits: list[tuple[str, float, AlarmClass]] = []

    def draw(
        self,
        limits: Limits,
        edited: Mapping[tuple[str, str], float],
        units: UnitSystem,
        palette: Palette,
    ) -> None:
        """Put the lines where the limits of the run are now.

        limits: those that the run began with; edited: the numbers that people have set since.
        """
        self._take(limits)
        if not self._drawn.is_new(tuple(edited.items()), units, palette.name):
            return
        self._limits = []
        for rule, line in self._lines:
            value = edited.get((rule.id, "value"), rule.value)
            colour = mixed(palette.tone(ALARM_TONE[rule.alarm_class]), palette.plot, 0.7)
            line.setPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine))
            line.label.setColor(colour)
            line.setPos(_shown_value(rule, value, units))
            if rule.quantity in PRESSURES and rule.alarm_class >= AlarmClass.WARNING:
                self._limits.append((rule.side, value, rule.alarm_class))

    def _take(self, limits: Limits) -> None:
        """Have a line for each limit of a run; those of the run before go."""
        if limits is self._of:
            return
        for _, line in self._lines:
            self._plot.removeItem(line)
        rules = [r for r in limits.rules if r.subjects in _OF_AIR]
        self._lines = [(r, self._line(r)) for r in rules if r.quantity in self._quantities]
        self._of, self._drawn = limits, LastDrawn()

    def _line(self, rule: Rule) -> pg.InfiniteLine:
        options = {"position": 0.01, "anchors": [(0, 1), (0, 1)]}
        line = pg.InfiniteLine(angle=0, label=rule.class_name, labelOpts=options)
        line.setZValue(-2)
        self._plot.addItem(line, ignoreBounds=True)
        return line

    def beyond(self, values_pa: Floats) -> NDArray[np.bool_]:
        """Which pressures lie beyond a limit of warning or worse, shape as `values_pa`."""
        found = np.zeros(values_pa.shape, np.bool_)
        for side, limit_pa, _ in self._limits:
            found |= values_pa < limit_pa if side == "below" else values_pa > limit_pa
        return found


def _shown_value(rule: Rule, value: float, units: UnitSystem) -> float:
    if rule.quantity in PRESSURES:
        return from_si(value, units.pressure, "pressure")
    return from_si(value, units.pressure_rate, "pressure_rate")
