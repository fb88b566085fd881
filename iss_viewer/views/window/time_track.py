"""The track of the time bar: the whole run as a line, with marks where something happened."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from iss_viewer.situation.marks import MARKED, clustered, marker_kind
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.events import Event
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, mixed

_EDGE = 12  # pixels left and right of the track
_LINE = 19  # the height at which the track runs
_NEAR = 5  # pixels within which a mark is meant


class TimeTrack(QWidget):
    """Press and drag looks back; a press on a mark goes to it; Shift and drag sets a loop."""

    time_asked = Signal(float)
    loop_asked = Signal(object)  # (from_s, to_s) or None

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._marks: tuple[Event, ...] = ()
        self._marks_of: tuple[object, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._picture = QPixmap()
        self._picture_of: tuple[object, ...] = ()
        self._loop_from_s: float | None = None
        self.loop: tuple[float, float] | None = None
        letters.give_size(self, "setMinimumHeight", 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Time bar")

    def show_moment(self, moment: Moment) -> None:
        """Show where in the run the window looks."""
        history = moment.run.history
        wanted = (
            history.revision,
            moment.time_s,
            moment.is_live,
            self.loop,
            self._context.palette.name,
            letters.share_1(),
            self._context.notation,
        )
        if wanted == self._shown:
            return
        self._shown = wanted
        if self._marks_of != (history, history.revision):
            self._marks_of = (history, history.revision)
            self._marks = tuple(e for e in history.events() if marker_kind(e))
        self.update()

    def marks(self) -> tuple[Event, ...]:
        """The events that are marked, in order of time."""
        return self._marks

    def span(self) -> tuple[float, float]:
        """The times at the two ends of the track."""
        moment = self._context.moment
        if moment is None or moment.run.history.is_empty:
            return 0.0, 1.0
        history = moment.run.history
        return history.start_s, max(history.end_s, history.start_s + 1.0)

    def x_of(self, time_s: float) -> float:
        """The pixel of an instant."""
        start, end = self.span()
        return _EDGE + (time_s - start) / (end - start) * (self.width() - 2 * _EDGE)

    def time_of(self, x: float) -> float:
        """The instant at a pixel, within the run."""
        start, end = self.span()
        share = (x - _EDGE) / max(self.width() - 2 * _EDGE, 1)
        return start + min(max(share, 0.0), 1.0) * (end - start)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, marks, loop and playhead."""
        moment, palette = self._context.moment, self._context.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right = self.width() - _EDGE
        self._bar(painter, _EDGE, right, palette.border)
        if moment is None or moment.is_empty:
            return
        at = self.x_of(moment.time_s)
        tone = palette.accent if moment.is_live else palette.mode
        self._bar(painter, _EDGE, at, tone)
        if self.loop is not None:
            left, end = self.x_of(self.loop[0]), self.x_of(self.loop[1])
            painter.fillRect(
                QRectF(left, 4, end - left, 30), QColor(mixed(palette.mode, palette.window, 0.2))
            )
        painter.drawPixmap(0, 0, self.marks_picture())
        painter.setPen(QPen(QColor(palette.window), 2))
        painter.setBrush(QColor(tone))
        painter.drawEllipse(QPointF(at, letters.px(_LINE)), 7, 7)
        self._paint_ends(painter, moment)

    def _bar(self, painter: QPainter, left: float, right: float, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, letters.px(_LINE) - 2, max(right - left, 4), 4), 2, 2)

    def marks_picture(self) -> QPixmap:
        """All marks, drawn anew only when they change: thousands would slow down each look elsewhere."""
        ratio = self.devicePixelRatioF()
        wanted = (self._marks_of, self.span(), self.size(), ratio, self._context.palette.name)
        if wanted != self._picture_of:
            self._picture_of = wanted
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter)
            painter.end()
        return self._picture

    def _paint_marks(self, painter: QPainter) -> None:
        palette, view = self._context.palette, self.span()
        times: dict[str, list[float]] = {}
        for event in self._marks:
            times.setdefault(marker_kind(event), []).append(event.time_s)
        painter.setPen(Qt.PenStyle.NoPen)
        for kind, found in times.items():
            painter.setBrush(QColor(palette.tone(MARKED[kind])))
            for time_s in clustered(np.array(found), view, self.width() - 2 * _EDGE):
                x = self.x_of(float(time_s))
                painter.drawPolygon(
                    QPolygonF([QPointF(x - 4, 4), QPointF(x + 4, 4), QPointF(x, 12)])
                )

    def _paint_ends(self, painter: QPainter, moment: Moment) -> None:
        start, end = self.span()
        painter.setPen(QColor(self._context.palette.muted))
        font, px = self.font(), letters.px
        font.setPixelSize(letters.px(SMALL_PX))
        painter.setFont(font)
        box = QRectF(_EDGE, px(25), self.width() - 2 * _EDGE, px(15))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, self._context.clock.text(start))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._context.clock.text(end))
        if not moment.is_live:
            painter.setPen(QColor(self._context.palette.mode))
            x = min(max(self.x_of(moment.time_s), px(130)), self.width() - px(190))
            back = self._context.clock.text(moment.time_s)
            painter.drawText(
                QRectF(x - px(60), px(25), px(120), px(15)), Qt.AlignmentFlag.AlignHCenter, back
            )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look back, go to a mark, or begin a loop."""
        x = event.position().x()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._loop_from_s = self.time_of(x)
            return
        mark = self._mark_at(x) if event.position().y() < 14 else None
        self.time_asked.emit(mark.time_s if mark is not None else self.time_of(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub while pressed; else say what a mark is."""
        x = event.position().x()
        if self._loop_from_s is not None:
            ends = sorted((self._loop_from_s, self.time_of(x)))
            self.loop_asked.emit((ends[0], ends[1]))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self.time_asked.emit(self.time_of(x))
        else:
            mark = self._mark_at(x)
            said = self._statement(mark) if mark else self._context.clock.text(self.time_of(x))
            QToolTip.showText(event.globalPosition().toPoint(), as_tip(said), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a loop; a mere Shift and click takes it away."""
        if (
            self._loop_from_s is not None
            and abs(self.x_of(self._loop_from_s) - event.position().x()) < 4
        ):
            self.loop_asked.emit(None)
        self._loop_from_s = None

    def _statement(self, mark: Event) -> str:
        run = self._context.run
        return f"{self._context.clock.text(mark.time_s)}  {run.words.named(mark) if run is not None else ''}"

    def _mark_at(self, x: float) -> Event | None:
        near = [e for e in self._marks if abs(self.x_of(e.time_s) - x) <= _NEAR]
        return min(near, key=lambda e: abs(self.x_of(e.time_s) - x), default=None)
