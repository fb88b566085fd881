"""Two cursors over all plots: a stretch of time between two lines that are dragged, or put where a key says."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont

from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette, mixed

_OTHER = 0.3  # of the stretch shown: how far off the second cursor comes with the first


class CursorPair(QObject):
    """The same stretch on each of the plots; the first of them names its two ends."""

    moved = Signal()

    def __init__(self, plots: Sequence[pg.PlotItem]) -> None:
        super().__init__()
        self._plots, self._is_setting = tuple(plots), False
        self.regions = [pg.LinearRegionItem(swapMode="sort") for _ in plots]
        self._names: list[pg.InfLineLabel] = []
        for plot, region in zip(plots, self.regions, strict=True):
            region.movable = False  # its two lines are; between them the plot is moved
            region.setZValue(35)
            region.hide()
            plot.addItem(region, ignoreBounds=True)
            region.sigRegionChanged.connect(lambda region=region: self._follow(region))
        for line, name, side in zip(self.regions[0].lines, ("1", "2"), (1, 0), strict=True):
            beside = [(side, 1), (side, 1)]  # outside of the stretch
            self._names.append(pg.InfLineLabel(line, name, position=0.06, anchors=beside))
        self.stretch: tuple[float, float] | None = None

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        font = QFont()
        font.setPixelSize(letters.px(SMALL_PX))
        for region in self.regions:
            region.setBrush(pg.mkBrush(mixed(palette.mode, palette.plot, 0.3) + "38"))
            region.setHoverBrush(pg.mkBrush(mixed(palette.mode, palette.plot, 0.3) + "38"))
            for line in region.lines:
                line.setPen(pg.mkPen(palette.mode, width=1))
                line.setHoverPen(pg.mkPen(palette.mode, width=3))
                line.setCursor(Qt.CursorShape.SizeHorCursor)
        for name in self._names:
            name.setFont(font)
            name.setColor(palette.mode)
            name.fill = pg.mkBrush(palette.plot)

    def put(self, which: int, time_s: float, shown: tuple[float, float]) -> None:
        """Put the first (0) or second (1) cursor at an instant; the other one comes where there is none.

        shown: the stretch that the plots show, s.
        """
        apart_s = _OTHER * (shown[1] - shown[0])
        other_s = (
            time_s + (apart_s if which == 0 else -apart_s)
            if self.stretch is None
            else self.stretch[1 - which]
        )
        self.show(min(time_s, other_s), max(time_s, other_s))

    def show(self, from_s: float, to_s: float) -> None:
        """Put both."""
        self.stretch = from_s, to_s
        self._is_setting = True
        for region in self.regions:
            region.setRegion((from_s, to_s))
            region.show()
        self._is_setting = False
        for name in self._names:
            name.valueChanged()  # a name says nothing that was hidden while its line was moved
        self.moved.emit()

    def hide(self) -> None:
        """Take them away."""
        self.stretch = None
        for region in self.regions:
            region.hide()
        self.moved.emit()

    def _follow(self, region: pg.LinearRegionItem) -> None:
        if not self._is_setting:
            self.show(*map(float, region.getRegion()))
