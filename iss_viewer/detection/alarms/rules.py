"""The rules of the limits, laid out as one alarm for each subject that has the quantity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.alarms.conditions import LIMIT, Signals, empty_signals
from iss_viewer.detection.assessment import MODULE_QUANTITIES, STATION, assessed_channels
from iss_viewer.detection.limits import Limits, Rule
from iss_viewer.station import Station
from iss_viewer.station.topology import Spaces
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import Alarm
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.status import AlarmState

#: what an instrument measures, for rules about other instruments than barometers
_MEASURED = {
    "thermometer_fault_probability": "temperature_k",
    "oxygen_fault_probability": "oxygen_pa",
    "carbon_dioxide_fault_probability": "carbon_dioxide_pa",
    "water_fault_probability": "water_pa",
}


@dataclass(frozen=True)
class Instance:
    """One alarm that may come: a rule at a subject. module: -1 for one of the whole station."""

    rule: Rule
    subject: str
    module: int
    column: int
    is_assessed: bool

    @property
    def alarm_id(self) -> str:
        """``SUBJECT.rule``."""
        return f"{self.subject}.{self.rule.id}"


class Rulebook:
    """All alarms that may come, with the columns they read.

    A rule about air spaces has an instance for each module, used while that module is the first of
    an air space of its own, and one for the station, used for the main air space.
    """

    def __init__(
        self,
        station: Station,
        sampled: ChannelTable,
        limits: Limits,
        drift_1: Floats | None = None,
    ) -> None:
        """drift_1: of each air space, that its only barometer drifts; shape (modules,), kept up to date."""
        self._station = station
        self._drift_1 = np.zeros(len(station.modules)) if drift_1 is None else drift_1
        self._barometers = sampled.columns(station.module_ids, "pressure_pa") >= 0
        self._assessed = assessed_channels(station)
        self._link_age = self._assessed.column(STATION, "data_age_s")
        self.instances = tuple(
            instance for rule in limits.rules for instance in self._instances(rule, sampled)
        )
        self.limits = limits
        self.is_assessed = np.array([i.is_assessed for i in self.instances], dtype=np.bool_)
        self.columns = np.array([i.column for i in self.instances], dtype=np.int64)
        self.link_columns = np.array(
            [self._link_age if i.rule.needs_link else -1 for i in self.instances], dtype=np.int64
        )
        self.modules = np.array([i.module for i in self.instances], dtype=np.int64)
        self.is_space_rule = np.array(
            [i.rule.subjects == "space" for i in self.instances], dtype=np.bool_
        )
        self.signals = empty_signals(_numbers(self.instances))

    def relimit(self, limits: Limits) -> None:
        """Take over edited numbers; what is raised stays until its new limit says otherwise."""
        self.limits = limits
        self.instances = tuple(
            Instance(limits.rule(i.rule.id), i.subject, i.module, i.column, i.is_assessed)
            for i in self.instances
        )
        self.signals.limits[:] = _numbers(self.instances)

    def arrange(self, spaces: Spaces) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which alarms apply to a division into air spaces; where each finds its leak test."""
        width = len(MODULE_QUANTITIES)
        first = MODULE_QUANTITIES.index("leak_evidence_1")
        module = np.where(self.modules < 0, spaces.main, self.modules)
        own = (spaces.space_of[module] == module) & (module != spaces.main)
        of_station = self.is_space_rule & (self.modules < 0)
        applies = ~self.is_space_rule | of_station | own
        for k in np.flatnonzero(of_station):
            quantity = MODULE_QUANTITIES.index(self.instances[k].rule.quantity)
            self.columns[k] = spaces.main * width + quantity
        return applies, (spaces.space_of[module] * width + first).astype(np.int64)

    def _drift_probability(self, k: int, spaces: Spaces) -> float | None:
        """Of a leak alarm of an air space with one barometer: that this drifts and nothing leaks."""
        instance = self.instances[k]
        if instance.rule.quantity != "leak_evidence_1" or instance.module < 0:
            return None
        modules = list(spaces.modules(instance.module))
        if self._barometers[modules].sum() != 1:
            return None
        return float(self._drift_1[instance.module])

    def alarm(self, k: int, value: float, spaces: Spaces) -> Alarm:
        """The alarm of instance `k`, not yet raised."""
        instance = self.instances[k]
        rule = instance.rule
        is_space = rule.subjects == "space" and instance.subject != STATION
        return Alarm(
            id=instance.alarm_id,
            subject=instance.subject,
            rule=rule.id,
            alarm_class=rule.alarm_class,
            state=AlarmState.NORMAL,
            is_active=False,
            raised_s=0.0,
            changed_s=0.0,
            value=value,
            limit=rule.value,
            quantity=rule.quantity,
            is_of_air_space=is_space and len(spaces.modules(instance.module)) > 1,
            drift_probability_1=self._drift_probability(k, spaces),
        )

    def place(self, alarm_id: str) -> int | None:
        """Which instance an alarm's id names."""
        ids = [instance.alarm_id for instance in self.instances]
        return ids.index(alarm_id) if alarm_id in ids else None

    def is_raised(self, k: int) -> bool:
        """Whether the condition of instance `k` holds."""
        return bool(self.signals.conditions[k]["is_raised"])

    def _instances(self, rule: Rule, sampled: ChannelTable) -> list[Instance]:
        ids = self._station.module_ids
        if rule.subjects == "station":
            column = self._assessed.get(STATION, rule.quantity)
            return [] if column is None else [Instance(rule, STATION, -1, column, True)]
        if rule.subjects in ("tank", "loop"):
            items = self._station.tanks if rule.subjects == "tank" else self._station.coolant_loops
            found = [(item.id, sampled.get(item.id, rule.quantity)) for item in items]
            return [Instance(rule, name, -1, c, False) for name, c in found if c is not None]
        is_assessed = rule.quantity in MODULE_QUANTITIES
        table = self._assessed if is_assessed else sampled
        instances = []
        for module, name in enumerate(ids):
            column = table.get(name, rule.quantity)
            measured = _MEASURED.get(rule.quantity, "pressure_pa")
            if rule.needs_sensor and sampled.get(name, measured) is None:
                continue
            if column is not None:
                instances.append(Instance(rule, name, module, column, is_assessed))
        if rule.subjects == "space" and is_assessed:
            instances.append(Instance(rule, STATION, -1, 0, True))
        return instances


def _numbers(instances: tuple[Instance, ...]) -> NDArray[np.void]:
    rules = [instance.rule for instance in instances]
    rows = [
        (
            1.0 if rule.side == "above" else -1.0,
            rule.value,
            rule.deadband,
            rule.on_delay_s,
            rule.off_delay_s,
            rule.count,
            rule.window_s,
            rule.needs_leak,
        )
        for rule in rules
    ]
    return np.array(rows, dtype=LIMIT)


__all__ = ["Instance", "Rulebook", "Signals"]
