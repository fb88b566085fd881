"""The list of ids beside the cursor of a text: each with its name and of what it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit

from iss_viewer.station.ids import NamedId
from iss_viewer.views.authoring.completion import matching
from iss_viewer.views.shared.widgets import named
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_WIDTH_PX, _MOST_LINES = 430, 9
_ROLE = Qt.ItemDataRole.UserRole


class IdPopup(QListWidget):
    """It lies over the text and never takes the focus from it: one goes on writing, and the list follows."""

    taken = Signal(str)

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        named(self, "Ids that can stand here")
        set_role(self, "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda _: self._take())
        self.hide()

    def show_ids(self, ids: Sequence[NamedId], typed: str) -> None:
        """Offer those that fit what was typed; hide where none does."""
        found = matching(ids, typed)
        self.clear()
        for one in found:
            behind = " · ".join(part for part in (one.name, one.kind) if part)
            line = QListWidgetItem(f"{one.id}   {behind}")
            line.setData(_ROLE, one.id)
            line.setToolTip(one.detail)
            self.addItem(line)
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
        line = self.currentItem()
        self.hide()
        if line is not None:
            self.taken.emit(str(line.data(_ROLE)))

    def _settle(self, count: int) -> None:
        """Lie beneath the cursor, or above where there is no room."""
        height = self.sizeHintForRow(0) * min(count, _MOST_LINES) + 2 * self.frameWidth() + 4
        area, at = self._editor.viewport().geometry(), self._editor.cursorRect()
        width = min(letters.px(_WIDTH_PX), area.width())
        left = min(area.left() + at.left(), area.right() - width)
        below = area.top() + at.bottom() + 2
        fits = below + height <= area.bottom()
        self.setGeometry(
            left, below if fits else max(area.top() + at.top() - height - 2, 0), width, height
        )
        self.raise_()
