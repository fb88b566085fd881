"""Stretches that somebody marked, as bands with their names at the foot of a plot."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QFont

from iss_viewer.situation.marked_ranges import MarkedRange, marked_ranges
from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette, mixed

_MOST = 30


class RangeMarks:
    """Drawn anew when one was added."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot, self._drawn = plot, LastDrawn()
        self._items: list[pg.LinearRegionItem] = []
        self.ranges: tuple[MarkedRange, ...] = ()

    def draw(self, moment: Moment, palette: Palette) -> None:
        """Draw those that begin at or before the moment, the last of them."""
        found = marked_ranges(moment.run.history)
        self.ranges = tuple(one for one in found if one.from_s <= moment.time_s)[-_MOST:]
        if not self._drawn.is_new(self.ranges, palette.name, letters.share_1(), of=moment.run):
            return
        for item in self._items:
            self._plot.removeItem(item)
        self._items = [self._made(one, palette) for one in self.ranges]

    def _made(self, one: MarkedRange, palette: Palette) -> pg.LinearRegionItem:
        item = pg.LinearRegionItem((one.from_s, one.to_s), movable=False)
        item.setAcceptHoverEvents(False)
        item.setZValue(-15)
        item.setBrush(pg.mkBrush(mixed(palette.closed, palette.plot, 0.3) + "60"))
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        for line in item.lines:
            line.setPen(pg.mkPen(palette.closed, width=1))
        name = pg.InfLineLabel(
            item.lines[0], one.name[:40], position=0.02, anchors=[(0, 1), (0, 1)]
        )
        name.setFont(font)
        name.setColor(palette.soft)
        self._plot.addItem(item, ignoreBounds=True)
        return item
