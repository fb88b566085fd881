"""The assessment cycle: what is concluded now and then, not at each sample: where the leak is, each
module's status, what explains a fall, gas reserves and the verdict.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.advising.schedule import LocalisationSchedule
from iss_viewer.detection.alarms.active_alarms import AlarmBoard
from iss_viewer.detection.assessment import MODULE_QUANTITIES, STATION, STATION_QUANTITIES
from iss_viewer.detection.belief import Z95
from iss_viewer.detection.blindness import (
    BlindSpace,
    blind_spaces,
    note_blindness,
    unseen_chance,
)
from iss_viewer.detection.conclusion import explain, statuses
from iss_viewer.detection.cycle.rows import WIDTH
from iss_viewer.detection.estimation.reserve_time import gas_band
from iss_viewer.detection.estimation.space_estimate import estimate_of
from iss_viewer.detection.guard import Guard
from iss_viewer.detection.limits import Limits
from iss_viewer.detection.locating.location import BelievedLeaks
from iss_viewer.detection.spending import spent_loss
from iss_viewer.detection.state.clock import request_assessment
from iss_viewer.detection.state.estimate import SpaceEstimate
from iss_viewer.detection.state.records import DetectorState, Floats
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.detection.verdict import Judgement, ThreatInputs, judge, kind_of
from iss_viewer.station import Station
from iss_viewer.station.station import CoolantLoop
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Event, Judged, JudgementFailed
from iss_viewer.telemetry.status import AlarmState, ModuleStatus, Verdict

_STATUS = MODULE_QUANTITIES.index("status")
_LEAK_P = MODULE_QUANTITIES.index("leak_probability")
_STATION = {name: place for place, name in enumerate(STATION_QUANTITIES)}
_RAPID = "rapid_depressurization"
_UNCOOLED = "coolant_pressure_low"
_OXYGEN, _CARBON_DIOXIDE = "oxygen_low", "carbon_dioxide_high"
_GAS = ("gas_reserve_s", "gas_reserve_low_s", "gas_reserve_high_s")


@dataclass(frozen=True)
class Conclusions:
    """What an assessment concluded: columns to write from its row on, and events."""

    status: Floats
    leak_probability: Floats
    station: dict[str, float]
    is_empty: NDArray[np.bool_]  # (modules,): nobody is in the module's air space
    is_let_down: NDArray[np.bool_]  # (modules,): its air was let out on purpose
    events: tuple[Event, ...]

    def write(self, row: Floats) -> None:
        """Put it into one row of an assessment."""
        end = len(self.status) * WIDTH
        row[_STATUS:end:WIDTH] = self.status
        row[_LEAK_P:end:WIDTH] = self.leak_probability
        for name, value in self.station.items():
            row[end + _STATION[name]] = value


class PeopleInside(NamedTuple):
    """Where people are."""

    told: dict[str, int] | None  # how many are in each module; None: telemetry does not say
    is_empty: NDArray[np.bool_]  # (modules,): nobody is in the module's air space
    cut_off: tuple[str, ...]  # people without an open way to their vehicle
    firsts: tuple[
        int, ...
    ]  # first modules of the air spaces where people are, the main one if nowhere


class AssessmentCycle:
    """The slow part of the detector: assesses its state whenever that is due."""

    def __init__(
        self,
        station: Station,
        sampled: ChannelTable,
        limits: Limits,
        schedule: LocalisationSchedule,
        settings: NDArray[np.void],
    ) -> None:
        """settings: shape (1,), kept up to date by who made it."""
        self.limits = limits
        self.settings = settings
        self._station = station
        self._ids = station.module_ids
        self._names = {module.id: module.short or module.name for module in station.modules}
        self._names |= {loop.id: loop.name for loop in station.coolant_loops}
        self._schedule = schedule
        self._crew = sampled.columns(self._ids, "crew")
        self._machines = tuple(machine.id for machine in station.equipment)
        self._is_on = sampled.columns(self._machines, "is_on")
        self._flows = sampled.columns(self._machines, "flow_kg_s")
        tanks = tuple(tank.id for tank in station.tanks)
        self._tanks = sampled.columns(tanks, "content_kg")
        self._contents_kg = np.array([tank.content_kg for tank in station.tanks])
        self._is_gas = np.array([tank.gas != "water" for tank in station.tanks], np.bool_)
        self._guard = Guard()
        self._blind: list[int] = []  # first modules of air spaces without a valid pressure
        self._has_barometer = sampled.columns(self._ids, "pressure_pa") >= 0
        self._detected: list[int] = []
        self._judged: dict[str, str] = {}
        self._people_in: Spaces | None = None
        self._people_seen: tuple[Any, ...] = ()
        self._people_known = PeopleInside(None, np.ones(len(self._ids), np.bool_), (), (0,))

    def assess(
        self,
        state: DetectorState,
        spaces: Spaces,
        row: Floats,
        board: AlarmBoard,
        leaks: BelievedLeaks,
    ) -> Conclusions:
        """Assess the state at a row of samples."""
        clock = state.clock[0]
        time_s = float(clock["stamp_s"])
        people = self._people(spaces, row)
        gas_kg = self._gas_kg(state, row)
        blind = self._watch_silence(state, spaces)
        self._schedule.unfit_ships = frozenset(loop.module for loop in self._uncooled(board))
        events = self._locate(state, spaces, time_s, people.told, row, blind, leaks)
        request_assessment(clock, clock["now_s"] + self._schedule.pause_s(time_s))
        chances = self._schedule.probabilities
        status = statuses(state, spaces, chances, self.limits.estimation.vacuum_pa)
        main = state.spaces[spaces.main]
        numbers = self._numbers(main)
        rate, rate_sd = self._station_loss(state)
        firsts = spaces.firsts
        is_left = people.is_empty[firsts] & (firsts != spaces.main)
        spent, spent_sd = spent_loss(state.spaces[firsts], is_left, (rate, rate_sd))
        gas_s = gas_band(gas_kg, spent, spent_sd)
        for name, span_s in zip(_GAS, gas_s, strict=True):
            numbers[name] = span_s
        situation = replace(
            self._situation(state, spaces, status, people, board, rate, gas_s[0]), spent_kg_s=spent
        )
        if blind:
            situation = replace(
                situation,
                blind=tuple(self._ids[one.first] for one in blind),
                is_crew_blind=any(not people.is_empty[one.first] for one in blind),
                blind_s=max(one.age_s for one in blind),
            )
        for judgement in judge(situation, self.limits, self._verdicts()):
            numbers[f"verdict_{judgement.party}"] = float(judgement.verdict)
            events += self._announce(judgement, time_s)
        is_let_down = self._let_down(state, spaces, people.is_empty)
        return Conclusions(
            status, chances.copy(), numbers, people.is_empty, is_let_down, tuple(events)
        )

    def _watch_silence(self, state: DetectorState, spaces: Spaces) -> tuple[BlindSpace, ...]:
        """The air spaces of which nothing is known, noted in the state too."""
        blind = blind_spaces(state, spaces, self._has_barometer)
        note_blindness(state, self.settings[0], blind)
        if [one.first for one in blind] != self._blind:
            self._blind = [one.first for one in blind]
            self._schedule.invalidate()
        return blind

    def _people(self, spaces: Spaces, row: Floats) -> PeopleInside:
        """Where people are; looked at anew only when a hatch or somebody moved."""
        counts = np.where(self._crew >= 0, row[np.maximum(self._crew, 0)], np.nan)
        seen = (self._schedule.places(), counts.tobytes())
        if self._people_in is not spaces or self._people_seen != seen:
            told, nobody = self._count(spaces, counts)
            inside = np.unique(spaces.space_of[~nobody & ~spaces.is_vented]).tolist()
            firsts = tuple(inside) or (spaces.main,)
            self._people_in, self._people_seen = spaces, seen
            self._people_known = PeopleInside(told, nobody, self._schedule.cut_off(told), firsts)
        return self._people_known

    def _count(
        self, spaces: Spaces, counts: Floats
    ) -> tuple[dict[str, int] | None, NDArray[np.bool_]]:
        if np.isnan(counts).all():
            at = [self._ids.index(p.module) for p in self._station.crew if p.module in self._ids]
            occupied = {spaces.main, *spaces.space_of[at].tolist()}
            return None, ~np.isin(spaces.space_of, list(occupied))
        counts = np.nan_to_num(counts)
        people = np.bincount(spaces.space_of, weights=counts, minlength=len(self._ids))
        told = {name: round(float(n)) for name, n in zip(self._ids, counts, strict=True) if n > 0}
        return told, people[spaces.space_of] < 0.5

    def _let_down(
        self, state: DetectorState, spaces: Spaces, is_empty: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """The modules whose air was let out on purpose: a valve to vacuum stood open, or they were found
        empty though they do not leak, as an airlock may be.
        """
        every, of = state.spaces, spaces.space_of
        is_vacuum = every["level_pa"][of] < self.limits.estimation.vacuum_pa
        is_lock = is_empty & (of != spaces.main) & (every["is_detected"][of] == 0)
        let_down: NDArray[np.bool_] = (every["is_let_down"][of] == 1) | (is_vacuum & is_lock)
        return let_down

    def _running(self, row: Floats) -> frozenset[str] | None:
        """The machines that are on, or give gas; None where telemetry tells of none."""
        if (self._is_on < 0).all() and (self._flows < 0).all():
            return None
        is_on = (self._is_on >= 0) & (row[self._is_on] == 1.0)
        gives = (self._flows >= 0) & (row[self._flows] > 0.0)
        told = zip(self._machines, (is_on | gives).tolist(), strict=True)
        return frozenset(name for name, runs in told if runs)

    def _gas_kg(self, state: DetectorState, row: Floats) -> float:
        for k, column in enumerate(self._tanks.tolist()):
            if column >= 0 and math.isfinite(row[column]):
                state.tanks_kg[k] = row[column]
        known = np.where(np.isfinite(state.tanks_kg), state.tanks_kg, self._contents_kg)
        return float(known[self._is_gas].sum()) if self._is_gas.any() else math.nan

    def _locate(
        self,
        state: DetectorState,
        spaces: Spaces,
        time_s: float,
        crew: dict[str, int] | None,
        row: Floats,
        blind: tuple[BlindSpace, ...],
        leaks: BelievedLeaks,
    ) -> list[Event]:
        """Ask the locator when it is time, or when an air space began or ceased to leak."""
        firsts = spaces.firsts
        detected = firsts[state.spaces["is_detected"][firsts] == 1].tolist()
        if detected != self._detected:
            self._detected = detected
            self._schedule.invalidate()
        alert = bool((state.spaces["evidence_1"][firsts] >= 0.5).any())
        believed = float(state.loss[0]["leak_probability"])
        reserve_s = math.inf
        if spaces.main in detected:
            reserve_s = float(state.spaces[spaces.main]["reserve_s"])
        if not self._schedule.is_due(time_s, alert, believed, reserve_s):
            return []
        failed: list[JudgementFailed] = []
        estimates = self._estimates(state, spaces, time_s, blind, failed)
        if not blind and not any(estimate.is_settled for estimate in estimates):
            return [*failed]
        silent = tuple(tuple(self._ids[m] for m in one.modules) for one in blind)
        events = self._guard.judged(
            time_s,
            STATION,
            Judged.LOCATION,
            lambda: self._schedule.update(
                time_s, estimates, crew, reserve_s, self._running(row), silent, leaks
            ),
            failed,
        )
        return [*failed, *(events or ())]

    def _estimates(
        self,
        state: DetectorState,
        spaces: Spaces,
        time_s: float,
        blind: tuple[BlindSpace, ...],
        failed: list[JudgementFailed],
    ) -> tuple[SpaceEstimate, ...]:
        """What is known of each air space, but for those of which that could not be reckoned; where
        nothing is measured nothing is read, and a leak is the more probable the longer.
        """
        found = []
        ages_s = {one.first: one.age_s for one in blind}
        for first in spaces.firsts.tolist():
            estimate = self._guard.judged(
                time_s,
                self._ids[first],
                Judged.ESTIMATE,
                partial(estimate_of, state, spaces, first, self._ids),
                failed,
            )
            if estimate is not None and first in ages_s:
                chance = unseen_chance(ages_s[first], state.spaces[first], self.settings[0])
                estimate = replace(estimate, leak_probability=chance, is_settled=False)
            found += [estimate] if estimate is not None else []
        return tuple(found)

    def _numbers(self, main: AirSpace) -> dict[str, float]:
        explanation = explain(main)
        return {
            "no_leak_probability": self._schedule.no_leak,
            "seal_probability": self._schedule.seal,
            "sensor_fault_probability": self._schedule.sensor,
            "cooling_probability": explanation.cooling,
            "metabolic_probability": explanation.metabolic,
        }

    def _station_loss(self, state: DetectorState) -> tuple[float, float]:
        """Air lost per second by all air spaces together, with its 1-sigma."""
        loss = state.loss[0]
        spread = float(loss["rate_high_kg_s"] - loss["rate_low_kg_s"])
        return float(loss["rate_kg_s"]), spread / (2.0 * Z95)

    def _situation(
        self,
        state: DetectorState,
        spaces: Spaces,
        status: Floats,
        people: PeopleInside,
        board: AlarmBoard,
        rate_kg_s: float,
        gas_reserve_s: float,
    ) -> ThreatInputs:
        firsts, every = people.firsts, state.spaces
        worst = every[firsts[0]]
        if len(firsts) > 1:
            worst = min((every[first] for first in firsts), key=_pressing)
        chances = self._schedule.probabilities[~people.is_empty & ~spaces.is_vented]
        alone = every["leak_probability"][list(firsts)]
        there = min(max(float(alone[alone >= 0.0].sum()), float(chances.sum())), 1.0)
        anywhere = float(state.loss[0]["leak_probability"])
        bad = np.flatnonzero((status == ModuleStatus.LEAKING) | (status == ModuleStatus.SUSPECTED))
        inside = [m for m in bad.tolist() if spaces.space_of[m] in firsts]
        outside = [m for m in bad.tolist() if spaces.space_of[m] not in firsts]
        peopled = {m for m, nobody in zip(self._ids, people.is_empty, strict=True) if not nobody}
        loops = self._uncooled(board)
        ships = {loop.module for loop in loops}
        return ThreatInputs(
            pressure_pa=float(worst["level_pa"]),
            reserve_s=float(worst["reserve_s"]),
            reserve_low_s=float(worst["reserve_low_s"]),
            is_leak_detected=bool(worst["is_detected"] == 1),
            is_loss_established=bool(state.loss[0]["is_established"] == 1),
            leak_probability=there,
            anywhere_probability=max(there, anywhere) if anywhere >= 0.0 else there,
            is_rapid=any(
                a.rule == _RAPID and a.is_active and a.state is not AlarmState.SUPPRESSED
                for a in board.alarms.values()
            ),
            leak_rate_kg_s=rate_kg_s,
            leaking=tuple(self._ids[m] for m in inside),
            closed_off=tuple(self._ids[m] for m in outside),
            cut_off=people.cut_off,
            gas_reserve_s=gas_reserve_s,
            uncooled=tuple(loop.id for loop in loops),
            unfit=tuple(p.id for p in self._station.crew if p.vehicle in ships),
            stifling=board.active_about(_OXYGEN, peopled),
            stale=board.active_about(_CARBON_DIOXIDE, peopled),
            must_leave=self._schedule.must_leave,
        )

    def _uncooled(self, board: AlarmBoard) -> list[CoolantLoop]:
        """The coolant loops that have lost their pressure: a ship that one of them should cool is not to be used."""
        loops = self._station.coolant_loops
        low = board.active_about(_UNCOOLED, [loop.id for loop in loops])
        return [loop for loop in loops if loop.id in low]

    def _verdicts(self) -> dict[str, Verdict]:
        """The verdicts so far, by party."""
        return {party: Verdict[digest.partition("|")[0]] for party, digest in self._judged.items()}

    def _announce(self, judgement: Judgement, time_s: float) -> list[Event]:
        """The event of a verdict, when it or its kind of reasons changed."""
        kinds = (kind_of(reason, self._names) for reason in judgement.reasons)
        digest = "|".join((judgement.verdict.name, *kinds))
        calm = judgement.verdict is Verdict.NONE and judgement.party not in self._judged
        is_same = self._judged.get(judgement.party) == digest
        self._judged[judgement.party] = digest
        return [] if is_same or calm else [judgement.event(time_s)]

    def state(self) -> dict[str, Any]:
        """All there is to keep."""
        return {
            "detected": self._detected,
            "judged": self._judged,
            "faults": self._guard.state(),
            "blind": self._blind,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        self._detected = list(state["detected"])
        self._judged = dict(state["judged"])
        self._guard.restore(state["faults"])
        self._blind = list(state["blind"])


def _pressing(space: AirSpace) -> tuple[float, float]:
    """By what the worst of several air spaces with people comes first: time left, then pressure."""
    reserve_s, level_pa = float(space["reserve_low_s"]), float(space["level_pa"])
    is_known = space["is_detected"] == 1 and math.isfinite(reserve_s)
    return reserve_s if is_known else math.inf, level_pa if level_pa > 0.0 else math.inf
