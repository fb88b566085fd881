"""What a module, a hatch or a person of the station is, and how a module stands, in words for labels."""

from __future__ import annotations

from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.words.numbers import chance_text, percent_text
from iss_viewer.situation.words.status import CONDITION_WORDS
from iss_viewer.station import Hatch, Module, Station
from iss_viewer.station.names import name_of
from iss_viewer.station.station import Crew
from iss_viewer.units import UnitSystem, duration_text

_LONGEST_LABEL = 18  # letters
_LEAST_1 = 0.005  # a less probable leak is not told of
_LEAST_RANKED_1 = 0.02
_DOUBTFUL = (ModuleCondition.WATCH, ModuleCondition.SUSPECTED, ModuleCondition.LEAKING)


def label_name(module: Module) -> str:
    """The name that fits a label."""
    if module.short:
        return module.short
    is_short = len(module.name) <= _LONGEST_LABEL
    return module.name if is_short else module.name[: _LONGEST_LABEL - 1].rstrip() + "…"


def label_words(state: ModuleState, units: UnitSystem) -> str:
    """The second line of a label: status, how likely the leak is here, pressure."""
    word = CONDITION_WORDS[state.condition]
    if shows_chance(state):
        word = f"{word} {chance_text(state.leak_probability)}"
    return f"{word} · {_pressure_words(state, units)}"


def _pressure_words(state: ModuleState, units: UnitSystem) -> str:
    """The pressure; where its gauge fell silent, for how long."""
    pressure = units.pressure_text(state.pressure_pa)
    return f"{pressure}, silent {silence_text(state)}" if state.is_old else pressure


def silence_text(state: ModuleState) -> str:
    """For how long the gauge of a module has told nothing."""
    return (
        duration_text(60.0 * state.silent_min).removesuffix(" 00 s")
        if state.silent_min
        else "so far"
    )


def short_silence_text(state: ModuleState) -> str:
    """The same in the room of a number: ``12 min``, ``3 h``, ``2 d``; a dash for less than a minute."""
    minutes = state.silent_min
    if minutes < 60:
        return f"{minutes} min" if minutes else "—"
    return f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} d"


def ranked_status_words(condition: ModuleCondition, chance: float) -> str:
    """How a module stands, and how likely the leak is there where places are weighed against each other."""
    word, is_ranked = CONDITION_WORDS[condition], condition in _DOUBTFUL
    return f"{word} {chance_text(chance)}" if is_ranked and chance >= _LEAST_RANKED_1 else word


def shows_chance(state: ModuleState) -> bool:
    """Whether a label tells how likely the leak is in its module."""
    return state.condition in _DOUBTFUL and state.leak_probability >= _LEAST_1


def last_known_words(instant: str) -> str:
    """What stands over a picture of the station that is not of now. instant: of when it is, as it is written."""
    return f"Last known, {instant}"


def closed_hatch_lines(station: Station, hatch: Hatch) -> tuple[str, ...]:
    """A closed hatch: between which modules, and whether that is usual."""
    sides = " – ".join(label_name(station.module(key)) for key in (hatch.a, hatch.b))
    usual = "as usual" if hatch.normally == "closed" else "open in normal days"
    return f"Hatch {hatch.id} is closed", sides, usual


def module_lines(module: Module, state: ModuleState, units: UnitSystem) -> tuple[str, ...]:
    """A module: its status and pressure, its leak, whose it is and how large, a leak's probability."""
    lines = [
        module.name,
        f"{CONDITION_WORDS[state.condition]} · {_pressure_words(state, units)}",
        f"{module.operator} · {module.free_volume_m3:g} m³",
    ]
    if state.leak_probability >= _LEAST_1:
        lines.append(f"The leak is here: {percent_text(state.leak_probability)}")
    if state.leak_rate_kg_s > 0:
        lines.insert(2, f"Leak {units.mass_rate_text(state.leak_rate_kg_s)}")
    return tuple(lines)


def hatch_facts(station: Station, hatch: Hatch) -> str:
    """What a hatch is, with the source of its size."""
    words = station.hatch_words(hatch.id)
    size = f"{hatch.opening}, {hatch.size_m:g} m. {hatch.source} ({hatch.confidence})"
    return f"Hatch {hatch.id}, {words}: {size}"


def module_facts(module: Module) -> str:
    """What a module is, each number with its source and how far to trust it."""
    lines = [module.about] if module.about else []
    lines.append(f"{module.operator}, {'Russian' if module.segment == 'ROS' else 'US'} segment")
    if module.launched is not None:
        lines.append(f"Launched {module.launched:%d %B %Y}")
    volume = module.evidence_of("free_volume_m3")
    spread = f" ± {percent_text(module.free_volume_spread)}" if module.free_volume_spread else ""
    lines.append(
        f"Free volume {module.free_volume_m3:g} m³{spread}  [{volume.confidence}; {volume.source}]"
    )
    size = module.evidence_of("length_m")
    lines.append(
        f"{module.length_m:g} m long, {module.diameter_m:g} m across  [{size.confidence}; {size.source}]"
    )
    if module.crew_seats:
        lines.append(f"{module.crew_seats} seats home")
    if module.note:
        lines.append(module.note)
    return "\n".join(lines)


def leak_words(station: Station, leak: str, module: str) -> str:
    """A leak and where it is: ``L1 in PrK``."""
    return f"{leak} in {name_of(station, module)}"


def true_leak_head(station: Station, leak: str, module: str) -> str:
    """The head of what is told of a leak: where it is, and which."""
    return f"{name_of(station, module)} · {leak}"


def coolant_leak_words(station: Station, loop: str) -> str:
    """A coolant loop that has a hole."""
    return f"Coolant: {name_of(station, loop)}"


def person_words(station: Station, person: Crew) -> str:
    """Who somebody is, and which vehicle takes them home."""
    return f"{person.name} ({person.agency}; vehicle: {name_of(station, person.vehicle)})"
