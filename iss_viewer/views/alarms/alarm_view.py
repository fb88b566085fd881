"""The alarms by cause as they are seen: which columns there are, how they share the width, which rows are open."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from iss_viewer.telemetry.events import Alarm
from iss_viewer.views.alarms.alarm_rows import (
    CLASS,
    LIMIT,
    NOW,
    RAISED,
    STATE,
    TEXT,
    TIME,
    WHO,
    needs_attention,
)
from iss_viewer.views.alarms.alarm_tree import AlarmTree, Index
from iss_viewer.views.style import letters

_LEAST_TEXT = 200  # pixels of an alarm, about as long as "Repressurization gas runs out"
_TEXT_1 = 0.4  # of the width, beyond which an alarm goes on in a second line
_LEAST = ((CLASS, 90), (TIME, 70), (NOW, 60), (RAISED, 60), (LIMIT, 50), (STATE, 80), (WHO, 60))
#: left out where the alarm could not be read whole beside them, the first first; the tool tip has them
_LEFT_OUT = (LIMIT, RAISED, TIME, NOW, WHO)
_BROKEN = (TEXT, STATE, WHO)  # what may say more than a line holds
_INDENT, _ROW_PX, _EDGE_PX = 16, 23, 14
_LOW_PX = 110  # height of the rows, below which alarms come before what to do about them; the tool tip has it


class _KeptColours(QStyledItemDelegate):
    """A chosen row keeps the colours of its words and its symbol, by which its class is read; long words are read whole."""

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
        if index.column() not in _BROKEN:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText

    @property
    def _view(self) -> AlarmView:
        view = self.parent()
        assert isinstance(view, AlarmView)
        return view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as a row, and as the lines of what may go over several."""
        is_guidance = self._view.tree.is_guidance(index)
        least = 1 if is_guidance else letters.px(_ROW_PX)
        text = str(index.data() or "") if index.column() in _BROKEN else ""
        if not text:
            return QSize(60, least)
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        wide = max(self._view.room_px(index) - _EDGE_PX, 60)
        box = full.fontMetrics.boundingRect(
            QRect(0, 0, wide, 1000), int(Qt.TextFlag.TextWordWrap), text
        )
        return QSize(60, max(box.height() + 6, least))


