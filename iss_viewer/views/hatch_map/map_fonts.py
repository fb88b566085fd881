"""The letters of the hatch map: none smaller than 12 px, figures of one width, names that can be narrower."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from iss_viewer.station import Station
from iss_viewer.units import PA_PER_ATM, UnitSystem
from iss_viewer.views.hatch_map.map_layout import Widths

TEXT_PX, LEAD_PX = 12, 15
PAD_PX = 2.5  # beside the words in a box
_CONDENSED = (87, 77)  # percent: how narrow letters get before a name is cut
_MOST_REMEMBERED = 4096
_NAME_PX = 110.0  # beyond which no name widens its box


class Fonts:
    """The letters of the map, made from those of a widget."""

    def __init__(self, base: QFont) -> None:
        self._wide: dict[tuple[int, str], float] = {}
        self.text, self.name, self.lead = QFont(base), QFont(base), QFont(base)
        self.text.setPixelSize(TEXT_PX)
        self.name.setPixelSize(TEXT_PX)
        self.name.setWeight(QFont.Weight.DemiBold)
        self.lead.setPixelSize(LEAD_PX)
        self.lead.setWeight(QFont.Weight.DemiBold)
        for font in (self.text, self.name, self.lead):
            font.setFeature(QFont.Tag("tnum"), 1)
        self.of_text, self.of_name = QFontMetricsF(self.text), QFontMetricsF(self.name)
        self.of_lead = QFontMetricsF(self.lead)
        self.names = [(self.name, self.of_name), *map(self._condensed, _CONDENSED)]

    def _condensed(self, percent: int) -> tuple[QFont, QFontMetricsF]:
        font = QFont(self.name)
        font.setStretch(percent)
        return font, QFontMetricsF(font)

    def widths(self, station: Station, units: UnitSystem) -> Widths:
        """How wide the words of each module are, in two lines and in one, px."""
        figure = self.figure_px(units)
        found = {}
        for module in station.modules:
            name = min(self.of_name.horizontalAdvance(module.short_name), _NAME_PX)
            found[module.id] = max(name, figure) + 2 * PAD_PX, name + figure + 4 * PAD_PX
        return found

    def wide(self, metrics: QFontMetricsF, words: str) -> float:
        """How wide words are, px; remembered, for it is asked again with each paint."""
        key = (id(metrics), words)
        known = self._wide.get(key)
        if known is None:
            if len(self._wide) > _MOST_REMEMBERED:
                self._wide.clear()
            known = self._wide[key] = metrics.horizontalAdvance(words)
        return known

    def figure_px(self, units: UnitSystem) -> float:
        """How wide a pressure is, px."""
        return self.of_text.horizontalAdvance(units.pressure_text(PA_PER_ATM).split(" ")[0]) + 1.0
