"""Two sessions beside each other, aligned on the start of their leaks, with the differences read out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QStackedWidget, QWidget

from iss_viewer.situation.results import BackgroundTask, Comparison
from iss_viewer.situation.words.comparison import change_text, sentence, start_words, value_text
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import S_PER_DAY, UnitSystem, from_si
from iss_viewer.views.review.review_plots import ReviewCurve, ReviewMark, ReviewPlots, Sheet
from iss_viewer.views.shared.task_progress import TaskProgress
from iss_viewer.views.shared.widgets import (
    clear,
    column,
    frame,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_SIDE_PX = 470
_TONES = ("accent", "suspect")
_WHICH = ("This session", "The other")


class ComparisonPage(QDialog):
    """Waits for a comparison and shows it; one page for each."""

    def __init__(
        self, parent: QWidget | None, context: WindowContext, task: BackgroundTask, words: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Two sessions compared")
        self.setModal(False)
        self.resize(1180, 720)
        self._context = context
        self.comparison: Comparison | None = None
        self._build_layout()
        context.looks_changed.connect(self._draw)
        self.progress.wait_for(task, f"Comparing with {words}")

    def _build_layout(self) -> None:
        self.progress = TaskProgress()
        letters.give_size(self.progress, "setMaximumWidth", 560)
        self.refusal = label("", tone="notice", wraps=True)
        busy = QWidget()
        busy.setLayout(column(None, self.progress, self.refusal, None))
        self.plots = ReviewPlots(self._context, is_since_leak=True)
        self.sentence = label("", "headline-small", wraps=True)
        self.names = QGridLayout()
        self.names.setColumnStretch(1, 1)
        self.grid = QGridLayout()
        self.grid.setVerticalSpacing(5)
        self.grid.setHorizontalSpacing(12)
        self.grid.setColumnStretch(0, 1)
        table = frame("card", column(self.grid, margin=10))
        side = QWidget()
        layout = column(
            self.sentence, 4, self.names, 6, heading("From the start of the leak"), table, None
        )
        layout.setContentsMargins(0, 0, 8, 0)
        side.setLayout(layout)
        area = scrolled(side)
        letters.give_size(area, "setFixedWidth", _SIDE_PX)
        compared = QWidget()
        beside = row(self.plots, area, spacing=14)
        beside.setStretch(0, 1)
        compared.setLayout(beside)
        self.pages = QStackedWidget()
        self.pages.addWidget(busy)
        self.pages.addWidget(compared)
        self.setLayout(column(self.pages, margin=14))
        self.progress.done.connect(self.show_comparison)
        self.progress.refused.connect(lambda reason: set_text(self.refusal, reason))

    def show_comparison(self, comparison: Comparison) -> None:
        """Show two runs beside each other."""
        self.comparison = comparison
        self._draw()
        self.pages.setCurrentIndex(1)

    def _draw(self) -> None:
        comparison, units = self.comparison, self._context.units
        if comparison is None:
            return
        self.plots.draw(_sheets(comparison, units), [ReviewMark(0.0, "bad")])
        set_text(self.sentence, sentence(comparison, units))
        clear(self.names)
        for at, (title, start_s, tone) in enumerate(
            zip(comparison.titles, comparison.leak_start_s, _TONES, strict=True)
        ):
            self.names.addWidget(label("AB"[at], "badge", tone), at, 0)
            since = start_words(start_s if comparison.is_leaking[at] else None)
            words = f"{_WHICH[at]}: {title}; {since}"
            self.names.addWidget(label(words, wraps=True), at, 1)
        clear(self.grid)
        for at, words in enumerate(("", "A", "B", "Difference")):
            self._put(0, at, label(words, "muted"))
        for line, difference in enumerate(comparison.differences, start=1):
            self._put(line, 0, label(_first_up(difference.name), wraps=True))
            for at, value in enumerate((difference.first, difference.second), start=1):
                self._put(line, at, label(value_text(value, difference.unit, units)))
            tone = "muted" if not difference.change else ""
            self._put(line, 3, label(change_text(difference, units), tone=tone))

    def _put(self, line: int, at: int, widget: QWidget) -> None:
        side = Qt.AlignmentFlag.AlignLeft if at == 0 else Qt.AlignmentFlag.AlignRight
        self.grid.addWidget(widget, line, at, side if at else Qt.AlignmentFlag(0))
        set_role(widget, widget.property("role") or "")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it while it waits ends the task."""
        self.progress.abandon()
        super().closeEvent(event)


def _sheets(comparison: Comparison, units: UnitSystem) -> list[Sheet]:
    def lines(curves: Floats) -> tuple[ReviewCurve, ...]:
        return tuple(
            ReviewCurve(name, comparison.since_s, curve, tone)
            for name, curve, tone in zip("AB", curves, _TONES, strict=True)
        )

    pressure = from_si(comparison.pressure_pa, units.pressure, "pressure")
    rate = from_si(comparison.leak_rate_kg_s, units.mass_rate, "mass_rate")
    reserve = np.where(np.isfinite(comparison.reserve_s), comparison.reserve_s, np.nan) / S_PER_DAY
    return [
        Sheet(f"Pressure of the station, {units.pressure}", lines(pressure), _digits),
        Sheet(f"Leak rate, {units.mass_rate}", lines(rate), _digits, is_loss=True),
        Sheet("Reserve time, days", lines(reserve), _digits, is_log=True),
    ]


def _digits(value: float) -> str:
    return "—" if value != value else f"{value:,.4g}"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
