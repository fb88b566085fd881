"""What is written over the station with QPainter: labels, leader lines, hatch marks, the legend."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from iss_viewer.detection.status import ModuleStatus
from iss_viewer.station import Module
from iss_viewer.units import UnitSystem
from iss_viewer.views.labels import Box
from iss_viewer.views.scene.state import ModuleState
from iss_viewer.views.status_style import HATCH_CLOSED, STATUS_STYLES, Theme
from iss_viewer.views.status_symbol import paint_symbol

NAME_PX, WORD_PX, SMALL_PX = 12, 11, 11
PAD_PX, SYMBOL_PX = 7.0, 11.0
LONGEST_NAME = 18  # letters
CARD = QColor(9, 14, 24, 222)
EDGE = QColor(60, 78, 106)
TEXT, MUTED = QColor("#eef3fa"), QColor("#9fb0c8")


def _sized(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(weight)
    return other


def short_name(module: Module) -> str:
    """The name that fits a label."""
    if module.short:
        return module.short
    is_short = len(module.name) <= LONGEST_NAME
    return module.name if is_short else module.name[: LONGEST_NAME - 1].rstrip() + "…"


def _second_line(state: ModuleState, units: UnitSystem) -> str:
    word = STATUS_STYLES[state.status].word
    if _shows_chance(state):
        word = f"{word} {100 * state.leak_probability:.0f} %"
    return f"{word} · {units.pressure_text(state.pressure_pa)}"


def _shows_chance(state: ModuleState) -> bool:
    """Whether a label tells how likely the leak is in its module."""
    doubtful = (ModuleStatus.WATCH, ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)
    return state.status in doubtful and state.leak_probability >= 0.005


def label_size(
    font: QFont, module: Module, state: ModuleState, units: UnitSystem
) -> tuple[float, float]:
    """Width and height of a module's label, pixels."""
    name = QFontMetricsF(_sized(font, NAME_PX, QFont.Weight.DemiBold))
    word = QFontMetricsF(_sized(font, WORD_PX, QFont.Weight.Medium))
    first = SYMBOL_PX + 6 + name.horizontalAdvance(short_name(module))
    second = word.horizontalAdvance(_second_line(state, units))
    return max(first, second) + 2 * PAD_PX + 3, 41.0 if _shows_chance(state) else 37.0


class Overlay:
    """One painting of labels and legend."""

    def __init__(self, painter: QPainter, font: QFont, theme: Theme, units: UnitSystem) -> None:
        self._painter = painter
        self._name = _sized(font, NAME_PX, QFont.Weight.DemiBold)
        self._word = _sized(font, WORD_PX, QFont.Weight.Medium)
        self._small = _sized(font, SMALL_PX)
        self._units = units

    def label(self, box: Box, module: Module, state: ModuleState, is_selected: bool) -> None:
        """Symbol and name; below, the status word and the pressure."""
        style = STATUS_STYLES[state.status]
        colour = QColor(style.dark)
        rect = QRectF(box.x, box.y, box.width, box.height)
        self._card(rect, QColor("#ffffff") if is_selected else colour, 1.4)
        left = rect.x() + PAD_PX
        if _shows_chance(state):
            self._chance(rect, state.leak_probability, colour)
        symbol = QRectF(left, rect.y() + 6.5, SYMBOL_PX, SYMBOL_PX)
        paint_symbol(self._painter, symbol, style)
        self._text(
            self._name, TEXT, QPointF(left + SYMBOL_PX + 6, rect.y() + 16.5), short_name(module)
        )
        self._text(
            self._word, colour, QPointF(left, rect.y() + 30.5), _second_line(state, self._units)
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
        colour = QColor("#ffffff") if is_selected else QColor(STATUS_STYLES[state.status].dark)
        end = box.nearest_edge(*anchor)
        painter = self._painter
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3.2))
        painter.drawLine(QPointF(*anchor), QPointF(*end))
        painter.setPen(QPen(colour, 1.2))
        painter.drawLine(QPointF(*anchor), QPointF(*end))
        painter.setPen(QPen(QColor(0, 0, 0, 190), 1.0))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(*anchor), 3.2, 3.2)

    def closed_hatch(self, point: tuple[float, float]) -> None:
        """A small barred disc where a hatch is closed, seen through all hulls."""
        painter = self._painter
        painter.setPen(QPen(QColor(4, 10, 18), 1.4))
        painter.setBrush(QColor(HATCH_CLOSED.dark))
        painter.drawEllipse(QPointF(*point), 5.0, 5.0)
        painter.setPen(QPen(QColor(4, 10, 18), 1.8))
        painter.drawLine(QPointF(point[0] - 2.6, point[1]), QPointF(point[0] + 2.6, point[1]))

    def legend_box(self, frame: QRectF, counts: Mapping[ModuleStatus, int]) -> QRectF:
        """Where the legend goes: the lower left corner."""
        height = 30.0 + 17.0 * len(counts) + 22.0
        return QRectF(10, max(frame.height() - height - 10, 0), 138, height)

    def legend(self, box: QRectF, counts: Mapping[ModuleStatus, int]) -> None:
        """Each status that occurs: symbol, word, count; the worst on top; what hatch marks mean."""
        self._card(box, EDGE, 1.0)
        total = sum(counts.values())
        self._text(self._small, MUTED, QPointF(box.x() + 10, box.y() + 18), f"{total} MODULES")
        y = box.y() + 27
        for status, count in counts.items():
            style = STATUS_STYLES[status]
            paint_symbol(self._painter, QRectF(box.x() + 10, y + 1, 11, 11), style)
            colour = TEXT if status is not ModuleStatus.NOMINAL else MUTED
            self._text(self._word, colour, QPointF(box.x() + 28, y + 11), style.word)
            metrics = QFontMetricsF(self._word)
            right = box.right() - 10 - metrics.horizontalAdvance(str(count))
            self._text(self._word, colour, QPointF(right, y + 11), str(count))
            y += 17
        self._hatch_key(box, y + 6)

    def _hatch_key(self, box: QRectF, y: float) -> None:
        painter = self._painter
        painter.setPen(QPen(QColor("#56f07a"), 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(box.x() + 15.5, y + 6), 4.2, 4.2)
        self._text(self._small, MUTED, QPointF(box.x() + 28, y + 10), "open")
        self.closed_hatch((box.x() + 68, y + 6))
        self._text(self._small, MUTED, QPointF(box.x() + 78, y + 10), "shut hatch")

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
