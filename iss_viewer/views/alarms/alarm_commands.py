"""What people order about alarms: acknowledge one or a whole branch, shelve, take out of service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from iss_viewer.situation.moment import module_of
from iss_viewer.station import Station
from iss_viewer.telemetry.commands import Acknowledge, Assign, SetService, Shelve, Unshelve
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.status import AlarmState
from iss_viewer.views.shared.dialogs import (
    OUT_OF_SERVICE,
    SHELVE,
    AsideDialog,
    ask_choice,
    ask_text,
)
from iss_viewer.views.shared.window_context import WindowContext

NO_ONE = "Nobody"  # of those to whom an alarm can be assigned
UNSEEN = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)


def branch_of(alarm: Alarm, alarms: Iterable[Alarm], station: Station) -> list[Alarm]:
    """The listed alarms that go with one: its module's; under a root, all that came after it."""
    listed = [other for other in alarms if other.is_announced]
    if alarm.is_root:
        return [other for other in listed if other.raised_s >= alarm.raised_s]
    where = module_of(station, alarm.subject)
    return [other for other in listed if module_of(station, other.subject) == where]


def acknowledge(context: WindowContext, alarms: Sequence[Alarm]) -> None:
    """Acknowledge those that are waiting for it; what comes meanwhile is not swallowed."""
    unseen = tuple(alarm.id for alarm in alarms if alarm.state in UNSEEN)
    if unseen:
        context.post(Acknowledge(unseen))
    else:
        context.show_message("Nothing here waits to be acknowledged.")


def acknowledge_with_remark(
    context: WindowContext, parent: QWidget, alarms: Sequence[Alarm]
) -> None:
    """Acknowledge alarms, and say something of them that stays with them in list, recording and report."""
    unseen = [alarm for alarm in alarms if alarm.state in UNSEEN]
    if not unseen:
        context.show_message("Nothing here waits to be acknowledged.")
        return
    remark = ask_text(parent, "Acknowledge with a remark", "Remark")
    if remark:
        context.post(Acknowledge(tuple(alarm.id for alarm in unseen), remark))


def assign(context: WindowContext, parent: QWidget, alarms: Sequence[Alarm]) -> None:
    """Ask who shall see to alarms: whoever sits here, somebody aboard, or a name that is typed."""
    if not alarms or context.run is None:
        context.show_message("There is no alarm to be assigned.")
        return
    people = dict.fromkeys((context.actor, *(one.name for one in context.run.station.crew)))
    person = ask_choice(parent, "Assign", "Who sees to it", (*people, NO_ONE))
    if person:
        ids = tuple(alarm.id for alarm in alarms)
        context.post(Assign(ids, "" if person == NO_ONE else person))


def shelve(context: WindowContext, parent: QWidget, chosen: Sequence[Alarm]) -> None:
    """Shelve alarms with a reason for a while; those that are shelved come back."""
    if not chosen:
        context.show_message("Choose an alarm to shelve first.")
        return
    back = [alarm for alarm in chosen if alarm.state is AlarmState.SHELVED]
    for alarm in back:
        context.post(Unshelve(alarm.id))
    if back:
        return
    asked = AsideDialog.ask(parent, _named(context, chosen), SHELVE)
    if asked is not None:
        for alarm in chosen:
            context.post(Shelve(alarm.id, asked.reason, asked.duration_s))


def toggle_service(context: WindowContext, parent: QWidget, chosen: Sequence[Alarm]) -> None:
    """Take alarms out of service with a reason, or put them back."""
    if not chosen:
        context.show_message("Choose an alarm to take out of service first.")
        return
    if chosen[0].state is AlarmState.OUT_OF_SERVICE:
        for alarm in chosen:
            context.post(SetService(alarm.id, in_service=True))
        return
    asked = AsideDialog.ask(parent, _named(context, chosen), OUT_OF_SERVICE)
    if asked is not None:
        for alarm in chosen:
            context.post(SetService(alarm.id, False, asked.reason, asked.duration_s))


def _named(context: WindowContext, alarms: Sequence[Alarm]) -> str:
    more = f" and {len(alarms) - 1} more" if len(alarms) > 1 else ""
    return (context.run.words.alarm(alarms[0]) if context.run is not None else alarms[0].id) + more
