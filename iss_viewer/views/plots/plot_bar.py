"""The controls above the plots: which traces, how long a stretch, what is below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QCheckBox, QComboBox, QSizePolicy, QWidget

from iss_viewer.units import S_PER_DAY
from iss_viewer.views.shared.widgets import IconButton, named, row
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette

WINDOWS = (
    ("10 min", 600.0), ("1 h", 3600.0), ("6 h", 6 * 3600.0), ("1 d", S_PER_DAY),
    ("1 week", 7 * S_PER_DAY), ("All", float("inf")),
)  # fmt: skip
AIR_SPACES, GAUGES, AS_READ, COOLANT = "Air spaces", "Gauges", "Gauges, raw", "Coolant"
_ARROW_PX = 42  # of a box besides its words
_LIST_PX = 150  # of the lists of the boxes, whatever these have room for
RATES_BELOW, WRITE = "Rate", "Write…"


class PlotBar(QWidget):
    """Whoever makes it connects its controls."""

    def __init__(self) -> None:
        super().__init__()
        self.traces = named(QComboBox(), "Which pressures are drawn")
        self.traces.addItems([AIR_SPACES, GAUGES, AS_READ])
        self.traces.setToolTip(
            "A trace for each part that shares its air; for each gauge, its calibrated offset removed; or as it reads; or coolant loops"
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
        self.cursors = IconButton(
            "cursors", "Two cursors: what happens between them (X and C put them)"
        )
        self.limits = IconButton(
            "limits", "Set the limits of the axes (Y); an axis can be dragged too"
        )
        self.automatic = IconButton("restart", "Automatic limits of all axes again")
        for box in (self.traces, self.span, self.below):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(0)
            letters.give_size(box.view(), "setMinimumWidth", _LIST_PX)
        self._spared = (self.limits, self.cursors, self.follow)  # the first first
        self._fit_boxes()
        self.below.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.edit.hide()
        self.all_traces.hide()
        self.automatic.hide()
        self._line = row(
            self.traces,
            self.span,
            self.follow,
            self.below,
            self.edit,
            None,
            self.all_traces,
            self.automatic,
            self.limits,
            self.cursors,
            spacing=4,
        )
        self.setLayout(self._line)

    def minimumSizeHint(self) -> QSize:
        """What is needed without what is left out."""
        least = sum(self._wide(part) for part in self._parts() if part not in self._spared)
        return QSize(least, self._line.minimumSize().height())

    def _parts(self) -> list[QWidget]:
        """All controls but those that are not offered now."""
        held = (
            self.traces, self.span, self.follow, self.below, self.edit, self.all_traces, self.automatic,
            self.limits, self.cursors,
        )  # fmt: skip
        return [part for part in held if part in self._spared or not part.isHidden()]

    def _wide(self, part: QWidget) -> int:
        own = min(part.sizeHint().width(), part.maximumWidth())
        least = own if part is not self.below else 0
        return max(part.minimumWidth(), least) + self._line.spacing()

    def event(self, event: QEvent) -> bool:
        """Where controls would stand over each other, go without those that a key or the mouse stands for."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            needed = sum(self._wide(part) for part in self._parts())
            for part in self._spared:
                part.setVisible(needed <= self.width())
                needed -= self._wide(part) if needed > self.width() else 0
        return bool(done)

    def offer_coolant(self, has_loops: bool) -> None:
        """Offer the plots of coolant where there is any."""
        at = self.traces.findText(COOLANT)
        if has_loops and at < 0:
            self.traces.addItem(COOLANT)
        elif not has_loops and at >= 0:
            self.traces.removeItem(at)

    def _fit_boxes(self) -> None:
        """As wide as what is chosen most often is long, so that all fits into a narrow panel."""
        wide, arrow = self.fontMetrics().horizontalAdvance, letters.px(_ARROW_PX)
        self.traces.setFixedWidth(wide(AS_READ) + arrow)
        self.span.setFixedWidth(wide("10 min") + arrow)
        self.below.setMinimumWidth(wide(RATES_BELOW) + arrow)
        self.below.setMaximumWidth(wide("m" * 18) + arrow)

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette, and the size of its letters."""
        self._fit_boxes()
        for part in (self.all_traces, self.edit, self.cursors, self.limits):
            part.apply_theme(palette, tone="muted")
        self.automatic.apply_theme(palette, tone="mode")
