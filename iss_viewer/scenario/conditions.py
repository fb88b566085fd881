"""What can never come about: things after the end of a run, conditions that cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location
from iss_viewer.scenario.names import named
from iss_viewer.scenario.scenario import Condition, Scenario, Timed
from iss_viewer.station import Station

VERBS = (
    "open_hatch", "close_hatch", "open_valve", "close_valve", "fans_on", "fans_off", "switch_on",
    "switch_off", "set_feed", "auto_feed", "move_crew", "read_gauge", "patch_module", "search", "tape", "patch",
    "sealant",
)  # fmt: skip
_FANS = "FANS"  # what is done to the ventilation is told of this name


def targets(verb: str, station: Station) -> tuple[str, tuple[str, ...]] | None:
    """What an action's target is and which there are (the ventilation may go without); None for one without."""
    if verb.endswith(("_hatch", "_valve")):
        return "hatch", tuple(hatch.id for hatch in station.hatches)
    if verb in ("move_crew", "read_gauge", "patch_module", "search", "tape", "patch", "sealant"):
        return "module", station.module_ids
    if verb in ("switch_on", "switch_off", "set_feed", "auto_feed"):
        return "machine", tuple(machine.id for machine in station.equipment)
    if verb in ("fans_on", "fans_off"):
        return "fan", tuple(fan.id for fan in station.fans)
    return None


def hindrance(verb: str, target: str, station: Station) -> str:
    """Why an action can never be done to a target that there is; "" if it can."""
    if verb == "read_gauge" and station.gauge is None:
        return "this station has no manovacuumeter"
    if verb in ("open_valve", "close_valve"):
        without = {hatch.id for hatch in station.hatches if hatch.valve_diameter_m == 0.0}
        return "this hatch has no equalisation valve" if target in without else ""
    if verb in ("set_feed", "auto_feed"):
        kinds = {machine.id: machine.kind for machine in station.equipment}
        if not kinds.get(target, "_feed").endswith("_feed"):
            return f"a {kinds[target]} is no feed"
    return ""


def time_complaints(place: Location, timed: Timed, scenario: Scenario) -> Iterator[Complaint]:
    """A thing that comes, at the earliest, after the run is over."""
    at_s, end_s = timed.at_s or 0.0, scenario.duration_s
    if timed.when is None:
        if at_s > end_s:
            yield Complaint((*place, "at"), "after the run ends")
    elif timed.when.lasting_s + at_s > end_s:
        key: Location = ("at",) if timed.when.lasting_s <= end_s else ("when", "lasting")
        yield Complaint((*place, *key), "never comes: longer than the whole run")


def condition_complaints(
    place: Location, timed: Timed, scenario: Scenario, station: Station
) -> Iterator[Complaint]:
    """A condition that names what the station does not have, says nothing or can never hold."""
    condition = timed.when
    if condition is None:
        return
    spot = (*place, "when")
    asks_pressure = (
        condition.pressure_below_pa is not None or condition.pressure_above_pa is not None
    )
    if condition.module:
        yield from named((*spot, "module"), "module", condition.module, station.module_ids)
    if condition.hatch:
        hatches = tuple(hatch.id for hatch in station.hatches)
        yield from named((*spot, "hatch"), "hatch", condition.hatch, hatches)
    if asks_pressure != bool(condition.module):
        yield Complaint(spot, "a module belongs to pressure_below or pressure_above")
    if (condition.hatch_is is not None) != bool(condition.hatch):
        yield Complaint(spot, "a hatch belongs to hatch_is")
    if not (asks_pressure or condition.hatch_is or condition.action):
        yield Complaint(spot, "says nothing: name a pressure, a hatch or an action")
    yield from _pressures(spot, condition)
    if condition.action:
        yield from _awaited_action((*spot, "action"), condition, station)


def _pressures(spot: Location, condition: Condition) -> Iterator[Complaint]:
    below, above = condition.pressure_below_pa, condition.pressure_above_pa
    if below is not None and below <= 0.0:
        yield Complaint((*spot, "pressure_below"), "never holds: no pressure is below 0 Pa")
    if below is not None and above is not None and below <= above:
        words = "never holds: pressure_below must be above pressure_above"
        yield Complaint((*spot, "pressure_below"), words)


def _awaited_action(place: Location, condition: Condition, station: Station) -> Iterator[Complaint]:
    verb, _, target = condition.action.partition(" ")
    if verb not in VERBS:
        yield Complaint(place, unknown("action", verb, VERBS))
        return
    known = targets(verb, station)
    if condition.action != verb and known is not None:
        names = (*known[1], _FANS) if known[0] == "fan" else known[1]
        yield from named(place, known[0], target, names)
    told = hindrance(verb, target, station)
    if told:
        yield Complaint(place, f"never holds: {told}")
