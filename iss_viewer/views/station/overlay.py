"""What is written over the station with QPainter: labels, leader lines, hatch marks, the legend."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.words.modules import label_name, label_words, shows_chance
from iss_viewer.station import Module
from iss_viewer.units import UnitSystem
from iss_viewer.views.station.labels import Box
from iss_viewer.views.style.status_style import (
    CONDITION_STYLES,
    HATCH_CLOSED,
    HATCH_OPEN,
    HATCH_PLANNED,
)
from iss_viewer.views.style.status_symbol import paint_symbol

NAME_PX, WORD_PX, SMALL_PX = 13, 12, 12
PAD_PX, SYMBOL_PX = 7.0, 11.0
ROW_PX = 19.0  # height of a row of the legend
CARD = QColor(9, 14, 24, 222)
EDGE = QColor(60, 78, 106)
TEXT, MUTED = QColor("#eef3fa"), QColor("#9fb0c8")


def _sized(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(weight)
    return other


def label_size(
    font: QFont, module: Module, state: ModuleState, units: UnitSystem
) -> tuple[float, float]:
    """Width and height of a module's label, pixels."""
    name = QFontMetricsF(_sized(font, NAME_PX, QFont.Weight.DemiBold))
    word = QFontMetricsF(_sized(font, WORD_PX, QFont.Weight.Medium))
    first = SYMBOL_PX + 6 + name.horizontalAdvance(label_name(module))
    second = word.horizontalAdvance(label_words(state, units))
    return max(first, second) + 2 * PAD_PX + 3, 41.0 if shows_chance(state) else 37.0


def _legend_words(entry: ModuleCondition | bool, counts: Mapping[ModuleCondition, int]) -> str:
    if isinstance(entry, bool):
        return "Hatch open" if entry else "Hatch closed"
    return f"{CONDITION_STYLES[entry].word} {counts[entry]}"


