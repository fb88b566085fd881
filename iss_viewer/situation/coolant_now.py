"""The coolant loops of the station and of its ships at an instant: pressure, inventory, flow, temperature, and what that means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.situation.coolant_plume import coolant_plumes
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.quantities import litres_text, quantity_text
from iss_viewer.station.station import CoolantLoop
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UnitSystem

#: less than this part of what it holds is a loss that is told, whatever its limits say
_FULL_1 = 0.98
#: and less than this is none
_EMPTY_1 = 0.005


@dataclass(frozen=True, slots=True)
class LoopNow:
    """A loop as it is shown. loop: its id. tone: bad, notice, or none. module: what it cools; status: in words."""

    loop: str
    name: str
    module: str
    status: str
    pressure: str
    inventory: str
    temperature: str
    tone: str

    def named_values(self, of: str) -> tuple[str, str, str]:
        """Pressure, inventory and temperature, each behind a name."""
        return f"{of} {self.pressure}", f"{of} {self.inventory}", f"{of} {self.temperature}"


def loops_now(moment: Moment, units: UnitSystem) -> tuple[LoopNow, ...]:
    """All coolant loops, those that lose coolant first; empty where the station has none."""
    found = [_loop(moment, loop, units) for loop in moment.station.coolant_loops]
    return tuple(sorted(found, key=lambda one: ("bad", "notice", "").index(one.tone)))


def loop_values_text(moment: Moment, loop: str, at_s: float, units: UnitSystem) -> str:
    """What a loop held at an instant up to the moment; empty of a loop that is not known."""
    row, table = moment.run.history.at(min(at_s, moment.time_s)), moment.run.table
    columns = [table.get(loop, q) for q in ("pressure_pa", "inventory_m3", "temperature_k")]
    pressure, left, warm = (math.nan if c is None else float(row[c]) for c in columns)
    if all(column is None for column in columns):
        return ""
    whole = next(one for one in moment.station.coolant_loops if one.id == loop).inventory_m3
    inventory = litres_text(left, whole) if left == left else "—"
    temperature = quantity_text(warm, "temperature_k", units)
    return f"{units.pressure_text(pressure)}, {inventory}, {temperature}"


def _loop(moment: Moment, loop: CoolantLoop, units: UnitSystem) -> LoopNow:
    left_m3 = moment.value(loop.id, "inventory_m3")
    status, tone = _status(moment, loop, left_m3)
    return LoopNow(
        loop.id, loop.name, loop.module, status,
        units.pressure_text(moment.value(loop.id, "pressure_pa")),
        litres_text(left_m3, loop.inventory_m3) if left_m3 == left_m3 else "—",
        quantity_text(moment.value(loop.id, "temperature_k"), "temperature_k", units), tone,
    )  # fmt: skip


def _status(moment: Moment, loop: CoolantLoop, left_m3: float) -> tuple[str, str]:
    """What is to be known of a loop first, and its tone."""
    worst = max(
        (
            a.alarm_class
            for a in moment.board.active_alarms()
            if a.subject == loop.id and a.is_active
        ),
        default=AlarmClass.NONE,
    )
    is_ship = moment.station.module(loop.module).kind == "vehicle"
    if left_m3 != left_m3:
        return "no data", ""
    plume = coolant_plumes(moment).get(loop.module)
    clear = f", keep {plume.keep_out.reach_m:.0f} m clear of the plume" if plume else ""
    if worst >= AlarmClass.WARNING:
        state = "losing coolant" if left_m3 > _EMPTY_1 * loop.inventory_m3 else "coolant is gone"
        return f"{state}{'; do not count on this ship' if is_ship else ''}{clear}", "bad"
    if worst > AlarmClass.NONE or left_m3 < _FULL_1 * loop.inventory_m3:
        return f"below its charge{clear}", "notice"
    return "holds", ""
