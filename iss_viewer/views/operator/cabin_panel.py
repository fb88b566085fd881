"""Cabin air on a quiet shift: every quantity on one scale, grey until it is abnormal; what would be noticed, what comes next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from iss_viewer.situation.cabin_air import (
    NORMAL,
    CabinReading,
    aside_text,
    cabin_readings,
    seen_text,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.upcoming import Upcoming, upcoming
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    OneLine,
    as_tip,
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
from iss_viewer.views.style.theme import SMALL_PX, Palette, set_tone

_NO_LIMITS = "Nothing is known of the main air yet."
_NOTHING_DUE = "Nothing is due that this run knows of."
_TROUGH_PX, _POINTER_PX = 9, 9


class CabinPanel(QWidget):
    """The readings, a sentence on what could hide, the parts aside, and what is due."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self.rows: list[ReadingRow] = []
        self.due: list[OneLine] = []
        self._readings, self._due = QVBoxLayout(), QVBoxLayout()
        for part, spacing in ((self._readings, 4), (self._due, 4)):
            part.setSpacing(spacing)
        self.noticed, self.aside = label("", "soft", wraps=True), label("", "muted", wraps=True)
        page = QWidget()
        page.setLayout(
            column(
                self._readings, frame("line"), self.noticed, self.aside,
                heading("What comes next"), self._due, None, spacing=7,
            )
        )  # fmt: skip
        self.setLayout(column(scrolled(page)))
        context.looks_changed.connect(self._drawn.forget)

    def show_moment(self, moment: Moment) -> None:
        """The air at an instant."""
        units, palette = self._context.units, self._context.palette
        readings, due = cabin_readings(moment, units), upcoming(moment)
        said = seen_text(moment, units), aside_text(moment, units)
        if not self._drawn.is_new(readings, due, said, moment.is_current, palette.name):
            return
        self._show_readings(readings, palette, moment.is_current)
        set_text(self.noticed, said[0])
        set_text(self.aside, said[1])
        self.aside.setVisible(bool(said[1]))
        self._show_due(due)

    def _show_readings(
        self, readings: tuple[CabinReading, ...], palette: Palette, is_current: bool
    ) -> None:
        if len(readings) != len(self.rows) or not readings:
            clear(self._readings)
            self.rows = [ReadingRow() for _ in readings]
            for line in self.rows:
                self._readings.addWidget(line)
            if not readings:
                self._readings.addWidget(label(_NO_LIMITS, "muted", wraps=True))
        for line, reading in zip(self.rows, readings, strict=True):
            line.show_reading(reading, palette, is_current)

    def _show_due(self, due: tuple[Upcoming, ...]) -> None:
        clear(self._due)
        self.due = [OneLine("soft") for _ in due]
        for line, one in zip(self.due, due, strict=True):
            line.set_text(one.text)
            pair = row(label(self._context.clock.text(one.time_s), "muted"), line)
            pair.setStretch(1, 1)
            self._due.addLayout(pair)
        if not due:
            self._due.addWidget(label(_NOTHING_DUE, "muted", wraps=True))


class ReadingRow(QWidget):
    """A quantity: its name, its scale, its value."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.value, self.where = label(""), label("", "title"), OneLine("muted")
        self.scale = NormalScale()
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        first = row(self.name, self.where, self.value)
        first.setStretch(1, 1)
        self.setLayout(column(first, self.scale, spacing=1))

    def show_reading(self, reading: CabinReading, palette: Palette, is_current: bool) -> None:
        """Fill it in; without an answer of the session nothing of it is of now."""
        set_text(self.name, reading.name)
        set_text(self.value, reading.text, reading.tone if is_current else "muted")
        set_tone(self.name, reading.tone if is_current else "muted")
        self.where.set_text(reading.where)
        self.scale.draw_reading(reading, palette, is_current)
        self.setAccessibleName(reading.words)
        self.setToolTip(as_tip(reading.words))


class NormalScale(QWidget):
    """A trough with normal in the same place on each, the limits below it, and a pointer; a ring where nothing is known."""

    def __init__(self) -> None:
        super().__init__()
        self._reading: CabinReading | None = None
        self._palette: Palette | None = None
        self._is_current = True
        letters.give_size(self, "setMinimumHeight", _POINTER_PX + _TROUGH_PX + 16)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(160, self.minimumHeight())

    def draw_reading(self, reading: CabinReading, palette: Palette, is_current: bool) -> None:
        """Draw another reading."""
        self._reading, self._palette, self._is_current = reading, palette, is_current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough, normal in it, both limits in digits, the pointer."""
        if self._reading is None or self._palette is None:
            return
        painter, palette = QPainter(self), self._palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        trough = QRectF(0.5, letters.px(_POINTER_PX), self.width() - 1.0, letters.px(_TROUGH_PX))
        is_known = self._is_current and self._reading.place_1 == self._reading.place_1
        painter.setPen(QPen(QColor(palette.border), 1.0))
        hatched = Qt.BrushStyle.SolidPattern if is_known else Qt.BrushStyle.BDiagPattern
        painter.setBrush(QColor(palette.field))
        painter.drawRect(trough)
        left, right = (trough.left() + share * trough.width() for share in NORMAL)
        normal = QRectF(left, trough.top(), right - left, trough.height())
        painter.fillRect(normal, QColor(palette.grid))
        if not is_known:
            painter.setBrush(Qt.BrushStyle(hatched))
            painter.drawRect(trough)
        self._draw_limits(painter, palette, normal)
        self._draw_pointer(painter, palette, trough, is_known)
        painter.end()

    def _draw_limits(self, painter: QPainter, palette: Palette, normal: QRectF) -> None:
        assert self._reading is not None
        font, px = QFont(self.font()), letters.px
        font.setPixelSize(letters.px(SMALL_PX))
        painter.setFont(font)
        low, high = self._reading.low, self._reading.high
        for text, x in ((low, normal.left()), (high, normal.right())):
            if not text:
                continue
            painter.setPen(QPen(QColor(palette.muted), 1.0))
            painter.drawLine(QPointF(x, normal.top() - 2), QPointF(x, normal.bottom() + 2))
            digits = text.split(" ")[0]
            box = QRectF(x - px(50), normal.bottom() + 2, px(100), px(14))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, digits)

    def _draw_pointer(
        self, painter: QPainter, palette: Palette, trough: QRectF, is_known: bool
    ) -> None:
        assert self._reading is not None
        if not is_known:
            painter.setPen(QPen(QColor(palette.muted), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(trough.center(), 4.5, 4.5)
            return
        x, y = trough.left() + self._reading.place_1 * trough.width(), trough.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.tone(self._reading.tone or "text")))
        tip = [QPointF(x, y + 3), QPointF(x - 5.5, 1.0), QPointF(x + 5.5, 1.0)]
        painter.drawPolygon(QPolygonF(tip))
