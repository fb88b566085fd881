"""The rows of the alarm list, and how they are sorted and filtered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from iss_viewer.situation.alarm_cells import (
    alarm_text,
    class_text,
    plain_text,
    raised_text,
    state_text,
    value_text,
)
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words import Words
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UNIT_SYSTEMS, UnitSystem, clock_text
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.style import icons
from iss_viewer.views.style.status_style import ALARM_STYLES
from iss_viewer.views.style.theme import DARK, SMALL_PX, Palette, mixed

Index = QModelIndex | QPersistentModelIndex

HEADS = ("Time", "Class", "Where", "Alarm", "Now / limit", "State")
TIME, CLASS, WHERE, TEXT, VALUE, STATE = range(6)
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ATTENTION = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)


class AlarmTable(QAbstractTableModel):
    """All alarms that are not normal, in the order that asks for attention."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms: tuple[Alarm, ...] = ()
        self.palette: Palette = DARK
        self._cells: tuple[tuple[str, ...], ...] = ()
        self._keys: tuple[object, ...] = ()
        self._run_words: Words | None = None
        self._units = UNIT_SYSTEMS[0]

    def show_alarms(self, alarms: tuple[Alarm, ...], moment: Moment, units: UnitSystem) -> None:
        """Take the alarms of an instant; only what changed is drawn again."""
        self._run_words, self._units = moment.words, units
        cells = tuple(self._words(alarm, moment, units) for alarm in alarms)
        ids = tuple(alarm.id for alarm in alarms)
        if ids != tuple(alarm.id for alarm in self.alarms):
            self.beginResetModel()
            self.alarms, self._cells = alarms, cells
            self.endResetModel()
        elif (cells, alarms) != (self._cells, self.alarms):
            self.alarms, self._cells = alarms, cells
            self.refresh()

    def refresh(self) -> None:
        """Draw all rows anew."""
        if self.alarms:
            last = self.index(len(self.alarms) - 1, len(HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def words(self, row: int) -> str:
        """All that a row says."""
        return " ".join(self._cells[row])

    @staticmethod
    def _words(alarm: Alarm, moment: Moment, units: UnitSystem) -> tuple[str, ...]:
        return (
            clock_text(alarm.raised_s),
            class_text(alarm),
            name_of(moment.station, alarm.subject),
            plain_text(alarm_text(alarm, moment)),
            value_text(alarm, moment, units),
            state_text(alarm, moment.time_s),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """How many alarms there are."""
        return len(self.alarms)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """As many as there are heads."""
        return len(HEADS)

    def headerData(self, section: int, way: Qt.Orientation, role: int = 0) -> Any:
        """The head of a column."""
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return HEADS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        alarm, at = self.alarms[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.row()][at]
        if role == SORT_ROLE:
            return _sort_key(alarm, at, self._cells[index.row()])
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour(alarm, at))
        if role == Qt.ItemDataRole.BackgroundRole and alarm.state is AlarmState.UNACKNOWLEDGED:
            tone = self.palette.tone(ALARM_TONE[alarm.alarm_class])
            return QColor(mixed(tone, self.palette.panel, 0.10))
        if role == Qt.ItemDataRole.DecorationRole and at == CLASS:
            return icons.symbol(ALARM_STYLES[alarm.alarm_class], self.palette.theme)
        if role == Qt.ItemDataRole.FontRole and alarm.state in _ATTENTION:
            font = QFont()
            font.setPixelSize(SMALL_PX)
            font.setBold(at in (CLASS, TEXT, STATE))
            return font
        if role == Qt.ItemDataRole.ToolTipRole:
            reason = f"\n{alarm.actor}: {alarm.reason}" if alarm.reason else ""
            numbers, raised = self._cells[index.row()][VALUE], raised_text(alarm, self._units)
            value = f"\nNow / limit: {numbers}" if numbers else ""
            value += f"; when raised: {raised}" if raised else ""
            if self._run_words is None:
                return None
            said, guidance = self._run_words.alarm(alarm), self._run_words.guidance(alarm)
            return as_tip(f"{said}{value}\n{guidance}{reason}".strip())
        return None

    def _colour(self, alarm: Alarm, column: int) -> str:
        if not alarm.is_announced:
            return self.palette.muted
        if column == CLASS or (column == STATE and alarm.state in _ATTENTION):
            return self.palette.tone(ALARM_TONE[alarm.alarm_class])
        return self.palette.muted if column in (TIME, VALUE) else self.palette.text


def _sort_key(alarm: Alarm, column: int, cells: tuple[str, ...]) -> Any:
    if column == TIME:
        return alarm.raised_s
    if column == CLASS:
        return int(alarm.alarm_class)
    if column == STATE:
        return int(alarm.state)
    return alarm.value if column == VALUE else cells[column].lower()


class AlarmFilter(QSortFilterProxyModel):
    """Which alarms are listed: of a class or worse, announced or all, holding a text."""

    def __init__(self, table: AlarmTable) -> None:
        super().__init__()
        self._table = table
        self.least, self.text, self.with_silent = AlarmClass.NONE, "", False
        self.setSourceModel(table)
        self.setSortRole(SORT_ROLE)

    def narrow(self, least: AlarmClass, text: str, with_silent: bool) -> None:
        """Set all three at once."""
        self.least, self.text, self.with_silent = least, text.lower(), with_silent
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether an alarm is listed."""
        alarm = self._table.alarms[row]
        words = self._table.words(row).lower()
        return (
            alarm.alarm_class >= self.least
            and (self.with_silent or alarm.is_announced)
            and self.text in words
        )

    def listed(self) -> list[Alarm]:
        """The alarms that can be seen, in the order of the rows."""
        return [self.alarm(self.index(at, 0)) for at in range(self.rowCount())]

    def alarm(self, index: Index) -> Alarm:
        """The alarm of a row as it is listed."""
        return self._table.alarms[self.mapToSource(index).row()]
