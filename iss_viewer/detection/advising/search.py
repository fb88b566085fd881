"""Choose the set of hatches to close next: greedy growth of the set by information per time."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from iss_viewer.detection.advising.crew import hatches_on
from iss_viewer.detection.advising.plan import Cut, HatchPlan, Outlook, Prospect, cuts_of
from iss_viewer.detection.locating.priors import Procedure
from iss_viewer.physics import AIR_KG_PA_M3
from iss_viewer.station import Station
from iss_viewer.station.topology import Part, Person, part_with, way

_HOPELESS = 0.8  # of the best pace: after _LOOK_ON closures without gain no set grows past it

_STEADY = 1.1  # a set that the crew already works on is kept unless another is so much better
_LOOK_ON = 4  # closures without gain after which growing a set is given up


@dataclass(frozen=True)
class Choice:
    """A layout, what it promises, and the closed hatches that must be passed to reach it."""

    layout: HatchPlan
    prospect: Prospect
    passage: tuple[str, ...] = ()
    moves: bool = False  # people have to go to the part of their vehicle first


class Search:
    """The possible next closures from one state of the hatches."""

    def __init__(
        self,
        station: Station,
        outlook: Outlook,
        closed: Collection[str],
        people: Collection[Person],
        closing_s: float,
        moving_s: float,
        parties: int = 1,
    ) -> None:
        self._parties = parties
        self._station = station
        self._outlook = outlook
        self._moving_s = moving_s
        self._closed = frozenset(closed)
        self._apart = {(p.module, p.vehicle) for p in people if p.module != p.vehicle}
        self._closing_s = closing_s
        self._cuts: dict[Part, tuple[Cut, ...]] = {}
        self._passages: dict[Part, tuple[str, ...]] = {}
        self._refuges = frozenset(person.vehicle for person in people)
        self._standing: tuple[Part, ...] = ()

    def best(self, standing: HatchPlan, planned: Collection[str] = ()) -> tuple[Choice, Choice]:
        """The best choice of hatches (or of waiting), and what waiting alone would give.

        planned: hatches that the last advice named, to which a small advantage is given, so that
        advice does not swing between equals.
        """
        wait = Choice(standing, self._outlook.prospect(standing))
        best, best_pace = wait, wait.prospect.pace
        self._standing = standing.parts
        choice, behind = wait, 0
        while True:
            following = self._grown(choice)
            if following is None:
                return best, wait
            choice = following
            pace = choice.prospect.pace
            if planned and set(choice.layout.hatches) <= set(planned):
                pace *= _STEADY
            behind = 0 if pace > best_pace else behind + 1
            if pace > best_pace:
                best, best_pace = choice, pace
            if behind >= _LOOK_ON and pace < _HOPELESS * best_pace:
                return best, wait

    def _grown(self, choice: Choice) -> Choice | None:
        """The choice with the one more cut that promises most."""
        drafts = [
            self._with(choice, cut, passage)
            for part, passage in self._at_hand(choice)
            for cut in self._cuts_of(part)
        ]
        if not drafts:
            return None
        layouts = [draft.layout for draft in drafts]
        later_s = [2.0 * self._closing_s * self._beyond_reach(one.parts) for one in layouts]
        prospects = self._outlook.prospects(layouts, later_s)
        best = max(range(len(drafts)), key=lambda k: prospects[k].pace)
        return replace(drafts[best], prospect=prospects[best])

    def _at_hand(self, choice: Choice) -> Iterator[tuple[Part, tuple[str, ...]]]:
        """The parts to cut next, and the way there; beyond a closed hatch is another errand, for later."""
        for part in choice.layout.parts:
            if not choice.layout.hatches:
                yield part, self._passage(part)
            elif self._is_at_hand(part, choice):
                yield part, choice.passage

    def _with(self, choice: Choice, cut: Cut, passage: tuple[str, ...]) -> Choice:
        """`choice` with one more cut, and the time that walking and moving people costs; of which the
        prospect is still to be reckoned.
        """
        extra_s = 0.0
        if not choice.layout.hatches:
            extra_s += 2.0 * self._closing_s * len(passage)
        layout = choice.layout.after(cut, self._closing_s, self._parties, extra_s)
        moves = self._needs_moves(layout.parts)
        if moves and not choice.moves:
            layout = layout.delayed(self._moving_s)
        return Choice(layout, choice.prospect, passage, moves)

    def _is_at_hand(self, part: Part, choice: Choice) -> bool:
        """Someone can go there without opening a hatch, or is there on this errand."""
        if not self._refuges or not part.isdisjoint(self._refuges):
            return True
        return any(part < standing for standing in self._parts_begun(choice))

    def _parts_begun(self, choice: Choice) -> tuple[Part, ...]:
        """The standing parts in which the choice began to close hatches."""
        return tuple(p for p in self._standing if p not in choice.layout.parts)

    def _needs_moves(self, parts: Collection[Part]) -> bool:
        """Someone is not in the part of their vehicle."""
        return any(
            (module in part) != (vehicle in part)
            for module, vehicle in self._apart
            for part in parts
        )

    def _beyond_reach(self, parts: Collection[Part]) -> float:
        """The probability that the leak is where one must go through a closed hatch to search on."""
        if not self._refuges:
            return 0.0
        return math.fsum(
            self._outlook.describe(part)[0]
            for part in parts
            if len(part) > 1 and part.isdisjoint(self._refuges)
        )

    def _passage(self, part: Part) -> tuple[str, ...]:
        """The closed hatches on the way from the nearest refuge to a part; none if it holds one."""
        if not self._refuges or not part.isdisjoint(self._refuges):
            return ()
        if part not in self._passages:
            ways = [
                hatches_on(self._station, way(self._station, self._closed, refuge, min(part)))
                for refuge in sorted(self._refuges)
            ]
            shut = [tuple(h for h in hatches if h in self._closed) for hatches in ways]
            self._passages[part] = min(shut, key=len)
        return self._passages[part]

    def _cuts_of(self, part: Part) -> tuple[Cut, ...]:
        if part not in self._cuts:
            self._cuts[part] = cuts_of(self._station, part, self._closed)
        return self._cuts[part]


def far_first(
    station: Station, hatches: Collection[str], people: Collection[Person]
) -> tuple[str, ...]:
    """`hatches` in an order in which those who close them can withdraw to their vehicles."""
    refuges = sorted({p.vehicle for p in people})
    if not refuges:
        return tuple(hatches)

    def distance(hatch_id: str) -> int:
        hatch = station.hatch(hatch_id)
        return min(
            len(way(station, (), hatch.a, r)) + len(way(station, (), hatch.b, r)) for r in refuges
        )

    return tuple(sorted(hatches, key=distance, reverse=True))


def hold_s(
    station: Station,
    parts: Collection[Part],
    closed: Collection[str],
    differences_pa: Mapping[str, float],
    rate_kg_s: float,
    procedure: Procedure,
) -> tuple[float, str]:
    """How long the tightest of `closed` may stay shut, and which it is.

    Half of T1mm: until the difference across it reaches `hold_fall`, if the leak is on the side
    that falls fastest. Hatches that were shut before the search count from their difference now.
    """
    tightest, name = float("inf"), ""
    if not rate_kg_s > 0.0:
        return tightest, name
    volume = {m.id: m.free_volume_m3 for m in station.modules}
    for hatch_id in sorted(closed):
        hatch = station.hatch(hatch_id)
        sides = (part_with(parts, hatch.a), part_with(parts, hatch.b))
        if sides[0] == sides[1]:
            continue
        least_m3 = min(math.fsum(volume[m] for m in sorted(side)) for side in sides)
        left_pa = procedure.hold_fall_pa - abs(differences_pa.get(hatch_id, 0.0))
        seconds = max(left_pa, 0.0) * least_m3 * AIR_KG_PA_M3 / rate_kg_s
        if seconds < tightest:
            tightest, name = seconds, hatch_id
    return tightest, name
