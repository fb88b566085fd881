"""Complaints about malfunctions: what each acts on, sizes that are missing, things that belong together."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.datafile import Complaint
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.checks import leak_complaints
from iss_viewer.scenario.exercise.checks.known import KnownIds
from iss_viewer.scenario.exercise.checks.sentences import flow_complaints
from iss_viewer.scenario.exercise.exercise import Exercise
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
from iss_viewer.scenario.names import named

_MODES_BY_KIND = {"does_not_seal": ("diameter", "rate"), "leaks": ("diameter",)}


def malfunction_complaints(
    place: Location, one: Malfunction, exercise: Exercise, known: KnownIds
) -> Iterator[Complaint]:
    """What is wrong with one malfunction, but for its sentences."""
    yield from _timing(place, one, exercise)
    match one:
        case LeakMalfunction():
            yield from _leak(place, one, exercise, known)
        case HatchMalfunction() | ValveMalfunction():
            yield from _hatch(place, one, known)
        case FanMalfunction(fan=fan) if fan:
            yield from named((*place, "fan"), "fan", fan, known.fans)
        case MachineMalfunction(machine=machine):
            yield from named((*place, "machine"), "machine", machine, known.machines)
        case FeedMalfunction():
            yield from _feed(place, one, known)
        case SensorMalfunction():
            yield from _sensor(place, one, known)
        case TemperatureMalfunction():
            yield from _temperature(place, one, known)
        case SignalMalfunction(mode=mode, delay_s=delay_s):
            yield from _belongs(place, "delay", delay_s is not None, mode == "delayed")
        case AlarmMalfunction():
            yield from _alarm(place, one, known)
        case RepairMalfunction():
            yield from _repair(place, one, exercise)
        case CoolantMalfunction(loop=loop):
            yield from named((*place, "loop"), "coolant loop", loop, known.loops)


def _timing(place: Location, one: Malfunction, exercise: Exercise) -> Iterator[Complaint]:
    if one.when is None and (one.at_s or 0.0) >= exercise.length_s:
        yield Complaint((*place, "at"), "never comes: not before the exercise ends")
    if one.lasts_s is not None and one.until is not None:
        yield Complaint((*place, "until"), "say either how long it lasts or until when")
    if one.repeat and (one.when is None or (one.lasts_s is None and one.until is None)):
        yield Complaint((*place, "repeat"), "what repeats needs a 'when', and 'lasts' or 'until'")


def _belongs(place: Location, key: str, is_given: bool, is_needed: bool) -> Iterator[Complaint]:
    """A key that goes with one mode, and is needed there."""
    if is_needed and not is_given:
        yield Complaint((*place, key), "is missing for this mode")
    elif is_given and not is_needed:
        yield Complaint((*place, key), "does not belong to this mode")


def _leak(
    place: Location, one: LeakMalfunction, exercise: Exercise, known: KnownIds
) -> Iterator[Complaint]:
    scenario = exercise.scenario_of(known.station)
    for complaint in leak_complaints(place, one.leak, scenario, known.station):
        last = "place" if complaint.location[-1] == "module" else complaint.location[-1]
        yield Complaint((*complaint.location[:-1], last), complaint.message)


def _hatch(
    place: Location, one: HatchMalfunction | ValveMalfunction, known: KnownIds
) -> Iterator[Complaint]:
    is_valve = isinstance(one, ValveMalfunction)
    yield from named((*place, "hatch"), "hatch", one.hatch, known.hatches)
    if is_valve and one.hatch in known.hatches and one.hatch not in known.valves:
        yield Complaint((*place, "hatch"), "this hatch has no equalisation valve")
    sizes = [one.diameter_m, None if isinstance(one, ValveMalfunction) else one.rate_kg_s]
    given = sum(size is not None for size in sizes)
    keys = _MODES_BY_KIND.get(one.mode, ())
    if keys and given != 1:
        yield Complaint(place, f"give its size once: {' or '.join(keys)}")
    if not keys and given:
        yield Complaint(place, f"'{one.mode}' has no size")
    if isinstance(one, HatchMalfunction) and one.tries is not None and one.mode == "does_not_seal":
        yield Complaint((*place, "tries"), "does not belong to this mode")


def _feed(place: Location, one: FeedMalfunction, known: KnownIds) -> Iterator[Complaint]:
    yield from named((*place, "machine"), "feed", one.machine, known.feeds)
    yield from _belongs(place, "flow", one.flow_kg_s is not None, one.mode == "sticks_open")
    if one.flow_kg_s is not None and one.machine in known.feeds:
        yield from flow_complaints((*place, "flow"), one.machine, one.flow_kg_s, known)


def _sensor(place: Location, one: SensorMalfunction, known: KnownIds) -> Iterator[Complaint]:
    classes = {sort.id: sort for sort in known.station.sensor_classes}
    kinds = {sensor.id: classes[sensor.sensor_class] for sensor in known.station.sensors}
    yield from named((*place, "sensor"), "sensor", one.sensor, kinds)
    if one.sensor not in kinds:
        return
    sort = kinds[one.sensor]
    try:
        size = sensor_size_si(one.size, one.mode, sort.quantity)
    except ValueError as error:
        yield Complaint((*place, "size"), str(error))
        return
    if abs(size) > sort.high - sort.low and one.mode != "dropout":
        yield Complaint((*place, "size"), "more than this instrument can show")
    if one.mode == "noise" and size < 0.0:
        yield Complaint((*place, "size"), "noise cannot be negative")


def _temperature(
    place: Location, one: TemperatureMalfunction, known: KnownIds
) -> Iterator[Complaint]:
    spots = {*known.places, *(module.segment for module in known.station.modules)}
    if one.place:
        yield from named((*place, "place"), "module or segment", one.place, spots)
    yield from _belongs(place, "period", one.period_s is not None, one.mode == "swing")
    if one.mode == "swing" and one.change_k <= 0.0:
        yield Complaint((*place, "change"), "of a swing must be greater than 0")


def _alarm(place: Location, one: AlarmMalfunction, known: KnownIds) -> Iterator[Complaint]:
    yield from named((*place, "alarm"), "alarm", one.alarm, known.rules)
    if one.place:
        yield from named((*place, "place"), "module", one.place, known.places)
    if one.place and one.mode == "silent":
        yield Complaint((*place, "place"), "does not belong to this mode")


def _repair(place: Location, one: RepairMalfunction, exercise: Exercise) -> Iterator[Complaint]:
    leaks = [other.id for other in exercise.malfunctions if isinstance(other, LeakMalfunction)]
    yield from named((*place, "of"), "leak of this exercise", one.of, leaks)
    yield from _belongs(place, "effect", one.effect is not None, one.mode == "partial")
    yield from _belongs(
        place, "after_repair", one.after_repair_s is not None, one.mode == "peels_off"
    )
