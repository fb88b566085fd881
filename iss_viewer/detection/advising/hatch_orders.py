"""Which hatches the advice has people move: those in work by now, and those that should long stand otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from iss_viewer.station.actions import MoveHatch
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.telemetry.events import Advice
from iss_viewer.telemetry.events.advice import CrewStep

STIFF_AFTER = 4.0  # times as long as a step should take: then its hatch does not move

#: hatches: how they shall stand, and a time, s
Standings = dict[str, tuple[bool, float]]


@dataclass
class HatchOrders:
    """due: hatches that are to be moved, and when they should long have been. in_work: hatches that somebody has begun
    to move, by this advice or one before it, and until when.
    """

    due: Standings = field(default_factory=dict)
    in_work: Standings = field(default_factory=dict)

    def give(self, time_s: float, advice: Advice, closed: frozenset[str]) -> None:
        """Note what a new advice asks for; `closed`: the hatches that are shut."""
        asked: Standings = {}
        for move, step in _moves(advice):
            due_s = time_s + STIFF_AFTER * step.ends_s
            before = self.due.get(move.hatch, (move.is_open, due_s))
            same = before[0] is move.is_open
            asked[move.hatch] = (move.is_open, min(before[1], due_s) if same else due_s)
        late = {hatch: self.due[hatch] for hatch in self.stiff(time_s, closed)}
        self.due = {**late, **asked}

    def stiff(self, time_s: float, closed: frozenset[str]) -> frozenset[str]:
        """Hatches that should long have been moved, and still stand as they did."""
        return frozenset(
            hatch for hatch, (_, due_s) in _not_done(self.due, closed).items() if time_s > due_s
        )

    def begun(self, time_s: float, advice: Advice | None, closed: frozenset[str]) -> frozenset[str]:
        """Hatches that somebody has begun to move by now, and not ended. advice: that people go by."""
        if advice is not None:
            hands = read_safety_rules().hands
            for move, step in _moves(advice):
                if step.starts_s <= time_s - advice.time_s:
                    until_s = advice.time_s + hands.look_s + hands.slower_1 * step.ends_s
                    self.in_work[move.hatch] = (move.is_open, until_s)
        going_on = _not_done(self.in_work, closed).items()
        self.in_work = {hatch: one for hatch, one in going_on if time_s <= one[1]}
        return frozenset(self.in_work)


def _not_done(standings: Mapping[str, tuple[bool, float]], closed: frozenset[str]) -> Standings:
    """Those whose hatch does not stand yet as it shall."""
    return {hatch: one for hatch, one in standings.items() if (hatch not in closed) is not one[0]}


def _moves(advice: Advice) -> Iterator[tuple[MoveHatch, CrewStep]]:
    for action, step in zip(advice.actions, advice.steps, strict=False):
        if isinstance(action, MoveHatch):
            yield action, step
