"""What people ordered in the last moments of a session that was killed: its journal knows it, its
recording, which is written once a second, may not.
"""

from __future__ import annotations

from pathlib import Path

from iss_viewer.telemetry.commands import (
    Acknowledge,
    Assign,
    Command,
    Order,
    SetLimit,
    SetService,
    Shelve,
    Unshelve,
)
from iss_viewer.telemetry.events import AlarmAssigned, AlarmChange, AlarmChanged, LimitEdited
from iss_viewer.telemetry.journal import Journal


def last_orders(journal: Path | None, run: str, now_s: float) -> tuple[Command, ...]:
    """The orders by which alarms and limits stand as they did when a run ended, by who gave them.

    Each alarm's last change counts, if it was a person's. To give such an order where all stands
    so already changes nothing.
    """
    if journal is None or not journal.exists():
        return ()
    kept = Journal(journal, run)
    events = kept.read(run)
    kept.close()
    last = {
        _what(e): e for e in events if isinstance(e, AlarmChanged | AlarmAssigned | LimitEdited)
    }
    alarms_first = sorted(last.values(), key=lambda event: isinstance(event, LimitEdited))
    found = ((event.actor, _order(event, now_s)) for event in alarms_first)
    return tuple(Command(order, actor) for actor, order in found if order is not None)


def _what(event: AlarmChanged | AlarmAssigned | LimitEdited) -> tuple[str, ...]:
    if isinstance(event, LimitEdited):
        return event.limit, event.field_name
    if isinstance(event, AlarmAssigned):
        return event.alarm.id, "assigned", ""
    return (event.alarm.id,)


def _order(event: AlarmChanged | AlarmAssigned | LimitEdited, now_s: float) -> Order | None:
    """The order behind an event; None for what no person ordered."""
    if isinstance(event, LimitEdited):
        return SetLimit(event.limit, event.field_name, event.value, event.reason)
    alarm = event.alarm
    if isinstance(event, AlarmAssigned):
        return Assign((alarm.id,), event.person)
    match event.change:
        case AlarmChange.ACKNOWLEDGE:
            return Acknowledge((alarm.id,), alarm.reason)
        case AlarmChange.SHELVE if alarm.until_s > now_s:
            return Shelve(alarm.id, alarm.reason, alarm.until_s - now_s)
        case AlarmChange.UNSHELVE:
            return Unshelve(alarm.id)
        case AlarmChange.TAKE_OUT if alarm.until_s > now_s:
            return SetService(alarm.id, False, alarm.reason, alarm.until_s - now_s)
        case AlarmChange.PUT_BACK:
            return SetService(alarm.id, in_service=True)
    return None
