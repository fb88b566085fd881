"""The alarms by cause as a tree for the view: causes, beneath each what to do about it and its alarms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem
from iss_viewer.views.alarms.alarm_rows import (
    CLASS,
    HEADS,
    LIMIT,
    NOW,
    RAISED,
    STATE,
    TEXT,
    TIME,
    AlarmRow,
    CauseRow,
    Narrowing,
    cause_rows,
    needs_attention,
)
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.style import icons, letters
from iss_viewer.views.style.status_style import ALARM_STYLES
from iss_viewer.views.style.theme import DARK, SMALL_PX, Palette, mixed

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_TOP = 0  # the internal id of a cause's row; of a row beneath it is the cause's row and 1


class AlarmTree(QAbstractItemModel):
    """What is listed of the alarms of an instant."""

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = DARK
        self.narrowing = Narrowing()
        self.causes: tuple[CauseRow, ...] = ()
        self.alarms: tuple[Alarm, ...] = ()  # all that there are, listed or not
        self._moment: Moment | None = None
        self._units = UNIT_SYSTEMS[0]
        self._led: dict[str, str] = {}  # cause -> the alarm whose guidance it shows

    def show_alarms(self, moment: Moment, units: UnitSystem) -> bool:
        """Take the alarms of an instant; only what changed is drawn again. Whether other rows stand there now."""
        self._moment, self._units = moment, units
        self.alarms = tuple(moment.board.alarms.values())
        return self._arrange()

    def narrow(self, narrowing: Narrowing) -> bool:
        """List other alarms, or in another order; whether other rows stand there now."""
        self.narrowing = narrowing
        return self._arrange()

    def _arrange(self) -> bool:
        if self._moment is None:
            return False
        causes = cause_rows(self._moment, self._units, self.narrowing)
        if _shape(causes) != _shape(self.causes):
            self.beginResetModel()
            self.causes = causes
            self.endResetModel()
            return True
        if causes != self.causes:
            self.causes = causes
            self.refresh()
        return False

    def refresh(self) -> None:
        """Draw all rows anew."""
        last = len(HEADS) - 1
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, TIME, TIME)
        for at in range(len(self.causes)):
            top = self.index(at, 0)
            self.dataChanged.emit(top, self.index(at, last))
            self.dataChanged.emit(
                self.index(0, 0, top), self.index(self.rowCount(top) - 1, last, top)
            )

    def listed(self) -> list[Alarm]:
        """The alarms that can be seen, in the order of the rows."""
        return [row.alarm for cause in self.causes for row in cause.rows]

    def index_of(self, alarm_id: str) -> QModelIndex:
        """The row of an alarm; no index where it is not listed."""
        for at, cause in enumerate(self.causes):
            if cause.alone is not None and cause.alone.id == alarm_id:
                return self.index(at, 0)
            for beneath, row in enumerate(cause.rows, 1):
                if row.alarm.id == alarm_id:
                    return self.index(beneath, 0, self.index(at, 0))
        return QModelIndex()

    def alarms_at(self, index: Index) -> list[Alarm]:
        """The alarms that a row stands for: of a cause all that are listed; of guidance none."""
        if not index.isValid():
            return []
        if index.internalId() == _TOP:
            return [row.alarm for row in self.causes[index.row()].rows]
        row = self._row(index)
        return [] if row is None else [row.alarm]

    def lead(self, alarm_id: str) -> None:
        """Show of its cause the guidance of this alarm."""
        cause = next((c for c in self.causes if any(r.alarm.id == alarm_id for r in c.rows)), None)
        if cause is not None and self._led.get(cause.key) != alarm_id:
            self._led[cause.key] = alarm_id
            at = self.index(0, 0, self.index(self.causes.index(cause), 0))
            self.dataChanged.emit(at, at)

    def guidance(self, cause: CauseRow) -> str:
        """What to do about a cause: of the alarm that was chosen last, else of the first that says it."""
        chosen = self._led.get(cause.key)
        told = next((row.guidance for row in cause.rows if row.alarm.id == chosen), "")
        return told or next((row.guidance for row in cause.rows if row.guidance), "")

    def is_guidance(self, index: Index) -> bool:
        """Whether a row says what to do."""
        return index.isValid() and index.internalId() != _TOP and index.row() == 0

    # ------------------------------------------------------------------ what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  Qt's signature
        """A cell of a cause, or of what lies beneath one."""
        if not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008  Qt's signature
        """The cause that a row lies beneath."""
        if not index.isValid() or index.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _TOP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """How many causes there are; beneath one its guidance, and its alarms where it has several."""
        if not parent.isValid():
            return len(self.causes)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        cause = self.causes[parent.row()]
        return 1 + (0 if cause.alone is not None else len(cause.rows))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """As many as there are heads."""
        return len(HEADS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = 0) -> Any:
        """The head of a column."""
        if role == _ROLE.DisplayRole and way == Qt.Orientation.Horizontal:
            sign = self._time_sign() if section == TIME else ""
            return f"{HEADS[section]}, {sign}" if sign else HEADS[section]
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _time_sign(self) -> str:
        """The notation of the times, where they do not say it themselves."""
        moment = self._moment
        return "" if moment is None or moment.is_empty else moment.clock.sign(moment.time_s)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Guidance is read, not chosen."""
        if self.is_guidance(index):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the alarms of each cause, and the causes by their first; column -1: as they ask for attention."""
        was = self.narrowing
        descends = order == Qt.SortOrder.DescendingOrder
        self.narrow(Narrowing(was.least, was.text, was.with_silent, column, descends))

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid():
            return None
        if self.is_guidance(index):
            return self._guidance_data(self.causes[index.internalId() - 1], index.column(), role)
        row = self._row(index)
        if row is None:
            return self._cause_data(self.causes[index.row()], index.column(), role)
        return self._alarm_data(row, index.column(), role, self._is_expected(index))

    def _row(self, index: Index) -> AlarmRow | None:
        """The alarm of a row; None for a cause with several, and for guidance."""
        if index.internalId() == _TOP:
            cause = self.causes[index.row()]
            return cause.rows[0] if cause.alone is not None else None
        if index.row() == 0:
            return None
        return self.causes[index.internalId() - 1].rows[index.row() - 1]

    def _is_expected(self, index: Index) -> bool:
        at = index.row() if index.internalId() == _TOP else index.internalId() - 1
        return self.causes[at].is_expected

    def _guidance_data(self, cause: CauseRow, column: int, role: int) -> Any:
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole) and column == TEXT:
            guidance = self.guidance(cause)
            return as_tip(guidance) if role == _ROLE.ToolTipRole else guidance
        if role == _ROLE.ForegroundRole:
            return QColor(self.palette.muted if cause.is_expected else self.palette.soft)
        return _font(False) if role == _ROLE.FontRole else None

    def _cause_data(self, cause: CauseRow, column: int, role: int) -> Any:
        if role == _ROLE.BackgroundRole:
            return QColor(self.palette.raised)
        if column != TEXT:
            return None
        if role == _ROLE.DisplayRole:
            return cause.text
        if role == _ROLE.ForegroundRole:
            return QColor(self.palette.muted if cause.is_expected else self.palette.text)
        if role == _ROLE.DecorationRole:
            shown = AlarmClass.NONE if cause.is_expected else cause.worst
            return icons.symbol(ALARM_STYLES[shown], self.palette.theme)
        if role == _ROLE.FontRole:
            return _font(not cause.is_expected)
        return as_tip(cause.text) if role == _ROLE.ToolTipRole else None

    def _alarm_data(self, row: AlarmRow, column: int, role: int, is_expected: bool) -> Any:
        alarm, palette = row.alarm, self.palette
        if role == _ROLE.DisplayRole:
            return row.cells[column]
        if role == _ROLE.ForegroundRole:
            return QColor(palette.muted if is_expected else self._colour(alarm, column))
        if role == _ROLE.BackgroundRole and not is_expected:
            return self._background(alarm)
        if role == _ROLE.DecorationRole and column == CLASS:
            return icons.symbol(ALARM_STYLES[alarm.alarm_class], palette.theme)
        if role == _ROLE.FontRole:
            is_new = needs_attention(alarm) and not is_expected
            return _font(is_new and column in (CLASS, TEXT, STATE))
        return as_tip(row.tip) if role == _ROLE.ToolTipRole else None

    def _background(self, alarm: Alarm) -> QColor | None:
        if alarm.state is not AlarmState.UNACKNOWLEDGED:
            return None
        tone = self.palette.tone(ALARM_TONE[alarm.alarm_class])
        return QColor(mixed(tone, self.palette.panel, 0.10))

    def _colour(self, alarm: Alarm, column: int) -> str:
        if not alarm.is_announced:
            return self.palette.muted
        if column == CLASS or (column == STATE and needs_attention(alarm)):
            return self.palette.tone(ALARM_TONE[alarm.alarm_class])
        is_beside = column in (TIME, RAISED, LIMIT)
        return (
            self.palette.muted
            if is_beside
            else self.palette.soft
            if column == NOW
            else self.palette.text
        )


def _font(is_bold: bool) -> QFont:
    font = QFont()
    font.setPixelSize(letters.px(SMALL_PX))
    font.setBold(is_bold)
    return font


def _shape(causes: tuple[CauseRow, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Which rows stand where, whatever they say."""
    return [(cause.key, tuple(row.alarm.id for row in cause.rows)) for cause in causes]
