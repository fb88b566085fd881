"""All that can be ordered in a station at an instant, each in its words: one list for a dialog, whatever the plant has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.actions import order_words
from iss_viewer.situation.words.spans import capitalized
from iss_viewer.station import Station
from iss_viewer.station.actions import (
    Action,
    ApplyRepair,
    CheckLeak,
    IsolateLoop,
    MoveCrew,
    MoveHatch,
    MoveValve,
    ReadGauge,
    SearchLeak,
    SetFeed,
    SwitchEquipment,
    SwitchFans,
    TimeFall,
)
from iss_viewer.station.names import name_of
from iss_viewer.units import PA_PER_MMHG

_MOST_FALL_MMHG = 100.0


@dataclass(frozen=True)
class OrderNumber:
    """A number that an order needs: what it is called, its unit, one of it in SI, what is usual, and the most."""

    words: str
    unit: str
    in_si: float
    usual: float
    most: float


@dataclass(frozen=True)
class OrderOffer:
    """Something that can be ordered. sort: hatches, people ...; number: what it needs beside."""

    words: str
    sort: str
    action: Action
    number: OrderNumber | None = None

    @property
    def sends_people(self) -> bool:
        """Whether the people who are chosen are those who go."""
        return isinstance(self.action, MoveCrew)

    @property
    def is_by_hand(self) -> bool:
        """Whether people do it, who may be named; else a telecommand does."""
        return not isinstance(self.action, SwitchEquipment | SetFeed | SwitchFans | IsolateLoop)

    def made(self, number: float, people: tuple[str, ...]) -> Action:
        """The action, with the number that was given in its unit, and the people who go."""
        if isinstance(self.action, MoveCrew):
            return replace(self.action, crew=people)
        if self.number is None:
            return self.action
        value = number * self.number.in_si
        match self.action:
            case TimeFall():
                return replace(self.action, fall_pa=value)
            case SetFeed():
                return replace(self.action, flow_kg_s=value)
            case MoveHatch():
                return replace(self.action, opening=value)
        return self.action


def order_offers(moment: Moment) -> tuple[OrderOffer, ...]:
    """Everything, in the order of the station: people, hatches, gauge, repair, gas, machines."""
    station = moment.station
    return (
        *_people(station),
        *_hatches(moment),
        *_modules(station),
        *_feeds(station),
        *_machines(moment),
        *_fans(station),
    )


def _people(station: Station) -> Iterator[OrderOffer]:
    if station.crew:
        for module in station.modules:
            words = f"Send people to {module.short_name}"
            yield OrderOffer(words, "people", MoveCrew((), module.id))


def _hatches(moment: Moment) -> Iterator[OrderOffer]:
    for hatch in moment.station.hatches:
        words = moment.station.hatch_words(hatch.id)
        if moment.value(hatch.id, "is_open") == 1.0:
            yield OrderOffer(f"Close hatch {words}", "hatch", MoveHatch(hatch.id, False))
        else:
            part = OrderNumber("Opened by", "%", 0.01, 50.0, 100.0)
            yield OrderOffer(f"Open hatch {words}", "hatch", MoveHatch(hatch.id, True))
            ajar = f"Open hatch {words} in part"
            yield OrderOffer(ajar, "hatch", MoveHatch(hatch.id, True, 0.5), part)
        if hatch.valve_diameter_m:
            is_open = moment.value(hatch.id, "valve_is_open") == 1.0
            verb = "Close" if is_open else "Open"
            action = MoveValve(hatch.id, not is_open)
            yield OrderOffer(f"{verb} equalisation valve {words}", "valve", action)


def _modules(station: Station) -> Iterator[OrderOffer]:
    """What is done in a room: the gauge, and what finds and repairs leaks."""
    fall = OrderNumber("Fall", "mmHg", PA_PER_MMHG, 3.0, _MOST_FALL_MMHG)
    for module in station.modules:
        name, at = module.short_name, module.id
        if station.gauge is not None:
            yield _offer(station, "gauge", ReadGauge(at))
            yield OrderOffer(f"Time a fall in {name}", "gauge", TimeFall(at, PA_PER_MMHG), fall)
            yield _offer(station, "gauge", CheckLeak(at))
        yield _offer(station, "repair", SearchLeak(at))
        yield OrderOffer(f"Tape a leak in {name}", "repair", ApplyRepair(at, "tape"))
        yield OrderOffer(f"Patch a leak in {name}", "repair", ApplyRepair(at, "patch"))
        yield OrderOffer(f"Sealant on a leak in {name}", "repair", ApplyRepair(at, "sealant"))


def _offer(station: Station, sort: str, action: Action) -> OrderOffer:
    return OrderOffer(capitalized(order_words(station, action)), sort, action)


def _feeds(station: Station) -> Iterator[OrderOffer]:
    """Feeds from their tanks: by hand, shut, or back to their regulators."""
    for feed in station.equipment:
        if not feed.kind.endswith("_feed"):
            continue
        most_g_s = 1e3 * feed.rate_kg_s
        number = OrderNumber("Flow", "g/s", 1e-3, most_g_s, most_g_s)
        by_hand = SetFeed(feed.id, feed.rate_kg_s)
        yield OrderOffer(f"Open {feed.name} by hand", "repressurize", by_hand, number)
        yield OrderOffer(f"Shut {feed.name}", "repressurize", SetFeed(feed.id, 0.0))
        yield OrderOffer(f"Leave {feed.name} to its regulator", "gas", SetFeed(feed.id, None))


def _machines(moment: Moment) -> Iterator[OrderOffer]:
    for machine in moment.station.equipment:
        is_on = moment.value(machine.id, "is_on") == 1.0
        verb = "Switch off" if is_on else "Switch on"
        action = SwitchEquipment(machine.id, not is_on)
        yield OrderOffer(f"{verb} {machine.name}", "machine", action)
    for loop in moment.station.coolant_loops:
        words = f"Isolate the damaged part of {loop.name}"
        yield OrderOffer(words, "coolant", IsolateLoop(loop.id))


def _fans(station: Station) -> Iterator[OrderOffer]:
    if station.fans:
        yield OrderOffer("Stop all ventilation", "fans", SwitchFans(False))
        yield OrderOffer("Start all ventilation", "fans", SwitchFans(True))
    for fan in station.fans:
        between = f"{name_of(station, fan.a)} to {name_of(station, fan.b)}"
        yield OrderOffer(f"Stop fan {between}", "fan", SwitchFans(False, fan.id))
        yield OrderOffer(f"Start fan {between}", "fan", SwitchFans(True, fan.id))
