"""What became of the lines of a table: read, left out and why, each by its number."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from iss_viewer.situation.table_preview import TableSummary
from iss_viewer.views.shared.widgets import column, label, named
from iss_viewer.views.style.theme import Palette, set_role

_MOST_SENTENCES = 4
_HEADINGS = ("Line", "Text", "Why it is left out")


class ShareBar(QWidget):
    """Rows read, rows and cells left out, as parts of one bar; each part that there is can be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[float, str]] = []
        self.setFixedHeight(12)

    def sizeHint(self) -> QSize:
        """A line."""
        return QSize(200, 12)

    def show_parts(self, parts: list[tuple[float, str]]) -> None:
        """Draw shares with their colours."""
        self._parts = parts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        whole = sum(share for share, _ in self._parts) or 1.0
        x, width = 0.0, float(self.width())
        for share, colour in self._parts:
            wide = max(share / whole * width, 4.0) if share else 0.0
            painter.fillRect(QRectF(x, 0.0, wide, self.height()), QColor(colour))
            x += wide + (2.0 if wide else 0.0)


class LinesCard(QFrame):
    """The balance of lines; of a table that is still read, that it is."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.bar = ShareBar()
        self.words = label("", wraps=True)
        self.notes = label("", "soft", wraps=True)
        self.list = named(QTableWidget(0, 3), "Lines that are left out")
        self.list.setHorizontalHeaderLabels(list(_HEADINGS))
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(24)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.list.setShowGrid(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        title = label("Rows counted", "heading")
        self.setLayout(
            column(title, self.bar, self.words, self.notes, self.list, spacing=6, margin=10)
        )

    def show_reason(self, words: str) -> None:
        """Say why there is no balance yet."""
        self.bar.show_parts([])
        self.words.setText(words)
        self.notes.setText("")
        self.list.setRowCount(0)
        self.list.hide()

    def show_summary(self, summary: TableSummary, palette: Palette) -> None:
        """Show what became of each line."""
        self.bar.show_parts(
            [
                (summary.left_out, palette.bad),
                (summary.cells, palette.notice),
                (summary.rows, palette.good),
            ]
        )
        self.words.setText(
            f"{summary.total:,} lines = {summary.rows:,} rows read + {summary.left_out:,} left out + "
            f"{summary.other:,} no data (notes, names, units, blank)."
        )
        more = len(summary.sentences) - _MOST_SENTENCES
        shown = [*summary.sentences[:_MOST_SENTENCES], *([f"and {more} more"] if more > 0 else [])]
        self.notes.setText("\n".join(shown) or "Nothing was left out; the file is not changed.")
        self.list.setVisible(bool(summary.examples))
        self.list.setRowCount(len(summary.examples))
        for at, each in enumerate(summary.examples):
            reason = f"{each.column.splitlines()[0]}: {each.reason}" if each.column else each.reason
            for place, text in enumerate((f"{each.line:,}", each.text, reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(text if "<" not in text else "")
                self.list.setItem(at, place, item)
