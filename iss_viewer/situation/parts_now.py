"""The parts of a station between which hatches are closed: what each is called, its pressure, and whether it holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from iss_viewer.situation.air_loss import holds_air, is_suspected
from iss_viewer.situation.condition import is_at_fault
from iss_viewer.situation.moment import Moment, name_of, once_a_moment
from iss_viewer.situation.ways_home import people_in
from iss_viewer.station.names import and_more
from iss_viewer.station.topology import parts_of, usual_parts
from iss_viewer.units import UnitSystem, figure, from_si

_SPAN_S = 120.0  # over which the trend of air is taken that flows through a valve
_SIGMAS = 2.0  # beyond which a change of pressure is told
_FAST_PA_S = 133.0 / 60.0  # told a minute: 1 mmHg in one


@dataclass(frozen=True)
class PartNow:
    """A part at an instant. pressure_pa, rate_pa_s: NaN where not known; rate_pa_s is 0 within what noise makes.

    name_of: the module that it is called by: where most people are, else the largest. is_planned: it is closed off
    as it is by plan, and by nothing else.
    """

    modules: tuple[str, ...]
    named_by: str
    pressure_pa: float
    rate_pa_s: float
    holds: bool
    people: int
    is_planned: bool


@once_a_moment
def parts_now(moment: Moment) -> tuple[PartNow, ...]:
    """All parts, in the order of their first modules."""
    station = moment.station
    opened = moment.open_hatches()
    parts = parts_of(station, [hatch for hatch, is_open in opened.items() if not is_open])
    usual = set(usual_parts(station)[1:])
    shared = _shared_spaces(moment, parts)
    return tuple(_part(moment, part, part in usual, bool(part & shared)) for part in parts)


def _shared_spaces(moment: Moment, parts: tuple[frozenset[str], ...]) -> frozenset[str]:
    """The modules whose air space reaches, through a valve, into another part: what is known of it is of neither."""
    owner: dict[float, set[frozenset[str]]] = {}
    for part in parts:
        for module in part:
            space = moment.value(module, "air_space")
            if space == space:
                owner.setdefault(space, set()).add(part)
    return frozenset(
        m for found in owner.values() if len(found) > 1 for part in found for m in part
    )


def _part(moment: Moment, part: frozenset[str], is_planned: bool, is_shared: bool) -> PartNow:
    station = moment.station
    modules = tuple(m for m in station.module_ids if m in part)
    people = {m: people_in(moment, m)[1] for m in modules}
    volume = {m: station.module(m).free_volume_m3 for m in modules}
    named_by = max(modules, key=lambda m: (people[m], volume[m]))
    if is_shared:
        pressure_pa, rate_pa_s = _measured(moment, modules)
        holds = False
    else:
        pressure_pa = moment.value(named_by, "space_pressure_pa")
        rate_pa_s = _rate_beyond_noise(moment, named_by)
        holds = holds_air(moment, named_by) and not is_suspected(moment, named_by)
    if pressure_pa != pressure_pa:
        pressure_pa = _mean_pa(moment, moment.row, modules)
    return PartNow(
        modules,
        named_by,
        pressure_pa,
        rate_pa_s,
        holds,
        round(math.fsum(people.values())),
        is_planned,
    )


def _rate_beyond_noise(moment: Moment, module: str) -> float:
    """The rate of an air space, 0 where noise makes as much."""
    rate_pa_s, error_pa_s = (moment.value(module, f"dpdt{end}_pa_s") for end in ("", "_error"))
    return 0.0 if abs(rate_pa_s) < _SIGMAS * error_pa_s else rate_pa_s


def _measured(moment: Moment, modules: tuple[str, ...]) -> tuple[float, float]:
    """Mean pressure by the gauges of some modules, and how it changed of late."""
    history, then_s = moment.run.history, moment.time_s - _SPAN_S
    now_pa = _mean_pa(moment, moment.row, modules)
    then_pa = _mean_pa(moment, history.at(then_s), modules)
    return now_pa, (now_pa - then_pa) / _SPAN_S


def _mean_pa(moment: Moment, row: np.ndarray, modules: tuple[str, ...]) -> float:
    """The mean pressure of modules in a row, by their volumes; NaN where none tells a sound one."""
    table, told = moment.run.table, []
    for module in modules:
        column = table.get(module, "pressure_pa")
        if column is not None and row[column] == row[column] and not is_at_fault(moment, module):
            told.append((moment.station.module(module).free_volume_m3, float(row[column])))
    whole = math.fsum(volume for volume, _ in told)
    return math.fsum(volume * pa for volume, pa in told) / whole if told else math.nan


def part_name(moment: Moment, part: PartNow) -> str:
    """What a part is called: ``Zarya and 8 more``."""
    return and_more(name_of(moment.station, part.named_by), len(part.modules) - 1)


def part_air_texts(part: PartNow, units: UnitSystem) -> tuple[str, ...]:
    """Pressure and trend, ``719.0 mmHg -2.8/min``; the same without the unit, and the trend alone, or the pressure."""
    trend, pressure = trend_text(part, units), units.pressure_text(part.pressure_pa)
    digits = pressure.split(" ")[0]
    return f"{pressure} {trend}".strip(), f"{digits} {trend}".strip(), trend or digits


def trend_text(part: PartNow, units: UnitSystem) -> str:
    """Whether a part holds, or how its pressure changes; empty where that is not known."""
    rate_pa_s = part.rate_pa_s
    if rate_pa_s != rate_pa_s:
        return ""
    if part.holds:
        return "holds"
    if rate_pa_s == 0.0:
        return "steady"
    span_s, span = (60.0, "min") if abs(rate_pa_s) >= _FAST_PA_S else (3600.0, "h")
    change = from_si(rate_pa_s * span_s, units.pressure, "pressure")
    return f"{'+' if change > 0 else ''}{figure(change)}/{span}"
