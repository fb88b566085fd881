"""The figures of all traces between the two cursors, below the plots."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from iss_viewer.situation.measured_traces import COLUMNS
from iss_viewer.situation.words.clock import Clock
from iss_viewer.units import duration_text
from iss_viewer.views.shared.widgets import IconButton, OneLine, button, column, named, row
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, set_role

_ROW_PX, _MOST_ROWS, _FEW_ROWS = 19, 5, 2
_EDGE_PX = 5
_APART_PX, _APART_ROWS = 320, 16  # of the window of its own
_LOWEST_PX, _LOW_PX = 300, 480  # panels that are lower keep their room for the plots
_TIPS = {
    3: "The last value that counts less the first",
    4: "Of the straight line of least squares",
    5: "Of the straight line of least squares",
    7: "Standard deviation about the mean",
    8: "How many values count; missing and flagged ones are left out",
}


class CursorTable(QTableWidget):
    """A row a trace; Copy takes all of it."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        set_role(self, "legend")
        named(self, "Figures between the cursors")
        self.setHorizontalHeaderLabels(list(COLUMNS))
        for at, words in _TIPS.items():
            self.model().setHeaderData(
                at, Qt.Orientation.Horizontal, words, Qt.ItemDataRole.ToolTipRole
            )
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(letters.px(_ROW_PX))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.model().setHeaderData(
            0, Qt.Orientation.Horizontal, first, Qt.ItemDataRole.TextAlignmentRole
        )
        self.most_rows = _MOST_ROWS

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these cells."""
        self.setRowCount(len(rows))
        for line, cells in enumerate(rows):
            for at, text in enumerate(cells):
                item = self.item(line, at)
                if item is None:
                    item = QTableWidgetItem()
                    side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
                    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                    self.setItem(line, at, item)
                item.setText(text)
        self.fit(self.most_rows)

    def fit(self, most_rows: int) -> None:
        """Take room for so many rows at the most; the others are scrolled to."""
        self.most_rows = most_rows
        lines = min(max(self.rowCount(), 1), most_rows)
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        high = head + lines * self.verticalHeader().defaultSectionSize() + below + 4
        self.setFixedHeight(high)

    def is_cut(self) -> bool:
        """Whether some of it is seen only by scrolling."""
        head = self.horizontalHeader().length() > self.viewport().width()
        return head or self.rowCount() > self.most_rows

    def text(self) -> str:
        """All cells, parted by tabs, a line a trace."""
        lines = ["\t".join(COLUMNS)]
        for line in range(self.rowCount()):
            cells = (self.item(line, at) for at in range(self.columnCount()))
            lines.append("\t".join(cell.text() if cell is not None else "" for cell in cells))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy takes all rows as text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.text())
        else:
            super().keyPressEvent(event)


class FiguresApart(QDialog):
    """The same figures in a window beside the plots, where these have no room for them."""

    def __init__(self, parent: QFrame) -> None:
        super().__init__(parent)
        self.setWindowTitle("Figures between the cursors")
        self.span, self.table = OneLine("soft"), CursorTable()
        self.setLayout(column(self.span, self.table, None, spacing=6, margin=12))
        self.resize(letters.px(900), letters.px(_APART_PX))

    def show_rows(self, span: str, rows: Sequence[Sequence[str]]) -> None:
        """Say from when to when, and show the figures of each trace."""
        self.span.set_text(span)
        self.table.show_rows(rows)
        self.table.fit(_APART_ROWS)


class CursorCard(QFrame):
    """Says from when to when, and shows the table; hidden while there are no cursors."""

    mark_asked = Signal()
    export_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.span = OneLine("soft")
        self._span = self._brief = ""
        self.table = CursorTable()
        self.apart = FiguresApart(self)
        self.all = button("All…", self._show_apart, tip="The figures of all traces, in a window")
        self.mark = button(
            "Mark…", self.mark_asked.emit, tip="Keep this range with the run, under a name (R)"
        )
        self.export = button("Export…", self.export_asked.emit, tip="Write this range as a table")
        self.close_ = IconButton("cross", "Remove the cursors (Shift+C)", self.closed.emit)
        head = row(self.span, self.all, self.mark, self.export, self.close_, spacing=6)
        head.setStretch(0, 1)
        self._room = column(head, self.table, spacing=3, margin=_EDGE_PX)
        self.setLayout(self._room)
        self.hide()

    def fit(self, panel_px: int) -> int:
        """Fit into a panel of this height; the height that it takes itself, 0 where it is not there.

        A low one has a line: marking and export are in the menus, and have keys.
        """
        is_low = panel_px < letters.px(_LOWEST_PX)
        for part in (self.table, self.mark, self.export):
            part.setVisible(not is_low)
        for small in (self.all, self.close_):
            set_role(small, "small" if is_low else "")
        edge = 0 if is_low else _EDGE_PX
        self._room.setContentsMargins(_EDGE_PX, edge, _EDGE_PX, edge)
        self.table.fit(_FEW_ROWS if panel_px < letters.px(_LOW_PX) else _MOST_ROWS)
        self._show_line()
        return 0 if self.isHidden() else self.sizeHint().height()

    def apply_theme(self, palette: Palette) -> None:
        """Take the colours of a palette, and the size of its letters."""
        self.close_.apply_theme(palette, tone="muted")
        self.table.verticalHeader().setDefaultSectionSize(letters.px(_ROW_PX))

    def show_figures(
        self, stretch: tuple[float, float], clock: Clock, rows: Sequence[Sequence[str]]
    ) -> None:
        """Say from when to when, and show the figures of each trace."""
        from_s, to_s = stretch
        ends = f"{clock.brief(from_s, to_s)} → {clock.brief(to_s, to_s)} {clock.sign(to_s)}"
        self._span = f"{duration_text(to_s - from_s)}  ·  {ends}".rstrip()
        name, _, _, difference, slope, *_ = rows[0] if rows else ("", "", "", "", "")
        self._brief = f"{name}: {difference}, {slope}  ·  {self._span}" if rows else self._span
        self.table.show_rows(rows)
        self.apart.show_rows(self._span, rows)
        self._show_line()

    def _show_apart(self) -> None:
        self.apart.show()
        self.apart.raise_()
        self.apart.activateWindow()

    def hideEvent(self, event: QHideEvent) -> None:
        """With the cursors their figures go."""
        self.apart.hide()
        super().hideEvent(event)

    def _show_line(self) -> None:
        """Where there is no room for the table, say the most of it in the line above it; offer all of it."""
        self.all.setVisible(self.table.isHidden() or self.table.is_cut())
        self.span.set_text(self._brief if self.table.isHidden() else self._span)
