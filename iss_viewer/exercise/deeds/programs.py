"""What an order consists of: its stages from the work at its place on, by what assets/deeds.toml says."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.exercise.deeds.job import JobStage, StageKind
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import VACUUM, Hatch, Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    CheckLeak,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    PatchModule,
    ReadGauge,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
    TimeFall,
    target_of,
    verb_of,
)
from iss_viewer.station.costs import ActionCost, ActionCosts
from iss_viewer.station.hands import holding_n
from iss_viewer.station.safety import Hands, read_safety_rules
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle

#: what people do, or the ground; all else is a trainer's act, or the station's own
COSTED = (
    MoveHatch, MoveValve, ReadGauge, TimeFall, CheckLeak, SearchLeak, ApplyRepair, MoveCrew, SwitchEquipment,
    SetFeed, SwitchFans, IsolateLoop,
)  # fmt: skip


def as_ordered(action: Action) -> Action:
    """The action that is meant where actions take time: nothing is sealed at once, nor what was not found."""
    return ApplyRepair(action.module, "patch") if isinstance(action, PatchModule) else action


@dataclass(frozen=True)
class Programs:
    """The stages of each order in one station."""

    station: Station
    costs: ActionCosts

    def cost(self, action: Action) -> ActionCost:
        """What an action costs."""
        return self.costs.of(verb_of(action))

    def is_by_ground(self, action: Action) -> bool:
        """Whether a telecommand does it."""
        return self.cost(action).place == "ground"

    def is_done(self, action: Action, truth: TruthNow) -> bool:
        """Whether all is so already as it is wanted."""
        match action:
            case MoveHatch(hatch=hatch, is_open=is_open, opening=opening):
                return opening == 1.0 and (hatch in truth.closed_hatches) is not is_open
            case MoveCrew(crew=crew, module=module):
                return all(truth.places.get(person) == module for person in crew)
        return False

    def thin_air(self, action: Action, truth: TruthNow) -> Obstacle | None:
        """What is wrong with the air of the module where people would work; None: nothing."""
        if not isinstance(action, COSTED):
            return None
        least_pa, module = self.cost(action).least_pressure_pa, target_of(action)
        if not least_pa or truth.pressure_pa[module] >= least_pa:
            return None
        pressure_pa = truth.pressure_pa[module]
        return Obstacle(Hindrance.AIR_TOO_THIN, place=module, most=least_pa, amount=pressure_pa)

    def posts(self, action: Action, truth: TruthNow) -> tuple[str, ...]:
        """The modules in which it can be done, in the order of the station; those of all that are near enough."""
        cost, target = self.cost(action), target_of(action)
        match cost.place:
            case "either side":
                hatch = self.station.hatch(target)
                wanted = {hatch.a, hatch.b}
            case "next room":
                doors = self.station.hatches_of(target)
                wanted = {target, *(h.a for h in doors), *(h.b for h in doors)}
            case "inside":
                wanted = {target}
            case _:
                wanted = self._panels(action, target)
        return tuple(m for m in self.station.module_ids if m in wanted)

    def _panels(self, action: Action, target: str) -> set[str]:
        """Where a machine has its panel: in its module; the ventilation and loops anywhere."""
        machines = {machine.id: machine.module for machine in self.station.equipment}
        return {machines[target]} if target in machines else set(self.station.module_ids)

    def stages(
        self, action: Action, truth: TruthNow, has_signal: bool = True
    ) -> tuple[JobStage, ...]:
        """What is to be done at the place."""
        cost = self.cost(action)
        match action:
            case MoveHatch(hatch=hatch, is_open=True):
                return self._opening(action, self.station.hatch(hatch), truth)
            case MoveHatch():
                return (_work(self._hands.hatch_s), _act(action))
            case MoveValve():
                return (_work(self._hands.valve_s), _act(action))
            case MoveCrew():
                return ()
            case ReadGauge(module=module):
                return (JobStage(StageKind.READ, self._reading_s, target=module),)
            case TimeFall(module=module, fall_pa=fall_pa):
                longest_s = self.costs.stopwatch.longest_s
                return (JobStage(StageKind.WATCH_FALL, longest_s, target=module, fall_pa=fall_pa),)
            case CheckLeak(module=module):
                return self._leak_check(module)
        if self.is_by_ground(action):
            return (_work(cost.takes_s if has_signal else cost.takes_at_panel_s), _act(action))
        work_s = cost.takes_s
        if cost.per_m3_s:
            work_s += cost.per_m3_s * self.station.module(target_of(action)).free_volume_m3
        return (_work(work_s), _act(action))

    @property
    def _hands(self) -> Hands:
        return read_safety_rules().hands

    @property
    def _reading_s(self) -> float:
        return 0.0 if self.station.gauge is None else self.station.gauge.reading_s

    def _opening(self, action: MoveHatch, hatch: Hatch, truth: TruthNow) -> tuple[JobStage, ...]:
        """Equalise through the valve, if there is one and arms cannot pull yet; open; shut the valve again."""
        opened = (_work(self._hands.hatch_s), _act(action))
        if (
            can_be_pulled(hatch, truth)
            or not hatch.valve_diameter_m
            or VACUUM in (hatch.a, hatch.b)
        ):
            return opened
        pulled = (_work(self._hands.pull_s), _act(action))
        until = JobStage(StageKind.EQUALISE, self.costs.equalising.longest_s, target=hatch.id)
        if hatch.id in truth.open_valves:
            return (until, *pulled)
        first = (_work(self._hands.valve_s), _act(MoveValve(hatch.id, True)), until)
        return (*first, *pulled, _act(MoveValve(hatch.id, False)))

    def _leak_check(self, module: str) -> tuple[JobStage, ...]:
        """A reading at the start, then one each few minutes up to the end of the check."""
        rules, read = (
            self.costs.leak_check,
            JobStage(StageKind.READ, self._reading_s, target=module),
        )
        count = max(1, round(rules.takes_s / rules.read_every_s))
        pause_s = max(0.0, rules.takes_s / count - self._reading_s)
        rest = (_work(pause_s), read) * count
        return (read, *rest, JobStage(StageKind.JUDGE, target=module))


def difference_pa(hatch: Hatch, truth: TruthNow) -> float:
    """What stands against a hatch; outside is nothing."""
    a, b = (0.0 if side == VACUUM else truth.pressure_pa[side] for side in (hatch.a, hatch.b))
    return abs(a - b)


def can_be_pulled(hatch: Hatch, truth: TruthNow) -> bool:
    """Whether arms can pull a hatch open as the air stands."""
    return holding_n(hatch, truth.pressure_pa.__getitem__) <= read_safety_rules().hands.pull_n


def _work(span_s: float) -> JobStage:
    return JobStage(StageKind.WORK, span_s)


def _act(action: Action) -> JobStage:
    return JobStage(StageKind.ACT, action=action)
