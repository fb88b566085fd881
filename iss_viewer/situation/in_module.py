"""What is in a module at an instant, in words: people, machines, stores, coolant loops, and how old its data are."""

from __future__ import annotations

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.modules import person_words
from iss_viewer.situation.words.quantities import kilograms_text, litres_text, quantity_text
from iss_viewer.units import UnitSystem, duration_text, figure

_OLD_S = 5.0  # data that are older are told of


def age_text(moment: Moment, module: str) -> str:
    """How old what is known of a module is; empty where it is of now."""
    age_s = moment.value(module, "data_age_s")
    return f"STALE · {duration_text(age_s)}" if age_s > _OLD_S else ""


def gauge_text(moment: Moment, module: str, units: UnitSystem) -> str:
    """What the hand-held gauge read last in a module, and how long ago; a dash where it never did."""
    read = moment.board.gauges.get(module)
    if read is None:
        return units.pressure_text(moment.value(module, "manovacuumeter_pa"))
    ago = duration_text(max(moment.time_s - read.time_s, 0.0))
    return f"{units.pressure_text(read.pressure_pa)}, {ago} ago"


def people_text(moment: Moment, module: str) -> str:
    """Who is in a module, a line each; their number where names are not known."""
    at = moment.board.crew_at
    here = [person for person in moment.station.crew if at.get(person.id, person.module) == module]
    if here:
        return "\n".join(person_words(moment.station, person) for person in here)
    count = moment.value(module, "crew")
    if count != count:
        return "not known"
    return f"{count:.0f}" if count else "nobody"


def plant_lines(moment: Moment, module: str, units: UnitSystem) -> list[str]:
    """What stands in a module and how it goes: life support, tanks, coolant loops."""
    station, value, lines = moment.station, moment.value, []
    for machine in station.equipment:
        if machine.module == module:
            is_on, flow_kg_s = value(machine.id, "is_on"), value(machine.id, "flow_kg_s")
            state = "off" if is_on == 0 else "on" if is_on == 1 else ""
            fed = f"{figure(flow_kg_s * 1e3)} g/s" if flow_kg_s > 0 else ""
            lines.append(_line(machine.name, state, fed))
    for tank in station.tanks:
        if tank.module == module:
            lines.append(_line(tank.name, kilograms_text(value(tank.id, "content_kg"))))
    for loop in station.coolant_loops:
        if loop.module == module:
            pressure = units.pressure_text(value(loop.id, "pressure_pa"))
            left = litres_text(value(loop.id, "inventory_m3"), loop.inventory_m3)
            warmth = quantity_text(value(loop.id, "temperature_k"), "temperature_k", units)
            lines.append(_line(loop.name, pressure, left, warmth))
    return lines


def _line(name: str, *parts: str) -> str:
    known = ", ".join(part for part in parts if part)
    return f"{name}: {known}" if known else name
