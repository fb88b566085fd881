"""All that the hatch map tells of an instant, in one frozen value: two that are equal look alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from iss_viewer.situation.condition import state_of
from iss_viewer.situation.hatches_now import HatchNow, hatches_now
from iss_viewer.situation.module_state import ModuleCondition, ModuleState
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.parts_now import PartNow, part_air_texts, part_name, parts_now
from iss_viewer.situation.ways_home import Ship, people_in, place_of, ship_text, ships
from iss_viewer.station import Station
from iss_viewer.station.actions import MoveHatch
from iss_viewer.station.topology import joined
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UnitSystem
from iss_viewer.views.hatch_map.grid import Grid

_LOUD = (ModuleCondition.SUSPECTED, ModuleCondition.LEAKING, ModuleCondition.EMERGENCY)


@dataclass(frozen=True)
class PartFacts:
    """What is said of a part. pieces: its modules, as they hang together on the map; the largest first."""

    pieces: tuple[tuple[str, ...], ...]
    name: str
    airs: tuple[str, ...]  # pressure and trend, the whole first, then in fewer letters
    people: str
    ways: tuple[tuple[str, bool], ...]  # what is said of each ship, and whether that is well
    condition: ModuleCondition
    is_planned: bool
    holds: bool

    @property
    def air(self) -> str:
        """Pressure and trend."""
        return self.airs[0]


@dataclass(frozen=True)
class MapFacts:
    """An instant on the map. digits: of pressures, without their unit. heads: how many people are in a module."""

    states: Mapping[str, ModuleState]
    digits: Mapping[str, str]
    heads: Mapping[str, int]
    who: Mapping[str, tuple[str, ...]]
    hatches: Mapping[str, HatchNow]
    nexts: frozenset[str]
    parts: tuple[PartFacts, ...]
    planned: frozenset[str]

    @classmethod
    def of(cls, moment: Moment, units: UnitSystem, grid: Grid) -> MapFacts:
        """All that is told of an instant."""
        ids = moment.station.module_ids
        people = {module: people_in(moment, module) for module in ids}
        states = {module: state_of(moment, module) for module in ids}
        hatches, parts = hatches_now(moment), parts_now(moment)
        return cls(
            states=states,
            digits={module: _digits(state, units) for module, state in states.items()},
            heads={module: count for module, (_, count) in people.items() if count},
            who={module: names for module, (names, _) in people.items() if names},
            hatches=hatches,
            nexts=_nexts(moment, hatches),
            parts=_parts(moment, units, grid, hatches, states, parts),
            planned=frozenset(m for part in parts if _is_quiet(part, states) for m in part.modules),
        )

    @classmethod
    def empty(cls, station: Station) -> MapFacts:
        """Nothing is known: of a station whose run is yet to come."""
        states = {module: ModuleState(ModuleStatus.NO_DATA) for module in station.module_ids}
        nothing = dict.fromkeys(states, "—")
        return cls(states, nothing, {}, {}, {}, frozenset(), (), frozenset())

    @property
    def worst(self) -> str:
        """The module that is worst off, the likeliest of several; "" where none leaks or is suspected."""
        loud = [module for module, state in self.states.items() if state.condition in _LOUD]
        return max(loud, key=self._badness, default="")

    def _badness(self, module: str) -> tuple[int, float]:
        state = self.states[module]
        chance = state.leak_probability
        return state.condition.value, chance if chance == chance else 0.0

    @cached_property
    def ground_key(self) -> tuple[object, ...]:
        """What the boxes and boundaries look like, figures left out."""
        conditions = tuple((s.condition, s.is_old) for s in self.states.values())
        bounds = tuple((part.pieces, part.condition, part.is_planned) for part in self.parts)
        return conditions, bounds, self.planned


def _is_quiet(part: PartNow, states: Mapping[str, ModuleState]) -> bool:
    """Whether a part is closed off by plan, and nothing is amiss in it."""
    return part.is_planned and not any(states[module].condition in _LOUD for module in part.modules)


def _digits(state: ModuleState, units: UnitSystem) -> str:
    if state.pressure_pa != state.pressure_pa:
        return "no data" if state.status is ModuleStatus.NO_DATA else "—"
    return units.pressure_text(state.pressure_pa).split(" ")[0]


def _nexts(moment: Moment, hatches: Mapping[str, HatchNow]) -> frozenset[str]:
    """The hatches that the advice wants moved, and that stand as they did."""
    advice = moment.board.advice
    actions = advice.actions if advice is not None else ()
    return frozenset(
        action.hatch
        for action in actions
        if isinstance(action, MoveHatch)
        and action.hatch in hatches
        and hatches[action.hatch].stands.is_closed == action.is_open
    )


def _parts(
    moment: Moment,
    units: UnitSystem,
    grid: Grid,
    hatches: Mapping[str, HatchNow],
    states: Mapping[str, ModuleState],
    parts: tuple[PartNow, ...],
) -> tuple[PartFacts, ...]:
    all_ships = ships(moment)
    open_ways = [ends for hatch, ends in grid.tree.items() if not hatches[hatch].stands.is_closed]
    found = []
    for part in parts:
        inside = set(part.modules)
        pieces = joined(part.modules, [(a, b) for a, b in open_ways if a in inside and b in inside])
        ordered = sorted((tuple(sorted(piece)) for piece in pieces), key=len, reverse=True)
        worst = max((states[m].condition for m in part.modules), key=lambda one: one.value)
        found.append(
            PartFacts(
                pieces=tuple(ordered),
                name=part_name(moment, part),
                airs=part_air_texts(part, units),
                people=", ".join(
                    p.name for p in moment.station.crew if place_of(moment, p) in inside
                ),
                ways=tuple(_ways(ship, inside) for ship in all_ships if _concerns(ship, inside)),
                condition=worst if worst in _LOUD else ModuleCondition.NOMINAL,
                is_planned=_is_quiet(part, states),
                holds=part.holds,
            )
        )
    return tuple(found)


def _concerns(ship: Ship, inside: set[str]) -> bool:
    """Whether people of a ship are in a part."""
    return any(one.module in inside for one in ship.ways)


def _ways(ship: Ship, inside: set[str]) -> tuple[str, bool]:
    here = Ship(ship.module, tuple(one for one in ship.ways if one.module in inside))
    return f"{ship.module.short_name}: {ship_text(here)}", not here.parted
