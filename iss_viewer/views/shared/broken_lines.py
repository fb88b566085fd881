"""Cells of a tree whose words go on in further lines where their column is too narrow for one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

_EDGE_PX = 14  # round the words of a cell, both sides
_LEAST_PX = 60  # that words are broken to


class BrokenLines(QStyledItemDelegate):
    """Of a tree, which lays its rows out anew whenever a column gets another width.

    least_px: how high a row is at least.
    """

    def __init__(self, view: QTreeView, least_px: int) -> None:
        super().__init__(view)
        self._tree_view, self._least_px = view, least_px
        view.setUniformRowHeights(False)
        view.setWordWrap(True)
        view.header().sectionResized.connect(lambda *_: view.scheduleDelayedItemsLayout())

    def room_px(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """How wide a cell is, without what it is indented by."""
        view, above = self._tree_view, index.parent()
        indent = view.indentation() if index.column() == 0 else 0
        depth = 1
        while above.isValid():
            above, depth = above.parent(), depth + 1
        return view.columnWidth(index.column()) - depth * indent

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as its lines."""
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        wide = max(self.room_px(index) - _EDGE_PX, _LEAST_PX)
        wraps = int(Qt.TextFlag.TextWordWrap)
        box = full.fontMetrics.boundingRect(QRect(0, 0, wide, 1000), wraps, full.text)
        natural = super().sizeHint(option, index).width()
        return QSize(natural, max(box.height() + 4, self._least_px))
