"""Why it falls: what each cause does to the pressure of an air space, as bars with bands, beside what is measured."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from iss_viewer.situation import pressure_balance as causes
from iss_viewer.situation.air_spaces import space_of
from iss_viewer.situation.balance_words import (
    BalanceRow,
    balance_rows,
    balance_words,
    measured_row,
    sum_row,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.pressure_balance import PressureBalance, balance_of
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import column, label, row, scrolled, set_text
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import mixed

#: the colour of a cause on a dark and on a light ground, told apart by its word too; the leak's is the palette's
CAUSE_COLOURS = {
    causes.WARMTH: ("#b9a7ff", "#6a4fc8"),
    causes.BREATH: ("#4fd1c5", "#00756b"),
    causes.FEEDS: ("#9db0c9", "#51647f"),
    causes.SEALS: ("#c9a98a", "#80592f"),
}
_TEXT_PX, _ROW_PX, _RULE_PX = 12, 18, 6
_PITCH_PX = (23, 32)  # of the rows of causes, at the least and where there is room
_WORDS_FROM_PX = 260
_EVERY_S = 1.0  # of the clock of the run: figures that change faster cannot be read


class WhyPanel(QWidget):
    """Speaks of the air space of the selected module; of none selected, of the one that loses most."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.place, self.unit = label("", "title"), label("", "muted")
        self.bars = BalanceBars(context)
        self.words = label("", "muted", wraps=True)
        area: QScrollArea = scrolled(self.bars)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName("Why the pressure changes")
        head = row(self.place, self.unit)
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head.setStretch(0, 1)
        layout = column(head, area, self.words, spacing=4)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._drawn = LastDrawn()
        context.looks_changed.connect(self.redraw)
        context.selection.changed.connect(lambda _: self.redraw())

    def show_moment(self, moment: Moment) -> None:
        """Reckon the balance at an instant, and draw it."""
        context = self._context
        seconds = moment.time_s if moment.is_empty else moment.time_s // _EVERY_S
        if moment.is_empty or not self._drawn.is_new(
            seconds, moment.is_live, context.selection.module, context.units,
            context.palette.name, of=moment.run,
        ):  # fmt: skip
            return
        space = space_of(moment, context.selection.module)
        balance = balance_of(moment, space.named_by) if space is not None else None
        set_text(self.unit, context.units.pressure_rate)
        set_text(self.place, space.name if space is not None else "Air space not known yet")
        self.bars.show_balance(balance)
        words = balance_words(balance, context.units)
        set_text(self.words, words)
        self.bars.setToolTip(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the panel is low the figures have the room, and the words are their tool tip."""
        self.words.setVisible(self.height() >= letters.px(_WORDS_FROM_PX))
        super().resizeEvent(event)

    def redraw(self) -> None:
        """Draw again, whatever changed."""
        self._drawn.forget()
        if self._context.moment is not None and self.isVisible():
            self.show_moment(self._context.moment)


class BalanceBars(QWidget):
    """A line of words and a bar under it for each cause; then the sum, and what is measured."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[BalanceRow, ...] = ()
        self._ends: tuple[BalanceRow, ...] = ()
        self._is_closed = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Causes of the change of pressure")

    def show_balance(self, balance: PressureBalance | None) -> None:
        """Take what is to be drawn; None: nothing is known."""
        units = self._context.units
        self._rows = balance_rows(balance, units) if balance is not None else ()
        self._ends = (sum_row(balance, units), measured_row(balance, units)) if balance else ()
        self._is_closed = balance is None or balance.is_closed
        self.setAccessibleDescription(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """All rows, a line each, parted by tabs."""
        rows = (*self._rows, *self._ends)
        return "\n".join(f"{one.name}\t{one.figure}\t{one.band}" for one in rows)

    def sizeHint(self) -> QSize:
        """A row for each cause with its bar, and two below."""
        return QSize(200, self._high(letters.px(_PITCH_PX[1])))

    def minimumSizeHint(self) -> QSize:
        """Rows closer together; what does not fit then is scrolled."""
        return QSize(120, self._high(letters.px(_PITCH_PX[0])))

    def _high(self, pitch_px: int) -> int:
        return (
            len(self._rows) * pitch_px
            + len(self._ends) * letters.px(_ROW_PX)
            + letters.px(_RULE_PX)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rows and bars; falls go to the right of the zero line, rises to the left."""
        painter, palette, top = QPainter(self), self._context.palette, 0
        free = self.height() - self._high(0)
        pitch = min(
            max(free // max(len(self._rows), 1), letters.px(_PITCH_PX[0])), letters.px(_PITCH_PX[1])
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zero, scale = self._axis()
        for one in self._rows:
            colour = self._colour(one.name)
            self._write(painter, top, one, colour, is_strong=True)
            self._bar(
                painter,
                top + letters.px(_ROW_PX),
                one,
                colour,
                zero,
                scale,
                4 if pitch < letters.px(28) else 6,
            )
            top += pitch
        if self._ends:
            painter.fillRect(QRectF(0, top + 2, self.width(), 1), QColor(palette.border))
            top += letters.px(_RULE_PX)
        for number, one in enumerate(self._ends):
            tone = palette.notice if number and not self._is_closed else palette.text
            self._write(painter, top, one, "", is_strong=number == 0, figure_colour=tone)
            top += letters.px(_ROW_PX)
        painter.end()

    def _axis(self) -> tuple[float, float]:
        """Where zero stands, px, and how many px a unit of the reader's is."""
        falls = max((-one.low for one in self._rows), default=0.0)
        rises = max((one.high for one in self._rows), default=0.0)
        falls, rises = max(falls, 0.0), max(rises, 0.0)
        room = max(self.width() - 2.0, 1.0)
        scale = room / max(falls + rises, 1e-12)
        return 1.0 + rises * scale, scale

    def _colour(self, name: str) -> str:
        palette = self._context.palette
        if name == causes.LEAK:
            return palette.bad
        return CAUSE_COLOURS[name][palette.name == "light"]

    def _write(
        self, painter: QPainter, top: int, one: BalanceRow, colour: str, is_strong: bool,
        figure_colour: str = "",
    ) -> None:  # fmt: skip
        palette, left = self._context.palette, 0
        font = QFont(self.font())
        font.setPixelSize(letters.px(_TEXT_PX))
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        strong.setFeature(QFont.Tag("tnum"), 1)
        if colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(0, top + letters.px(5), letters.px(8), letters.px(8)), 2, 2
            )
            left = letters.px(14)
        line = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(strong if is_strong else font)
        painter.setPen(QColor(palette.text if is_strong else palette.muted))
        painter.drawText(QRectF(left, top, self.width(), letters.px(_ROW_PX)), line, one.name)
        left += painter.fontMetrics().horizontalAdvance(one.name) + 8
        painter.setFont(strong)
        wide = painter.fontMetrics().horizontalAdvance(one.figure)
        painter.setPen(QColor(figure_colour or palette.text))
        painter.drawText(
            QRectF(self.width() - wide - 1, top, wide + 1, letters.px(_ROW_PX)), line, one.figure
        )
        room = self.width() - wide - 8 - left
        if QFontMetrics(font).horizontalAdvance(one.band) <= room:
            painter.setFont(font)
            painter.setPen(QColor(palette.muted))
            painter.drawText(QRectF(left, top, room, letters.px(_ROW_PX)), line, one.band)

    def _bar(
        self,
        painter: QPainter,
        top: float,
        one: BalanceRow,
        colour: str,
        zero: float,
        scale: float,
        high_px: int,
    ) -> None:
        """The figure as a full bar; its band paler over the ends, with a tick at the near one."""
        ground = self._context.palette.field
        painter.fillRect(QRectF(0, top, self.width(), high_px), QColor(ground))
        near, far = zero - one.high * scale, zero - one.low * scale  # a fall lies to the right
        painter.fillRect(
            QRectF(near, top, max(far - near, 1.0), high_px), QColor(mixed(colour, ground, 0.4))
        )
        value = zero - one.rate * scale
        left, right = min(zero, value), max(zero, value)
        painter.fillRect(QRectF(left, top, max(right - left, 1.5), high_px), QColor(colour))
        painter.fillRect(QRectF(near, top, 1.0, high_px), QColor(self._context.palette.text))
        painter.fillRect(
            QRectF(zero, top - 1, 1.0, high_px + 2), QColor(self._context.palette.muted)
        )
