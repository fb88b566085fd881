"""What people ordered in the last moments of a session that was killed: its journal knows it, its
recording, which is written once a second, may not.
"""

from __future__ import annotations

from pathlib import Path

from iss_viewer.detection.alarms.life_cycle import Happening
from iss_viewer.telemetry.commands import (
    Acknowledge,
    Command,
    Order,
    SetLimit,
    SetService,
    Shelve,
    Unshelve,
)
from iss_viewer.telemetry.frames import Event
from iss_viewer.telemetry.journal import Journal


def last_orders(journal: Path | None, run: str, now_s: float) -> tuple[Command, ...]:
    """The orders by which alarms and limits stand as they did when a run ended, by who gave them.

    Each alarm's last change counts, if it was a person's. To give such an order where all stands
    so already changes nothing.
    """
    if journal is None or not journal.exists():
        return ()
    kept = Journal(journal, run)
    events = [*kept.read(run, "alarm"), *kept.read(run, "limit")]
    kept.close()
    last = {_what(event): event for event in events}
    found = ((event, _order(event, now_s)) for event in last.values())
    return tuple(
        Command(order, actor=str(event.data.get("actor", "")))
        for event, order in found
        if order is not None
    )


def _what(event: Event) -> tuple[str, ...]:
    if event.kind == "limit":
        return str(event.data["limit"]), str(event.data["field"])
    return (str(event.data["id"]),)


def _order(event: Event, now_s: float) -> Order | None:
    """The order behind an event; None for what no person ordered."""
    data = event.data
    if event.kind == "limit":
        field, why = str(data["field"]), str(data.get("reason", ""))
        return SetLimit(str(data["limit"]), field, float(data["value"]), why)
    alarm, reason = str(data["id"]), str(data["reason"])
    match data["change"]:
        case Happening.ACKNOWLEDGE.value:
            return Acknowledge((alarm,))
        case Happening.SHELVE.value if data["until_s"] > now_s:
            return Shelve(alarm, reason, float(data["until_s"]) - now_s)
        case Happening.UNSHELVE.value:
            return Unshelve(alarm)
        case Happening.TAKE_OUT.value if data["until_s"] > now_s:
            return SetService(alarm, False, reason, float(data["until_s"]) - now_s)
        case Happening.PUT_BACK.value:
            return SetService(alarm, in_service=True)
    return None
