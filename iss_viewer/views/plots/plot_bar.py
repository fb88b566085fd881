"""The controls above the plots: which traces, how long a stretch, what is below."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from iss_viewer.units import S_PER_DAY
from iss_viewer.views.shared.widgets import IconButton, named, row
from iss_viewer.views.style.theme import Palette

WINDOWS = (
    ("10 min", 600.0), ("1 h", 3600.0), ("6 h", 6 * 3600.0), ("1 d", S_PER_DAY),
    ("1 week", 7 * S_PER_DAY), ("All", float("inf")),
)  # fmt: skip
AIR_SPACES, GAUGES, AS_READ = "Air spaces", "Gauges", "Gauges, raw"
_LIST_PX = 150  # of the lists of the boxes, whatever these have room for
RATES_BELOW, WRITE = "Rate", "Write…"


class PlotBar(QWidget):
    """Whoever makes it connects its controls."""

    def __init__(self) -> None:
        super().__init__()
        self.traces = named(QComboBox(), "Which pressures are drawn")
        self.traces.addItems([AIR_SPACES, GAUGES, AS_READ])
        self.traces.setToolTip(
            "A trace for each part that shares its air; for each gauge, its calibrated offset removed; or as it reads"
        )
        self.span = named(QComboBox(), "How long a stretch the plots show")
        self.span.addItems([name for name, _ in WINDOWS])
        self.span.setCurrentIndex(len(WINDOWS) - 1)
        self.span.setToolTip("How much time is shown")
        self.follow = QCheckBox("Follow")
        self.follow.setChecked(True)
        self.follow.setToolTip("Keep the newest samples in view; a double click on a plot, too")
        self.below = named(QComboBox(), "What the lower plot shows")
        self.below.addItems([RATES_BELOW, WRITE])
        self.below.setToolTip("The lower plot: dP/dt, or a quantity that you write")
        self.edit = IconButton("note", "Change or remove the quantities that you have written")
        self.all_traces = IconButton("check", "Show all traces")
        for box, letters in ((self.traces, 9), (self.span, 5), (self.below, 5)):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(letters)
            box.view().setMinimumWidth(_LIST_PX)
        self.edit.hide()
        self.all_traces.hide()
        bar = row(
            self.traces,
            self.span,
            self.follow,
            self.below,
            self.edit,
            None,
            self.all_traces,
            spacing=6,
        )
        self.setLayout(bar)

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette."""
        self.all_traces.apply_theme(palette, tone="muted")
        self.edit.apply_theme(palette, tone="muted")
