"""How the alarm system did: alarms in ten minutes, floods, bad actors, chattering, stale, shelved."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from iss_viewer.debrief.alarm_figures import (
    FLOOD_BEGINS,
    WINDOW_S,
    AlarmFigures,
    alarm_figures,
)
from iss_viewer.situation.moment import name_of
from iss_viewer.situation.playhead import Playhead
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.review import average_text, by_class_text, flood_words
from iss_viewer.station import Station
from iss_viewer.telemetry.events import AlarmChanged
from iss_viewer.units import duration_text
from iss_viewer.views.plots.plot_parts import TimeAxis
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    clear,
    column,
    frame,
    heading,
    label,
    named,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters

_FIGURES = (
    ("count", "Alarms"),
    ("average", "In ten minutes, on average"),
    ("most", "In the worst ten minutes"),
    ("flood", "Time in flood"),
    ("acknowledge", "Median time to acknowledge"),
    ("unacknowledged", "Waiting to be acknowledged"),
    ("shelved", "Shelved"),
    ("chattering", "Chattering"),
    ("stale", "Stale, active for over a day"),
)
_NOTE = (
    "After ANSI/ISA-18.2: a flood is more than 10 alarms in ten minutes; about one alarm in ten minutes "
    "is what a person can handle for long. Chattering: three times within a minute."
)
REFRESH_MS = 1000


class AlarmFiguresPage(QDialog):
    """Figures of the run up to the instant that is shown, or of the looped range; kept up to date."""

    def __init__(self, parent: QWidget | None, context: WindowContext, playhead: Playhead) -> None:
        super().__init__(parent)
        self.setWindowTitle("Alarm KPIs")
        self.setModal(False)
        self.resize(1020, 660)
        self._context, self._playhead = context, playhead
        self._drawn = LastDrawn()
        self._build_layout()
        context.looks_changed.connect(self._apply_theme)
        self._apply_theme()
        timer = QTimer(self)
        timer.setInterval(REFRESH_MS)
        timer.timeout.connect(self.refresh)
        timer.start()

    def _build_layout(self) -> None:
        self.state = label("", "muted")
        self.range = named(QComboBox(), "Which stretch is counted")
        self.range.addItems(["The run up to the instant shown", "The looped range"])
        self.range.currentIndexChanged.connect(lambda _: self.refresh())
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for line, (key, title) in enumerate(_FIGURES):
            self.values[key] = label("—", wraps=True)
            grid.addWidget(label(title, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.values[key], line, 1)
        self.actors = QVBoxLayout()
        self.actors.setSpacing(3)
        side = QWidget()
        layout = column(
            frame("card", column(grid, margin=10)), 8, heading("Bad actors: what came most often"),
            self.actors, None, label(_NOTE, "muted", wraps=True),
        )  # fmt: skip
        layout.setContentsMargins(0, 0, 8, 0)
        side.setLayout(layout)
        area = scrolled(side)
        letters.give_size(area, "setFixedWidth", 400)
        self.canvas = pg.PlotWidget(axisItems={"bottom": TimeAxis("bottom")})
        self.canvas.setMinimumSize(300, 220)
        self._prepare_plot()
        left = column(heading("Alarms in each ten minutes"), self.canvas)
        left.setStretch(1, 1)
        body = row(left, area, spacing=14)
        body.setStretch(0, 1)
        head = row(label("Alarm KPIs", "title"), self.state, None, self.range, spacing=12)
        page = column(head, body, margin=14)
        page.setStretch(1, 1)
        self.setLayout(page)

    def _prepare_plot(self) -> None:
        plot = self.canvas.getPlotItem()
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.getViewBox().setMouseEnabled(x=True, y=False)
        plot.getAxis("left").enableAutoSIPrefix(False)
        self.bars = pg.BarGraphItem(x0=[], width=WINDOW_S, height=[])
        self.flood_line = pg.InfiniteLine(
            FLOOD_BEGINS, 0, label="flood", labelOpts={"position": 0.04, "anchors": [(0, 1), (0, 1)]}
        )  # fmt: skip
        plot.addItem(self.bars)
        plot.addItem(self.flood_line, ignoreBounds=True)

    def _apply_theme(self) -> None:
        palette, plot = self._context.palette, self.canvas.getPlotItem()
        self.canvas.setBackground(palette.panel)
        plot.getViewBox().setBackgroundColor(palette.plot)
        plot.showGrid(x=False, y=True, alpha=0.12)
        for axis in ("left", "bottom"):
            plot.getAxis(axis).setPen(pg.mkPen(palette.border))
            plot.getAxis(axis).setTextPen(pg.mkPen(palette.muted))
        self.bars.setOpts(brush=palette.accent, pen=pg.mkPen(palette.plot))
        self.flood_line.setPen(pg.mkPen(palette.bad, style=Qt.PenStyle.DashLine))
        self.flood_line.label.setColor(palette.bad)
        plot.getAxis("bottom").show_clock(self._context.clock)
        self._drawn.forget()
        self.refresh()

    def stretch(self) -> tuple[float, float] | None:
        """From when to when the figures are; None before the first sample."""
        moment = self._context.moment
        if moment is None or moment.is_empty:
            return None
        loop = self._playhead.loop
        if self.range.currentIndex() == 1 and loop is not None:
            return loop
        return moment.run.history.start_s, moment.time_s

    def refresh(self) -> None:
        """Bring the figures up to date."""
        stretch, moment = self.stretch(), self._context.moment
        if stretch is None or moment is None:
            set_text(self.state, "no samples yet")
            return
        chosen, count = self.range.currentIndex(), len(moment.board.alarms)
        if not self._drawn.is_new(stretch, count, chosen, of=moment.run):
            return
        events = moment.run.history.events(*stretch)
        figures = alarm_figures(events, *stretch)
        alarms = (event.alarm for event in events if isinstance(event, AlarmChanged))
        names = {alarm.id: moment.words.alarm(alarm) for alarm in alarms}
        has_no_loop = self.range.currentIndex() == 1 and self._playhead.loop is None
        wish = " · no range is looped: Shift+drag on the time bar" if has_no_loop else ""
        text = moment.clock.text
        set_text(self.state, f"{text(stretch[0])} to {text(stretch[1])}{wish}")
        self._show_figures(figures, names)
        self._list_actors(figures, moment.station, moment.words)

    def _show_figures(self, figures: AlarmFigures, names: dict[str, str]) -> None:
        classes = by_class_text(figures.by_class)
        flood, share = flood_words(figures.flood_s, figures.flood_share)
        words = {
            "count": f"{figures.count}" + (f": {classes}" if classes else ""),
            "average": average_text(figures.average_per_ten_minutes),
            "most": str(figures.most_in_ten_minutes),
            "flood": f"{flood}, {share} of the time" if figures.flood_s else "none",
            "acknowledge": duration_text(figures.to_acknowledge_s),
            "unacknowledged": str(figures.unacknowledged),
            "shelved": str(figures.shelved),
            "chattering": _named(figures.chattering, names),
            "stale": _named(figures.stale, names),
        }
        bad = {
            "flood": figures.flood_s > 0,
            "most": figures.most_in_ten_minutes > FLOOD_BEGINS,
            "average": figures.average_per_ten_minutes > 1.0,
            "chattering": bool(figures.chattering),
            "stale": bool(figures.stale),
        }
        for key, text in words.items():
            set_text(self.values[key], text, "notice" if bad.get(key) else "")
        counts = figures.per_ten_minutes
        starts = figures.from_s + WINDOW_S * np.arange(len(counts))
        self.bars.setOpts(x0=starts, width=WINDOW_S, height=counts)
        plot = self.canvas.getPlotItem()
        plot.setXRange(
            figures.from_s, figures.from_s + WINDOW_S * max(len(counts), 3), padding=0.01
        )
        plot.setYRange(0.0, max(FLOOD_BEGINS + 2.0, 1.1 * counts.max(initial=0)), padding=0)

    def _list_actors(self, figures: AlarmFigures, station: Station, words: Words) -> None:
        clear(self.actors)
        for actor in figures.bad_actors:
            line = QWidget()
            count = label(f"{actor.count}×", "badge", "notice" if actor.count > 2 else "")
            letters.give_size(count, "setMinimumWidth", 38)
            where = label(name_of(station, actor.alarm.subject), "muted")
            layout = row(count, label(words.alarm(actor.alarm), wraps=True), where, spacing=8)
            layout.setStretch(1, 1)
            line.setLayout(layout)
            self.actors.addWidget(line)
        if not figures.bad_actors:
            self.actors.addWidget(label("no alarm came", "muted"))


def _named(ids: tuple[str, ...], names: dict[str, str]) -> str:
    return "; ".join(names.get(one, one) for one in ids) or "none"
