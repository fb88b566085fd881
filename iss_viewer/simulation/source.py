"""A simulated station as a telemetry source: what it does, seen through its instruments."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario import Scenario
from iss_viewer.simulation.air import STATE_CLASSES as air_classes
from iss_viewer.simulation.air import AirState
from iss_viewer.simulation.air.layout import ACCOUNT, TAKEN, TRIED
from iss_viewer.simulation.columns import sample_columns, truth_table
from iss_viewer.simulation.coolant import CoolantLoops
from iss_viewer.simulation.coupling import Air
from iss_viewer.simulation.event_handler import EventHandler
from iss_viewer.simulation.forcing import played
from iss_viewer.simulation.interventions import Intervention, intervened
from iss_viewer.simulation.leak_size import LeakSize
from iss_viewer.simulation.leaks import Course, LeakState, RepairDone
from iss_viewer.simulation.ledgers import Books, Ledgers, Steps
from iss_viewer.simulation.plant import Plant, Travel, starting_plant
from iss_viewer.simulation.rows import SampleRows, TruthRows
from iss_viewer.simulation.script import Agenda, Due, EntryKind, PendingEntry, Script
from iss_viewer.simulation.sensors import Sensors, SensorState, SimulatedFault
from iss_viewer.simulation.starting_air import StartingAir
from iss_viewer.simulation.stretch import Stretch, WorldClock
from iss_viewer.simulation.surroundings import Surroundings
from iss_viewer.simulation.truth_now import TruthNow, truth_of
from iss_viewer.simulation.world import World
from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry import ActionRefused, ChannelTable, Command, Samples
from iss_viewer.telemetry.events import ActionDone, Event
from iss_viewer.telemetry.packing import SnapshotError, pack, unpack

Floats = NDArray[np.float64]

#: what a snapshot is made of
STATE_CLASSES = (
    World, Plant, Travel, Surroundings, LeakState, LeakSize, RepairDone, Course, Agenda, Due, EntryKind, PendingEntry, SimulatedFault,
    SensorState, *air_classes,
)  # fmt: skip


class SimulatedSource:
    """A telemetry source that simulates `scenario` on `station`; see `telemetry.TelemetrySource`.

    The same scenario, seed and actions give the same samples, bit for bit, however they are read.
    `with_ledgers`: the truth has what each thing has passed too (see `ledgers`).
    """

    def __init__(
        self,
        scenario: Scenario,
        station: Station,
        seed: int | None = None,
        *,
        with_ledgers: bool = False,
    ) -> None:
        scenario = played(scenario, station)
        self._station, self._scenario = station, scenario
        self.seed = scenario.seed if seed is None else seed
        script = Script(scenario)
        loops = CoolantLoops.of(station.coolant_loops)
        air = Air(scenario, station)
        self._passage = WorldClock(scenario, station, script, air, loops)
        self._handler = EventHandler(scenario, station, script, loops, self.seed, air.pressure_of)
        columns = sample_columns(station)
        self._rows = SampleRows(station, columns)
        self._air, self._books = air, Ledgers(station)
        self._ledgers = self._books if with_ledgers else None
        self._truth = TruthRows(air, self._ledgers)
        self._sensors = Sensors(
            [sensor.id for sensor in columns.sensors],
            columns.classes,
            scenario.sample_period_s,
            self.seed,
            station.atmosphere.temperature_k,
            ideal=scenario.noise_free,
        )
        plant = starting_plant(scenario, station)
        start = air.start(plant)
        cabin_k = air.temperature_k(start)[self._passage.cabins]
        self._world = World(0.0, 0, start, loops.start(cabin_k), plant, script.opening())
        self._shape = _shape(scenario, station)
        self._stretch: Stretch | None = None
        self._given = 0  # rows of the stretch that were yielded
        self._time_s = -np.inf

    @property
    def station(self) -> Station:
        """The station that the samples speak of."""
        return self._station

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self._scenario

    @property
    def channels(self) -> ChannelTable:
        """The columns of the samples."""
        return self._rows.columns.table

    @property
    def truth_channels(self) -> ChannelTable:
        """The columns of the truth; a leak that a trainer opens adds its own at the end."""
        leaks = [state.size.id for state in self._world.plant.leaks]
        ledgers = () if self._ledgers is None else self._ledgers.channels()
        return truth_table(self._station, leaks, ledgers)

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""
        return self._time_s

    @property
    def end_s(self) -> float:
        """When the scenario ends."""
        return self._scenario.duration_s

    @property
    def sample_period_s(self) -> float:
        """The time between two samples."""
        return self._scenario.sample_period_s

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next samples with time <= until_s, `most` rows at most, and what happened by itself."""
        samples, _, events = self._read(until_s, most, with_truth=False)
        return samples, events

    def read_with_truth(
        self, until_s: float, most: int
    ) -> tuple[Samples, Floats, tuple[Event, ...]]:
        """Like `read`, with the truth at the same instants, shape (n, len(truth_channels))."""
        return self._read(until_s, most, with_truth=True)

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """Nothing: people tell it now."""
        return ()

    def books(self) -> Books:
        """What each leak and thing has passed by the last sample yielded."""
        stretch, world, row = self._stretch, self._world, 0
        if stretch is not None and self._given:
            world, air, row = stretch.end, stretch.air, self._given - 1
        else:
            air = self._air.now(world)
        return self._books.books([state.size.id for state in world.plant.leaks], air, row)

    def truth_now(self) -> TruthNow:
        """What is true right after the last sample yielded."""
        stretch, world = self._stretch, self._world
        if stretch is None or not self._given:
            return truth_of(world, self._air.now(world), self._station, self._air)
        row = stretch.air.row(self._given - 1)  # nobody does anything within a stretch
        return truth_of(stretch.start, row, self._station, self._air)

    def steps(self) -> Steps:
        """The steps of the air up to now: to the end of the stretch that is read."""
        world = self._world if self._stretch is None else self._stretch.end
        taken, tried = world.air.clock[[TAKEN, TRIED]].tolist()
        return Steps(self._scenario.tolerance, int(taken), int(tried))

    def act(self, action: Action, by_script: bool = False) -> ActionDone:
        """Do an action right after the last sample yielded. Raises ActionRefused, and then nothing has changed.

        by_script: done as the script does, whether hands could or not: what is known to have been done.
        """
        before = self._world, self._stretch, self._given
        self._stop_here()
        try:
            if not by_script:
                self._handler.refuse_beyond_hands(self._world, action)
            self._world, done = self._handler.act(self._world, action)
        except ActionRefused:
            self._world, self._stretch, self._given = before
            raise
        return done

    def intervene(self, intervention: Intervention) -> None:
        """Do to the station what no person aboard could, right after the last sample yielded."""
        self._stop_here()
        air = StartingAir.of(self._scenario, self._station)
        self._world = intervened(self._world, intervention, self._station, air)

    def snapshot(self) -> bytes:
        """The whole state, from which `restore` goes on bit-identically."""
        state = (self._world, self._sensors.state, self._given, float(self._time_s))
        return pack((self._shape, *state))

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot of the same station and scenario. Raises SnapshotError."""
        parts = unpack(snapshot, STATE_CLASSES)
        if not isinstance(parts, tuple) or len(parts) != 5:
            raise SnapshotError("not a snapshot of a simulated run")
        shape, world, state, given, time_s = parts
        if shape != self._shape:
            raise SnapshotError("a snapshot of another station or scenario")
        air, own = world.air, self._world.air
        if _sizes(air) != _sizes(own):
            raise SnapshotError("a snapshot of another version of the program")
        self._world, self._given, self._time_s = world, given, time_s
        self._sensors.restore(state)
        self._stretch = self._passage.next_stretch(world, self.end_s) if given else None

    def _read(
        self, until_s: float, most: int, with_truth: bool
    ) -> tuple[Samples, Floats, tuple[Event, ...]]:
        parts: list[tuple[Floats, Floats, NDArray[np.uint8]]] = []
        truth: list[Floats] = []
        told: tuple[Event, ...] = ()
        while most > 0 and self._next_s() <= min(until_s, self.end_s):
            told += self._reach_next_sample()
            stretch = self._stretch
            assert stretch is not None
            stop = int(np.searchsorted(stretch.times_s, until_s, side="right"))
            rows = slice(self._given, min(stop, self._given + most))
            values, quality = self._rows.sample(stretch, rows, self._sensors)
            parts.append((stretch.times_s[rows], values, quality))
            if with_truth:
                truth.append(self._truth.rows(stretch, rows))
            most -= rows.stop - rows.start
            self._given, self._time_s = rows.stop, float(stretch.times_s[rows.stop - 1])
            if self._given == len(stretch) and stretch.end.time_s == self._time_s:
                told += self._finish_stretch()
        return self._joined(parts), self._joined_truth(truth), told

    def _next_s(self) -> float:
        if self._stretch is None:
            sample = self._world.sample
        else:
            sample = self._stretch.start.sample + self._given
        return sample * self.sample_period_s

    def _reach_next_sample(self) -> tuple[Event, ...]:
        """Go on until there is a stretch with a sample that was not yielded yet."""
        told: tuple[Event, ...] = ()
        while self._stretch is None or self._given == len(self._stretch):
            told += self._finish_stretch()
            self._stretch = self._passage.next_stretch(self._world, self.end_s)
        return told

    def _finish_stretch(self) -> tuple[Event, ...]:
        """Let happen what is due at the end of the stretch."""
        stretch, self._stretch, self._given = self._stretch, None, 0
        if stretch is None:
            return ()
        told: tuple[Event, ...] = ()
        self._world = stretch.end
        if stretch.trips_fans:
            self._world, told = self._handler.stop_fans(self._world)
        self._world, events = self._handler.let_happen(self._world)
        return told + events

    def _stop_here(self) -> None:
        """Bring the world to the last sample yielded."""
        if self._stretch is not None and self._given:
            self._world = self._passage.cut(self._stretch, self._given).end
        self._stretch, self._given = None, 0

    def _joined(self, parts: list[tuple[Floats, Floats, NDArray[np.uint8]]]) -> Samples:
        if not parts:
            return Samples.empty(self.channels)
        times, values, quality = zip(*parts, strict=True)
        return Samples(np.concatenate(times), np.concatenate(values), np.concatenate(quality))

    def _joined_truth(self, parts: list[Floats]) -> Floats:
        if not parts:
            return np.zeros((0, len(self.truth_channels)))
        return np.concatenate(parts)


def _sizes(air: AirState) -> tuple[int, ...]:
    """What a step in progress is kept in: rows of vectors and their length, but for the accounts of leaks; the clock."""
    rows, length = air.vectors.shape
    return rows, length - ACCOUNT * len(air.leaks), len(air.clock)


def _shape(scenario: Scenario, station: Station) -> str:
    """What must be alike for a state to fit: all that stands in its arrays and lists, by id."""
    kinds = ("modules", "hatches", "fans", "equipment", "tanks", "sensors", "coolant_loops")
    things = [item.id for kind in kinds for item in getattr(station, kind)]
    lists = ("leaks", "actions", "faults", "coolant_leaks", "heat_swings", "heat_ramps", "steps")
    counts = [len(getattr(scenario, name)) for name in lists]
    text = f"{scenario.id} {things} {counts} {scenario.sample_period_s}"
    return sha256(text.encode()).hexdigest()[:16]
