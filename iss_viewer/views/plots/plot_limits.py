"""The limits of the alarms as lines on the plots, and what of a curve lies beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from iss_viewer.datafile import FileMistakes
from iss_viewer.detection.limits import Rule, read_limits
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
        try:
            rules = read_limits().rules
        except FileMistakes:
            rules = ()  # `iss-viewer check` tells what is wrong; the detector refuses the file
        self._rules = [r for r in rules if r.subjects in _OF_AIR and r.quantity in quantities]
        self._lines: dict[str, pg.InfiniteLine] = {}
        self._drawn = LastDrawn()
        self._limits: list[tuple[str, float, AlarmClass]] = []
        for rule in self._rules:
            line = pg.InfiniteLine(
                angle=0,
                label=rule.class_name,
                labelOpts={"position": 0.01, "anchors": [(0, 1), (0, 1)]},
            )
            line.setZValue(-2)
            line.hide()  # until it is known where it is
            plot.addItem(line, ignoreBounds=True)
            self._lines[rule.id] = line

    def draw(
        self, edited: Mapping[tuple[str, str], float], units: UnitSystem, palette: Palette
    ) -> None:
        """Put the lines where the limits are now."""
        if not self._drawn.is_new(tuple(edited.items()), units, palette.name):
            return
        self._limits = []
        for rule in self._rules:
            value = edited.get((rule.id, "value"), rule.value)
            colour = mixed(palette.tone(ALARM_TONE[rule.alarm_class]), palette.plot, 0.7)
            line = self._lines[rule.id]
            line.setPen(pg.mkPen(colour, width=1, style=Qt.PenStyle.DashLine))
            line.label.setColor(colour)
            line.setPos(_shown_value(rule, value, units))
            line.show()
            if rule.quantity in PRESSURES and rule.alarm_class >= AlarmClass.WARNING:
                self._limits.append((rule.side, value, rule.alarm_class))

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
