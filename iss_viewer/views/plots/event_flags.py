"""Events on a plot: a thin line where something happened, and a flag on top that stands for all that are close."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from iss_viewer.situation.marks import MARKED, marker_kind
from iss_viewer.situation.moment import OpenRun
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.history import History
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette, mixed

FLAG_PX = 22  # events closer than this share a flag
_MOST_TOLD = 8  # of a flag that is pointed at
_MOST_FLAGS = 80
_SYMBOLS = {"alarm": "t", "hatch": "s", "command": "o", "gauge": "d", "step": "p", "note": "h", "acknowledged": "o"}  # fmt: skip


@dataclass(frozen=True)
class Flag:
    """Events that are close on the plot. time_s: of the first; kind: of the most telling of them."""

    time_s: float
    kind: str
    events: tuple[Event, ...]


def flags_of(history: History, view: tuple[float, float], pixels: int) -> list[Flag]:
    """The events of a stretch in clusters, none closer to the one before than a flag is wide."""
    reach_s = (view[1] - view[0]) / max(pixels, 1) * letters.px(FLAG_PX)
    groups: list[list[tuple[str, Event]]] = []
    for event in history.events(*view):
        kind = marker_kind(event)
        if not kind:
            continue
        if groups and event.time_s - groups[-1][0][1].time_s < reach_s:
            groups[-1].append((kind, event))
        else:
            groups.append([(kind, event)])
    rank = list(MARKED)
    return [
        Flag(
            group[0][1].time_s,
            min((kind for kind, _ in group), key=rank.index),
            tuple(event for _, event in group),
        )
        for group in groups
    ]


def flag_text(flag: Flag, run: OpenRun) -> str:
    """What a flag stands for, a line an event."""
    told = flag.events[:_MOST_TOLD]
    lines = [f"{run.clock.text(max(e.time_s, 0.0))}  {run.words.named(e)}" for e in told]
    more = len(flag.events) - len(told)
    return "\n".join([*lines, f"and {more} more" if more else ""]).strip()


class EventFlags:
    """The flags of one plot, drawn along its upper edge, and their lines."""

    def __init__(self, plot: pg.PlotItem, has_flags: bool = True) -> None:
        self._plot, self._has_flags = plot, has_flags
        self.flags: list[Flag] = []
        self._lines: dict[str, pg.PlotCurveItem] = {}
        self._symbols = pg.ScatterPlotItem(size=10, pxMode=True)
        self._symbols.setZValue(40)
        self._counts: list[pg.TextItem] = []
        plot.addItem(self._symbols, ignoreBounds=True)

    def draw(
        self, history: History, view: tuple[float, float], pixels: int, palette: Palette
    ) -> None:
        """Mark the events of the time that is shown."""
        self.flags = flags_of(history, view, pixels)
        box = self._plot.getViewBox()
        low, high = box.viewRange()[1]
        for kind, tone in MARKED.items():
            at = [flag.time_s for flag in self.flags if flag.kind == kind]
            if not at and kind not in self._lines:
                continue
            line = self._lines.get(kind)
            if line is None:
                line = self._lines[kind] = pg.PlotCurveItem(connect="pairs")
                line.setZValue(-5)
                self._plot.addItem(line, ignoreBounds=True)
            line.setPen(pg.mkPen(mixed(palette.tone(tone), palette.plot, 0.4), width=1))
            line.setData([t for t in at for _ in (0, 1)], [low, high] * len(at))
        if self._has_flags:
            self._draw_flags(palette, high - 7.0 * box.viewPixelSize()[1])

    def _draw_flags(self, palette: Palette, y: float) -> None:
        shown = self.flags[-_MOST_FLAGS:]
        self._symbols.setData(
            x=[flag.time_s for flag in shown],
            y=[y] * len(shown),
            symbol=[_SYMBOLS.get(flag.kind, "o") for flag in shown],
            brush=[pg.mkBrush(palette.tone(MARKED[flag.kind])) for flag in shown],
            pen=pg.mkPen(palette.plot),
        )
        several = [flag for flag in shown if len(flag.events) > 1]
        while len(self._counts) < len(several):
            count = pg.TextItem(anchor=(0, 0.5))
            font = QFont()
            font.setPixelSize(letters.px(SMALL_PX))
            count.setFont(font)
            count.setZValue(41)
            self._plot.addItem(count, ignoreBounds=True)
            self._counts.append(count)
        for number, item in enumerate(self._counts):
            item.setVisible(number < len(several))
            if number < len(several):
                item.setText(str(len(several[number].events)))
                item.setColor(palette.muted)
                item.setPos(
                    several[number].time_s + 4.0 * self._plot.getViewBox().viewPixelSize()[0], y
                )

    def at(self, where: QPointF) -> Flag | None:
        """The flag under a place of the scene; None: there is none."""
        box = self._plot.getViewBox()
        frame = box.sceneBoundingRect()
        if not self._has_flags or not 0 <= where.y() - frame.top() <= 18:
            return None
        x = box.mapSceneToView(where).x()
        reach_s = box.viewPixelSize()[0] * letters.px(FLAG_PX)
        near = [flag for flag in self.flags if abs(flag.time_s - x) <= reach_s]
        return min(near, key=lambda flag: abs(flag.time_s - x), default=None)
