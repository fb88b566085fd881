"""What every panel is shown: one run, and one instant of it with all that is known then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, wraps
from typing import TypeVar

import numpy as np

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.link import Opened, Pace
from iss_viewer.situation.board import Board
from iss_viewer.situation.words import Words
from iss_viewer.situation.words.clock import Clock
from iss_viewer.situation.words.numbers import chance_text as chance_text
from iss_viewer.station import Module, Station
from iss_viewer.station.machines import Equipment, Tank
from iss_viewer.station.names import name_of as name_of
from iss_viewer.station.station import CoolantLoop
from iss_viewer.station.topology import parts_of, usual_parts
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Bytes, Floats
from iss_viewer.telemetry.history import History
from iss_viewer.telemetry.status import FEED, AlarmClass, FeedState, ModuleStatus, Verdict

NAN = float("nan")


@dataclass(frozen=True)
class OpenRun:
    """The run that the window is on."""

    opened: Opened
    history: History

    @property
    def station(self) -> Station:
        """What exists."""
        return self.opened.station

    @cached_property
    def words(self) -> Words:
        """What makes the sentences of this run."""
        return Words.of(self.station, self.opened.limits_text)

    @cached_property
    def clock(self) -> Clock:
        """What writes the instants of this run, in the notation that its reader has chosen."""
        return Clock(self.opened.start_utc_s)

    @property
    def table(self) -> ChannelTable:
        """All columns, sampled and assessed."""
        return self.history.table

    def utc(self, time_s: float) -> datetime:
        """The simulated date and time of an instant of the run."""
        return datetime.fromtimestamp(self.opened.start_utc_s + time_s, UTC)


_OWN = ("module", "loop")  # what a rule is about, where its alarm is a module's own
_OF_AIR = ("module",)
_TOLD_BY_STATUS = ("leak_probability", "data_age_s")


@dataclass(frozen=True)
class Moment:
    """An instant of a run: the row at or before it, and the fold of the events up to it.

    is_lost: the session has failed. silent_s: for how many whole seconds it has not answered; 0 where it does.
    is_mirrored: somebody looks on at what is shown to others, and orders nothing.
    """

    run: OpenRun
    time_s: float
    row: Floats
    quality: Bytes
    board: Board
    is_live: bool
    pace: Pace
    is_lost: bool = False
    silent_s: int = 0
    is_mirrored: bool = False
    _names: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def station(self) -> Station:
        """What exists."""
        return self.run.station

    @property
    def words(self) -> Words:
        """What makes the sentences of this run."""
        return self.run.words

    @property
    def clock(self) -> Clock:
        """What writes the instants of this run."""
        return self.run.clock

    @property
    def is_empty(self) -> bool:
        """Whether there was no row yet, whatever has come to the history of the run since."""
        return self.time_s != self.time_s

    @property
    def is_simulation(self) -> bool:
        """Whether a trainer may change the truth."""
        return self.run.opened.has_truth

    @property
    def is_over(self) -> bool:
        """Whether the run is over and only looked at."""
        return self.run.opened.is_over

    @property
    def can_act(self) -> bool:
        """Whether an order given now would reach the station as it is shown."""
        return self.is_live and not self.is_over and self.is_answered and not self.is_mirrored

    @property
    def is_answered(self) -> bool:
        """Whether the session that this comes from is there and answers."""
        return not self.is_lost and self.silent_s == 0

    @property
    def may_change_truth(self) -> bool:
        """Whether this is a simulation that an order would reach."""
        return self.can_act and self.is_simulation

    @property
    def is_current(self) -> bool:
        """Whether session and feed, where it comes from one, are there: else all is as last known."""
        return self.is_answered and self.value(FEED, "feed_state") != FeedState.LOST

    @property
    def known_s(self) -> float:
        """When what is shown was so: earlier than the row where its feed is late or lost; NaN: it never spoke."""
        age_s = self.value(FEED, "feed_age_s")
        if age_s != age_s or self.value(FEED, "feed_state") == FeedState.LIVE:
            return self.time_s
        return self.time_s - age_s if age_s < float("inf") else NAN

    def value(self, subject: str, quantity: str) -> float:
        """One number of the row; NaN where the run has no such column or no value."""
        column = self.run.table.get(subject, quantity)
        return NAN if column is None else float(self.row[column])

    def status(self, module: str) -> ModuleStatus:
        """What is believed of a module."""
        value = self.value(module, "status")
        return ModuleStatus(int(value)) if value == value else ModuleStatus.NO_DATA

    def alarm_class(self, subject: str = STATION) -> AlarmClass:
        """The worst active alarm of a module or of the station."""
        value = self.value(subject, "alarm")
        return AlarmClass(int(value)) if value == value else AlarmClass.NONE

    @cached_property
    def own_alarms(self) -> dict[str, AlarmClass]:
        """Module -> the worst active alarm about itself, its coolant loops, tanks and machines, beside its leak and
        the age of its data; those of a whole air space are nobody's own.
        """
        return self._worst_alarms(_OWN)

    @cached_property
    def air_alarms(self) -> dict[str, AlarmClass]:
        """As `own_alarms`, without what coolant loops say: that is not of the air."""
        return self._worst_alarms(_OF_AIR)

    def _worst_alarms(self, subjects: tuple[str, ...]) -> dict[str, AlarmClass]:
        worst: dict[str, AlarmClass] = {}
        for alarm in self.board.active_alarms():
            is_own = (
                self.words.subjects_of(alarm) in subjects and alarm.quantity not in _TOLD_BY_STATUS
            )
            module = module_of(self.station, alarm.subject) if alarm.is_active and is_own else ""
            if module:
                worst[module] = max(worst.get(module, AlarmClass.NONE), alarm.alarm_class)
        return worst

    def sharing_air(self, module: str) -> tuple[str, ...]:
        """The modules that share their air with a module, itself among them; none where that is not known."""
        space = self.value(module, "air_space")
        return tuple(m for m in self.station.module_ids if self.value(m, "air_space") == space)

    @cached_property
    def closed_by_plan(self) -> frozenset[str]:
        """The modules that are shut off from the rest as they usually are, and no further."""
        shut = [hatch for hatch, is_open in self.open_hatches().items() if not is_open]
        now, (_, *aside) = set(parts_of(self.station, shut)), usual_parts(self.station)
        return frozenset(module for part in aside if part in now for module in part)

    def is_verdict_known(self, party: str) -> bool:
        """Whether there is a verdict for a party: before the first there is none, not even a good one."""
        value = self.value(STATION, f"verdict_{party}")
        return value == value

    def verdict(self, party: str) -> Verdict:
        """The verdict for ``crew``, ``operations`` or ``mission``."""
        value = self.value(STATION, f"verdict_{party}")
        return Verdict(int(value)) if value == value else Verdict.NONE

    def is_hatch_open(self, hatch: str) -> bool | None:
        """Whether a hatch is open; None where nothing is known."""
        value = self.value(hatch, "is_open")
        return None if value != value else value > 0.5

    def is_valve_open(self, hatch: str) -> bool | None:
        """Whether the equalisation valve of a hatch is open; None where nothing is known."""
        value = self.value(hatch, "valve_is_open")
        return None if value != value else value > 0.5

    def open_hatches(self) -> dict[str, bool]:
        """Hatch id -> open or not, for all hatches; unknown ones as they normally are."""
        known = {hatch.id: self.is_hatch_open(hatch.id) for hatch in self.station.hatches}
        return {
            hatch.id: hatch.normally == "open" if known[hatch.id] is None else bool(known[hatch.id])
            for hatch in self.station.hatches
        }


Found = TypeVar("Found")


def once_a_moment(find: Callable[[Moment], Found]) -> Callable[[Moment], Found]:
    """Reckon something of a moment once, however many panels ask; it is kept with the moment."""
    key = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def found(moment: Moment) -> Found:
        kept = moment.__dict__
        if key not in kept:
            kept[key] = find(moment)
        known: Found = kept[key]
        return known

    return found


def moment_of(
    run: OpenRun,
    board: Board,
    time_s: float,
    is_live: bool,
    pace: Pace,
    is_lost: bool = False,
    silent_s: int = 0,
) -> Moment:
    """An instant of a run with the fold of its events up to it."""
    history = run.history
    if history.is_empty:
        row, quality = np.full(len(history.table), np.nan), np.empty(0, np.uint8)
    else:
        row, quality = history.at(time_s), history.quality_at(time_s)
    return Moment(run, time_s, row, quality, board, is_live, pace, is_lost, silent_s)


def present_of(run: OpenRun, board: Board) -> Moment:
    """The end of what is known of a run that goes on, with the fold of all its events."""
    end_s = NAN if run.history.is_empty else run.history.end_s
    return moment_of(run, board, end_s, True, Pace(end_s, True, 1.0, 1.0))


def short_name(module: Module) -> str:
    """The name of a module in tight places."""
    return module.short_name


def module_of(station: Station, subject: str) -> str:
    """The module that a subject is, or stands in; empty where it is none of these."""
    if subject in station.module_ids:
        return subject
    return next((part.module for part in _parts(station) if part.id == subject), "")


def parts_in(station: Station, module: str) -> frozenset[str]:
    """The module and what stands in it, by id: coolant loops, tanks, machines."""
    return frozenset({module} | {part.id for part in _parts(station) if part.module == module})


def _parts(station: Station) -> tuple[CoolantLoop | Tank | Equipment, ...]:
    return (*station.coolant_loops, *station.tanks, *station.equipment)
