"""What is impossible in a starting condition for its station: ships, people, air, what is known to leak."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.datafile import Complaint
from iss_viewer.scenario.checks import complaints
from iss_viewer.scenario.exercise.starting_condition import StartingCondition
from iss_viewer.scenario.names import named
from iss_viewer.scenario.reading import configuration_complaints
from iss_viewer.scenario.scenario import Scenario, Story
from iss_viewer.station import Station

#: of a condition by itself: no exercise is longer
_LONGEST_S = 30 * 86_400.0


def condition_complaints(
    condition: StartingCondition, station: Station, length_s: float = _LONGEST_S
) -> Iterator[Complaint]:
    """What is wrong with a condition for the station of its file, in an exercise so long."""
    wrong = list(configuration_complaints(condition.docked, condition.absent, station))
    yield from wrong
    if wrong:
        return
    then = condition.station_then(station)
    aboard = [person.id for person in then.crew]
    ships = [ship.id for ship in then.docked]
    for index, guest in enumerate(condition.joined):
        if aboard.count(guest.id) > 1:
            yield Complaint(("joined", index, "id"), f"'{guest.id}' is aboard already")
        yield from named(("joined", index, "module"), "module", guest.module, then.module_ids)
        if guest.vehicle:
            yield from named(("joined", index, "vehicle"), "docked vehicle", guest.vehicle, ships)
    for person, module in condition.people.items():
        yield from named(("people", person), "crew member", person, aboard)
        yield from named(("people", person), "module", module, then.module_ids)
    for complaint in complaints(_scenario(condition, then, length_s), then):
        if complaint.location[0] != "crew":  # people were asked for above, by their names
            yield complaint


def _scenario(condition: StartingCondition, then: Station, length_s: float) -> Scenario:
    return Scenario.model_construct(
        id="", title="", station="", duration_s=length_s, story=Story(briefing=""),
        **condition.scenario_fields(then),
    )  # fmt: skip
