"""Two readings of whole mmHg and the line through them, with the band in which it may lie."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.units import PA_PER_MMHG, clock_text
from iss_viewer.views.style.theme import SMALL_PX, Palette

_LEFT_PX, _FOOT_PX, _TOP_PX, _RIGHT_PX = 40, 20, 10, 14
_MORE_1 = 0.35  # of the time between the readings, on either side

Readings = tuple[float, float, float, float]  # Pa, s of the run, Pa, s of the run


class SlopeChart(QWidget):
    """Painted anew only where a reading or the palette changes."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._readings: Readings | None = None
        self.setMinimumHeight(110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Chart of the two readings")

    def draw(self, readings: Readings | None, palette: Palette) -> None:
        """Show two readings; None: there are none yet."""
        if (readings, palette.name) != (self._readings, self._palette.name):
            self._readings, self._palette = readings, palette
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, band, line, readings with half a mmHg up and down."""
        painter, colours = QPainter(self), self._palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.plot))
        font = painter.font()
        font.setPixelSize(SMALL_PX)
        painter.setFont(font)
        if self._readings is None or self._readings[3] <= self._readings[1]:
            painter.setPen(QColor(colours.muted))
            words = "Two readings and their times give the line"
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), words)
        else:
            self._paint_readings(painter, self._readings)
        painter.end()

    def _paint_readings(self, painter: QPainter, readings: Readings) -> None:
        first, first_s, second, second_s = (
            readings[0] / PA_PER_MMHG, readings[1], readings[2] / PA_PER_MMHG, readings[3],
        )  # fmt: skip
        more_s = _MORE_1 * (second_s - first_s)
        left_s, right_s = first_s - more_s, second_s + more_s
        slope = (second - first) / (second_s - first_s)
        doubt = 1.0 / (second_s - first_s)
        ends = [first - slope * more_s, second + slope * more_s]
        low, high = min(*ends, first, second) - 1.2, max(*ends, first, second) + 1.2
        area = QRectF(
            _LEFT_PX, _TOP_PX, self.width() - _LEFT_PX - _RIGHT_PX,
            self.height() - _TOP_PX - _FOOT_PX,
        )  # fmt: skip

        def at(time_s: float, mmhg: float) -> QPointF:
            return QPointF(
                area.left() + (time_s - left_s) / (right_s - left_s) * area.width(),
                area.bottom() - (mmhg - low) / (high - low) * area.height(),
            )

        self._paint_axes(painter, area, (low, high), (first_s, second_s), at)
        colours = self._palette
        middle_s, middle = 0.5 * (first_s + second_s), 0.5 * (first + second)
        band = QColor(colours.accent)
        band.setAlpha(60)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        for end_s in (left_s, right_s):
            over_s = end_s - middle_s
            steep, flat = (middle + (slope + sign * doubt) * over_s for sign in (-1.0, 1.0))
            wedge = [at(middle_s, middle), at(end_s, steep), at(end_s, flat)]
            painter.drawPolygon(QPolygonF(wedge))
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawLine(at(left_s, ends[0]), at(right_s, ends[1]))
        painter.setPen(QPen(QColor(colours.text), 1.5))
        for time_s, mmhg in ((first_s, first), (second_s, second)):
            painter.drawLine(at(time_s, mmhg - 0.5), at(time_s, mmhg + 0.5))
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(at(time_s, mmhg), 4, 4)
            spot = at(time_s, mmhg)
            painter.drawText(QPointF(spot.x() + 8, spot.y() - 6), str(round(mmhg)))

    def _paint_axes(
        self,
        painter: QPainter,
        area: QRectF,
        mmhg: tuple[float, float],
        times_s: tuple[float, float],
        at: object,
    ) -> None:
        assert callable(at)
        colours = self._palette
        low, high = mmhg
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (high - low) / s <= 6)
        value = step * int(low // step + 1)
        while value <= high:
            y = at(times_s[0], float(value)).y()
            painter.setPen(QColor(colours.grid))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.muted))
            box = QRectF(0, y - 8, _LEFT_PX - 6, 16)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), f"{value}")
            value += step
        for time_s in times_s:
            x = at(time_s, low).x()
            box = QRectF(x - 45, area.bottom() + 3, 90, 16)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter), clock_text(time_s)[2:])
