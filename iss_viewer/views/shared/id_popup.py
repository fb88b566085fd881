"""The list of ids beside the cursor of a text or a field: each with its name and of what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit

from iss_viewer.station.ids import NamedId
from iss_viewer.views.shared.completion import is_worth_offering, matching, word_before
from iss_viewer.views.shared.widgets import named
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_WIDTH_PX, _MOST_LINES = 430, 9
_ROLE = Qt.ItemDataRole.UserRole


class IdPopup(QListWidget):
    """It lies over the window and never takes the focus: one goes on writing, and the list follows.

    `ids` are offered: by Ctrl+Space anywhere, else where `is_worth` says of a line and its column that one may be begun.
    """

    def __init__(
        self,
        field: QLineEdit | QPlainTextEdit,
        is_worth: Callable[[str, int], bool] = is_worth_offering,
    ) -> None:
        super().__init__(field)
        self._field, self._is_worth = field, is_worth
        self.ids: Sequence[NamedId] = ()
        named(self, "Ids that can stand here")
        set_role(self, "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda _: self._take())
        field.installEventFilter(self)
        self.hide()

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Keys of the list where it is seen; Ctrl+Space asks for it, and what is written lets it follow."""
        if field is self._field and event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        if field is not self._field or not isinstance(event, QKeyEvent):
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        if self.isVisible() and self.takes_key(event.key()):
            return True
        is_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and is_control:
            self.offer(is_asked=True)
            return True
        self._field.keyPressEvent(event)
        is_written = bool(event.text()) and event.text().isprintable()
        if is_written or (self.isVisible() and event.key() == Qt.Key.Key_Backspace):
            self.offer()
        else:
            self.hide()
        return True

    def offer(self, is_asked: bool = False) -> None:
        """Offer the ids that can stand here, if any; unasked only where they are likely."""
        line, at = self._line()
        if is_asked or self._is_worth(line, at):
            self.show_ids(line, at)
        else:
            self.hide()

    def show_ids(self, line: str, at: int) -> None:
        """Offer those that fit what stands before a column of a line; hide where none does."""
        found = matching(self.ids, word_before(line, at), line[:at])
        self.clear()
        for one in found:
            behind = " · ".join(part for part in (one.name, one.kind) if part)
            item = QListWidgetItem(f"{one.id}   {behind}")
            item.setData(_ROLE, one.id)
            item.setToolTip(one.detail)
            self.addItem(item)
        self.setVisible(bool(found))
        if found:
            self.setCurrentRow(0)
            self._settle(len(found))

    def takes_key(self, key: int) -> bool:
        """Go through the list, take from it or leave it by a key; whether the key was for it."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take()
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is None:
            return False
        self.setCurrentRow((self.currentRow() + step) % self.count())
        return True

    def _take(self) -> None:
        """Write the chosen id in place of what was begun of it."""
        item = self.currentItem()
        self.hide()
        if item is None:
            return
        name, begun = str(item.data(_ROLE)), len(word_before(*self._line()))
        if isinstance(self._field, QLineEdit):
            at = self._field.cursorPosition()
            self._field.setSelection(at - begun, begun)
            self._field.insert(name)
            return
        cursor = self._field.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, begun)
        cursor.insertText(name)
        self._field.setTextCursor(cursor)

    def _line(self) -> tuple[str, int]:
        """The line with the cursor, and its column."""
        if isinstance(self._field, QLineEdit):
            return self._field.text(), self._field.cursorPosition()
        cursor = self._field.textCursor()
        return cursor.block().text(), cursor.positionInBlock()

    def _settle(self, count: int) -> None:
        """Lie beneath the cursor, or above where there is no room."""
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self.show()
        at = self._cursor_area()
        height = self.sizeHintForRow(0) * min(count, _MOST_LINES) + 2 * self.frameWidth() + 4
        width = min(letters.px(_WIDTH_PX), window.width())
        left = max(min(at.left(), window.width() - width), 0)
        fits = at.bottom() + 2 + height <= window.height()
        top = at.bottom() + 2 if fits else max(at.top() - height - 2, 0)
        self.setGeometry(left, top, width, height)
        self.raise_()

    def _cursor_area(self) -> QRect:
        """Where the cursor stands in the window."""
        field = self._field
        area = field if isinstance(field, QLineEdit) else field.viewport()
        at: QRect = field.cursorRect()
        return QRect(area.mapTo(field.window(), QPoint(at.left(), at.top())), at.size())
