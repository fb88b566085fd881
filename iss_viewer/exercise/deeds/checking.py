"""What can never be done in a station, whoever is where: asked when an order is given."""

from __future__ import annotations

from iss_viewer.scenario.conditions import targets
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveValve, SetFeed, target_of, verb_of
from iss_viewer.telemetry import ActionRefused
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle

#: verbs that scripts do not have, and what they are done to
_OF_MODULES = ("leak_check", "time_fall")
_OF_GAUGE = ("read_gauge", "leak_check", "time_fall")


def obstacle_of(action: Action, station: Station) -> Obstacle | None:
    """Why an action can never be done there; None if it can."""
    verb, target = verb_of(action), target_of(action)
    known = _targets(verb, station)
    if known is not None and target not in known[1] and not (known[0] == "fan" and not target):
        return Obstacle(Hindrance.UNKNOWN, target, known[0])
    if verb in _OF_GAUGE and station.gauge is None:
        return Obstacle(Hindrance.NO_GAUGE)
    match action:
        case MoveValve(hatch=hatch) if not station.hatch(hatch).valve_diameter_m:
            return Obstacle(Hindrance.NO_VALVE, hatch)
        case SetFeed():
            return _of_feed(action, station)
    return None


def _targets(verb: str, station: Station) -> tuple[str, tuple[str, ...]] | None:
    if verb in _OF_MODULES:
        return "module", station.module_ids
    if verb == "isolate_loop":
        return "coolant loop", tuple(loop.id for loop in station.coolant_loops)
    return targets(verb, station)


def _of_feed(action: SetFeed, station: Station) -> Obstacle | None:
    feed = next(machine for machine in station.equipment if machine.id == action.equipment)
    if not feed.kind.endswith("_feed"):
        return Obstacle(Hindrance.FEEDS_NO_GAS, feed.name)
    if action.flow_kg_s is not None and not 0.0 <= action.flow_kg_s <= feed.rate_kg_s:
        return Obstacle(Hindrance.FEED_BOUNDS, feed.name, most=feed.rate_kg_s)
    return None


def refused(obstacle: Obstacle) -> ActionRefused:
    """An obstacle as what is raised."""
    o = obstacle
    return ActionRefused(o.hindrance, o.name, o.what, o.place, o.most, o.told, o.amount)
