"""What happens at an instant: entries of the script that are due, and actions of people."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from iss_viewer.scenario import Scenario
from iss_viewer.simulation.coolant import CoolantLoops
from iss_viewer.simulation.gauge import can_be_read, reading_pa
from iss_viewer.simulation.leaks import LeakState, RepairDone
from iss_viewer.simulation.plant import FANS, ActionHandler
from iss_viewer.simulation.repairs import Repairs, loosened
from iss_viewer.simulation.script import Due, EntryKind, Script
from iss_viewer.simulation.sensors import SimulatedFault
from iss_viewer.simulation.world import World
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    FailSensor,
    IsolateLoop,
    OpenCoolantLeak,
    ReadGauge,
    SearchLeak,
    SwitchFans,
    verb_of,
)
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events import (
    ActionDone,
    ActionRefusedInScript,
    Event,
    FaultChanged,
    GaugeRead,
    LeakChanged,
    LeakOpened,
    NoteWritten,
    PersonIncapacitated,
    RepairEnded,
    ResponseStarted,
    SearchEnded,
    StepReached,
    SurroundingsChanged,
)
from iss_viewer.telemetry.events.bounds import STATION
from iss_viewer.telemetry.events.refused import Hindrance

Happened = tuple[World, tuple[Event, ...]]


class EventHandler:
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
        self._doer = ActionHandler(station)
        self._repairs = Repairs(station, seed)

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

    def act(self, world: World, action: Action) -> tuple[World, ActionDone]:
        """An action done now. Raises ActionRefused."""
        world, subject = self._do(world, action)
        agenda = world.agenda.after_action(f"{verb_of(action)} {subject}")
        done = ActionDone(world.time_s, action, subject)
        return replace(world, agenda=agenda), done

    def refuse_beyond_hands(self, world: World, action: Action) -> None:
        """Raise ActionRefused for what the hands of those aboard cannot do now."""
        self._doer.refuse_beyond_hands(world.plant, action, partial(self._pressure_pa, world))

    def _do(self, world: World, action: Action) -> tuple[World, str]:
        """An action done, and the part of the station that was acted on. Raises ActionRefused."""
        match action:
            case ReadGauge(module=module):
                return self._start_reading(world, module)
            case SearchLeak(module=module):
                return self._search(world, module)
            case ApplyRepair():
                return self._repair(world, action)
            case FailSensor():
                return self._fail(world, action)
            case OpenCoolantLeak():
                return self._hole_in(world, action)
            case IsolateLoop(loop=loop):
                return self._cut_off(world, loop)
        pressure_pa = partial(self._pressure_pa, world)
        plant, subject = self._doer.do(world.plant, action, world.time_s, pressure_pa)
        return replace(world, plant=plant), subject

    def stop_fans(self, world: World) -> Happened:
        """The automatic response to a rapid depressurization."""
        plant = replace(world.plant, fans_are_on=False, fans_off=())
        event = ResponseStarted(world.time_s, SwitchFans(False), FANS)
        return replace(world, plant=plant, fans_were_stopped=True), (event,)

    def _happen(self, world: World, due: Due) -> Happened:
        match due.kind:
            case EntryKind.LEAK:
                return self._start_leak(world, due)
            case EntryKind.LEAK_CHANGE:
                return self._change_leak(world, due)
            case EntryKind.COOLANT_LEAK:
                return self._open_loop(world, due)
            case EntryKind.LOOP_ISOLATION:
                return self._isolate_loop(world, due)
            case EntryKind.FAULT:
                return self._start_fault(world, due)
            case EntryKind.INCAPACITY:
                return self._fall(world, due.person)
            case EntryKind.FAULT_END:
                return self._end_fault(world, due)
            case EntryKind.HEAT_RAMP:
                return self._start_ramp(world, due)
            case EntryKind.ACTION:
                return self._scripted(world, due)
            case EntryKind.STEP:
                return self._step(world, due)
            case EntryKind.READING_END:
                return self._end_reading(world, due)
            case EntryKind.SEARCH_END:
                return world, (SearchEnded(world.time_s, due.module, due.index),)
            case EntryKind.REPAIR_END:
                return self._end_repair(world, due)
            case EntryKind.REPAIR_LOOSE:
                return self._loosen(world, due)

    def _start_leak(self, world: World, due: Due) -> Happened:
        leak = self._scenario.leaks[due.index]
        world = self._with_leak(world, due.index, lambda s: s.started(world.time_s, leak))
        agenda = self._script.with_changes_of(world.agenda, due.index, world.time_s)
        where = leak.module or leak.hatch
        return replace(world, agenda=agenda), (LeakOpened(world.time_s, leak.id, where),)

    def _change_leak(self, world: World, due: Due) -> Happened:
        leak = self._scenario.leaks[due.index]
        change = leak.changes[due.part]
        limit = leak.growth_limit
        world = self._with_leak(world, due.index, lambda s: s.changed(change, world.time_s, limit))
        where = leak.module or leak.hatch
        return world, (LeakChanged(world.time_s, leak.id, where, change.factor, change.by),)

    def _with_leak(
        self, world: World, index: int, change: Callable[[LeakState], LeakState]
    ) -> World:
        leaks = world.plant.leaks
        changed = (*leaks[:index], change(leaks[index]), *leaks[index + 1 :])
        return replace(world, plant=replace(world.plant, leaks=changed))

    def _open_loop(self, world: World, due: Due) -> Happened:
        hole = self._scenario.coolant_leaks[due.index]
        action = OpenCoolantLeak(hole.loop, hole.diameter_m, hole.discharge)
        world, loop = self._hole_in(world, action)
        if hole.isolated_after_s is not None:
            end = Due(world.time_s + hole.isolated_after_s, EntryKind.LOOP_ISOLATION, due.index)
            world = replace(world, agenda=world.agenda.plus(end))
        return world, (ActionDone(world.time_s, action, loop),)

    def _isolate_loop(self, world: World, due: Due) -> Happened:
        world, loop = self._cut_off(world, self._scenario.coolant_leaks[due.index].loop)
        return world, (ActionDone(world.time_s, IsolateLoop(loop), loop),)

    def _hole_in(self, world: World, action: OpenCoolantLeak) -> tuple[World, str]:
        loop, diameter_m, discharge = action.loop, action.diameter_m, action.discharge
        self._refuse_unknown_loop(loop)
        if not 0.0 < diameter_m < 0.1 or not 0.0 < discharge <= 1.0:
            raise ActionRefused(Hindrance.LOOP_HOLE_BOUNDS)
        loops = world.loops.copy()
        self._loops.open_hole(loops, loop, discharge * math.pi / 4.0 * diameter_m**2)
        return replace(world, loops=loops), loop

    def _cut_off(self, world: World, loop: str) -> tuple[World, str]:
        self._refuse_unknown_loop(loop)
        loops = world.loops.copy()
        self._loops.close_holes(loops, loop)
        return replace(world, loops=loops), loop

    def _refuse_unknown_loop(self, loop: str) -> None:
        if loop not in {item.id for item in self._station.coolant_loops}:
            raise ActionRefused(Hindrance.UNKNOWN, loop, "coolant loop")

    def _start_fault(self, world: World, due: Due) -> Happened:
        written = self._scenario.faults[due.index]
        fault = SimulatedFault(written.sensor, written.kind, written.size, world.time_s)
        world = replace(world, faults=(*world.faults, fault))
        if written.lasting_s is not None:
            end = Due(world.time_s + written.lasting_s, EntryKind.FAULT_END, due.index, fault=fault)
            world = replace(world, agenda=world.agenda.plus(end))
        told = FaultChanged(world.time_s, written.sensor, written.kind, written.size)
        return world, (told,)

    def _end_fault(self, world: World, due: Due) -> Happened:
        fault = due.fault
        assert fault is not None
        world = replace(world, faults=tuple(f for f in world.faults if f != fault))
        return world, (FaultChanged(world.time_s, fault.sensor, fault.kind, has_ended=True),)

    def _start_ramp(self, world: World, due: Due) -> Happened:
        ramp = self._scenario.heat_ramps[due.index]
        warming = (*world.plant.warming, (due.index, world.time_s))
        world = replace(world, plant=replace(world.plant, warming=warming))
        where = ramp.where or STATION
        return world, (SurroundingsChanged(world.time_s, where, ramp.change_k, ramp.over_s),)

    def _fall(self, world: World, person: str) -> Happened:
        plant = world.plant
        module = plant.crew_places[plant.people.index(person)]
        world = replace(world, plant=replace(plant, fallen=(*plant.fallen, person)))
        return world, (PersonIncapacitated(world.time_s, person, module),)

    def _step(self, world: World, due: Due) -> Happened:
        step = self._scenario.steps[due.index]
        told = (step.title, step.text, step.question, step.hint)
        return world, (StepReached(world.time_s, due.index, *told),)

    def _scripted(self, world: World, due: Due) -> Happened:
        scripted = self._scenario.actions[due.index]
        action, time_s, actor = scripted.action, world.time_s, scripted.actor
        if action is None:
            note = NoteWritten(time_s, scripted.target or STATION, scripted.text, actor)
            return world, (note,)
        try:
            world, done = self.act(world, action)
        except ActionRefused as refusal:
            target = scripted.target
            told = ActionRefusedInScript(time_s, scripted.do, target, refusal.obstacle, actor)
            return world, (told,)
        return world, (replace(done, actor=actor, reason=scripted.text),)

    def _fail(self, world: World, action: FailSensor) -> tuple[World, str]:
        if action.sensor not in {sensor.id for sensor in self._station.sensors}:
            raise ActionRefused(Hindrance.UNKNOWN, action.sensor, "sensor")
        if action.fault not in ("none", "bias", "drift", "stuck", "noise", "dropout"):
            raise ActionRefused(Hindrance.FAULT_KIND, action.fault)
        if not math.isfinite(action.size):
            raise ActionRefused(Hindrance.FAULT_SIZE)
        if action.fault == "none":
            left = tuple(f for f in world.faults if f.sensor != action.sensor)
        else:
            fault = SimulatedFault(action.sensor, action.fault, action.size, world.time_s)
            left = (*world.faults, fault)
        return replace(world, faults=left), action.sensor

    def _search(self, world: World, module: str) -> tuple[World, str]:
        self._refuse_unknown_module(module)
        world, found = self._repairs.searched(world, module)
        end = Due(world.time_s, EntryKind.SEARCH_END, found, module=module)
        return replace(world, agenda=world.agenda.plus(end)), module

    def _repair(self, world: World, action: ApplyRepair) -> tuple[World, str]:
        self._refuse_unknown_module(action.module)
        world, done = self._repairs.repaired(world, action.module, action.repair)
        end = Due(world.time_s, EntryKind.REPAIR_END, module=action.module, repair=done)
        agenda = world.agenda.plus(end)
        if math.isfinite(done.loose_s):
            agenda = agenda.plus(Due(done.loose_s, EntryKind.REPAIR_LOOSE, repair=done))
        return replace(world, agenda=agenda), action.module

    def _end_repair(self, world: World, due: Due) -> Happened:
        done = due.repair
        assert done is not None
        ended = RepairEnded(world.time_s, due.module, done.repair, done.site)
        if not done.site:
            return world, (ended,)
        return world, (ended, self._as_now(world, done, done.repair))

    def _loosen(self, world: World, due: Due) -> Happened:
        done = due.repair
        assert done is not None
        loose = loosened(world, done)
        if loose is None:
            return world, ()
        return loose, (self._as_now(loose, done, f"the {done.repair} comes loose"),)

    def _as_now(self, world: World, done: RepairDone, by: str) -> LeakChanged:
        """The truth of a leak after a repair."""
        state = world.plant.leaks[done.leak]
        where = state.size.module or state.size.hatch
        return LeakChanged(world.time_s, state.size.id, where, state.now_1(world.time_s), by)

    def _refuse_unknown_module(self, module: str) -> None:
        if module not in self._station.module_ids:
            raise ActionRefused(Hindrance.UNKNOWN, module, "module")

    def _start_reading(self, world: World, module: str) -> tuple[World, str]:
        gauge = self._station.gauge
        if gauge is None:
            raise ActionRefused(Hindrance.NO_GAUGE)
        self._refuse_unknown_module(module)
        if world.reading:
            raise ActionRefused(Hindrance.GAUGE_IN_USE, place=world.reading)
        if not can_be_read(self._station, self._doer, world.plant, module):
            raise ActionRefused(Hindrance.GAUGE_OUT_OF_REACH, place=module)
        end = Due(world.time_s + gauge.reading_s, EntryKind.READING_END, module=module)
        return replace(world, reading=module, agenda=world.agenda.plus(end)), module

    def _end_reading(self, world: World, due: Due) -> Happened:
        gauge, module = self._station.gauge, due.module
        assert gauge is not None
        ideal = self._scenario.noise_free
        value = reading_pa(gauge, self._pressure_pa(world, module), self._seed, world.sample, ideal)
        event = GaugeRead(world.time_s, module, value)
        return replace(world, reading="", shown=(*world.shown, (module, value))), (event,)
