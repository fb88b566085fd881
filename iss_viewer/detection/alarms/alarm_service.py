"""The alarm desk: conditions from numbers, the board with its states, and people's orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.alarms.active_alarms import AlarmBoard
from iss_viewer.detection.alarms.conditions import follow_signals
from iss_viewer.detection.alarms.rules import Rulebook
from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.detection.assessment import (
    MODULE_QUANTITIES,
    STATION,
    STATION_QUANTITIES,
)
from iss_viewer.detection.cycle.rows import WIDTH, Batch
from iss_viewer.detection.limits import EDITABLE, Limits, edited
from iss_viewer.station import Station
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import (
    Acknowledge,
    Assign,
    Order,
    SetLimit,
    SetService,
    Shelve,
    Unshelve,
)
from iss_viewer.telemetry.events import (
    CONDITION,
    AlarmAssigned,
    AlarmChange,
    Event,
    LimitEdited,
)
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.packing import give_back, kept
from iss_viewer.telemetry.source import ActionRefused
from iss_viewer.telemetry.status import AlarmState

_TURNS_PER_ALARM, _LEAST_TURNS = 4, 64  # room for changes of one stretch of rows

_ALARM = MODULE_QUANTITIES.index("alarm")
_EVIDENCE = MODULE_QUANTITIES.index("leak_evidence_1")
_ONSET = MODULE_QUANTITIES.index("leak_onset_s") - _EVIDENCE
_LEAK_QUANTITIES = ("leak_evidence_1", "dpdt_sure_pa_s")  # of the alarms that mean a leak
_STATION_ALARM = STATION_QUANTITIES.index("alarm")


class AlarmService:
    """All alarms of a station."""

    def __init__(
        self,
        station: Station,
        sampled: ChannelTable,
        limits: Limits,
        drift_1: Floats | None = None,
    ) -> None:
        self.limits = limits
        self.board = AlarmBoard()
        self._book = Rulebook(station, sampled, limits, drift_1)
        self._modules = {name: m for m, name in enumerate(station.module_ids)}
        self._station_column = len(station.modules) * WIDTH + _STATION_ALARM
        count = len(self._book.instances)
        self._applies = np.zeros(count, dtype=np.bool_)
        self._evidence = np.zeros(count, dtype=np.int64)
        self._turns = np.empty((max(_TURNS_PER_ALARM * count, _LEAST_TURNS), 2), dtype=np.int64)
        self._spaces: Spaces | None = None
        self._suppressed_in: Spaces | None = None
        self._suppressed_seen = b""
        self._worst = np.zeros(len(self._modules) + 1)

    def arrange(self, spaces: Spaces) -> None:
        """Learn the air spaces that rules about air spaces apply to."""
        self._spaces = spaces
        self._applies, self._evidence = self._book.arrange(spaces)

    def follow(
        self, batch: Batch, start: int, stop: int, spaces: Spaces, last: Floats
    ) -> list[Event]:
        """Follow conditions over rows; the events, and each row's worst alarms written to it."""
        events: list[Event] = []
        values, assessed = batch.values, batch.assessed
        at = written = start
        while at < stop:
            at, found = follow_signals(
                self._book.signals, self._book.is_assessed, self._book.columns,
                self._book.link_columns, self._evidence, self._applies, values, assessed, batch.clock_s, at, stop, self._turns,
            )  # fmt: skip
            for row, k in sorted(self._turns[:found].tolist(), key=self._urgency):
                self._paint(assessed[written:row])
                written = max(written, row)
                value = self._value(k, values[row], assessed[row])
                onset_s = self._onset_s(k, assessed[row])
                events += self._turn(k, value, float(batch.time_s[row]), spaces, onset_s)
        self._paint(assessed[written:stop])
        self._paint(last[None, :])
        return events

    def grow(self, first: int, assessed: Floats, time_s: float) -> list[Event]:
        """Announce the leak of an air space anew, if it has grown much since it was announced."""
        events = []
        for alarm in list(self.board.alarms.values()):
            k = self._book.place(alarm.id)
            if k is None or alarm.onset_s is None or not alarm.is_active:
                continue
            onset_s = self._onset_s(k, assessed)
            is_here = self._evidence[k] == first * WIDTH + _EVIDENCE
            if is_here and onset_s is not None and onset_s > alarm.raised_s:
                value = self._value(k, assessed, assessed)
                events += self.board.grow(alarm.id, value, onset_s, time_s)
        self._rank()
        return events

    def _urgency(self, turn: list[int]) -> tuple[int, int, int]:
        return turn[0], -self._book.instances[turn[1]].rule.alarm_class, turn[1]

    def _value(self, k: int, sampled: Floats, assessed: Floats) -> float:
        row = assessed if self._book.is_assessed[k] else sampled
        return float(row[self._book.columns[k]])

    def _onset_s(self, k: int, assessed: Floats) -> float | None:
        """When the leak that an alarm tells of began; None for alarms about something else."""
        if self._evidence[k] < 0 or self._book.instances[k].rule.quantity not in _LEAK_QUANTITIES:
            return None
        onset_s = float(assessed[self._evidence[k] + _ONSET])
        return None if onset_s != onset_s else onset_s

    def _turn(
        self, k: int, value: float, time_s: float, spaces: Spaces, onset_s: float | None
    ) -> list[Event]:
        instance = self._book.instances[k]
        fresh = self._book.alarm(k, value, spaces)
        alarm = replace(fresh, changed_s=time_s, onset_s=onset_s)
        raised = self._book.is_raised(k)
        if self._is_tampered(k, raised):
            return []
        events = []
        if raised and self._is_suppressed(k):
            self.board.add(alarm)
            events += self.board.order([alarm.id], AlarmChange.SUPPRESS, time_s, CONDITION)
        events += self.board.turn(alarm, raised, instance.rule.latching, time_s)
        self._rank()
        return events

    def _is_tampered(self, k: int, is_raised: bool) -> bool:
        """Whether an exercise keeps a turn of an alarm from the board."""
        rule, tampered = self._book.instances[k].rule.id, self.board.tampered
        return rule in tampered.silent if is_raised else k in self._feigned(tampered)

    def _feigned(self, tampered: Tampering) -> tuple[int, ...]:
        """The alarms that are raised for nothing: of an air space, that which stands for the place."""
        spaces, found = self._spaces, []
        for rule, place in sorted(tampered.feigned):
            names = [place, STATION]
            if spaces is not None and place in self._modules:
                first = int(spaces.space_of[self._modules[place]])
                is_main = first == spaces.main
                names = [STATION if is_main else list(self._modules)[first], place, STATION]
            ids = [f"{name}.{rule}" for name in names]
            places = [self._book.place(alarm_id) for alarm_id in ids]
            found += [k for k in places if k is not None and self._applies[k]][:1]
        return tuple(found)

    def tamper(self, tampered: Tampering, time_s: float) -> list[Event]:
        """Let alarms be silent, or sound for nothing, from now on, in place of what was so before."""
        if self._spaces is None or tampered == self.board.tampered:
            return []
        before, after = self._feigned(self.board.tampered), self._feigned(tampered)
        freed = self.board.tampered.silent - tampered.silent
        self.board.tampered = tampered
        turns = [(k, True) for k in after if k not in before]
        turns += [(k, self._book.is_raised(k)) for k in before if k not in after]
        turns += [
            (int(k), True)
            for k in np.flatnonzero(self._applies)
            if self._book.instances[k].rule.id in freed and self._book.is_raised(int(k))
        ]
        events: list[Event] = []
        for k, is_raised in turns:
            alarm = replace(self._book.alarm(k, float("nan"), self._spaces), changed_s=time_s)
            latching = self._book.instances[k].rule.latching
            events += self.board.turn(alarm, is_raised, latching, time_s)
        self._rank()
        return events

    def _is_suppressed(self, k: int) -> bool:
        return self._book.instances[k].alarm_id in self.board.suppressed

    def suppress(
        self, spaces: Spaces, is_empty: NDArray[np.bool_], is_let_down: NDArray[np.bool_]
    ) -> None:
        """Learn which alarms a condition suppresses now.

        is_empty: shape (modules,), that nobody is in the module's air space; is_let_down: that its air was
        let out on purpose.
        """
        seen = is_empty.tobytes() + is_let_down.tobytes()
        if spaces is self._suppressed_in and seen == self._suppressed_seen:
            return
        self._suppressed_in, self._suppressed_seen = spaces, seen
        suppressed = set()
        for k in np.flatnonzero(self._applies):
            instance = self._book.instances[k]
            if not instance.rule.suppressed_when or instance.rule.subjects not in (
                "space",
                "module",
            ):
                continue
            module = spaces.main if instance.module < 0 else instance.module
            isolated = spaces.space_of[module] != spaces.main
            holds = {
                "vented": bool(spaces.is_vented[module]),
                "isolated_empty": bool(isolated and is_empty[module]),
                "let_down": bool(is_let_down[module]),
            }
            if any(holds[name] for name in instance.rule.suppressed_when):
                suppressed.add(instance.alarm_id)
        self.board.suppressed = frozenset(suppressed)

    def expire(self, time_s: float) -> list[Event]:
        """What the passing of time and the conditions of suppression change."""
        events = self.board.expire(time_s)
        standing = self.board.alarms.values()
        held = {a.id for a in standing if a.state is AlarmState.SUPPRESSED}
        listed = {a.id for a in standing if a.is_announced}
        events += self.board.order(
            sorted(held - self.board.suppressed), AlarmChange.RELEASE, time_s, CONDITION
        )
        events += self.board.order(
            sorted(listed & self.board.suppressed), AlarmChange.SUPPRESS, time_s, CONDITION
        )
        if events:
            self._rank()
        return events

    def obey(self, order: Order, actor: str, time_s: float) -> list[Event]:
        """Obey an order about alarms or limits; [] for others.

        Raises ValueError, in plain words, for an unknown alarm, a missing reason, an impossible limit.
        """
        events: list[Event] = []
        if isinstance(order, Acknowledge):
            ids = order.alarms or tuple(self.board.alarms)
            remark = order.remark.strip()
            events = self.board.order(ids, AlarmChange.ACKNOWLEDGE, time_s, actor, remark)
        elif isinstance(order, Assign):
            events = self._assign(order, actor, time_s)
        elif isinstance(order, Shelve):
            events = self._shelve(order, actor, time_s)
        elif isinstance(order, Unshelve):
            events = self.board.order([order.alarm], AlarmChange.UNSHELVE, time_s, actor)
        elif isinstance(order, SetService):
            events = self._set_service(order, actor, time_s)
        elif isinstance(order, SetLimit):
            events = self._set_limit(order, actor, time_s)
        self._rank()
        return events

    def _assign(self, order: Assign, actor: str, time_s: float) -> list[Event]:
        unknown = next((one for one in order.alarms if one not in self.board.alarms), None)
        if unknown is not None:
            raise ActionRefused(Hindrance.UNKNOWN, unknown, "alarm")
        alarms, person = self.board.alarms, order.person.strip()
        return [AlarmAssigned(time_s, alarms[one], person, actor) for one in order.alarms]

    def _set_service(self, order: SetService, actor: str, time_s: float) -> list[Event]:
        if order.in_service:
            return self.board.order(
                [order.alarm], AlarmChange.PUT_BACK, time_s, actor, order.reason
            )
        if not order.reason.strip():
            raise ActionRefused(Hindrance.NO_REASON_TO_TAKE_OUT)
        if not order.duration_s > 0.0:
            raise ActionRefused(Hindrance.NO_SPAN_TO_TAKE_OUT)
        self._known(order.alarm, time_s)
        until_s = time_s + order.duration_s
        return self.board.order(
            [order.alarm], AlarmChange.TAKE_OUT, time_s, actor, order.reason, until_s
        )

    def _shelve(self, order: Shelve, actor: str, time_s: float) -> list[Event]:
        if not order.reason.strip():
            raise ActionRefused(Hindrance.NO_REASON_TO_SHELVE)
        if not 0.0 < order.duration_s < float("inf"):
            raise ActionRefused(Hindrance.NO_SPAN_TO_SHELVE)
        self._known(order.alarm, time_s)
        until_s = time_s + order.duration_s
        return self.board.order(
            [order.alarm], AlarmChange.SHELVE, time_s, actor, order.reason, until_s
        )

    def _known(self, alarm_id: str, time_s: float) -> None:
        if alarm_id in self.board.alarms:
            return
        k = self._book.place(alarm_id)
        if k is None or self._spaces is None:
            raise ActionRefused(Hindrance.UNKNOWN, alarm_id, "alarm")
        self.board.add(replace(self._book.alarm(k, float("nan"), self._spaces), changed_s=time_s))

    def _set_limit(self, order: SetLimit, actor: str, time_s: float) -> list[Event]:
        """Change a limit; to set it to what it is changes nothing."""
        before = self.limits
        try:
            after = edited(before, order.limit, order.field, order.value)
        except ValueError as error:
            raise ActionRefused(Hindrance.TOLD, told=str(error)) from None
        is_reserve = order.limit == "reserve"
        old = before.reserve if is_reserve else before.rule(order.limit)
        was = float(getattr(old, order.field))
        if was == order.value:
            return []
        self.limits = after
        self._book.relimit(after)
        quantity = "pressure_pa" if is_reserve else before.rule(order.limit).quantity
        return [
            LimitEdited(
                time_s, order.limit, order.field, order.value, was, quantity,
                self.limits.version, actor, order.reason,
            )
        ]  # fmt: skip

    def _rank(self) -> None:
        self._worst[:] = 0.0
        for subject, alarm_class in self.board.worst().items():
            place = self._modules.get(subject)
            if place is not None:
                self._worst[place] = max(self._worst[place], alarm_class)
            self._worst[-1] = max(self._worst[-1], alarm_class)

    def _paint(self, rows: Floats) -> None:
        """Write the worst classes as they stand to rows of the assessment."""
        rows[:, _ALARM : self._station_column - _STATION_ALARM : WIDTH] = self._worst[:-1]
        rows[:, self._station_column] = self._worst[-1]

    def show(self, row: Floats, last: Floats) -> None:
        """Write the worst classes to one row and to the row kept as the last."""
        self._paint(row[None, :])
        self._paint(last[None, :])

    def show_last(self, last: Floats) -> None:
        """Write the worst classes to the row kept as the last."""
        self._paint(last[None, :])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The numeric state."""
        return {"conditions": self._book.signals.conditions}

    def state(self) -> dict[str, Any]:
        """All the rest there is to keep."""
        numbers, version = _numbers(self.limits), self.limits.version
        return {"board": kept(self.board), "limits": numbers, "version": version}

    def restore(self, state: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        """Go on from `state` and `arrays`. Raises SnapshotError."""
        for limit, field, value in state["limits"]:
            self.limits = edited(self.limits, limit, field, value)
        self.limits = self.limits.model_copy(update={"version": state["version"]})
        self._book.relimit(self.limits)
        self._book.signals.conditions[...] = arrays["conditions"]
        self.board = AlarmBoard()
        give_back(self.board, state["board"])
        self._rank()


def _numbers(limits: Limits) -> list[tuple[str, str, float]]:
    """Every number that can be edited, as it stands."""
    numbers = [
        (rule.id, name, float(getattr(rule, name))) for rule in limits.rules for name in EDITABLE
    ]
    return [*numbers, ("reserve", "limit_pa", limits.reserve.limit_pa)]
