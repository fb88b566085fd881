"""What happened in a module during this run: when it was seen, how bad it got, what was done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from iss_viewer.detection.status import ModuleStatus
from iss_viewer.telemetry.frames import Event, Floats
from iss_viewer.units import clock_text
from iss_viewer.views.desk import Desk
from iss_viewer.views.moment import NAN, Moment
from iss_viewer.views.theme import set_role
from iss_viewer.views.widgets import button, clear, column, heading, label, row, say, scrolled

_MOST_EVENTS = 60
_TALE = (
    ("detected", "First detection"),
    ("onset", "Onset, estimated"),
    ("peak", "Peak leak rate"),
    ("lowest", "Lowest pressure"),
    ("acknowledged", "Acknowledged"),
)


@dataclass(frozen=True)
class Tale:
    """The figures of a module's incident up to an instant; NaN where there was none."""

    detected_s: float
    onset_s: float
    peak_kg_s: float
    peak_s: float
    lowest_pa: float
    lowest_s: float
    acknowledged_s: float
    acknowledged_by: str
    events: tuple[Event, ...]


def tale_of(moment: Moment, module: str) -> Tale:
    """What the history up to this instant tells of a module."""
    history, table = moment.run.history, moment.run.table

    def curve(quantity: str) -> tuple[Floats, Floats]:
        at = table.get(module, quantity)
        if at is None:
            return np.empty(0), np.empty(0)
        return history.curve(at, history.start_s, moment.time_s, 4000)

    concerned = {module} | {hatch.id for hatch in moment.station.hatches_of(module)}
    events = tuple(e for e in history.events(to_s=moment.time_s) if _concerns(e, concerned))
    seen_s = _first(*curve("status"), (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING))
    raised_s = min(
        (float(e.data.get("raised_s", e.time_s)) for e in events if e.kind == "alarm"), default=NAN
    )
    acknowledged = next((e for e in events if e.data.get("change") == "acknowledged"), None)
    onsets = [float(e.data["onset_s"]) for e in events if "onset_s" in e.data]
    peak_s, peak = _extreme(*curve("leak_rate_kg_s"), greatest=True)
    lowest_s, lowest = _extreme(*curve("pressure_pa"), greatest=False)
    return Tale(
        detected_s=float(np.fmin(seen_s, raised_s)),
        onset_s=onsets[-1] if onsets else NAN,
        peak_kg_s=peak, peak_s=peak_s, lowest_pa=lowest, lowest_s=lowest_s,
        acknowledged_s=acknowledged.time_s if acknowledged else NAN,
        acknowledged_by=str(acknowledged.data.get("actor", "")) if acknowledged else "",
        events=events,
    )  # fmt: skip


def _concerns(event: Event, names: set[str]) -> bool:
    is_told = event.kind not in ("truth", "verdict", "advice", "location")
    return is_told and (event.subject in names or event.data.get("module") in names)


def _first(times: Floats, values: Floats, wanted: tuple[ModuleStatus, ...]) -> float:
    found = np.flatnonzero(np.isin(values, wanted))
    return float(times[found[0]]) if len(found) else NAN


def _extreme(times: Floats, values: Floats, greatest: bool) -> tuple[float, float]:
    if not len(values) or np.isnan(values).all():
        return NAN, NAN
    at = int(np.nanargmax(values) if greatest else np.nanargmin(values))
    return float(times[at]), float(values[at])


class ModuleRun(QWidget):
    """The tale of the selected module, with a small plot and all that was done, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self._build_layout()

    def _build_layout(self) -> None:
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for line, (key, title) in enumerate(_TALE):
            self.values[key] = label("—")
            grid.addWidget(label(title, "muted"), line, 0)
            grid.addWidget(self.values[key], line, 1)
        self.pressures, self.leaks = Spark(self._desk), Spark(self._desk)
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
        module = self._desk.selection.module
        wanted = (
            module,
            moment.time_s,
            id(moment.board),
            self._desk.units,
            self._desk.palette.name,
        )
        if wanted == self._shown or not module:
            return
        self._shown = wanted
        tale, units = tale_of(moment, module), self._desk.units
        words = {
            "detected": _when(tale.detected_s, "not detected"),
            "onset": _when(tale.onset_s, "not estimated"),
            "peak": f"{units.mass_rate_text(tale.peak_kg_s)} at {_when(tale.peak_s)}",
            "lowest": f"{units.pressure_text(tale.lowest_pa)} at {_when(tale.lowest_s)}",
            "acknowledged": _when(tale.acknowledged_s, "not yet")
            + (f" by {tale.acknowledged_by}" if tale.acknowledged_by else ""),
        }
        for key, text in words.items():
            say(self.values[key], text)
        self.pressures.draw(moment, module, "pressure_pa")
        self.leaks.draw(moment, module, "leak_rate_kg_s")
        self._list_events(tale.events)

    def _list_events(self, events: tuple[Event, ...]) -> None:
        newest = events[::-1][:_MOST_EVENTS]
        if getattr(self, "_listed", None) == newest:
            return
        self._listed = newest
        clear(self.events)
        for event in newest:
            when = button(
                clock_text(event.time_s), lambda t=event.time_s: self._desk.time_asked.emit(t)
            )
            set_role(when, "link")
            when.setFixedWidth(92)
            who = f" ({event.data['actor']})" if event.data.get("actor") else ""
            what = {"alarm": f"Alarm {event.data.get('change', '')}: "}.get(event.kind, "")
            if event.kind == "note":
                what = "Note: "
            line = QWidget()
            line.setLayout(row(when, label(f"{what}{event.text}{who}", wraps=True), spacing=4))
            line.layout().setStretch(1, 1)
            self.events.addWidget(line)
        if not newest:
            self.events.addWidget(label("nothing so far", "muted"))


class Spark(QWidget):
    """A small plot of one quantity over the whole run, with its ends written beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._times, self._values = np.empty(0), np.empty(0)
        self._ends = ("", "")
        self.setFixedHeight(54)
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
        known = self._values[~np.isnan(self._values)]
        units = self._desk.units
        text = units.pressure_text if quantity == "pressure_pa" else units.mass_rate_text
        self._ends = (
            (text(float(known.max())), text(float(known.min()))) if len(known) else ("", "")
        )
        self.update()

    def paintEvent(self, event) -> None:
        """Draw the curve."""
        painter, palette = QPainter(self), self._desk.palette
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


def _when(time_s: float, otherwise: str = "—") -> str:
    return clock_text(time_s) if time_s == time_s else otherwise
