"""What happened in a module during this run: when it was seen, how bad it got, what was done."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from iss_viewer.debrief.module_report import module_report
from iss_viewer.situation.losses import LOW_END, are_sure
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.review import lowest_words, peak_words, when
from iss_viewer.situation.words.topics import topic_of
from iss_viewer.telemetry.events import CONDITION, AlarmChanged, Event
from iss_viewer.telemetry.frames import Floats
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_MOST_EVENTS = 60
_TALE = (
    ("detected", "First detection"),
    ("onset", "Onset, estimated"),
    ("peak", "Peak leak rate"),
    ("lowest", "Lowest pressure"),
    ("acknowledged", "Acknowledged"),
)


class ModuleRun(QWidget):
    """The tale of the selected module, with a small plot and all that was done, newest first."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._drawn = LastDrawn()
        self._listed: tuple[tuple[Event, ...], str] | None = None
        self._build_layout()

    def _build_layout(self) -> None:
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(10)
        grid.setColumnStretch(1, 1)
        for line, (key, title) in enumerate(_TALE):
            self.values[key] = label("—", wraps=True)
            grid.addWidget(label(title, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[key], line, 1)
        self.pressures, self.leaks = Spark(self._context), Spark(self._context)
        self.events = QVBoxLayout()
        self.events.setSpacing(3)
        page = QWidget()
        layout = column(
            grid, 4, heading("Pressure"), self.pressures, heading("Leak rate of its air space"),
            self.leaks, 4, heading("What happened, newest first"), self.events, None, spacing=4,
        )  # fmt: skip
        layout.setContentsMargins(0, 4, 4, 0)
        page.setLayout(layout)
        self.setLayout(column(scrolled(page)))

    def show_moment(self, moment: Moment) -> None:
        """Tell of the selected module up to an instant."""
        module = self._context.selection.module
        looks = self._context.units, self._context.palette.name, self._context.notation
        if not module or not self._drawn.is_new(module, moment.time_s, *looks, of=moment.board):
            return
        tale = module_report(moment.run.history, moment.station, module, moment.time_s)
        units = self._context.units
        words = {
            "detected": when(tale.detected_s, "not detected", moment.clock.text),
            "onset": tale.onset.words(moment.clock.text) or "not estimated",
            "peak": peak_words(tale.peak_kg_s, tale.peak_s, units, moment.clock.text),
            "lowest": lowest_words(tale.lowest_pa, tale.lowest_s, units, moment.clock.text),
            "acknowledged": when(tale.acknowledged_s, "not yet", moment.clock.text)
            + (f" by {tale.acknowledged_by}" if tale.acknowledged_by else ""),
        }
        for key, text in words.items():
            set_text(self.values[key], text)
        self.pressures.draw(moment, module, "pressure_pa")
        self.leaks.draw(moment, module, "leak_rate_kg_s")
        self._list_events(tale.events)

    def _list_events(self, events: tuple[Event, ...]) -> None:
        newest = events[::-1][:_MOST_EVENTS]
        shown = newest, self._context.notation
        if self._listed == shown:
            return
        self._listed = shown
        clear(self.events)
        for event in newest:
            look_back = partial(self._context.time_asked.emit, event.time_s)
            at = button(self._context.clock.text(event.time_s), look_back)
            set_role(at, "link")
            letters.give_size(at, "setMinimumWidth", 92)
            who = f" ({event.actor})" if event.actor and event.actor != CONDITION else ""
            what = f"Alarm {event.change.value}: " if isinstance(event, AlarmChanged) else ""
            if topic_of(event) == "note":
                what = "Note: "
            line = QWidget()
            line.setLayout(
                row(at, label(f"{what}{self._statement(event)}{who}", wraps=True), spacing=4)
            )
            self.events.addWidget(line)
        if not newest:
            self.events.addWidget(label("nothing so far", "muted"))

    def _statement(self, event: Event) -> str:
        run = self._context.run
        return "" if run is None else run.words.named(event)


class Spark(QWidget):
    """A small plot of one quantity over the whole run, with its ends written beside it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._times, self._values = np.empty(0), np.empty(0)
        self._ends = ("", "")
        letters.give_size(self, "setFixedHeight", 54)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def draw(self, moment: Moment, module: str, quantity: str) -> None:
        """Take the curve of a module's quantity up to an instant."""
        at = moment.run.table.get(module, quantity)
        history = moment.run.history
        self._times, self._values = (
            history.curve(at, history.start_s, moment.time_s, 400)
            if at is not None
            else (np.empty(0),) * 2
        )
        if quantity == "leak_rate_kg_s":
            self._values = _sure(moment, module, self._times, self._values)
        known = self._values[~np.isnan(self._values)]
        units = self._context.units
        text = units.pressure_text if quantity == "pressure_pa" else units.mass_rate_text
        self._ends = (
            (text(float(known.max())), text(float(known.min()))) if len(known) else ("", "")
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve."""
        painter, palette = QPainter(self), self._context.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, self.width() - 84, self.height())
        painter.fillRect(box, QColor(palette.plot))
        painter.setPen(QColor(palette.muted))
        side = QRectF(box.right() + 5, 0, 79, self.height())
        painter.drawText(side, Qt.AlignmentFlag.AlignTop, self._ends[0])
        painter.drawText(side, Qt.AlignmentFlag.AlignBottom, self._ends[1])
        known = ~np.isnan(self._values)
        if known.sum() < 2:
            return
        times, values = self._times[known], self._values[known]
        spread = max(float(values.max() - values.min()), 1e-12)
        length = max(float(times[-1] - times[0]), 1e-9)
        xs = box.left() + (times - times[0]) / length * box.width()
        ys = 4 + (1 - (values - values.min()) / spread) * (box.height() - 8)
        painter.setPen(QPen(QColor(palette.accent), 1.2))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))


def _sure(moment: Moment, module: str, times: Floats, rates: Floats) -> Floats:
    """Leak rates, 0 where they do not count."""
    history, low = moment.run.history, moment.run.table.get(module, LOW_END)
    if low is None or not len(times):
        return np.maximum(rates, 0.0)
    when, lows = history.curve(low, history.start_s, moment.time_s, 400)
    return np.where(are_sure(times, when, lows), rates, np.where(np.isnan(rates), np.nan, 0.0))
