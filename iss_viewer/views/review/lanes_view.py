"""True, known, done and marks of a run painted on one time axis, with the pressure where people were above them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.situation.training.class_debrief import ClassDebrief
from iss_viewer.situation.training.debrief_lanes import Lane, LaneBar
from iss_viewer.situation.words.clock import Clock
from iss_viewer.views.style.theme import SMALL_PX, Palette

_NAME_PX, _FOOT_PX, _RIGHT_PX, _GAP_PX = 108, 22, 12, 6
_LINE_PX, _MOST_LINES, _CURVE_PX = 20, 9, 120
_MOST_TICKS = 9
_DOT_PX = 8.0  # of an instant


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """A bar in a line of its lane. words: as much of its text as there is room for; words_left: where they begin, pixels."""

    bar: LaneBar
    line: int
    words: str
    words_left: float


class LanesView(QWidget):
    """A click anywhere looks at that instant of the run."""

    time_picked = Signal(float)

    def __init__(self, palette: Palette, clock: Clock) -> None:
        super().__init__()
        self._palette, self._clock = palette, clock
        self._debrief: ClassDebrief | None = None
        self._tops: list[tuple[Lane, list[PlacedBar], float, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What was true, known and done")

    def draw(self, debrief: ClassDebrief, palette: Palette) -> None:
        """Show a debrief."""
        self._debrief, self._palette = debrief, palette
        self.setAccessibleDescription(
            ". ".join(
                f"{lane.name}: {', '.join(bar.text for bar in lane.bars) or lane.empty}"
                for lane in debrief.lanes
            )
        )
        self._place()
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Place the words anew for the new width."""
        self._place()

    def _letters(self) -> QFont:
        """In which words are placed and painted: else they would lie over each other."""
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        return font

    def _x(self, time_s: float) -> float:
        debrief = self._debrief
        assert debrief is not None
        over_s = max(debrief.end_s - debrief.start_s, 1.0)
        room = self.width() - _NAME_PX - _RIGHT_PX
        return _NAME_PX + (time_s - debrief.start_s) / over_s * room

    def _place(self) -> None:
        """Give each bar the first line in which it and its words have room."""
        if self._debrief is None:
            return
        metrics, top = QFontMetricsF(self._letters()), float(_CURVE_PX + _GAP_PX)
        self._tops = []
        for lane in self._debrief.lanes:
            ends: list[float] = []
            placed: list[PlacedBar] = []
            for bar in sorted(lane.bars, key=lambda one: one.from_s):
                words, words_left = self._words(bar, metrics)
                left, right = self._ends(bar)
                left = min(left, words_left)
                line = next((k for k, end in enumerate(ends) if end < left), len(ends))
                if line >= _MOST_LINES:
                    continue
                words_right = words_left + metrics.horizontalAdvance(words)
                ends[line : line + 1] = [max(right, words_right) + 8.0]
                placed.append(PlacedBar(bar, line, words, words_left))
            high = _LINE_PX * max(len(ends), 1) + 8.0
            self._tops.append((lane, placed, top, high))
            top += high + _GAP_PX
        self.setFixedHeight(round(top + _FOOT_PX))

    def _ends(self, bar: LaneBar) -> tuple[float, float]:
        """From where to where a bar reaches; an instant is a dot."""
        left = self._x(bar.from_s)
        return left, max(self._x(bar.to_s), left + _DOT_PX)

    def _words(self, bar: LaneBar, metrics: QFontMetricsF) -> tuple[str, float]:
        """The words of a bar and where they begin: in it, behind it, or before it; as much of them as there is room for."""
        left, right = self._ends(bar)
        wide = metrics.horizontalAdvance(bar.text)
        if wide + 8.0 < right - left:
            return bar.text, left + 4.0
        behind, before = self.width() - _RIGHT_PX - right - 4.0, left - 4.0 - _NAME_PX
        room = behind if wide <= behind else max(behind, before)
        words = metrics.elidedText(bar.text, Qt.TextElideMode.ElideRight, room)
        if room == behind:
            return words, right + 4.0
        return words, left - 4.0 - metrics.horizontalAdvance(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The curve, the lanes, the axis."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._letters())
        if self._debrief is not None:
            self._paint_axis(painter, self._debrief)
            self._paint_curve(painter, self._debrief)
            for lane, placed, top, high in self._tops:
                self._paint_lane(painter, lane, placed, QRectF(0, top, self.width(), high))
        painter.end()

    def _paint_axis(self, painter: QPainter, debrief: ClassDebrief) -> None:
        foot = self.height() - _FOOT_PX
        step_s, times_s = self._clock.ticks(debrief.start_s, debrief.end_s, _MOST_TICKS)
        for time_s in times_s:
            x = self._x(time_s)
            painter.setPen(QColor(self._palette.grid))
            painter.drawLine(QPointF(x, 0), QPointF(x, foot))
            painter.setPen(QColor(self._palette.muted))
            box = QRectF(min(x - 45, self.width() - 90), foot + 3, 90, 16)
            painter.drawText(
                box,
                int(Qt.AlignmentFlag.AlignHCenter),
                self._clock.tick_text(time_s, step_s, time_s == times_s[0]),
            )
        painter.setPen(QPen(QColor(self._palette.mode), 1, Qt.PenStyle.DotLine))
        for held_s in debrief.freezes_s:
            painter.drawLine(QPointF(self._x(held_s), 0), QPointF(self._x(held_s), foot))

    def _paint_curve(self, painter: QPainter, debrief: ClassDebrief) -> None:
        known = np.concatenate((debrief.manned_mmhg, debrief.lowest_mmhg))
        known = known[np.isfinite(known)]
        if not known.size:
            return
        low, high = float(known.min()) - 5.0, float(known.max()) + 5.0
        colours = self._palette
        for values, tone, wide in (
            (debrief.lowest_mmhg, colours.muted, 1.0),
            (debrief.manned_mmhg, colours.truth, 2.0),
        ):
            points = [
                QPointF(self._x(float(t)), 8 + (high - v) / (high - low) * (_CURVE_PX - 16))
                for t, v in zip(debrief.time_s, values, strict=True)
                if v == v
            ]
            painter.setPen(QPen(QColor(tone), wide))
            painter.drawPolyline(QPolygonF(points))
        painter.setPen(QColor(colours.muted))
        name = QRectF(6, 4, _NAME_PX - 12, _CURVE_PX - 8)
        flags = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        words = f"mmHg, {round(low + 5)} to {round(high - 5)}: where people were; thin: the lowest"
        painter.drawText(name, flags, words)

    def _paint_lane(
        self, painter: QPainter, lane: Lane, placed: list[PlacedBar], area: QRectF
    ) -> None:
        colours = self._palette
        painter.fillRect(QRectF(0, area.top(), 3, area.height()), QColor(colours.tone(lane.tone)))
        painter.setPen(QColor(colours.tone(lane.tone)))
        painter.drawText(QPointF(8, area.top() + 15), lane.name)
        painter.setPen(QColor(colours.muted))
        left_out = len(lane.bars) - len(placed)
        notes = (lane.note, f"{left_out} more, not drawn" if left_out else "")
        for at, note in enumerate(notes):
            if note and area.height() > (2 + at) * _LINE_PX:
                painter.drawText(QPointF(8, area.top() + 31 + 16 * at), note)
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if not placed:
            painter.setPen(QColor(colours.muted))
            painter.drawText(QPointF(_NAME_PX, area.top() + 15), lane.empty)
        for one in placed:
            self._paint_bar(painter, one, area.top() + 4 + one.line * _LINE_PX)

    def _paint_bar(self, painter: QPainter, one: PlacedBar, top: float) -> None:
        tone = QColor(self._palette.tone(one.bar.tone))
        left, right = self._ends(one.bar)
        painter.setPen(QPen(tone, 1))
        if right - left <= _DOT_PX:
            painter.setBrush(tone)
            painter.drawEllipse(QPointF(left + 4, top + 8), 4, 4)
        else:
            fill = QColor(tone)
            fill.setAlpha(80)
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(left, top + 1, right - left, 14), 3, 3)
        painter.setPen(QColor(self._palette.text))
        painter.drawText(QPointF(one.words_left, top + 12), one.words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the instant that was clicked."""
        debrief = self._debrief
        room = self.width() - _NAME_PX - _RIGHT_PX
        share = (event.position().x() - _NAME_PX) / max(room, 1)
        if debrief is not None and 0.0 <= share <= 1.0:
            self.time_picked.emit(debrief.start_s + share * (debrief.end_s - debrief.start_s))
