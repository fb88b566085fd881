"""The limits of the alarms as bands on the plots, and what of a curve lies beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from iss_viewer.detection.limits import Limits, Rule
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.words.quantities import limit_text
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UnitSystem, from_si
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette, mixed

PRESSURES = ("pressure_pa", "space_pressure_pa")
RATES = ("dpdt_pa_s",)
_OF_AIR = ("module", "space", "station")
_BAND = 0.11  # how strongly the colour of a class tints what lies beyond its limit
_LABEL_PX = 15  # between two labels that can both be read
HEAD_PX = 20.0  # above which flags stand
_FAR = 1e7  # beyond any plot


@dataclass
class _Drawn:
    """A limit on the plot: its line with a label, and the band beyond it as far as the next limit."""

    rule: Rule
    line: pg.InfiniteLine
    band: pg.LinearRegionItem


class LimitBands:
    """A tinted band beyond each limit on some quantities, in the colour of its class, moved when it is edited."""

    def __init__(self, plot: pg.PlotItem, quantities: Sequence[str]) -> None:
        self._plot, self._quantities = plot, quantities
        self._of: Limits | None = None  # whose bands there are
        self._limits_drawn: list[_Drawn] = []
        self._drawn, self._labelled = LastDrawn(), LastDrawn()
        self._limits: list[tuple[str, float, AlarmClass]] = []

    def draw(
        self,
        limits: Limits,
        edited: Mapping[tuple[str, str], float],
        units: UnitSystem,
        palette: Palette,
    ) -> None:
        """Put the bands where the limits of the run are now.

        limits: those that the run began with; edited: the numbers that people have set since.
        """
        self._take(limits)
        if self._drawn.is_new(tuple(edited.items()), units, palette.name):
            self._place(edited, units, palette)
        if self._labelled.is_new(
            tuple(edited.items()), units, palette.name, tuple(self._plot.getViewBox().viewRange()[1])
        ):  # fmt: skip
            self._thin_labels()

    def _place(
        self, edited: Mapping[tuple[str, str], float], units: UnitSystem, palette: Palette
    ) -> None:
        self._limits = []
        for one in self._limits_drawn:
            rule = one.rule
            value = edited.get((rule.id, "value"), rule.value)
            tone = palette.tone(ALARM_TONE[rule.alarm_class])
            one.line.setPen(
                pg.mkPen(mixed(tone, palette.plot, 0.6), width=1, style=Qt.PenStyle.DotLine)
            )
            one.line.label.setColor(tone)
            one.line.label.fill = pg.mkBrush(palette.plot + "c0")
            one.line.label.setFormat(
                limit_text(rule.class_name, rule.side, value, rule.quantity, units)
            )
            one.line.setPos(_shown_value(rule, value, units))
            one.band.setBrush(pg.mkBrush(mixed(tone, palette.plot, _BAND)))
            if rule.quantity in PRESSURES and rule.alarm_class >= AlarmClass.WARNING:
                self._limits.append((rule.side, value, rule.alarm_class))
        for side, away in (("below", -1.0), ("above", 1.0)):
            found = sorted(
                (one for one in self._limits_drawn if one.rule.side == side),
                key=lambda one: away * one.line.value(),
            )
            ends = [one.line.value() for one in found] + [away * _FAR]
            for one, (near, far) in zip(found, pairwise(ends), strict=True):
                one.band.setRegion(sorted((near, far)))

    def _thin_labels(self) -> None:
        """Label the limits in sight; of two that are too close the one of the worse class."""
        box = self._plot.getViewBox()
        low, high = box.viewRange()[1]
        apart = letters.px(_LABEL_PX) * box.viewPixelSize()[1]
        taken: list[float] = []
        for one in sorted(self._limits_drawn, key=lambda one: -one.rule.alarm_class):
            at = one.line.value()
            room = (
                at - low
                if one.rule.side == "below"
                else high - at - HEAD_PX / letters.px(_LABEL_PX) * apart
            )
            is_free = low <= at <= high and room >= 1.2 * apart
            is_free = is_free and all(abs(at - other) >= apart for other in taken)
            one.line.label.setVisible(is_free)
            if is_free:
                taken.append(at)

    def _take(self, limits: Limits) -> None:
        """Have a band for each limit of a run; those of the run before go."""
        if limits is self._of:
            return
        for one in self._limits_drawn:
            self._plot.removeItem(one.line)
            self._plot.removeItem(one.band)
        rules = [r for r in limits.rules if r.subjects in _OF_AIR]
        self._limits_drawn = [self._made(r) for r in rules if r.quantity in self._quantities]
        self._of, self._drawn = limits, LastDrawn()
        self._labelled = LastDrawn()

    def _made(self, rule: Rule) -> _Drawn:
        top = 0 if rule.side == "below" else 1
        options = {"position": 0.008, "anchors": [(0, top), (0, top)]}
        line = pg.InfiniteLine(angle=0, label=rule.class_name, labelOpts=options)
        line.setZValue(2)
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        line.label.setFont(font)
        band = pg.LinearRegionItem(orientation="horizontal", movable=False, pen=pg.mkPen(None))
        band.setZValue(-20)
        band.setAcceptHoverEvents(False)
        self._plot.addItem(band, ignoreBounds=True)
        self._plot.addItem(line, ignoreBounds=True)
        return _Drawn(rule, line, band)

    def least_pa(self) -> float:
        """The highest limit of warning or worse below which a pressure should not be, Pa; -inf: there is none."""
        return max((limit for side, limit, _ in self._limits if side == "below"), default=-np.inf)

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
