"""What happens at an instant: entries of the script that are due, and actions of people."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from iss_viewer.scenario import Scenario
from iss_viewer.scenario.scenario import ScriptedAction, SensorFault
from iss_viewer.simulation.coolant import CoolantLoops
from iss_viewer.simulation.gauge import can_be_read, reading_pa
from iss_viewer.simulation.leaks import LeakState
from iss_viewer.simulation.plant import TRUTH, Doer
from iss_viewer.simulation.script import Due, Script
from iss_viewer.simulation.sensors import Fault
from iss_viewer.simulation.world import World
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    FailSensor,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    OpenCoolantLeak,
    PatchModule,
    ReadGauge,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
)
from iss_viewer.telemetry import ActionRefused, Event
from iss_viewer.units import PA_PER_MMHG

Happened = tuple[World, tuple[Event, ...]]


class Happenings:
    """Applies what is due, and what people do, to a world."""

    def __init__(
        self,
        scenario: Scenario,
        station: Station,
        script: Script,
        loops: CoolantLoops,
        seed: int,
        pressure_pa: Callable[[World, str], float],
    ) -> None:
        self._scenario, self._station, self._script = scenario, station, script
        self._loops, self._seed = loops, seed
        self._pressure_pa = pressure_pa
        self._doer = Doer(station)

    def let_happen(self, world: World) -> Happened:
        """Everything that is due by the world's time, in order, with what follows from it."""
        told: tuple[Event, ...] = ()
        while world.agenda.next_s <= world.time_s:
            items, agenda = world.agenda.take(world.time_s)
            world = replace(world, agenda=agenda)
            for item in items:
                world, events = self._happen(world, item)
                told += events
        return world, told

    def act(self, world: World, action: Action) -> Happened:
        """An action done now. Raises ActionRefused."""
        match action:
            case ReadGauge(module=module):
                world, event = self._start_reading(world, module)
            case FailSensor():
                world, event = self._fail(world, action)
            case OpenCoolantLeak(loop=loop, diameter_m=diameter_m, discharge=discharge):
                world, event = self._hole_in(world, loop, diameter_m, discharge)
            case IsolateLoop(loop=loop):
                world, event = self._cut_off(world, loop)
            case _:
                plant, event = self._doer.do(
                    world.plant,
                    action,
                    world.time_s,
                    lambda module: self._pressure_pa(world, module),
                )
                world = replace(world, plant=plant)
        done = f"{event.data.get('do', '')} {event.subject}"
        return replace(world, agenda=world.agenda.after_action(done)), (event,)

    def stop_fans(self, world: World) -> Happened:
        """The automatic response to a rapid depressurization."""
        plant = replace(world.plant, fans_are_on=False)
        text = "rapid depressurization response: intermodule ventilation stopped"
        data = {"do": "fans_off", "is_on": False, "actor": "automatic response"}
        event = Event(world.time_s, "command", "FANS", text, data)
        return replace(world, plant=plant, fans_were_stopped=True), (event,)

    def _happen(self, world: World, due: Due) -> Happened:
        happen = {
            "leaks": self._start_leak,
            "changes": self._change_leak,
            "coolant_leaks": self._open_loop,
            "isolate_loop": self._isolate_loop,
            "faults": self._start_fault,
            "end_fault": self._end_fault,
            "heat_ramps": self._start_ramp,
            "actions": self._scripted,
            "steps": self._step,
            "end_reading": self._end_reading,
        }
        return happen[due.kind](world, due)

    def _truth(self, world: World, subject: str, text: str, **data: object) -> tuple[Event, ...]:
        return (Event(world.time_s, TRUTH, subject, text, data),)

    def _start_leak(self, world: World, due: Due) -> Happened:
        leak = self._scenario.leaks[due.index]
        world = self._with_leak(world, due.index, lambda s: s.started(world.time_s, leak))
        agenda = self._script.with_changes_of(world.agenda, due.index, world.time_s)
        where = leak.module or leak.hatch
        told = self._truth(world, where, f"leak {leak.id} opened in {where}", leak=leak.id)
        return replace(world, agenda=agenda), told

    def _change_leak(self, world: World, due: Due) -> Happened:
        leak = self._scenario.leaks[due.index]
        change = leak.changes[due.part]
        limit = leak.growth_limit
        world = self._with_leak(world, due.index, lambda s: s.changed(change, world.time_s, limit))
        by = f" ({change.by})" if change.by else ""
        text = f"leak {leak.id} goes to {change.factor:.3g} of its size{by}"
        where = leak.module or leak.hatch
        return world, self._truth(world, where, text, leak=leak.id, factor=change.factor)

    def _with_leak(
        self, world: World, index: int, change: Callable[[LeakState], LeakState]
    ) -> World:
        leaks = world.plant.leaks
        changed = (*leaks[:index], change(leaks[index]), *leaks[index + 1 :])
        return replace(world, plant=replace(world.plant, leaks=changed))

    def _open_loop(self, world: World, due: Due) -> Happened:
        hole = self._scenario.coolant_leaks[due.index]
        world, event = self._hole_in(world, hole.loop, hole.diameter_m, hole.discharge)
        if hole.isolated_after_s is not None:
            end = Due(world.time_s + hole.isolated_after_s, "isolate_loop", due.index)
            world = replace(world, agenda=world.agenda.plus(end))
        return world, (event,)

    def _isolate_loop(self, world: World, due: Due) -> Happened:
        world, event = self._cut_off(world, self._scenario.coolant_leaks[due.index].loop)
        return world, (event,)

    def _hole_in(
        self, world: World, loop: str, diameter_m: float, discharge: float
    ) -> tuple[World, Event]:
        self._refuse_unknown_loop(loop)
        if not 0.0 < diameter_m < 0.1 or not 0.0 < discharge <= 1.0:
            raise ActionRefused("a hole in a loop is up to 100 mm wide, its discharge up to 1")
        loops = world.loops.copy()
        self._loops.open_hole(loops, loop, discharge * math.pi / 4.0 * diameter_m**2)
        text = f"a hole of {diameter_m * 1e3:.3g} mm in {loop}"
        event = Event(world.time_s, TRUTH, loop, text, {"do": "open_coolant_leak", "loop": loop})
        return replace(world, loops=loops), event

    def _cut_off(self, world: World, loop: str) -> tuple[World, Event]:
        self._refuse_unknown_loop(loop)
        loops = world.loops.copy()
        self._loops.close_holes(loops, loop)
        data = {"do": "isolate_loop", "loop": loop}
        event = Event(world.time_s, "command", loop, f"damaged part of {loop} isolated", data)
        return replace(world, loops=loops), event

    def _refuse_unknown_loop(self, loop: str) -> None:
        if loop not in {item.id for item in self._station.coolant_loops}:
            raise ActionRefused(f"no coolant loop is named '{loop}'")

    def _start_fault(self, world: World, due: Due) -> Happened:
        written = self._scenario.faults[due.index]
        fault = Fault(written.sensor, written.kind, written.size, world.time_s)
        world = replace(world, faults=(*world.faults, fault))
        if written.lasting_s is not None:
            end = Due(world.time_s + written.lasting_s, "end_fault", due.index, 0, (fault,))
            world = replace(world, agenda=world.agenda.plus(end))
        return world, self._truth(world, written.sensor, _fault_text(written), kind=written.kind)

    def _end_fault(self, world: World, due: Due) -> Happened:
        (fault,) = due.data
        world = replace(world, faults=tuple(f for f in world.faults if f != fault))
        text = f"{fault.sensor}: {fault.kind} ended"
        return world, self._truth(world, fault.sensor, text, kind="none")

    def _start_ramp(self, world: World, due: Due) -> Happened:
        ramp = self._scenario.heat_ramps[due.index]
        warming = (*world.plant.warming, (due.index, world.time_s))
        where = ramp.where or "STATION"
        text = f"surroundings of {where} go {ramp.change_k:+.2f} K over {ramp.over_s / 3600:.3g} h"
        world = replace(world, plant=replace(world.plant, warming=warming))
        return world, self._truth(world, where, text)

    def _step(self, world: World, due: Due) -> Happened:
        step = self._scenario.steps[due.index]
        data = {
            "index": due.index,
            "title": step.title,
            "text": step.text,
            "question": step.question,
            "hint": step.hint,
        }
        return world, (Event(world.time_s, "step", "STATION", step.title, data),)

    def _scripted(self, world: World, due: Due) -> Happened:
        scripted = self._scenario.actions[due.index]
        if scripted.do == "note":
            data = {"actor": scripted.actor}
            subject = scripted.target or "STATION"
            return world, (Event(world.time_s, "note", subject, scripted.text, data),)
        try:
            world, events = self.act(world, _action(scripted))
        except ActionRefused as refusal:
            text = f"{scripted.do} {scripted.target} was not possible: {refusal}"
            data = {"actor": scripted.actor}
            return world, (Event(world.time_s, "note", "STATION", text, data),)
        more = {"actor": scripted.actor} | ({"reason": scripted.text} if scripted.text else {})
        return world, tuple(replace(event, data={**event.data, **more}) for event in events)

    def _fail(self, world: World, action: FailSensor) -> tuple[World, Event]:
        if action.sensor not in {sensor.id for sensor in self._station.sensors}:
            raise ActionRefused(f"no sensor is named '{action.sensor}'")
        if action.fault not in ("none", "bias", "drift", "stuck", "noise", "dropout"):
            raise ActionRefused(f"a sensor cannot have a '{action.fault}'")
        if not math.isfinite(action.size):
            raise ActionRefused("the size of a fault is a finite number")
        if action.fault == "none":
            left = tuple(f for f in world.faults if f.sensor != action.sensor)
        else:
            fault = Fault(action.sensor, action.fault, action.size, world.time_s)
            left = (*world.faults, fault)
        data = {"do": "fail_sensor", "kind": action.fault, "size": action.size}
        text = f"{action.sensor}: {action.fault}"
        return replace(world, faults=left), Event(world.time_s, TRUTH, action.sensor, text, data)

    def _start_reading(self, world: World, module: str) -> tuple[World, Event]:
        gauge = self._station.gauge
        if gauge is None:
            raise ActionRefused("this station has no manovacuumeter")
        if module not in self._station.module_ids:
            raise ActionRefused(f"no module is named '{module}'")
        if world.reading:
            raise ActionRefused(f"the manovacuumeter is being read in {world.reading}")
        if not can_be_read(self._station, self._doer, world.plant, module):
            raise ActionRefused(
                f"nobody can get to {module} or to the next room: hatches are closed"
            )
        end = Due(world.time_s + gauge.reading_s, "end_reading", 0, 0, (module,))
        text = f"reading the {gauge.name} in {module}: {gauge.reading_s / 60:.3g} min"
        event = Event(world.time_s, "command", module, text, {"do": "read_gauge"})
        return replace(world, reading=module, agenda=world.agenda.plus(end)), event

    def _end_reading(self, world: World, due: Due) -> Happened:
        gauge, (module,) = self._station.gauge, due.data
        assert gauge is not None
        ideal = self._scenario.noise_free
        value = reading_pa(gauge, self._pressure_pa(world, module), self._seed, world.sample, ideal)
        text = f"{gauge.name} in {module}: {value / PA_PER_MMHG:.0f} mmHg"
        event = Event(world.time_s, "gauge", module, text, {"pressure_pa": value})
        return replace(world, reading="", shown=(*world.shown, (module, value))), (event,)


def _fault_text(fault: SensorFault) -> str:
    size = f" {fault.size:g}" if fault.size else ""
    return f"{fault.sensor}: {fault.kind}{size}"


def _action(scripted: ScriptedAction) -> Action:
    target = scripted.target
    match scripted.do:
        case "open_hatch" | "close_hatch":
            return MoveHatch(target, scripted.do == "open_hatch")
        case "open_valve" | "close_valve":
            return MoveValve(target, scripted.do == "open_valve")
        case "fans_on" | "fans_off":
            return SwitchFans(scripted.do == "fans_on")
        case "switch_on" | "switch_off":
            return SwitchEquipment(target, scripted.do == "switch_on")
        case "set_feed":
            return SetFeed(target, scripted.flow_kg_s)
        case "auto_feed":
            return SetFeed(target, None)
        case "move_crew":
            return MoveCrew(scripted.crew, target)
        case "read_gauge":
            return ReadGauge(target)
        case "patch_module":
            return PatchModule(target, scripted.fraction)
    raise ActionRefused(f"'{scripted.do}' is no action")