class Overlay:
    """One painting of labels and legend."""

    def __init__(self, painter: QPainter, font: QFont, units: UnitSystem) -> None:
        self._painter = painter
        self._name = _sized(font, NAME_PX, QFont.Weight.DemiBold)
        self._word = _sized(font, WORD_PX, QFont.Weight.Medium)
        self._small = _sized(font, SMALL_PX)
        self._units = units
        self._is_planned = False

    def label(self, box: Box, module: Module, state: ModuleState, is_selected: bool) -> None:
        """Symbol and name; below, the status word and the pressure."""
        style = CONDITION_STYLES[state.condition]
        colour = QColor(style.dark)
        rect = QRectF(box.x, box.y, box.width, box.height)
        self._card(rect, QColor("#ffffff") if is_selected else colour, 1.4)
        left = rect.x() + PAD_PX
        if shows_chance(state):
            self._chance(rect, state.leak_probability, colour)
        symbol = QRectF(left, rect.y() + 6.5, SYMBOL_PX, SYMBOL_PX)
        paint_symbol(self._painter, symbol, style)
        self._text(
            self._name, TEXT, QPointF(left + SYMBOL_PX + 6, rect.y() + 16.5), label_name(module)
        )
        self._text(
            self._word, colour, QPointF(left, rect.y() + 30.5), label_words(state, self._units)
        )

    def _chance(self, rect: QRectF, chance: float, colour: QColor) -> None:
        """A bar along the lower edge, as long as the leak is likely to be here."""
        room = rect.width() - 2 * PAD_PX
        bar = QRectF(rect.x() + PAD_PX, rect.bottom() - 4.5, room * min(chance, 1.0), 2.0)
        self._painter.fillRect(bar, colour)

    def leader(
        self, anchor: tuple[float, float], box: Box, state: ModuleState, is_selected: bool
    ) -> None:
        """A line from the module to its label, with a dot at the module."""
        colour = (
            QColor("#ffffff") if is_selected else QColor(CONDITION_STYLES[state.condition].dark)
        )
        end = box.nearest_edge(*anchor)
        painter = self._painter
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3.2))
        painter.drawLine(QPointF(*anchor), QPointF(*end))
        painter.setPen(QPen(colour, 1.2))
        painter.drawLine(QPointF(*anchor), QPointF(*end))
        painter.setPen(QPen(QColor(0, 0, 0, 190), 1.0))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(*anchor), 3.2, 3.2)

    def closed_hatch(self, point: tuple[float, float], is_planned: bool) -> None:
        """A small barred disc where a hatch is closed, seen through all hulls; grey where that is as usual."""
        painter = self._painter
        painter.setPen(QPen(QColor(4, 10, 18), 1.4))
        painter.setBrush(QColor((HATCH_PLANNED if is_planned else HATCH_CLOSED).dark))
        painter.drawEllipse(QPointF(*point), 5.0, 5.0)
        painter.setPen(QPen(QColor(4, 10, 18), 1.8))
        painter.drawLine(QPointF(point[0] - 2.6, point[1]), QPointF(point[0] + 2.6, point[1]))

    def legend_box(self, frame: QRectF, counts: Mapping[ModuleCondition, int]) -> QRectF:
        """Where the legend goes: a strip along the lower edge, as high as its rows need."""
        rows = self._legend_rows(frame.width() - 20, counts)
        width = max(sum(width for _, width in row) for row in rows) + 14
        height = ROW_PX * len(rows) + 8
        return QRectF(10, max(frame.height() - height - 10, 0), width, height)

    def legend(
        self, box: QRectF, counts: Mapping[ModuleCondition, int], is_planned: bool = False
    ) -> None:
        """Each status that occurs, worst first: symbol, word, count; then what hatch marks mean.

        is_planned: all that are closed are so as usual.
        """
        self._is_planned = is_planned
        self._card(box, EDGE, 1.0)
        for line, row in enumerate(self._legend_rows(box.width() + 1, counts)):
            x, y = box.x() + 10, box.y() + 5 + line * ROW_PX
            for entry, width in row:
                self._legend_entry(entry, counts, x, y)
                x += width

    def _legend_rows(
        self, room: float, counts: Mapping[ModuleCondition, int]
    ) -> list[list[tuple[ModuleCondition | bool, float]]]:
        """Entries with their widths, broken into rows; a bool stands for a hatch, open or not."""
        metrics = QFontMetricsF(self._word)
        rows: list[list[tuple[ModuleCondition | bool, float]]] = [[]]
        used = 14.0
        entries: tuple[ModuleCondition | bool, ...] = (*counts, True, False)
        for entry in entries:
            width = 16 + metrics.horizontalAdvance(_legend_words(entry, counts)) + 16
            if used + width > room and rows[-1]:
                rows.append([])
                used = 14.0
            rows[-1].append((entry, width))
            used += width
        return rows

    def _legend_entry(
        self,
        entry: ModuleCondition | bool,
        counts: Mapping[ModuleCondition, int],
        x: float,
        y: float,
    ) -> None:
        if isinstance(entry, bool):
            self._hatch_mark(entry, x, y)
        else:
            paint_symbol(self._painter, QRectF(x, y + 3, 11, 11), CONDITION_STYLES[entry])
        loud = not isinstance(entry, bool) and entry is not ModuleCondition.NOMINAL
        words = _legend_words(entry, counts)
        self._text(self._word, TEXT if loud else MUTED, QPointF(x + 16, y + 13), words)

    def _hatch_mark(self, is_open: bool, x: float, y: float) -> None:
        if not is_open:
            self.closed_hatch((x + 5.5, y + 8.5), self._is_planned)
            return
        self._painter.setPen(QPen(QColor(HATCH_OPEN.dark), 1.8))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(QPointF(x + 5.5, y + 8.5), 4.2, 4.2)

    def note(self, frame: QRectF, words: str) -> None:
        """A sentence across the top, such as why there is no 3D."""
        metrics = QFontMetricsF(self._word)
        width = min(metrics.horizontalAdvance(words) + 24, frame.width() - 20)
        box = QRectF((frame.width() - width) / 2, 44, width, 26)
        self._card(box, QColor("#fce83a"), 1.0)
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width - 20)
        self._text(self._word, TEXT, QPointF(box.x() + 12, box.y() + 17), text)

    def _card(self, rect: QRectF, edge: QColor, width: float) -> None:
        self._painter.setPen(QPen(edge, width))
        self._painter.setBrush(CARD)
        self._painter.drawRoundedRect(rect, 5, 5)

    def _text(self, font: QFont, colour: QColor, at: QPointF, words: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(at, words)
