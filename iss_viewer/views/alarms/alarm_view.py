"""The table of the alarm list as it is seen: which columns there are, and how they share the width."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from iss_viewer.views.alarms.alarm_table import (
    CLASS,
    STATE,
    TEXT,
    TIME,
    VALUE,
    WHERE,
    AlarmFilter,
    Index,
)

_LEAST_TEXT = 200  # pixels of an alarm, about as long as "Repressurization gas runs out"
_LEAST = ((TIME, 88), (CLASS, 90), (WHERE, 60), (VALUE, 90), (STATE, 80))


class _KeptColours(QStyledItemDelegate):
    """A chosen row keeps the colours of its words and its symbol: its class is read by them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As usual, but nothing is coloured for being chosen."""
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        symbol = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(symbol, QPixmap):
            icon = QIcon(symbol)
            icon.addPixmap(symbol, QIcon.Mode.Selected)
            option.icon = icon


class AlarmView(QTableView):
    """Whole rows are chosen; the heads sort, and sort no more at the third click."""

    def __init__(self, listed: AlarmFilter) -> None:
        super().__init__()
        self.setModel(listed)
        self.setAccessibleName("Alarms")
        self.setItemDelegate(_KeptColours(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(23)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        for at, width in ((TIME, 88), (CLASS, 116), (WHERE, 88), (VALUE, 190), (STATE, 150)):
            self.setColumnWidth(at, width)
        self.setSortingEnabled(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)

    def share_columns(self, most_px: int) -> None:
        """Let places, values and states be read whole, as far as they leave room for the alarm.

        most_px: how wide any of them gets. Where there is too little room, the values are left out;
        the tool tip has them.
        """
        wanted = {
            at: min(max(self.sizeHintForColumn(at) + 4, least), most_px) for at, least in _LEAST
        }
        text = min(self.sizeHintForColumn(TEXT) + 10, _LEAST_TEXT)
        room = self.viewport().width() - text - sum(wanted.values()) + wanted[VALUE]
        self.setColumnHidden(VALUE, room < dict(_LEAST)[VALUE])
        for column, width in wanted.items():
            self.setColumnWidth(column, min(width, room) if column == VALUE else width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy whole rows as text that a spreadsheet takes apart; all else as in any table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.chosen_text())
        else:
            super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """The chosen rows: a line each, cells parted by tabs."""
        model = self.model()
        columns = range(model.columnCount())
        rows = sorted(index.row() for index in self.chosen())
        return "\n".join(
            "\t".join(str(model.index(row, at).data()) for at in columns) for row in rows
        )

    def chosen(self) -> list[QModelIndex]:
        """The first cells of the chosen rows."""
        return self.selectionModel().selectedRows()

    def choose(self, rows: list[QModelIndex]) -> None:
        """Choose these rows and no others."""
        chooser, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        chooser.clearSelection()
        for index in rows:
            chooser.select(index, flag.Select | flag.Rows)
