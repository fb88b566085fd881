"""How the belief about the leak's place went over time: a line for each of the likeliest explanations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from iss_viewer.situation.explanations import Candidate
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.numbers import share_text
from iss_viewer.telemetry.frames import Floats
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import SMALL_PX, Palette

_MOST_LINES = 5
_LEAST_COLOURED_1 = 0.02  # what is less probable stays grey
_NO_LEAK = "no_leak_probability"


class ChanceChart(QWidget):
    """Drawn from the columns of the history, up to the instant that is shown."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.curves: list[tuple[Candidate, Floats, Floats]] = []  # with times and probabilities
        letters.give_size(self, "setMinimumWidth", 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, moment: Moment, candidates: Sequence[Candidate]) -> None:
        """Take the curves of explanations, likeliest first."""
        history, table = moment.run.history, moment.run.table
        self.curves = []
        for one in candidates[:_MOST_LINES]:
            at = table.get(one.subject, one.quantity)
            if at is not None:
                times, values = history.curve(at, history.start_s, moment.time_s, 240)
                self.curves.append((one, times, values))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines with their names at the right."""
        painter, palette = QPainter(self), self._context.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(letters.px(30), 4, self.width() - letters.px(34), self.height() - 8)
        painter.fillRect(box, QColor(palette.plot))
        self._paint_scale(painter, box, palette)
        colours = line_colours(palette, [one for one, _, _ in self.curves])
        for (_, times, values), colour in zip(self.curves, colours, strict=True):
            if len(times) < 2:
                continue
            start, length = times[0], max(float(times[-1] - times[0]), 1e-9)
            xs = box.left() + (times - start) / length * box.width()
            ys = box.bottom() - np.nan_to_num(values) * box.height()
            painter.setPen(QPen(QColor(colour), 1.5))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))

    def _paint_scale(self, painter: QPainter, box: QRectF, palette: Palette) -> None:
        font, px = self.font(), letters.px
        font.setPixelSize(letters.px(SMALL_PX))
        painter.setFont(font)
        for share in (0.0, 0.5, 1.0):
            y = box.bottom() - share * box.height()
            painter.setPen(QColor(palette.grid))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(QColor(palette.muted))
            where = QRectF(0, min(max(y - px(8), 0), self.height() - px(16)), px(27), px(16))
            painter.drawText(where, Qt.AlignmentFlag.AlignRight, share_text(share))


def line_colours(palette: Palette, candidates: Sequence[Candidate]) -> list[str]:
    """The colour of each line: places from red to yellow, the likeliest first; what is no leak never in red."""
    places = iter((palette.bad, palette.suspect, palette.notice))
    others = iter((palette.soft, palette.plan))
    colours = []
    for one in candidates[:_MOST_LINES]:
        if one.probability < _LEAST_COLOURED_1:
            colours.append(palette.muted)
        elif one.quantity == _NO_LEAK:
            colours.append(palette.good)
        else:
            colours.append(next(places if one.module else others, palette.muted))
    return colours
