"""What is shown of a module or a hatch where the mouse rests on it: its name in bold, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from iss_viewer.situation.module_state import ModuleState
from iss_viewer.situation.words.modules import closed_hatch_lines, module_lines
from iss_viewer.station import Hatch, Module, Station
from iss_viewer.units import UnitSystem


def hatch_words(station: Station, hatch: Hatch) -> str:
    """A closed hatch."""
    return _below_each_other(closed_hatch_lines(station, hatch))


def module_words(module: Module, state: ModuleState, units: UnitSystem) -> str:
    """A module as it stands."""
    return _below_each_other(module_lines(module, state, units))


def _below_each_other(lines: Sequence[str]) -> str:
    head, *rest = (escape(line) for line in lines)
    return "<br>".join((f"<b>{head}</b>", *rest))
