"""What malfunctions do when people have acted: a hatch that comes ajar, a repair that does not hold, a fan that runs on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iss_viewer.exercise.malfunctions.effects import Effects, SpoiledStation
from iss_viewer.exercise.malfunctions.malfunction_record import NEVER_S
from iss_viewer.exercise.malfunctions.malfunction_rules import MalfunctionRules
from iss_viewer.scenario.exercise.malfunctions import (
    FanMalfunction,
    HatchMalfunction,
    RepairMalfunction,
)
from iss_viewer.station.actions import LoosenRepair, MoveHatch, SwitchFans
from iss_viewer.telemetry.events import ActionDone, Event, RepairEnded, ResponseStarted

#: a repair without a time of its own peels off so long after it was done
_PEELS_S = 1800.0


@dataclass(frozen=True, slots=True)
class PeelingRepair:
    """A repair that comes loose: of a leak, the how-manyth, when, and what of it is open then."""

    leak: str
    repairs: int
    at_s: float
    open_1: float = 1.0


class Aftermath:
    """What follows from actions while malfunctions bite. open_1: by leak, what was open before its last repair."""

    def __init__(self, plant: SpoiledStation, rules: MalfunctionRules, effects: Effects) -> None:
        self._plant, self._rules, self._effects = plant, rules, effects
        self.peeling: tuple[PeelingRepair, ...] = ()

    def next_s(self) -> float:
        """When the next repair comes loose."""
        return min((one.at_s for one in self.peeling), default=NEVER_S)

    def follow(self, events: Iterable[Event], time_s: float) -> None:
        """Let follow what does from events, and what is due."""
        for event in events:
            match event:
                case ActionDone(action=MoveHatch(hatch=hatch, is_open=False)):
                    self._unlatch(hatch, time_s)
                case RepairEnded(module=module, site=site) if site > 0:
                    self._spoil_repair(module, site, time_s)
                case ActionDone(action=SwitchFans()) | ResponseStarted():
                    self._run_on()
        for one in [one for one in self.peeling if one.at_s <= time_s]:
            self.peeling = tuple(other for other in self.peeling if other != one)
            self._loosen(one)

    def _unlatch(self, hatch: str, time_s: float) -> None:
        for one in self._rules.active():
            if not isinstance(one, HatchMalfunction) or one.mode != "will_not_latch":
                continue
            if one.hatch == hatch:
                record = self._rules.records[one.id].tried()
                self._rules.records[one.id] = record
                if one.tries is None or record.tries <= one.tries:
                    self._effects.unlatch(one)

    def _run_on(self) -> None:
        for one in self._rules.active():
            if isinstance(one, FanMalfunction):
                self._effects.act(SwitchFans(one.mode == "will_not_stop", one.fan))

    def _spoil_repair(self, module: str, site: int, time_s: float) -> None:
        """A repair was done to a leak: it fails, takes a part, or will peel off."""
        leaks = {leak.id: leak for leak in self._plant.truth_now().leaks}
        for one in self._rules.active():
            if not isinstance(one, RepairMalfunction) or one.of not in leaks:
                continue
            leak = leaks[one.of]
            if leak.module != module or leak.site != site or leak.repairs > one.tries:
                continue
            if one.mode == "peels_off":
                at_s = time_s + (one.after_repair_s or _PEELS_S)
                self.peeling += (PeelingRepair(leak.id, leak.repairs, at_s),)
            else:
                left_1 = 1.0 - (one.effect or 0.0) if one.mode == "partial" else 1.0
                self._effects.act(LoosenRepair(leak.id, left_1))

    def _loosen(self, one: PeelingRepair) -> None:
        """A repair comes loose, unless another was done since."""
        leak = next((leak for leak in self._plant.truth_now().leaks if leak.id == one.leak), None)
        if leak is not None and leak.repairs == one.repairs:
            self._effects.act(LoosenRepair(one.leak, one.open_1))
