"""What the rows of the alarm list say at an instant: a cause with its guidance, its alarms beneath; narrowed and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iss_viewer.situation.alarm_cells import class_text, raised_text, state_text, value_texts
from iss_viewer.situation.alarm_groups import (
    AlarmGroup,
    Cause,
    alarm_groups,
    cause_text,
    row_text,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UnitSystem

HEADS = ("Alarm", "Class", "Time", "Now", "At raising", "Limit", "State", "Assigned to")
TEXT, CLASS, TIME, NOW, RAISED, LIMIT, STATE, WHO = range(len(HEADS))


@dataclass(frozen=True)
class AlarmRow:
    """One alarm: its cells, and what is told of it where it is pointed at. raised: the time in full."""

    alarm: Alarm
    cells: tuple[str, ...]
    guidance: str
    tip: str
    raised: str

    @property
    def copied(self) -> tuple[str, ...]:
        """The cells as they are read away from the list."""
        return (*self.cells[:TIME], self.raised, *self.cells[TIME + 1 :])


@dataclass(frozen=True)
class CauseRow:
    """A cause: what it says over the whole width, and its alarms; one alarm alone stands in its place."""

    key: str
    text: str
    rows: tuple[AlarmRow, ...]
    worst: AlarmClass
    is_expected: bool

    @property
    def alone(self) -> Alarm | None:
        """The alarm that stands in the place of its cause."""
        return self.rows[0].alarm if len(self.rows) == 1 else None


@dataclass(frozen=True)
class Narrowing:
    """Which alarms are listed: of a class or worse, announced or all, holding a text; by which column they are sorted."""

    least: AlarmClass = AlarmClass.NONE
    text: str = ""
    with_silent: bool = False
    column: int = -1  # in the order that asks for attention
    is_descending: bool = False

    def lists(self, alarm: Alarm, words: str) -> bool:
        """Whether an alarm that says these words is listed."""
        is_heard = self.with_silent or alarm.is_announced
        return is_heard and alarm.alarm_class >= self.least and self.text.lower() in words.lower()


def cause_rows(moment: Moment, units: UnitSystem, narrowing: Narrowing) -> tuple[CauseRow, ...]:
    """The causes that have an alarm to be listed, in order."""
    made = (_cause_row(moment, units, group, narrowing) for group in alarm_groups(moment))
    found = [one for one in made if one.rows]
    if narrowing.column >= 0:
        column, descends = narrowing.column, narrowing.is_descending
        found.sort(key=lambda one: _sort_key(one.rows[0], column), reverse=descends)
    return tuple(found)


def _cause_row(
    moment: Moment, units: UnitSystem, group: AlarmGroup, narrowing: Narrowing
) -> CauseRow:
    rows: Sequence[AlarmRow] = [_alarm_row(moment, units, group, a) for a in group.alarms]
    rows = [r for r in rows if narrowing.lists(r.alarm, " ".join((group.name, *r.cells)))]
    if narrowing.column >= 0:
        column, descends = narrowing.column, narrowing.is_descending
        rows = sorted(rows, key=lambda row: _sort_key(row, column), reverse=descends)
    worst = max((row.alarm.alarm_class for row in rows), default=AlarmClass.NONE)
    said = cause_text(replace(group, alarms=tuple(row.alarm for row in rows)), moment.clock.text)
    return CauseRow(group.key, said, tuple(rows), worst, group.cause is Cause.EXPECTED)


def _alarm_row(moment: Moment, units: UnitSystem, group: AlarmGroup, alarm: Alarm) -> AlarmRow:
    cells = (
        row_text(moment, group, alarm),
        class_text(alarm),
        moment.clock.brief(alarm.raised_s, moment.time_s),
        *value_texts(alarm, moment, units),
        state_text(alarm, moment.time_s),
        moment.board.assigned.get(alarm.id, ""),
    )
    guidance = moment.words.guidance(alarm)
    raised = moment.clock.text(alarm.raised_s)
    tip = _tip(moment, units, alarm, cells, guidance)
    return AlarmRow(alarm, cells, guidance, tip, raised)


def _tip(
    moment: Moment, units: UnitSystem, alarm: Alarm, cells: tuple[str, ...], guidance: str
) -> str:
    numbers = [f"Now {cells[NOW]}"] if cells[NOW] else []
    numbers += [f"at raising {raised_text(alarm, units)}"] if raised_text(alarm, units) else []
    numbers += [f"limit {cells[LIMIT]}"] if cells[LIMIT] else []
    reason = f"{alarm.actor}: {alarm.reason}" if alarm.reason else ""
    who = f"Assigned to {cells[WHO]}" if cells[WHO] else ""
    raised = f"Raised {moment.clock.text(alarm.raised_s)}"
    said = (moment.words.alarm(alarm), raised, ", ".join(numbers), guidance, reason, who)
    return "\n".join(filter(None, said))


def _sort_key(row: AlarmRow, column: int) -> tuple[float, str]:
    alarm = row.alarm
    numbers = {
        CLASS: float(alarm.alarm_class), TIME: alarm.raised_s, STATE: float(alarm.state),
        NOW: alarm.value, RAISED: alarm.value, LIMIT: alarm.limit,
    }  # fmt: skip
    return numbers.get(column, 0.0), row.cells[column].lower()


def needs_attention(alarm: Alarm) -> bool:
    """Whether an alarm waits to be acknowledged."""
    return alarm.state in (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
