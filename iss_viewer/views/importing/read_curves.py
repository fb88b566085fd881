"""The curves of a whole table, as it is read."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame

from iss_viewer.situation.table_preview import TableSummary, in_display_units
from iss_viewer.situation.words.clock import IN_UTC, Clock
from iss_viewer.units import UnitSystem
from iss_viewer.views.plots.plot_parts import TimeAxis
from iss_viewer.views.shared.widgets import column, label, row
from iss_viewer.views.style.theme import Palette, set_role

_COLOURS = ("accent", "soft", "closed", "good", "suspect", "truth")


class ReadCurves(QFrame):
    """Pressures over UTC, or over elapsed time where no date is known; where there is none, the first channels."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.about = label("", "soft")
        self.plot = pg.PlotWidget(axisItems={"bottom": TimeAxis("bottom")})
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        head = row(label("Curves, read so", "heading"), self.about, None)
        self.setLayout(column(head, self.plot, spacing=4, margin=10))

    def clear(self) -> None:
        """Show nothing."""
        self.about.setText("")
        self.plot.clear()

    def show_summary(self, summary: TableSummary, palette: Palette, system: UnitSystem) -> None:
        """Draw what was read."""
        self.plot.clear()
        clock = Clock(summary.start_utc_s, IN_UTC)
        self.plot.getAxis("bottom").show_clock(clock)
        self.plot.setBackground(QColor(palette.plot))
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setPen(QColor(palette.grid))
            self.plot.getAxis(side).setTextPen(QColor(palette.muted))
        chosen = [c for c in summary.curves if c.name.endswith(".pressure_pa")] or summary.curves[
            :1
        ]
        shown, unit = [], ""
        for at, curve in enumerate(chosen[: len(_COLOURS)]):
            values, unit = in_display_units(curve, system)
            colour = QColor(getattr(palette, _COLOURS[at]))
            self.plot.plot(
                curve.time_s, np.asarray(values), pen=pg.mkPen(colour, width=1.5), connect="finite"
            )
            shown.append(curve.name.split(".")[0])
        more = f" and {len(chosen) - len(shown)} more" if len(chosen) > len(shown) else ""
        self.about.setText(f"{', '.join(shown)}{more}  ·  {unit}  ·  {clock.words()}")
