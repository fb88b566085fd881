"""Hatches that may be shut next, by what they tell a second: the value of an action before anybody asks whether it is
safe. Single hatches; all untested ships at once, and the hatches behind them; and sets that grow from the best.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from iss_viewer.detection.advising.air import left_over_pa
from iss_viewer.detection.advising.course import Move
from iss_viewer.detection.advising.errands import without_standing
from iss_viewer.detection.advising.hatch_layout import PartCut, bits, mask_of
from iss_viewer.detection.advising.outset import Outset
from iss_viewer.detection.advising.plan import HatchPlan, Outlook, Prospect
from iss_viewer.detection.advising.stands import is_untested, nearest

_PUBLISHED = 1.1  # by which the order of drills, ships first, counts for more
_BASES = 2  # of the best single hatches, from which sets grow
_LOOK_ON = 3  # closures without gain after which growing a set is given up


@dataclass(frozen=True)
class HatchCandidate:
    """Hatches to shut, what they promise, and its worth: nats a second that lead on.

    through: a shut hatch that is opened for it and shut again behind, -1: none.
    """

    shut: int
    prospect: Prospect
    worth: float
    layout: HatchPlan
    through: int = -1

    @property
    def judge_s(self) -> float:
        """From the last closure until it can be judged."""
        return max(self.prospect.total_s - self.layout.closing_s, 0.0)


class Candidates:
    """What can be shut next from one state of hatches and people."""

    def __init__(self, outset: Outset, outlook: Outlook, standing: HatchPlan) -> None:
        self._outset, self._outlook, self._standing = outset, outlook, standing
        self._lost = lru_cache(maxsize=None)(self._lost_in)
        self._opens = lru_cache(maxsize=None)(self._pulled_open)
        self._homes = lru_cache(maxsize=None)(self._beside_ships)
        self._far = lru_cache(maxsize=None)(self._nearest_steps)
        self._ends_up = tuple(set(zip(outset.places, outset.ships, strict=True)))
        self._manned = outset.manned(outset.places, outset.closed)
        self._parties = max(len(outset.crews(outset.places, outset.closed)), 1)
        self._formed = dict(zip(standing.parts, standing.formed_s, strict=True))

    def wait(self) -> HatchCandidate:
        """Leave all as it is."""
        prospect = self._outlook.prospect(self._standing)
        return HatchCandidate(0, prospect, prospect.pace, self._standing)

    def all(self) -> list[HatchCandidate]:
        """All candidates, the worthiest first; waiting is among them."""
        found = {0: self.wait()}
        singles = self._of([cut.hatches for cut in self._open_cuts(self._outset.closed)])
        ships, rings = self._tests()
        tests = self._of([mask for mask in (ships, rings, ships | rings) if mask])
        for one in (*singles, *tests, *self._inside()):
            found.setdefault(one.shut, one)
        for base in [*sorted(singles, key=lambda c: -c.worth)[:_BASES], *tests[:1]]:
            for one in self._grown(base):
                found.setdefault(one.shut, one)
        published = {mask for mask in self._tests() if mask}
        return sorted(
            found.values(),
            key=lambda c: (-c.worth * (_PUBLISHED if c.shut in published else 1.0), c.shut),
        )

    def of(self, shut: int) -> HatchCandidate:
        """The candidate of some hatches."""
        return self._of([shut])[0] if shut else self.wait()

    def _open_cuts(self, closed: int) -> Iterator[PartCut]:
        """Cuts in parts where people are; everywhere where nobody is known of."""
        layout = self._outset.layout
        for part in layout.parts(closed):
            if self._is_at_hand(part):
                for cut in layout.cuts(part, closed):
                    if not cut.hatches & self._outset.stiff:
                        yield cut

    def _is_at_hand(self, part: int) -> bool:
        return not self._outset.people or bool(part & self._manned)

    def _tests(self) -> tuple[int, int]:
        """Hatches of ships that were never shut off, and of the modules that they are docked to."""
        outset, layout = self._outset, self._outset.layout
        ships, rings = 0, 0
        for ship in bits(outset.ship_mask & ~outset.tested):
            part = layout.part(ship, outset.closed)
            if part == 1 << ship or not self._is_at_hand(part):
                continue
            doors = [h for h in layout.border(1 << ship) if not outset.closed >> h & 1]
            ships |= mask_of(doors)
            for door in doors:
                port = layout.beyond(door, 1 << ship)
                behind = [
                    h for h in layout.border(1 << port | 1 << ship) if not outset.closed >> h & 1
                ]
                if len(behind) == 1:
                    rings |= 1 << behind[0]
        return ships & ~outset.stiff, rings & ~outset.stiff

    def _inside(self) -> list[HatchCandidate]:
        """Cuts in a part without people next to one with people: somebody goes in, shuts a hatch and comes out."""
        outset, layout = self._outset, self._outset.layout
        hands, drafts = outset.rules.hands, list[tuple[int, int, float]]()
        if not outset.people:
            return []
        for part in layout.parts(outset.closed):
            if part & self._manned or not part & outset.hypotheses.suspects:
                continue
            doors = [
                h for h in layout.border(part)
                if self._manned >> layout.beyond(h, part) & 1 and not outset.stiff >> h & 1
                and self._opens(h, part)
            ]  # fmt: skip
            for cut in layout.cuts(part, outset.closed):
                for door in doors[:1]:
                    drafts.append((cut.hatches, door, 2.0 * hands.hatch_s))
        found = []
        for shut, door, extra_s in drafts:
            one = self._of([shut], extra_s)[0]
            found.append(HatchCandidate(one.shut, one.prospect, one.worth, one.layout, door))
        return found

    def _of(self, sets: Sequence[int], extra_s: float = 0.0) -> list[HatchCandidate]:
        """Candidates of sets of hatches; those with equally many parts are reckoned side by side."""
        by_count: dict[int, list[tuple[int, HatchPlan]]] = {}
        for shut in dict.fromkeys(sets):
            plan = self._plan(shut, extra_s)
            by_count.setdefault(len(plan.parts), []).append((shut, plan))
        found: dict[int, HatchCandidate] = {}
        for drafts in by_count.values():
            plans = [plan for _, plan in drafts]
            prospects = self._outlook.prospects(plans, [0.0] * len(plans))
            for (shut, plan), prospect in zip(drafts, prospects, strict=True):
                found[shut] = HatchCandidate(shut, prospect, self._worth(shut, prospect), plan)
        return [found[shut] for shut in dict.fromkeys(sets)]

    def _plan(self, shut: int, extra_s: float) -> HatchPlan:
        """The parts of a set of hatches, and about when they are made."""
        outset, layout = self._outset, self._outset.layout
        count = shut.bit_count()
        parties = min(self._parties, max(count, 1))
        hatch_s = outset.rules.hands.hatch_s
        done_s = self._walk_s(shut) + hatch_s * math.ceil(count / parties) + extra_s
        parts = tuple(layout.named(mask) for mask in layout.parts(outset.closed | shut))
        formed = tuple(self._formed.get(part, done_s) for part in parts)
        return HatchPlan(parts, formed, layout.hatch_names(shut), done_s, done_s - hatch_s)

    def _walk_s(self, shut: int) -> float:
        """About how long people walk: to the farthest hatch, and on to each further one."""
        if not self._outset.people:
            return 0.0
        far = max((self._far(hatch) for hatch in bits(shut)), default=0)
        return self._outset.rules.hands.walk_s * (far + shut.bit_count() / self._parties)

    def _nearest_steps(self, hatch: int) -> int:
        """How far the nearest person is from a hatch."""
        layout, ends = self._outset.layout, self._outset.layout.ends[hatch]
        return min(layout.steps(at, end, 0) for at, _ in self._ends_up for end in ends)

    def _worth(self, shut: int, prospect: Prospect) -> float:
        """Nats a second, less those that end where nobody can go any more."""
        if not prospect.total_s > 0.0 or not prospect.pace > 0.0:
            return 0.0
        after = self._outset.closed | shut
        return self._led_on(shut, prospect, self._homes(after))

    def placed(self, one: HatchCandidate, places: Sequence[int]) -> HatchCandidate:
        """A candidate with its worth once people are at these places: where they are not, nobody can go on."""
        after = self._outset.closed | one.shut
        homes = self._outset.manned(tuple(places), after)
        worth = min(one.worth, self._led_on(one.shut, one.prospect, homes))
        return replace(one, worth=worth)

    def _led_on(self, shut: int, prospect: Prospect, homes: int) -> float:
        before = self._outset.closed
        lost = self._lost(before | shut, homes) - self._lost(before, self._homes(before))
        weighs = self._outset.rules.choice.dead_end_weighs
        kept = max(1.0 - weighs * max(lost, 0.0) / max(prospect.gain, 1e-9), 1e-3)
        return prospect.pace * kept

    def _lost_in(self, closed: int, homes: int) -> float:
        """What is not known of places in parts that nobody is in and that do not open again; nats. homes: modules of
        parts with people.
        """
        outset, layout = self._outset, self._outset.layout
        if not outset.people:
            return 0.0
        total = 0.0
        for part in layout.parts(closed):
            if part & homes or not part & outset.hypotheses.suspects:
                continue
            rows = outset.hypotheses.rows_in(part)
            if len(rows) < 2:
                continue
            if any(
                self._opens(h, part)
                for h in layout.border(part)
                if homes >> layout.beyond(h, part) & 1
            ):
                continue
            chances = outset.hypotheses.chances[rows]
            whole = float(chances.sum())
            total -= math.fsum(c * math.log(c / whole) for c in chances.tolist() if c > 0.0)
        return total

    def _beside_ships(self, closed: int) -> int:
        """The parts where people will be: beside their ships as far as they can go, and not shut in with one that was
        never tested.
        """
        outset, layout = self._outset, self._outset.layout
        mask, shut_in = 0, 0
        for part in layout.parts(closed):
            shut_in |= part if is_untested(outset, part) else 0
        for at, ship in self._ends_up:
            fit = layout.part(at, outset.closed) & ~outset.ship_mask & ~shut_in
            to = at if ship < 0 else ship
            mask |= layout.part(nearest(layout, to, fit) if fit else at, closed)
        return mask

    def _pulled_open(self, hatch: int, leaking: int) -> bool:
        """Whether arms can pull a hatch open again that shuts off a part with the hole, as large as a plan bears."""
        outset, layout = self._outset, self._outset.layout
        beyond, sigmas = layout.beyond(hatch, leaking), outset.rules.doubt.volume_sigmas
        sound = layout.part(beyond, outset.closed) & ~leaking or 1 << beyond
        left_pa = left_over_pa(
            layout.volume_m3(sound, sigmas),
            layout.volume_m3(leaking, sigmas),
            outset.hypotheses.planned_m3_s,
            outset.valve_m3_s(hatch),
            float(outset.air.gases_pa[0, layout.near(hatch, leaking)]),
        )
        return layout.areas_m2[hatch] * left_pa <= outset.rules.hands.pull_n

    def _grown(self, base: HatchCandidate) -> Iterator[HatchCandidate]:
        """Sets that grow from one, each time by the cut that promises most."""
        best, behind = base.worth, 0
        while base.shut.bit_count() < self._outset.rules.choice.most_hatches and behind < _LOOK_ON:
            closed = self._outset.closed | base.shut
            more = [base.shut | cut.hatches for cut in self._cuts_within(closed)]
            if not more:
                return
            base = max(self._of(more), key=lambda c: (c.worth, -c.shut))
            yield base
            behind = 0 if base.worth > best else behind + 1
            best = max(best, base.worth)

    def _cuts_within(self, closed: int) -> Iterator[PartCut]:
        """Cuts of what was part of a part with people."""
        layout = self._outset.layout
        for part in layout.parts(closed):
            whole = layout.part((part & -part).bit_length() - 1, self._outset.closed)
            if self._is_at_hand(whole):
                for cut in layout.cuts(part, closed):
                    if not cut.hatches & self._outset.stiff:
                        yield cut


def inside_moves(outset: Outset, candidate: HatchCandidate) -> tuple[Move, ...] | None:
    """The moves of a candidate that goes through a shut hatch; None: nobody is beside it."""
    layout, door = outset.layout, candidate.through
    part = next(
        p
        for p in layout.parts(outset.closed)
        if (p & _ends(outset, candidate.shut) and p >> layout.ends[door][0] & 1)
        or (p & _ends(outset, candidate.shut) and p >> layout.ends[door][1] & 1)
    )
    outside, inside = layout.beyond(door, part), layout.near(door, part)
    near = [p for p, at in enumerate(outset.places) if layout.way(at, outside, outset.closed)]
    if not near:
        return None
    who = tuple(sorted(near, key=lambda p: layout.steps(outset.places[p], outside, outset.closed)))
    who = who[: outset.rules.hands.closers]
    opened = outset.closed & ~(1 << door)
    moves = [Move(who, outside), Move(who, outside, door, True)]
    far_first = sorted(bits(candidate.shut), key=lambda h: -_distance(outset, h, inside, opened))
    for hatch in far_first:
        side = min(layout.ends[hatch], key=lambda m: layout.steps(inside, m, opened))
        moves += [Move(who, side), Move(who, side, hatch, False)]
    moves += [Move(who, outside), Move(who, outside, door, False)]
    return without_standing(moves, outset.places)


def _ends(outset: Outset, shut: int) -> int:
    mask = 0
    for hatch in bits(shut):
        a, b = outset.layout.ends[hatch]
        mask |= 1 << a | 1 << b
    return mask


def _distance(outset: Outset, hatch: int, start: int, closed: int) -> int:
    return min(outset.layout.steps(start, end, closed) for end in outset.layout.ends[hatch])
