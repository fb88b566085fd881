"""Who does what, one after another: moves of people, and the stretches of time that they make.

Each person does one move after another, all people side by side. A hatch is shut when those whose way leads
through it have passed, and passed when it is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iss_viewer.detection.advising.air import equalising_s
from iss_viewer.detection.advising.outset import NONE, Outset
from iss_viewer.detection.advising.rehearsal import WHOLE, RehearsalCourse


@dataclass(frozen=True, slots=True)
class Move:
    """People go to a module, or stand there and move a hatch. who: their places in the list of people."""

    who: tuple[int, ...]
    to: int
    hatch: int = NONE
    is_open: bool = False


@dataclass(frozen=True)
class Timetable:
    """When each move begins and is done, and how all stand at the end. What is planned leaves equalising to the rehearsal;
    what is expected reckons with it by the air as it is read.
    """

    moves: tuple[Move, ...]
    starts_s: tuple[float, ...]
    ends_s: tuple[float, ...]
    places: tuple[int, ...]
    closed: int

    @property
    def lasts_s(self) -> float:
        """Until the last is done."""
        return max(self.ends_s, default=0.0)


class CannotBeDone(Exception):
    """People cannot get where a move wants them."""


def timetable(
    outset: Outset,
    moves: Sequence[Move],
    places: tuple[int, ...],
    closed: int,
    slower_1: float = 1.0,
) -> Timetable:
    """When moves are planned to be done by people who take `slower_1` times as long. Raises CannotBeDone."""
    return _timetable(moves, _Crew(outset, list(places), closed, slower_1))


def expected(outset: Outset, moves: Sequence[Move]) -> Timetable | None:
    """When moves are expected to be done from now on, at the usual pace; None: they cannot be."""
    try:
        return _timetable(moves, _Crew(outset, list(outset.places), outset.closed, is_read=True))
    except CannotBeDone:
        return None


def _timetable(moves: Sequence[Move], crew: _Crew) -> Timetable:
    spans = [crew.do(move) for move in moves]
    starts_s, ends_s = tuple(start for start, _ in spans), tuple(end for _, end in spans)
    return Timetable(tuple(moves), starts_s, ends_s, tuple(crew.at), crew.closed)


class _Crew:
    """People and hatches while moves are done. is_read: what stands across hatches is known, else left open."""

    def __init__(
        self,
        outset: Outset,
        at: list[int],
        closed: int,
        slower_1: float = 1.0,
        is_read: bool = False,
    ) -> None:
        self._outset, self.at, self.closed = outset, at, closed
        self._slower, self._is_read = slower_1, is_read
        self._free_s = [0.0] * len(at)
        self._moved_s: dict[int, float] = {}  # when a hatch was moved last
        self._passed_s: dict[int, float] = {}  # when the last walk through it was over

    def do(self, move: Move) -> tuple[float, float]:
        """When a move begins and is done. Raises CannotBeDone."""
        start_s = max((self._free_s[p] for p in move.who), default=0.0)
        if move.hatch == NONE:
            start_s, end_s = self._walk(move, start_s)
        else:
            end_s = self._shift(move, start_s)
        for p in move.who:
            self._free_s[p], self.at[p] = end_s, move.to
        return start_s, end_s

    def _shift(self, move: Move, start_s: float) -> float:
        """When a hatch is moved; it waits for those who are on their way through it."""
        outset, hands = self._outset, self._outset.rules.hands
        if any(not outset.layout.part(self.at[p], self.closed) >> move.to & 1 for p in move.who):
            raise CannotBeDone
        equal_s = self._equalising_s(move.hatch) if move.is_open and self._is_read else 0.0
        done_s = start_s + self._slower * hands.hatch_s + equal_s
        end_s = max(done_s, self._passed_s.get(move.hatch, 0.0))
        bit = 1 << move.hatch
        self.closed = self.closed & ~bit if move.is_open else self.closed | bit
        self._moved_s[move.hatch] = end_s
        return end_s

    def _equalising_s(self, hatch: int) -> float:
        """How long its valve lets air pass before arms can pull a hatch, as the air is read; none where they can."""
        outset, layout = self._outset, self._outset.layout
        pressures = [float(outset.air.gases_pa[WHOLE, end]) for end in layout.ends[hatch]]
        off_pa = max(pressures) - min(pressures)
        is_pulled = off_pa * layout.areas_m2[hatch] <= outset.rules.hands.pull_n
        if is_pulled or not layout.valves_m[hatch]:
            return 0.0
        a, b = (layout.volume_m3(layout.part(end, self.closed)) for end in layout.ends[hatch])
        return equalising_s((a, b), outset.valve_m3_s(hatch), off_pa, max(pressures))

    def _walk(self, move: Move, start_s: float) -> tuple[float, float]:
        """When a walk begins and ends; the hatches that it passes have to be open."""
        layout, most = self._outset.layout, 0
        passes: set[int] = set()
        for p in move.who:
            path = layout.way(self.at[p], move.to, self.closed)
            if not path:
                raise CannotBeDone
            most = max(most, len(path) - 1)
            passes.update(layout.passed(self.at[p], move.to, self.closed))
        start_s = max([start_s, *(self._moved_s[h] for h in passes if h in self._moved_s)])
        end_s = start_s + self._slower * self._outset.rules.hands.walk_s * most
        for hatch in passes:
            self._passed_s[hatch] = max(self._passed_s.get(hatch, 0.0), end_s)
        return start_s, end_s


def has_stiff(outset: Outset, moves: Sequence[Move]) -> bool:
    """Whether people are asked to move a hatch that does not move."""
    return any(m.who and m.hatch != NONE and outset.stiff >> m.hatch & 1 for m in moves)


def course_of(
    outset: Outset, table: Timetable, places: tuple[int, ...], closed: int, then_s: float
) -> RehearsalCourse:
    """The stretches of a timetable that begins with these places and hatches, and what follows for `then_s`."""
    layout, count = outset.layout, len(outset.layout.modules)
    shifts = sorted(
        (end_s, k)
        for k, (move, end_s) in enumerate(zip(table.moves, table.ends_s, strict=True))
        if move.hatch != NONE
    )
    lasts, parts, opens, valves, areas, stood = [], [], [], [], [], []
    now_s = 0.0
    for end_s, k in shifts:
        move = table.moves[k]
        lasts.append(end_s - now_s)
        parts.append(_firsts(outset, closed))
        stood.append(_stood(table, places, end_s))
        is_joined = move.is_open and closed >> move.hatch & 1
        opens.append(layout.ends[move.hatch] if is_joined else (NONE, NONE))
        valves.append(outset.valve_m3_s(move.hatch) if is_joined else 0.0)
        areas.append(layout.areas_m2[move.hatch])
        closed = closed & ~(1 << move.hatch) if move.is_open else closed | 1 << move.hatch
        now_s = end_s
    lasts.append(max(table.lasts_s - now_s, 0.0) + then_s)
    parts.append(_firsts(outset, closed))
    stood.append(table.places)
    opens.append((NONE, NONE))
    return RehearsalCourse(
        np.array(lasts),
        np.array(parts, dtype=np.int64).reshape(-1, count),
        np.array(opens, dtype=np.int64),
        np.array([*valves, 0.0]),
        np.array([*areas, 0.0]),
        np.array(stood, dtype=np.int64).reshape(len(lasts), -1),
    )


def _firsts(outset: Outset, closed: int) -> tuple[int, ...]:
    return outset.layout.firsts(closed)


def _stood(table: Timetable, places: tuple[int, ...], until_s: float) -> tuple[int, ...]:
    """Where each person is while a stretch lasts that ends then: where the last move led that was begun."""
    at = list(places)
    for move, start_s, end_s in zip(table.moves, table.starts_s, table.ends_s, strict=True):
        is_under_way = start_s < until_s if move.hatch != NONE else end_s <= until_s
        if is_under_way:
            for p in move.who:
                at[p] = move.to
    return tuple(at)
