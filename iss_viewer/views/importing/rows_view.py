"""The first rows of a table as they are understood, with doubtful cells marked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from iss_viewer.situation.table_preview import PreviewRow, RowKind, preview_rows
from iss_viewer.situation.words.tables import QUANTITY_WORDS
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.views.shared.widgets import named
from iss_viewer.views.style.theme import Palette, mixed

_ROW_PX = 24
_LONGEST = 60


class RowsView(QTableWidget):
    """A table that is read only; its first two columns tell the line and what it is."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "First rows of the table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setShowGrid(False)

    def show_draft(self, draft: Draft, palette: Palette) -> None:
        """Show the rows of a draft."""
        rows = preview_rows(draft)
        width = draft.layout.width
        self.clearSpans()
        self.setRowCount(len(rows))
        self.setColumnCount(width + 2)
        self.setHorizontalHeaderLabels(["Line", "", *self._headings(draft, width)])
        for at, row in enumerate(rows):
            self._fill(at, row, width, palette)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _headings(self, draft: Draft, width: int) -> list[str]:
        if draft.form.get("long") is not None:
            return [""] * width
        return [
            "time" if column.is_time else QUANTITY_WORDS[column.quantity]
            for column in draft.columns[:width]
        ]

    def _fill(self, at: int, row: PreviewRow, width: int, palette: Palette) -> None:
        tone = {
            RowKind.NAMES: palette.accent,
            RowKind.UNITS: palette.accent,
            RowKind.NOTE: palette.muted,
        }
        colour = tone.get(row.kind, palette.text)
        self._put(at, 0, f"{row.line:,}", palette.muted, True)
        self._put(
            at, 1, row.kind.value, palette.muted if row.kind is RowKind.NOTE else palette.accent
        )
        if row.kind is RowKind.NOTE and width > 1:
            self.setSpan(at, 2, 1, width)
        for place, cell in enumerate(row.cells):
            item = self._put(at, place + 2, cell[:_LONGEST].replace("\n", " "), colour)
            if place in row.doubtful:
                item.setBackground(QBrush(QColor(mixed(palette.notice, palette.panel, 0.18))))
                item.setForeground(QBrush(QColor(palette.notice)))
                item.setToolTip("Doubtful: see the open question")

    def _put(
        self, at: int, place: int, text: str, colour: str, right: bool = False
    ) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setForeground(QBrush(QColor(colour)))
        if right:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setItem(at, place, item)
        return item