class AlarmView(QTreeView):
    """Whole rows are chosen; the heads sort, and sort no more at the third click."""

    def __init__(self, tree: AlarmTree) -> None:
        super().__init__()
        self.tree = tree
        self._closed: set[str] = set()  # the causes that somebody closed
        self._is_low = False
        self.setModel(tree)
        self.setAccessibleName("Alarms by cause")
        self.setItemDelegate(_KeptColours(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # Tab goes on to the next control
        self.setWordWrap(True)
        self.setIndentation(_INDENT)
        self.setExpandsOnDoubleClick(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head = self.header()
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        head.sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())
        self.collapsed.connect(lambda index: self._closed.add(tree.causes[index.row()].key))
        self.expanded.connect(lambda index: self._closed.discard(tree.causes[index.row()].key))
        tree.modelReset.connect(self._open_causes)

    def _open_causes(self) -> None:
        """Open all causes but those that somebody closed; what to do goes over the whole width."""
        self._is_low = self.viewport().height() < letters.px(_LOW_PX)
        for at, cause in enumerate(self.tree.causes):
            top = self.tree.index(at, 0)
            self.setFirstColumnSpanned(0, top, True)
            self.setFirstColumnSpanned(at, QModelIndex(), cause.alone is None)
            self.setRowHidden(0, top, self._is_low or not self.tree.guidance(cause))
            self.setExpanded(top, cause.key not in self._closed)

    def room_px(self, index: Index) -> int:
        """How wide the words of a cell may be; of what goes over the whole row, that."""
        is_beneath = index.parent().isValid()
        indent = (2 if is_beneath else 1) * _INDENT if index.column() == TEXT else 0
        is_whole = index.column() == TEXT and self.isFirstColumnSpanned(index.row(), index.parent())
        wide = self.viewport().width() if is_whole else self.columnWidth(index.column())
        return wide - indent

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out, break long words anew, and leave guidance out where few rows have room."""
        super().resizeEvent(event)
        self.share_columns()
        if self._is_low is not (self.viewport().height() < letters.px(_LOW_PX)):
            self._open_causes()
        self.scheduleDelayedItemsLayout()

    def share_columns(self) -> None:
        """Let values be read whole, as far as they leave room for the alarm; what is spare goes to longer states."""
        rows, all_px = self._wanted_px(), self.viewport().width()
        wanted = {
            at: min(max(rows[at] + 4, letters.px(least)), all_px // 4)
            for at, least in _LEAST
            if rows[at]
        }
        whole = rows[TEXT] + 2 * _INDENT
        text = min(max(whole, 120), max(letters.px(_LEAST_TEXT), round(_TEXT_1 * all_px)))
        for column in _LEFT_OUT:
            if sum(wanted.values()) > all_px - text:
                wanted.pop(column, None)
        for column in (STATE, WHO):
            if column in wanted:
                spare = max(all_px - whole - sum(wanted.values()), 0)
                wanted[column] += min(max(rows[column] + 4 - wanted[column], 0), spare)
        for column, _ in _LEAST:
            self.setColumnHidden(column, column not in wanted)
            if column in wanted:
                self.setColumnWidth(column, wanted[column])

    def _wanted_px(self) -> list[int]:
        """How wide each column wants to be; 0 for one that has nothing to say."""
        metrics = self.fontMetrics()
        cells = [row.cells for cause in self.tree.causes for row in cause.rows]
        heads = [str(self.tree.headerData(at, Qt.Orientation.Horizontal)) for at in range(WHO + 1)]
        wide = [
            max((metrics.horizontalAdvance(c[at]) for c in cells), default=0)
            for at in range(WHO + 1)
        ]
        padding = [letters.px(34) if at == CLASS else 16 for at in range(WHO + 1)]
        return [
            max(round(1.08 * wide[at]), metrics.horizontalAdvance(heads[at])) + padding[at]
            if wide[at]
            else 0
            for at in range(WHO + 1)
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy whole rows as text that a spreadsheet takes apart; all else as in any tree."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.chosen_text())
        else:
            super().keyPressEvent(event)

    def chosen_text(self) -> str:
        """The chosen rows: a line each, cells parted by tabs."""
        chosen = {alarm.id for alarm in self.chosen_alarms()}
        rows = [row for cause in self.tree.causes for row in cause.rows if row.alarm.id in chosen]
        return "\n".join("\t".join(row.copied) for row in rows)

    def chosen_alarms(self) -> list[Alarm]:
        """The alarms of the chosen rows, of a cause all of it; each once, in the order of the rows."""
        rows = self.selectionModel().selectedRows()
        chosen = {alarm.id for index in rows for alarm in self.tree.alarms_at(index)}
        return [alarm for alarm in self.tree.listed() if alarm.id in chosen]

    def choose(self, alarms: Iterable[str]) -> None:
        """Choose the rows of these alarms, by their ids, and no others."""
        chooser, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        chooser.clearSelection()
        for alarm in alarms:
            index = self.tree.index_of(alarm)
            if index.isValid():
                chooser.select(index, flag.Select | flag.Rows)

    def choose_at(self, at: int) -> None:
        """Choose the row of the alarm that is listed at this place, and bring it in sight."""
        alarm = self.tree.listed()[at]
        self.choose([alarm.id])
        index = self.tree.index_of(alarm.id)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def first_alarm_at(self, index: QModelIndex) -> Alarm | None:
        """The alarm that a row is about first; of guidance that of its cause."""
        rows = self.tree.alarms_at(index) or self.tree.alarms_at(index.parent())
        return next((a for a in rows if needs_attention(a)), rows[0] if rows else None)
