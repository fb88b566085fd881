"""What each kind of malfunction does to a simulated station when it bites, and when it ends."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.scenario.exercise.malfunctions import (
    AlarmMalfunction,
    CoolantMalfunction,
    FanMalfunction,
    FeedMalfunction,
    HatchMalfunction,
    LeakMalfunction,
    MachineMalfunction,
    Malfunction,
    RepairMalfunction,
    SensorMalfunction,
    SignalMalfunction,
    TemperatureMalfunction,
    ValveMalfunction,
)
from iss_viewer.scenario.exercise.sensor_size import sensor_size_si
from iss_viewer.scenario.scenario import Leak
from iss_viewer.simulation.interventions import (
    BeginLeak,
    ChangeSurroundings,
    EndSurroundings,
    Intervention,
)
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    FailSensor,
    IsolateLoop,
    MoveHatch,
    MoveValve,
    OpenCoolantLeak,
    SealLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.source import ActionRefused

#: how far a hatch that will not latch stands open
AJAR_1 = 0.02


class SpoiledStation(Protocol):
    """A simulated source, as malfunctions act on it."""

    @property
    def station(self) -> Station:
        """The station."""

    @property
    def time_s(self) -> float:
        """The time of the last sample."""

    def act(self, action: Action, by_script: bool = False) -> ActionDone:
        """Do an action right after the last sample. Raises ActionRefused."""

    def intervene(self, intervention: Intervention) -> None:
        """Do what no action is."""

    def truth_now(self) -> TruthNow:
        """What is true right after the last sample."""


class Effects:
    """What malfunctions do to one station. done: what was done since it was taken last, for those who see it happen."""

    def __init__(self, plant: SpoiledStation) -> None:
        self._plant = plant
        self.done: list[ActionDone] = []

    def bite(self, one: Malfunction, begins: bool) -> None:
        """Let a malfunction begin or end."""
        match one:
            case LeakMalfunction():
                self._leak(one.id, one.leak, begins)
            case HatchMalfunction():
                self._hatch(one, begins)
            case ValveMalfunction():
                self._valve(one, begins)
            case FanMalfunction(fan=fan, mode=mode):
                self.act(SwitchFans((mode == "stops") != begins, fan))
            case MachineMalfunction(machine=machine, mode=mode):
                self._machine(machine, mode, begins)
            case FeedMalfunction():
                self._feed(one, begins)
            case SensorMalfunction():
                self._sensor(one, begins)
            case TemperatureMalfunction():
                self._surroundings(one, begins)
            case CoolantMalfunction(loop=loop, diameter_m=diameter_m, discharge=discharge):
                hole = OpenCoolantLeak(loop, diameter_m, discharge)
                self.act(hole if begins else IsolateLoop(loop))
            case SignalMalfunction() | AlarmMalfunction() | RepairMalfunction():
                pass  # orders, alarms and repairs are spoiled when they come

    def act(self, action: Action) -> None:
        """Do what can be done; what is so already, or cannot be, stays as it is."""
        try:
            self.done.append(self._plant.act(action, by_script=True))
        except ActionRefused:
            return

    def _leak(self, name: str, leak: Leak, begins: bool) -> None:
        if begins:
            self._plant.intervene(BeginLeak(leak))
        else:
            self.act(SealLeak(name))

    def _hatch(self, one: HatchMalfunction, begins: bool) -> None:
        if one.mode == "does_not_seal":
            self._leak(one.id, _past(one.id, one.hatch, one.diameter_m, one.rate_kg_s), begins)
        elif one.mode == "will_not_latch" and begins:
            self.unlatch(one)

    def unlatch(self, one: HatchMalfunction) -> None:
        """A hatch that is closed comes ajar."""
        if one.hatch in self._plant.truth_now().closed_hatches:
            self.act(MoveHatch(one.hatch, True, AJAR_1))

    def _valve(self, one: ValveMalfunction, begins: bool) -> None:
        if one.mode == "leaks":
            self._leak(one.id, _past(one.id, one.hatch, one.diameter_m, None), begins)
        elif begins and (one.mode == "stuck_open"):
            self.act(MoveValve(one.hatch, True))
        elif begins:
            self.act(MoveValve(one.hatch, False))

    def _machine(self, machine: str, mode: str, begins: bool) -> None:
        is_on = mode == "will_not_stop"
        if begins:
            self.act(SwitchEquipment(machine, is_on))
        elif mode == "stops":
            self.act(SwitchEquipment(machine, True))

    def _feed(self, one: FeedMalfunction, begins: bool) -> None:
        most_kg_s = next(m.rate_kg_s for m in self._plant.station.equipment if m.id == one.machine)
        flow_kg_s = 0.0 if one.mode == "sticks_closed" else one.flow_kg_s or most_kg_s
        self.act(SetFeed(one.machine, min(flow_kg_s, most_kg_s) if begins else None))

    def _sensor(self, one: SensorMalfunction, begins: bool) -> None:
        if not begins:
            self.act(FailSensor(one.sensor, "none"))
            return
        station = self._plant.station
        sensor = next(sensor for sensor in station.sensors if sensor.id == one.sensor)
        sort = next(sort for sort in station.sensor_classes if sort.id == sensor.sensor_class)
        size = sensor_size_si(one.size, one.mode, sort.quantity)
        self.act(FailSensor(one.sensor, one.mode, size))

    def _surroundings(self, one: TemperatureMalfunction, begins: bool) -> None:
        if not begins:
            self._plant.intervene(EndSurroundings(one.id))
            return
        period_s = (one.period_s or 0.0) if one.mode == "swing" else 0.0
        change = ChangeSurroundings(one.id, one.place, one.change_k, one.ramp_s, period_s)
        self._plant.intervene(change)


def _past(name: str, hatch: str, diameter_m: float | None, rate_kg_s: float | None) -> Leak:
    """A leak past a closed hatch; without a size, a gap of 3 mm."""
    if diameter_m is None and rate_kg_s is None:
        diameter_m = 0.003
    return Leak.model_construct(
        id=name, hatch=hatch, law="orifice", diameter_m=diameter_m, rate_kg_s=rate_kg_s,
    )  # fmt: skip
