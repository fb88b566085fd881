"""How the run that is written would go if nobody did anything: pressures over all of it, and what is to be said of them."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QSpinBox, QWidget

from iss_viewer.situation.authoring import RunPreview
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem, from_si
from iss_viewer.views.plots.plot_parts import TimeAxis
from iss_viewer.views.shared.widgets import column, label, named, row, scrolled, set_text
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import DARK, Palette, set_role

#: the first is the air of the crew
_COLOURS = ("accent", "good", "suspect", "closed", "truth")
_DEFAULT_SEED, _MOST_SEED = 1, 9999


class PreviewCard(QFrame):
    """seed: which case of the draws of an exercise is shown."""

    def __init__(self, palette: Palette = DARK, system: UnitSystem = UNIT_SYSTEMS[0]) -> None:
        super().__init__()
        set_role(self, "panel")
        self._palette, self._system = palette, system
        self.shown: RunPreview | None = None
        self.state = label("", "soft")
        self.seed = named(QSpinBox(), "Seed of the draws")
        self.seed.setRange(0, _MOST_SEED)
        self.seed.setValue(_DEFAULT_SEED)
        self.seed.setPrefix("seed ")
        letters.give_size(self.seed, "setFixedWidth", 84)
        self.plot = pg.PlotWidget(axisItems={"bottom": TimeAxis("bottom")})
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        letters.give_size(self.plot, "setMinimumHeight", 150)
        self.remarks = label("", "soft", wraps=True)
        self.remarks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        page = QWidget()
        page.setLayout(column(self.remarks, None, margin=2))
        self._remark_area = scrolled(page)
        head = row(label("If nobody does anything", "heading"), self.state, None, self.seed)
        layout = column(head, self.plot, self._remark_area, spacing=6, margin=10)
        layout.setStretch(1, 3)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._draw()

    def use_looks(self, palette: Palette, system: UnitSystem) -> None:
        """Draw it in other colours and units."""
        self._palette, self._system = palette, system
        self._draw()

    def show_state(self, words: str, tone: str = "") -> None:
        """What is under way, or why nothing can be shown; the last curves stay, since they are of the text before."""
        set_text(self.state, words, tone)

    def show_preview(self, shown: RunPreview) -> None:
        """Draw a run."""
        self.shown = shown
        self.show_state("")
        self.remarks.setText("\n".join(shown.remarks))
        self._draw()

    def _draw(self) -> None:
        palette, plot = self._palette, self.plot
        plot.clear()
        plot.setBackground(QColor(palette.plot))
        for side in ("left", "bottom"):
            plot.getAxis(side).setPen(QColor(palette.grid))
            plot.getAxis(side).setTextPen(QColor(palette.muted))
        plot.setLabel("left", self._system.pressure, color=palette.muted)
        if plot.plotItem.legend is not None:
            plot.plotItem.legend.clear()
        is_shown = self.shown is not None
        for side in ("left", "bottom"):
            plot.getAxis(side).setVisible(is_shown)
        self._remark_area.setVisible(is_shown and bool(self.remarks.text()))
        if self.shown is None:
            return
        plot.addLegend(offset=(-8, 8), labelTextColor=palette.text, verSpacing=-4)
        for place, curve in enumerate(self.shown.curves):
            values = from_si(curve.pressure_pa, self._system.pressure, "pressure")
            colour = QColor(palette.tone(_COLOURS[place % len(_COLOURS)]))
            name = f"{curve.name} (most people)" if place == 0 else curve.name
            plot.plot(self.shown.time_s, values, pen=pg.mkPen(colour, width=2), name=name)
        for name, begin_s in self.shown.onsets:
            pen = pg.mkPen(QColor(palette.muted), style=Qt.PenStyle.DashLine)
            mark = {"position": 0.06, "color": palette.soft, "anchors": [(0, 1), (0, 1)]}
            plot.addItem(pg.InfiniteLine(begin_s, pen=pen, label=name, labelOpts=mark))
