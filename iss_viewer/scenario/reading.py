"""Read a scenario file and check it against its station."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from iss_viewer.datafile import (
    Complaint,
    FileMistakes,
    SetValue,
    find,
    read_text,
    text_of,
    unknown,
    with_values,
)
from iss_viewer.scenario.checks import complaints
from iss_viewer.scenario.scenario import Scenario
from iss_viewer.scenario.series import with_series
from iss_viewer.station import Station, configured, read_station
from iss_viewer.station.station import Docked


def scenario_text(name_or_path: str | Path, changes: Sequence[SetValue] = ()) -> str:
    """The text of a scenario of a name or file, with some values set and its series in it.

    Raises FileMistakes.
    """
    path = find("scenarios", str(name_or_path))
    return with_series(with_values(text_of(path), path, changes), path)


def read_scenario(
    name_or_path: str | Path,
    station: str | Path | None = None,
    changes: Sequence[SetValue] = (),
) -> tuple[Scenario, Station]:
    """The scenario of a name or file, and its station as it was then, vehicles docked.

    `station` takes another station file; `changes` set single values of the scenario. Raises
    FileMistakes with all that is wrong.
    """
    path = find("scenarios", str(name_or_path))
    return scenario_of(scenario_text(path, changes), path, station)


def scenario_of(
    text: str, path: Path, station: str | Path | None = None
) -> tuple[Scenario, Station]:
    """Like `read_scenario`, for a text at hand; `path` only names it, and says beside what it lies."""
    found: list[Station] = []

    def check(scenario: Scenario) -> Iterator[Complaint]:
        try:
            base = read_station(station or _beside(path, scenario.station))
        except FileMistakes as error:
            if station is not None:
                raise
            for mistake in error.mistakes:
                yield Complaint(("station",), str(mistake))
            return
        mistakes = list(configuration_complaints(scenario.docked, scenario.absent, base))
        yield from mistakes
        if mistakes:
            return
        as_then = configured(base, scenario.docked, scenario.absent)
        if scenario.crew.people is not None:
            as_then = as_then.model_copy(update={"crew": scenario.crew.people})
        found.append(as_then)
        yield from complaints(scenario, as_then)

    scenario = read_text(text, path, Scenario, check)
    return scenario, found[0]


def _beside(scenario: Path, station: str) -> str | Path:
    """The station file that lies beside the scenario, else the name of one of the program's."""
    for name in (station, f"{station}.toml"):
        file = scenario.parent / name
        if file.is_file() and file.resolve() != scenario.resolve():
            return file
    return station


def configuration_complaints(
    docked: Sequence[Docked] | None, absent: Sequence[str], base: Station
) -> Iterator[Complaint]:
    """Vehicles and absent modules that a station cannot have."""
    modules = {module.id for module in base.modules if module.kind == "module"}
    for index, name in enumerate(absent):
        if name not in modules:
            yield Complaint(("absent", index), unknown("module", name, modules))
    ports = {port.id for port in base.ports}
    kinds = {kind.id for kind in base.vehicle_types}
    here = modules - set(absent)
    for index, ship in enumerate(docked or ()):
        if any(ship.port == other.port for other in (docked or ())[:index]):
            yield Complaint(("docked", index, "port"), f"two vehicles at port '{ship.port}'")
        if ship.port not in ports:
            yield Complaint(("docked", index, "port"), unknown("port", ship.port, ports))
        else:
            yield from _place_complaints(index, ship.port, here, base)
        if ship.type not in kinds:
            yield Complaint(("docked", index, "type"), unknown("vehicle type", ship.type, kinds))


def _place_complaints(
    index: int, port_id: str, here: Collection[str], base: Station
) -> Iterator[Complaint]:
    """A vehicle at a port that is not there, or that leads to a module of the station."""
    port = next(port for port in base.ports if port.id == port_id)
    hatch = base.hatch(port.hatch)
    place = ("docked", index, "port")
    if port.module not in here:
        yield Complaint(place, f"'{port.module}', which has this port, is absent")
    elif {hatch.a, hatch.b} <= set(here):
        yield Complaint(place, f"is taken: it joins {hatch.a} and {hatch.b}")
