"""When a hatch counts as wrong: it did not split the suspects, was held too long, cut somebody off, or was opened against
a difference. What the program advised is never charged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from iss_viewer.exercise.station_truth import StationTruth
from iss_viewer.scenario.exercise.exercise import HatchRules
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.actions import MoveHatch
from iss_viewer.station.topology import part_with, parts_of, way
from iss_viewer.telemetry.events import (
    ActionDone,
    AdviceGiven,
    Event,
    ForbiddenDone,
    OrderChanged,
)

#: closings that are asked for within so long are one batch
BATCH_S = 300.0
#: so many closed hatches on the way from a leak to people may stand, whatever is across them
_MAY_STAND = 2
NEVER_S = float("inf")


class HatchMistake(Enum):
    """Why a hatch counts as wrong; the value is what `ForbiddenDone` names."""

    NO_SPLIT = "hatch closed without splitting the possible leak locations"
    HELD_LONG = "hatch held closed too long against a difference of pressure"
    CUT_OFF = "hatch closed between people and their vehicle"
    AGAINST = "hatch opened against a difference of pressure"


@dataclass(frozen=True, slots=True)
class ClosingBatch:
    """Hatches asked to be closed together: since when, the chances of places known then, what was shut before."""

    since_s: float
    hatches: tuple[str, ...]
    chances_1: dict[str, float]
    shut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HatchWatchState:
    """What is known of the hatches of a run: the batch to judge, since when each is held closed against too much, who
    was cut off, which hatches were advised, what counted already; orders of closings that were seen, asked: those not done yet; closed: by people of the run.
    """

    batch: ClosingBatch | None = None
    held: tuple[tuple[str, float], ...] = ()
    cut: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    last_closed: str = ""
    orders: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class HatchUmpire:
    """Judges the hatches of one run; `judge` is asked at each instant."""

    def __init__(
        self, station: Station, rules: HatchRules, chance_1: Callable[[str], float]
    ) -> None:
        self._station, self._rules, self._chance_1 = station, rules, chance_1
        self.state = HatchWatchState()

    def next_s(self) -> float:
        """When a batch is to be judged."""
        batch = self.state.batch
        return NEVER_S if batch is None else batch.since_s + BATCH_S

    def judge(
        self, events: Iterable[Event], truth: StationTruth, leaking: Collection[str]
    ) -> tuple[ForbiddenDone, ...]:
        """What is found wrong at an instant. leaking: modules that leak, or where a leak was found."""
        found: list[tuple[str, HatchMistake]] = []
        for event in events:
            found += self._seen(event, truth)
        found += self._of_batch(truth.now.time_s)
        found += self._of_cut_off(truth)
        found += self._of_holding(truth, leaking)
        return self._charged(found, truth.now.time_s)

    def _seen(self, event: Event, truth: StationTruth) -> list[tuple[str, HatchMistake]]:
        state = self.state
        match event:
            case AdviceGiven(advice=advice):
                named = {a.hatch for a in advice.actions if isinstance(a, MoveHatch)}
                advised = sorted({*state.advised, *named, *advice.hatches})
                self._set(advised=tuple(advised))
            case OrderChanged(action=MoveHatch(hatch=hatch, is_open=False), order=order):
                if order not in state.orders:
                    self._set(orders=(*state.orders, order), asked=(*state.asked, hatch))
                    self._ask(hatch, event.time_s, truth)
            case ActionDone(action=MoveHatch(hatch=hatch, is_open=False), actor=actor) if actor:
                if hatch not in state.asked:
                    self._ask(hatch, event.time_s, truth)
                asked = tuple(other for other in state.asked if other != hatch)
                closed = tuple(sorted({*state.closed, hatch}))
                self._set(last_closed=hatch, asked=asked, closed=closed)
            case ActionDone(action=MoveHatch(hatch=hatch, is_open=True), actor=actor) if actor:
                if truth.difference_pa(hatch) > self._rules.open_most_pa:
                    return [(hatch, HatchMistake.AGAINST)]
        return []

    def _ask(self, hatch: str, time_s: float, truth: StationTruth) -> None:
        """A closing was asked for: one of the batch in progress, or the first of another."""
        batch = self.state.batch
        if batch is None:
            chances = {m: self._chance_1(m) for m in self._station.module_ids}
            shut = tuple(sorted(truth.now.closed_hatches - {hatch}))
            self._set(batch=ClosingBatch(time_s, (hatch,), chances, shut))
        elif hatch not in batch.hatches:
            hatches = (*batch.hatches, hatch)
            self._set(batch=ClosingBatch(batch.since_s, hatches, batch.chances_1, batch.shut))

    def _of_batch(self, time_s: float) -> list[tuple[str, HatchMistake]]:
        batch = self.state.batch
        if batch is None or time_s < batch.since_s + BATCH_S:
            return []
        self._set(batch=None)
        return [(h, HatchMistake.NO_SPLIT) for h in batch.hatches if not self._splits(h, batch)]

    def _splits(self, hatch_id: str, batch: ClosingBatch) -> bool:
        """Whether a closing splits the suspects: some chance on its smaller side, or nearly all on one."""
        chances = _shares(batch.chances_1)
        hatch = self._station.hatch(hatch_id)
        if VACUUM in (hatch.a, hatch.b):
            return True
        parts = parts_of(self._station, {*batch.shut, *batch.hatches})
        sides = [
            sum(chances[m] for m in sorted(part_with(parts, side))) for side in (hatch.a, hatch.b)
        ]
        least = min(self._rules.splits, 0.5 / len(chances))
        return min(sides) >= least or max(sides) >= self._rules.found

    def _of_cut_off(self, truth: StationTruth) -> list[tuple[str, HatchMistake]]:
        cut = truth.cut_off()
        new = sorted(set(cut) - set(self.state.cut))
        self._set(cut=cut)
        hatch = self.state.last_closed
        return [(hatch, HatchMistake.CUT_OFF)] if new and hatch else []

    def _of_holding(
        self, truth: StationTruth, leaking: Collection[str]
    ) -> list[tuple[str, HatchMistake]]:
        now_s, before = truth.now.time_s, dict(self.state.held)
        most_pa = 2.0 * self._rules.hold_most_pa
        against = sorted(
            h.id
            for h in self._station.hatches
            if h.id in truth.now.closed_hatches
            and h.id in self.state.closed
            and VACUUM not in (h.a, h.b)
            and truth.difference_pa(h.id) > most_pa
        )
        stand = self._may_stand(truth, leaking) if against else set()
        held = {h: before.get(h, now_s) for h in against if h not in stand}
        self._set(held=tuple(held.items()))
        grace_s = self._rules.hold_grace_s
        return [(h, HatchMistake.HELD_LONG) for h, s in held.items() if now_s - s > grace_s]

    def _may_stand(self, truth: StationTruth, leaking: Collection[str]) -> set[str]:
        """The first closed hatches on the ways from leaks to people."""
        closed, stand = truth.now.closed_hatches, set[str]()
        for place in sorted(set(truth.now.places.values())):
            for room in sorted(leaking):
                path = way(self._station, closed, room, place)
                shut = [
                    hatch.id
                    for a, b in pairwise(path)
                    for hatch in self._station.hatches
                    if {hatch.a, hatch.b} == {a, b} and hatch.id in closed
                ]
                stand |= set(shut[:_MAY_STAND])
        return stand

    def _charged(
        self, found: Iterable[tuple[str, HatchMistake]], time_s: float
    ) -> tuple[ForbiddenDone, ...]:
        """Those that cost points: each hatch once for each reason, none that was advised or is never judged."""
        events = []
        for hatch, mistake in found:
            key = (hatch, mistake.name)
            is_free = hatch in self._rules.free or hatch in self.state.advised
            if key in self.state.counted or is_free:
                continue
            self._set(counted=(*self.state.counted, key))
            events.append(ForbiddenDone(time_s, mistake.value, self._rules.points, hatch))
        return tuple(events)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # each by its own name


def _shares(chances_1: dict[str, float]) -> dict[str, float]:
    """Chances that add up to 1; where none are known, all alike."""
    known = {m: c if c == c and c > 0.0 else 0.0 for m, c in chances_1.items()}
    total = sum(known.values())
    if total <= 0.0:
        return {m: 1.0 / len(known) for m in known}
    return {m: c / total for m, c in known.items()}
