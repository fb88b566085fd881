"""The editor of a scenario's text: line numbers, marked mistakes, and the ids that can stand where one writes."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from iss_viewer.views.authoring.toml_colours import TomlColours
from iss_viewer.views.shared.id_popup import IdPopup
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import BASE_PX, Palette, mixed, set_role

_MARGIN_PX = 8
_SHARE_OF_MARK, _SHARE_OF_LINE = 0.22, 0.35


class TextEditor(QPlainTextEdit):
    """`text` is what stands in it; `popup` offers ids."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette, self._faulty = palette, frozenset[int]()
        self.setAccessibleName("Text of the scenario")
        set_role(self, "text")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTabChangesFocus(False)
        self.numbers = _LineNumbers(self)
        self.colours = TomlColours(self.document(), palette)
        self.popup = IdPopup(self)
        self.blockCountChanged.connect(lambda _: self.fit_letters())
        self.updateRequest.connect(self._scroll_numbers)
        self.cursorPositionChanged.connect(self._mark_lines)
        self.fit_letters()
        self._mark_lines()

    @property
    def text(self) -> str:
        """All of it, letter by letter."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Begin with another text, at its beginning; nothing of before can be undone."""
        self.setPlainText(text)
        self._faulty = frozenset()
        self._mark_lines()

    # ------------------------------------------------------------------ how it looks

    def use_palette(self, palette: Palette) -> None:
        """Paint it in other colours, with letters of the size in use."""
        self._palette = palette
        self.colours.use_palette(palette)
        self.fit_letters()
        self._mark_lines()

    def fit_letters(self) -> None:
        """Letters of one width, of the size in use, and room for the numbers of the lines."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        size = letters.px(BASE_PX)
        self.setStyleSheet(
            f'QPlainTextEdit {{ font-family: "{font.family()}"; font-size: {size}px; }}'
        )
        self.ensurePolished()
        self.setViewportMargins(self.number_width(), 0, 0, 0)
        self.setTabStopDistance(4 * self.fontMetrics().horizontalAdvance(" "))

    def number_width(self) -> int:
        """How wide the numbers of the lines stand, pixels."""
        digits = len(str(max(self.blockCount(), 100)))
        return digits * self.fontMetrics().horizontalAdvance("0") + 2 * _MARGIN_PX

    def show_mistakes(self, lines: Collection[int]) -> None:
        """Mark the lines, counted from 1, in which something is wrong."""
        self._faulty = frozenset(lines)
        self._mark_lines()

    def go_to(self, line: int) -> None:
        """Put the cursor at the beginning of what stands in a line, and look there."""
        block = self.document().findBlockByNumber(max(line, 1) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right,
            n=len(block.text()) - len(block.text().lstrip()),
        )
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def _mark_lines(self) -> None:
        palette = self._palette
        own = mixed(palette.raised, palette.field, 1.0 - _SHARE_OF_LINE)
        marks = [_mark(QTextCursor(self.textCursor()), own)]
        for line in sorted(self._faulty):
            block = self.document().findBlockByNumber(line - 1)
            if block.isValid():
                marks.append(
                    _mark(QTextCursor(block), mixed(palette.notice, palette.field, _SHARE_OF_MARK))
                )
        self.setExtraSelections(marks)
        self.numbers.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers stand beside all of it."""
        super().resizeEvent(event)
        room = self.contentsRect()
        self.numbers.setGeometry(QRect(room.left(), room.top(), self.number_width(), room.height()))

    def _scroll_numbers(self, area: QRect, by_px: int) -> None:
        if by_px:
            self.numbers.scroll(0, by_px)
        else:
            self.numbers.update(0, area.y(), self.numbers.width(), area.height())

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines that are seen; those with a mistake stand out."""
        painter = QPainter(self.numbers)
        painter.fillRect(event.rect(), QColor(self._palette.panel))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width = self.numbers.width() - _MARGIN_PX
        while block.isValid() and top <= event.rect().bottom():
            line = block.blockNumber() + 1
            is_faulty = line in self._faulty
            painter.setPen(QColor(self._palette.notice if is_faulty else self._palette.muted))
            told = f"◆{line}" if is_faulty else str(line)
            height = self.fontMetrics().height()
            painter.drawText(0, round(top), width, height, Qt.AlignmentFlag.AlignRight, told)
            top += self.blockBoundingRect(block).height()
            block = block.next()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift makes no other kind of new line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event = QKeyEvent(event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\n")
        super().keyPressEvent(event)


class _LineNumbers(QWidget):
    """The strip beside the text."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        """As wide as the largest number."""
        return QSize(self._editor.number_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The editor knows where its lines are."""
        self._editor.paint_numbers(event)


def _mark(cursor: QTextCursor, colour: str) -> QTextEdit.ExtraSelection:
    """A whole line in a colour."""
    mark = QTextEdit.ExtraSelection()
    cursor.clearSelection()
    mark.cursor = cursor
    mark.format.setBackground(QColor(colour))
    mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
    return mark
