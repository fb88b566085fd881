"""A station whose air stands still, for orders alone: hatches, people and hands are those of the simulation."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.exercise.deeds.order_queue import OrderQueue
from iss_viewer.simulation.plant import ActionHandler, starting_plant
from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, ApplyRepair, ReadGauge, SearchLeak
from iss_viewer.telemetry import ActionRefused, ChannelTable, Command, Frames
from iss_viewer.telemetry.commands import Act, Withdraw
from iss_viewer.telemetry.events import ActionDone, Event, GaugeRead, OrderChanged
from iss_viewer.telemetry.events.refused import Hindrance
from tests.simulation.stories import tell

EMPTY = ChannelTable.of(["A.pressure_pa"])


class StillStation:
    """Obeys actions as the simulation does. pressure_pa: of each module; falls_pa_s: how fast it goes."""

    def __init__(self, station: Station, people: dict[str, str], shut: tuple[str, ...] = ()):
        self.station, self.time_s = station, 0.0
        self._handler = ActionHandler(station)
        plant = starting_plant(tell(station=station), station)
        closed = [h.normally == "closed" or h.id in shut for h in station.hatches]
        self.plant = replace(
            plant,
            people=tuple(people),
            crew_places=tuple(people.values()),
            hatch_is_open=tuple(not is_shut for is_shut in closed),
        )
        self.pressure_pa = dict.fromkeys(station.module_ids, 1e5)
        self.falls_pa_s: dict[str, float] = {}
        self.valves_equalise = True
        self.reading: tuple[float, str] | None = None

    def act(self, action: Action, by_script: bool = False) -> ActionDone:
        match action:
            case ReadGauge(module=module):
                if self.reading is not None:
                    raise ActionRefused(Hindrance.GAUGE_IN_USE, place=module)
                assert self.station.gauge is not None
                self.reading = self.time_s + self.station.gauge.reading_s, module
            case SearchLeak() | ApplyRepair():
                self._handler.refuse_beyond_hands(self.plant, action, self.pressure_pa.get)
            case _:
                self._handler.refuse_beyond_hands(self.plant, action, self.pressure_pa.get)
                done = self._handler.do(self.plant, action, self.time_s, self.pressure_pa.get)
                self.plant = done[0]
        return ActionDone(self.time_s, action, "")

    def go_to(self, time_s: float) -> tuple[Event, ...]:
        """Let time pass; what the gauge showed by then."""
        for module, fall_pa_s in self.falls_pa_s.items():
            self.pressure_pa[module] -= fall_pa_s * (time_s - self.time_s)
        self.time_s = time_s
        for hatch, is_open in zip(self.station.hatches, self.plant.valve_is_open, strict=True):
            if is_open and self.valves_equalise and hatch.b in self.pressure_pa:
                mean_pa = (self.pressure_pa[hatch.a] + self.pressure_pa[hatch.b]) / 2.0
                self.pressure_pa[hatch.a] = self.pressure_pa[hatch.b] = mean_pa
        if self.reading is None or self.reading[0] > time_s:
            return ()
        (at_s, module), self.reading = self.reading, None
        return (GaugeRead(at_s, module, self.pressure_pa[module]),)

    def truth_now(self) -> TruthNow:
        plant, hatches = self.plant, [hatch.id for hatch in self.station.hatches]
        opened = zip(hatches, plant.hatch_is_open, plant.valve_is_open, strict=True)
        states = list(opened)
        return TruthNow(
            time_s=self.time_s,
            pressure_pa=dict(self.pressure_pa),
            oxygen_pa={}, carbon_dioxide_pa={}, temperature_k={}, tank_kg={},
            places=dict(zip(plant.people, plant.crew_places, strict=True)),
            incapacitated=plant.fallen,
            closed_hatches=frozenset(name for name, is_open, _ in states if not is_open),
            open_valves=frozenset(name for name, _, is_open in states if is_open),
            fans_are_on=plant.fans_are_on,
            machines_on=frozenset(),
            feed_kg_s={},
            leaks=(),
            gauge_at="" if self.reading is None else self.reading[1],
        )  # fmt: skip


class Watched:
    """A queue in such a station, with all that it said."""

    def __init__(self, plant: StillStation) -> None:
        self.plant, self.queue = plant, OrderQueue(plant, are_costs_on=True)
        self.events: list[Event] = []

    def order(self, action: Action, *people: str) -> str:
        """The number of an order that was given."""
        taken = self.queue.takes(Command(Act(action, people), "Ann"), self.plant.time_s)
        assert taken is not None
        self.events += taken
        self.events += self.queue.look(Frames.empty(EMPTY, EMPTY, taken))
        return next(e.order for e in taken if isinstance(e, OrderChanged))

    def withdraw(self, order: str) -> None:
        taken = self.queue.takes(Command(Withdraw(order)), self.plant.time_s)
        assert taken is not None
        self.events += taken

    def go_to(self, time_s: float) -> None:
        """On to an instant, by all at which the queue wants to be asked."""
        while self.plant.time_s < time_s:
            read = self.plant.go_to(min(time_s, max(self.queue.next_s(), self.plant.time_s)))
            self.events += read
            self.events += self.queue.look(Frames.empty(EMPTY, EMPTY, read))
            if self.queue.next_s() > time_s:
                self.plant.go_to(time_s)

    def changes(self, order: str) -> list[OrderChanged]:
        """How an order went."""
        return [e for e in self.events if isinstance(e, OrderChanged) and e.order == order]

    def last(self, order: str) -> OrderChanged:
        return self.changes(order)[-1]

    def place(self, person: str) -> str:
        return self.plant.truth_now().places[person]
