"""What the list beside the plots says of each trace: its value, how it stands, and for how long it has told nothing."""

from __future__ import annotations

from typing import NamedTuple

from iss_viewer.situation.air_spaces import air_spaces_now
from iss_viewer.situation.condition import state_of
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.words.modules import short_silence_text, silence_text
from iss_viewer.units import UnitSystem
from iss_viewer.views.plots.space_traces import SpaceTraces
from iss_viewer.views.plots.traces import GaugeTraces


class LegendValues(NamedTuple):
    """A row for each trace. silences: empty where it is heard."""

    values: tuple[str, ...]
    conditions: tuple[ModuleCondition, ...]
    silences: tuple[str, ...]


def legend_values(
    moment: Moment,
    traces: SpaceTraces | GaugeTraces,
    modules: tuple[str, ...],
    at_s: float | None,
    units: UnitSystem,
) -> LegendValues:
    """Of the traces of these modules, at an instant before the moment, s; None: at the moment."""
    row = moment.row if at_s is None else moment.run.history.at(min(at_s, moment.time_s))
    states = [state_of(moment, module) for module in modules]
    if isinstance(traces, GaugeTraces):
        quantity, of_space = "pressure_pa", dict[str, ModuleCondition]()
        off = traces.offsets(moment) if traces.has_offsets_removed else {}
        is_silent = [at_s is None and state.is_old for state in states]
    else:
        quantity, off, is_silent = "space_pressure_pa", {}, [False] * len(modules)
        of_space = {space.named_by: space.condition for space in air_spaces_now(moment)}
    columns = [moment.run.table.get(module, quantity) for module in modules]
    values = [
        "—"
        if column is None
        else units.pressure_text(float(row[column]) - off.get(module, 0.0)).split(" ")[0]
        for module, column in zip(modules, columns, strict=True)
    ]
    heard = list(zip(values, states, is_silent, strict=True))
    return LegendValues(
        tuple(short_silence_text(s) if silent else value for value, s, silent in heard),
        tuple(of_space.get(m, s.condition) for m, s in zip(modules, states, strict=True)),
        tuple(silence_text(s) if silent else "" for _, s, silent in heard),
    )
