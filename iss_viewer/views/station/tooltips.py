"""What is told of a module or a hatch where the mouse rests on it."""

from __future__ import annotations

from iss_viewer.situation.words.numbers import percent_text
from iss_viewer.station import Hatch, Module, Station
from iss_viewer.units import UnitSystem
from iss_viewer.views.scene.state import ModuleState
from iss_viewer.views.station.overlay import short_name
from iss_viewer.views.style.status_style import STATUS_STYLES

_LEAST = 0.005  # a less probable leak is not told of


def hatch_words(station: Station, hatch: Hatch) -> str:
    """A closed hatch: between which modules, and whether that is usual."""
    sides = " – ".join(short_name(station.module(key)) for key in (hatch.a, hatch.b))
    usual = "as usual" if hatch.normally == "closed" else "open in normal days"
    return f"<b>Hatch {hatch.id} is closed</b><br>{sides}<br>{usual}"


def module_words(module: Module, state: ModuleState, units: UnitSystem) -> str:
    """A module: its status and pressure, its leak, whose it is and how large, a leak's probability."""
    lines = [
        f"<b>{module.name}</b>",
        f"{STATUS_STYLES[state.status].word} · {units.pressure_text(state.pressure_pa)}",
        f"{module.operator} · {module.free_volume_m3:g} m³",
    ]
    if state.leak_probability >= _LEAST:
        lines.append(f"The leak is here: {percent_text(state.leak_probability)}")
    if state.leak_rate_kg_s > 0:
        lines.insert(2, f"Leak {units.mass_rate_text(state.leak_rate_kg_s)}")
    return "<br>".join(lines)
