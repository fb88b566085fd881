"""The detector of a station: samples in, assessments and events out. It joins the compiled loops
(filters, slopes, alarm conditions) with what is assessed more rarely (status, location, verdict).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from iss_viewer.detection.advising.schedule import STATE_CLASSES as SCHEDULE_STATE
from iss_viewer.detection.advising.schedule import LocalisationSchedule
from iss_viewer.detection.alarms.active_alarms import STATE_CLASSES as ALARM_STATE
from iss_viewer.detection.alarms.alarm_service import AlarmService
from iss_viewer.detection.alarms.tampering import Tampering
from iss_viewer.detection.assess import AssessmentCycle
from iss_viewer.detection.assessment import STATION, assessed_channels
from iss_viewer.detection.cycle.rows import Batch, advance_rows, write_conclusions
from iss_viewer.detection.estimation.hatch_watch import HatchWatch
from iss_viewer.detection.estimation.regrouping import first_grouping, lose_track, regroup
from iss_viewer.detection.estimation.space_estimate import estimates_of
from iss_viewer.detection.guard import Guard
from iss_viewer.detection.limits import Limits, read_limits
from iss_viewer.detection.locating.location import BelievedLeaks
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.posterior.accounts import first_segments
from iss_viewer.detection.posterior.conclude import conclude
from iss_viewer.detection.posterior.memory import LeakMemory
from iss_viewer.detection.posterior.pace import is_look_due, put_off, take_news
from iss_viewer.detection.sensor_validation.logger import LoggerWatch
from iss_viewer.detection.sensors.habits import begin_habits
from iss_viewer.detection.state.channel_map import channel_map_of
from iss_viewer.detection.state.clock import request_assessment
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.detection.state.records import Follower, grouping_of, new_state
from iss_viewer.detection.state.sensor_records import ABSENT
from iss_viewer.detection.state.settings import settings_of
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveCrew, MoveHatch, MoveValve, PatchModule
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command, SetLimit, SetOption
from iss_viewer.telemetry.door import checked_samples
from iss_viewer.telemetry.events import (
    ActionDone,
    Event,
    Filtered,
    FilterRestarted,
    GaugeRead,
    Judged,
    JudgementFailed,
    OptionSet,
    RepairEnded,
)
from iss_viewer.telemetry.events.refused import Hindrance
from iss_viewer.telemetry.frames import Floats, Samples
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.telemetry.source import ActionRefused

_FILTERED = {
    Follower.AIR_SPACE: Filtered.AIR_SPACE,
    Follower.BAROMETER: Filtered.BAROMETER,
    Follower.THERMOMETER: Filtered.THERMOMETER,
    Follower.ANALYSER: Filtered.ANALYSER,
}


class StationDetector:
    """Feeds on samples in order; how they are cut into calls never changes a number.

    Parameters
    ----------
    station
        What the samples speak of.
    sampled
        The columns of the samples; what a station lacks is done without.
    limits
        Alarm rules, thresholds and assumed noise; those of the assets when left out.
    is_advising
        Whether it is reckoned what to do next; alarms and intervals do not depend on it, but for when one looks.
    """

    def __init__(
        self,
        station: Station,
        sampled: ChannelTable,
        limits: Limits | None = None,
        is_advising: bool = True,
        harm_counts: bool = True,
    ) -> None:
        """harm_counts: whether advice that harms people is barred; False only in studies."""
        limits = limits or read_limits()
        self._station, self._sampled = station, sampled
        self._table = assessed_channels(station)
        self._beliefs = read_priors().beliefs()
        self._settings = settings_of(station, limits, self._beliefs)
        self._state = new_state(len(station.modules), len(station.tanks))
        self._channel_map = begin_habits(self._state, channel_map_of(station, sampled))
        self._hatches = HatchWatch(station, sampled)
        modules = self._channel_map.modules
        self._logger = LoggerWatch(modules["pressure"]["column"], modules["volume_m3"])
        self._schedule = LocalisationSchedule(station, is_advising, harm_counts)
        priors, weights = self._schedule.priors, self._schedule.weights
        self._memory = LeakMemory(modules, priors, limits, weights)
        self._leaks = BelievedLeaks(
            np.zeros(len(station.modules)), 0.0, 0.0, (np.nan, np.nan, np.nan)
        )
        self._guard = Guard()
        self._cycle = AssessmentCycle(station, sampled, limits, self._schedule, self._settings)
        self._desk = AlarmService(station, sampled, limits, self._state.spaces["drift_1"])
        self._spaces: Spaces | None = None
        self._last = np.full(len(self._table), np.nan)
        self._stamp_s = -np.inf
        self._notes: list[list[Any]] = []  # time, what, module, value: not yet considered
        self._openings: list[list[Any]] = []  # time, hatch: of which no sample has told yet

    @property
    def channels(self) -> ChannelTable:
        """The columns of the assessments."""
        return self._table

    @property
    def limits(self) -> Limits:
        """The limits as they stand, with all edits."""
        return self._desk.limits

    def update(self, samples: Samples) -> tuple[Floats, tuple[Event, ...]]:
        """Take n samples; give (n, channels) assessments and the events they raised.

        Raises ValueError for samples of other columns or shapes; times that do not rise are borne.
        """
        samples = checked_samples(samples, self._sampled)
        samples = self._logger.without_failures(samples, self._hatches.spaces_after)
        rows = len(samples)
        out = np.empty((rows, len(self._table)))
        clock_s = np.empty(rows)
        events: list[Event] = []
        values = samples.values
        batch = Batch(samples.time_s, values, samples.quality, out, clock_s)
        at = 0
        stops = {*self._hatches.changes(values), *self._rows_after_openings(samples.time_s)}
        for stop in (*sorted(stops), rows):
            while at < stop:
                at = self._advance(batch, at, stop, events)
            if stop < rows:
                self._regroup(values[stop], float(samples.time_s[stop]))
                self._pass_unseen(float(samples.time_s[stop]))
        return out, tuple(events)

    def _rows_after_openings(self, time_s: Floats) -> list[int]:
        """The first row after each opening, if it is among these."""
        later = [np.flatnonzero(time_s > opened_s)[:1] for opened_s, _ in self._openings]
        return [int(row) for rows in later for row in rows]

    def _pass_unseen(self, time_s: float) -> None:
        """Where a hatch or valve was opened and is shut again in the first sample after, air has
        passed: both sides go on from wherever their pressure is now.
        """
        spaces, ids = self._spaces, self._station.module_ids
        assert spaces is not None
        due = {hatch: opened_s for opened_s, hatch in self._openings if opened_s < time_s}
        self._openings = [opening for opening in self._openings if opening[0] >= time_s]
        for hatch in self._station.hatches:
            if hatch.id in due and hatch.id in self._hatches.closed():
                self._schedule.pass_air(due[hatch.id])
                ends = [end for end in (hatch.a, hatch.b) if end in ids]
                for side in {int(spaces.space_of[ids.index(end)]) for end in ends}:
                    space = self._state.spaces[side]
                    lose_track(space, self._state.barometers, spaces.modules(side))

    def _advance(self, batch: Batch, start: int, stop: int, events: list[Event]) -> int:
        """Take rows in until `stop` or a row at which an assessment is due."""
        time_s, values, out = batch.time_s, batch.values, batch.assessed
        if self._spaces is None:
            self._regroup(values[start], float(time_s[start]))
        spaces = self._spaces
        assert spaces is not None
        grouping = grouping_of(spaces)
        end, is_due = advance_rows(
            self._state, self._channel_map, self._settings, grouping, batch, self._last, start, stop
        )
        self._stamp_s = float(self._state.clock["stamp_s"][0])
        at = start
        if is_due:
            at = end - 1
            events += self._desk.follow(batch, start, at, spaces, self._last)
            events += self._restarts()
            events += self._grow(out[at], spaces)
            events += self._assess(values[at], out[at], spaces)
        events += self._desk.follow(batch, at, end, spaces, self._last)
        if is_due:
            events += self._desk.expire(self._stamp_s)
            self._desk.show(out[end - 1], self._last)
        return int(end)

    def _restarts(self) -> list[Event]:
        """Announce what began anew because it held no number."""
        state, ids = self._state, self._station.module_ids
        is_new = state.restarts > state.announced
        if not is_new.any():
            return []
        news = np.argwhere(is_new).tolist()
        counts = [int(state.restarts[module, follower]) for module, follower in news]
        state.announced[:] = state.restarts
        return [
            FilterRestarted(self._stamp_s, ids[module], _FILTERED[Follower(follower)], count)
            for (module, follower), count in zip(news, counts, strict=True)
        ]

    def _grow(self, assessed: Floats, spaces: Spaces) -> list[Event]:
        """Announce leaks anew that have grown much."""
        events: list[Event] = []
        grown = self._state.spaces["has_grown"]
        for first in spaces.firsts[grown[spaces.firsts] == 1].tolist():
            grown[first] = 0
            events += self._desk.grow(first, assessed, self._stamp_s)
            take_news(self._state)
        return events

    def _assess(self, row: Floats, assessed: Floats, spaces: Spaces) -> list[Event]:
        """Assess the state at a row and write the conclusions into its assessment."""
        self._take_notes()
        failed: list[JudgementFailed] = []
        if is_look_due(self._state, spaces):
            put_off(self._state)
            self._memory.weigh_by(self._schedule.weights)
            self._look(spaces, failed)
        conclusions = self._cycle.assess(
            self._state, spaces, row, self._desk.board, self._leaks
        )  # fmt: skip
        grouping = grouping_of(spaces)
        write_conclusions(self._state, self._channel_map, self._settings, grouping, self._last)
        conclusions.write(self._last)
        assessed[:] = self._last
        self._desk.suppress(spaces, conclusions.is_empty, conclusions.is_let_down)
        return [*failed, *conclusions.events]

    def _look(self, spaces: Spaces, failed: list[JudgementFailed]) -> None:
        """Weigh all that is known of leaks, or else what the alarm tests say, and conclude from it."""
        state, memory, time_s = self._state, self._memory, self._stamp_s
        look = self._guard.judged(
            time_s, STATION, Judged.LOSS, lambda: memory.look(state, spaces), failed
        )
        told = self._guard.judged(
            time_s,
            STATION,
            Judged.STANDING,
            lambda: conclude(
                state,
                spaces,
                look or memory.look_by_alarms(state, spaces),
                self.limits,
                self._settings,
            ),
            failed,
        )
        if told is not None:
            chance = float(state.loss[0]["leak_probability"])
            self._leaks = BelievedLeaks(told.modules, chance, told.several, told.rates_kg_s)

    def _regroup(self, row: Floats, time_s: float) -> None:
        """Air spaces as the hatches of a row say."""
        spaces, modules = self._hatches.spaces(row), self._channel_map.modules
        if self._spaces is None:
            first_grouping(self._state, modules, spaces)
            first_segments(self._state, spaces)
        else:
            self._memory.regroup(self._state, self._spaces, spaces)
            regroup(self._state, modules, self._settings[0], self._spaces, spaces)
        self._spaces = spaces
        self._ask_anew()
        self._schedule.move_hatches(time_s, self._hatches.closed())
        self._schedule.invalidate()
        self._desk.arrange(spaces)

    def _ask_anew(self) -> None:
        """Something is new: assess at the next sample, and ask the posterior again."""
        request_assessment(self._state.clock[0], -np.inf)
        take_news(self._state)

    def estimates(self) -> tuple[SpaceEstimate, ...]:
        """What is known of each air space now; empty before the first sample."""
        if self._spaces is None:
            return ()
        return estimates_of(self._state, self._spaces, self._station.module_ids)

    def obey(self, command: Command, time_s: float) -> tuple[Event, ...]:
        """Obey an order that concerns alarms, limits or options; others are ignored.

        Raises ActionRefused for an order that cannot be obeyed.
        """
        order = command.order
        events: list[Event]
        if isinstance(order, SetOption):
            events = [self._set_option(order, command.actor, time_s)]
        else:
            events = self._desk.obey(order, command.actor, time_s)
        if isinstance(order, SetLimit):
            self._take_limits()
        self._desk.show_last(self._last)
        return tuple(events)

    def tamper(self, tampered: Tampering, time_s: float) -> tuple[Event, ...]:
        """Let alarms be silent, or sound for nothing, from now on: an exercise's doing. Before the first row: later."""
        events = tuple(self._desk.tamper(tampered, time_s))
        self._desk.show_last(self._last)
        return events

    def _set_option(self, order: SetOption, actor: str, time_s: float) -> OptionSet:
        if not self._schedule.choose(order.option, order.value):
            raise ActionRefused(Hindrance.OPTION_VALUE, order.value, order.option)
        self._ask_anew()
        if order.option == "forget":
            self._memory.forget()
            self._state.segments["is_open"] = 0
        return OptionSet(time_s, order.option, order.value, actor)

    def _take_limits(self) -> None:
        limits = self._desk.limits
        self._cycle.limits = limits
        self._settings[:] = settings_of(self._station, limits, self._beliefs)

    def note(self, event: Event) -> None:
        """Learn of something that crew and ground know: a gauge read, people moved, a hatch opened.

        It counts from the first assessment at or after its own time, an opening from the first
        sample after it, so that it does not matter with which rows it comes.
        """
        match event:
            case GaugeRead(time_s=time_s, module=module, pressure_pa=pressure_pa) if (
                module in self._station.module_ids
            ):
                self._notes.append([time_s, "gauge", module, pressure_pa])
            case ActionDone(time_s=time_s, action=PatchModule(module=module, fraction=fraction)):
                self._notes.append([time_s, "patch", module, fraction])
            case RepairEnded(time_s=time_s, module=module, site=site) if site:
                self._notes.append([time_s, "patch", module, 1.0])
            case ActionDone(time_s=time_s, action=MoveCrew(crew=crew, module=module)):
                self._notes.append([time_s, "crew", module, list(crew)])
            case ActionDone(
                time_s=time_s,
                action=MoveHatch(hatch=hatch, is_open=True) | MoveValve(hatch=hatch, is_open=True),
            ):
                self._openings.append([time_s, hatch])

    def _take_notes(self) -> None:
        due = [note for note in self._notes if note[0] <= self._stamp_s]
        if due:
            take_news(self._state)
        self._notes = [note for note in self._notes if note[0] > self._stamp_s]
        for time_s, what, module, value in due:
            if what == "gauge" and not self._is_measured_by_hand(module):
                self._schedule.read_gauge(time_s, module, value)
            elif what == "crew":
                self._schedule.move_crew(time_s, value, module)
            elif what == "patch":
                clock = self._state.clock[0]
                now_s = time_s - float(clock["stamp_s"] - clock["now_s"])
                self._memory.take_patch(now_s, self._station.module_ids.index(module))

    def _is_measured_by_hand(self, module: str) -> bool:
        """Whether samples hold what the hand gauge shows there, and no barometer tells as much."""
        m, spaces = self._station.module_ids.index(module), self._spaces
        if spaces is None or self._channel_map.modules[m]["gauge_column"] == ABSENT:
            return False
        space = self._state.spaces[spaces.space_of[m]]
        return bool(space["valid_s"] == space["gauge_s"])

    def snapshot(self) -> bytes:
        """The whole state, from which `restore` goes on bit-identically."""
        state = {
            "records": self._state._asdict(),
            "last": self._last,
            "signals": self._desk.arrays(),
            "schedule": self._schedule.state(),
            "memory": self._memory.state(),
            "leaks": self._leaks,
            "faults": self._guard.state(),
            "assessment": self._cycle.state(),
            "alarms": self._desk.state(),
            "hatches": self._hatches.state(),
            "logger": self._logger.state(),
            "is_grouped": self._spaces is not None,
            "stamp_s": self._stamp_s,
            "notes": self._notes,
            "openings": self._openings,
        }
        return pack(state)

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot of a detector of the same station and columns. Raises SnapshotError."""
        state = unpack(snapshot, (*SCHEDULE_STATE, *ALARM_STATE))
        self._state.take(state["records"])
        self._last[...] = state["last"]
        self._schedule.restore(state["schedule"])
        self._memory.restore(state["memory"])
        self._leaks = state["leaks"]
        self._guard.restore(state["faults"])
        self._cycle.restore(state["assessment"])
        self._hatches.restore(state["hatches"])
        self._logger.restore(state["logger"])
        self._desk.restore(state["alarms"], state["signals"])
        self._take_limits()
        self._stamp_s, self._notes = state["stamp_s"], state["notes"]
        self._openings = state["openings"]
        self._spaces = self._hatches.current() if state["is_grouped"] else None
        if self._spaces is not None:
            self._desk.arrange(self._spaces)


__all__ = ["StationDetector"]
