"""What a panel of somebody else may read of an instant: version 1 of a contract (docs/plug-points.md), and no more.

It is made of the moment that the window shows: what an exercise keeps from its trainees is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.status import AlarmState


@dataclass(frozen=True)
class PublishedAlarm:
    """An alarm on the board. alarm_class: "emergency", "warning", "caution" or "advisory"."""

    id: str
    subject: str
    text: str
    alarm_class: str
    is_active: bool
    is_acknowledged: bool
    raised_s: float


class PublishedMoment:
    """An instant of a run: SI units, seconds of the run; NaN where nothing is known."""

    def __init__(self, moment: Moment) -> None:
        self._moment = moment

    @property
    def time_s(self) -> float:
        """The instant, s; NaN before the first row."""
        return self._moment.time_s

    @property
    def utc(self) -> datetime | None:
        """Its date and time; None before the first row."""
        return None if self._moment.is_empty else self._moment.run.utc(self.time_s)

    @property
    def is_present(self) -> bool:
        """Whether it is the present of a run that goes on and answers; else the past, or what was known last."""
        return self._moment.is_live and self._moment.is_current and not self._moment.is_over

    @property
    def detector(self) -> str:
        """By whose name it was judged; empty: by the program's own."""
        return self._moment.run.opened.detector

    @property
    def modules(self) -> dict[str, str]:
        """The names of all modules by their ids."""
        return {module.id: module.name for module in self._moment.station.modules}

    @property
    def columns(self) -> tuple[str, ...]:
        """All that `value` knows, as ``SUBJECT.quantity``; the unit ends the name."""
        return self._moment.run.table.names

    def value(self, subject: str, quantity: str) -> float:
        """One number, e.g. of ``"LAB", "pressure_pa"`` or ``"STATION", "leak_rate_kg_s"``; NaN: not there, or not known."""
        return self._moment.value(subject, quantity)

    def status(self, module: str) -> str:
        """What is believed of a module: "nominal", "no_data", "isolated", "watch", "suspected", "leaking", "vacuum"."""
        return self._moment.status(module).name.lower()

    @property
    def alarms(self) -> tuple[PublishedAlarm, ...]:
        """The alarms that are active or wait to be acknowledged, the gravest first."""
        words = self._moment.words
        return tuple(
            PublishedAlarm(
                id=alarm.id,
                subject=alarm.subject,
                text=words.alarm(alarm),
                alarm_class=alarm.alarm_class.name.lower(),
                is_active=alarm.is_active,
                is_acknowledged=alarm.state is AlarmState.ACKNOWLEDGED,
                raised_s=alarm.raised_s,
            )
            for alarm in self._moment.board.active_alarms()
        )
