"""What a decision starts from: hatches, people, ships and their tests, the air, and where the hole may be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from iss_viewer.detection.advising.air import hole_m3_s, orifice_m3_s
from iss_viewer.detection.advising.hatch_layout import HatchLayout, bits, layout_of
from iss_viewer.detection.advising.rehearsal import Bounds, CabinAir, Floats, bounds_of
from iss_viewer.physics import CO2_KG_MOL, O2_KG_MOL, R
from iss_viewer.station import Station
from iss_viewer.station.safety import SafetyRules
from iss_viewer.station.topology import Person

NONE = -1
_SCRUBBER, _GENERATOR = "co2_removal", "oxygen_generation"


@dataclass(frozen=True)
class Hypotheses:
    """Where the hole may be, given that there is one, likeliest first, to nearly all of the probability.

    modules: shape (n,). chances: (n,), sum 1. holes_m3_s: (n, modules), volume flows, as large as a plan must bear.
    believed_m3_s: the same of the likeliest size, of the hole alone. others: mask of modules known to leak beside.
    """

    modules: tuple[int, ...]
    chances: Floats
    holes_m3_s: Floats
    believed_m3_s: float
    others: int = 0

    @cached_property
    def suspects(self) -> int:
        """The mask of modules where the hole may be."""
        mask = self.others
        for module in self.modules:
            mask |= 1 << module
        return mask

    @cached_property
    def planned_m3_s(self) -> float:
        """The hole alone, as large as a plan must bear."""
        if not len(self.modules):
            return self.believed_m3_s
        return float(self.holes_m3_s[0, self.modules[0]])

    def rows_in(self, part: int) -> list[int]:
        """The rows whose hole lies in a part."""
        return [row for row, module in enumerate(self.modules) if part >> module & 1]


#: nothing leaks
NOWHERE = Hypotheses((), np.zeros(0), np.zeros((0, 0)), 0.0)


def hypotheses_of(
    chances: Floats,
    rates_kg_s: Floats,
    rules: SafetyRules,
    others: Mapping[int, float] | None = None,
) -> Hypotheses:
    """The hypotheses that matter.

    chances: shape (modules,), of the one leak, or of the one looked for. rates_kg_s: 16, 50 and 84 % of its loss.
    others: module -> loss of leaks that are known.
    """
    known = dict(others or {})
    order = np.argsort(-chances, kind="stable")
    total, taken, places = float(chances.sum()), 0.0, []
    for module in order.tolist():
        if not chances[module] > 0.0 or taken >= rules.doubt.mass_1 * total:
            break
        places.append(module)
        taken += float(chances[module])
    median, high = float(rates_kg_s[1]), float(rates_kg_s[2])
    planned = median + rules.doubt.sigmas * max(high - median, 0.0)  # errors of a loss are normal
    holes = np.zeros((len(places), len(chances)))
    holes[np.arange(len(places)), places] = hole_m3_s(planned)
    for module, loss in known.items():
        holes[:, module] += hole_m3_s(loss)
    mask = 0
    for module in known:
        mask |= 1 << module
    weights = chances[places] / max(taken, math.ulp(0.0))
    return Hypotheses(tuple(places), weights, holes, hole_m3_s(median), mask)


@dataclass(frozen=True)
class Outset:
    """All that a plan is made from.

    closed: mask of shut hatches. stiff: mask of hatches that do not move. in_work: mask of hatches that somebody has
    begun to move, and ends it whatever is advised next. harm_counts: False only in studies. may_be_foul: air
    counts as harmful by what harms, and not by what asks for an open hatch. places, ships: of people, by module,
    NONE: no ship. seats: module -> seats home. tested: mask of ships that were shut off and hold their air.
    """

    layout: HatchLayout
    closed: int
    people: tuple[Person, ...]
    seats: Mapping[int, int]
    tested: int
    air: CabinAir
    hypotheses: Hypotheses
    rules: SafetyRules
    stiff: int = 0
    in_work: int = 0
    harm_counts: bool = True
    may_be_foul: bool = False

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each person is."""
        return tuple(self.layout.index[person.module] for person in self.people)

    @cached_property
    def ships(self) -> tuple[int, ...]:
        """The ship of each person."""
        return tuple(self.layout.index.get(person.vehicle, NONE) for person in self.people)

    @cached_property
    def bounds(self) -> Bounds:
        """When people are harmed; nobody is shut in for so long that a hatch would have to be opened for their breath,
        since it is seldom measured where they are.
        """
        most_pa, opens_pa = (
            self.rules.limits.carbon_dioxide_most_pa,
            self.rules.limits.carbon_dioxide_opens_pa,
        )
        whole = bounds_of(self.rules)
        return whole._replace(carbon_dioxide_pa=most_pa if self.may_be_foul else opens_pa)

    @cached_property
    def ship_mask(self) -> int:
        """All ships with seats."""
        mask = 0
        for ship in self.seats:
            mask |= 1 << ship
        return mask

    def crews(self, places: tuple[int, ...], closed: int) -> tuple[tuple[int, ...], ...]:
        """People who go home in one ship and are in one part, the largest crew first."""
        crews: dict[tuple[int, int], list[int]] = {}
        for person, ship in enumerate(self.ships):
            part = self.layout.part(places[person], closed)
            crews.setdefault((ship, part), []).append(person)
        return tuple(tuple(crew) for crew in sorted(crews.values(), key=lambda c: (-len(c), c)))

    def valve_m3_s(self, hatch: int) -> float:
        """The choked volume flow of a hatch's valve."""
        return orifice_m3_s(self.layout.valves_m[hatch], self.rules.hole.discharge_1)

    def manned(self, places: tuple[int, ...], closed: int) -> int:
        """The modules of all parts in which people are."""
        mask = 0
        for place in places:
            mask |= self.layout.part(place, closed)
        return mask

    def is_refuge(self, part: int, count: int, tested: int) -> bool:
        """Whether so many people can stay in a part for good: seats for all, or in a large one their breath is cleared.

        A small part with a ship that is not among those `tested` is none.
        """
        if not count:
            return True
        ships = part & self.ship_mask
        is_small = self.layout.volume_m3(part) < self.rules.refuge.small_m3
        if is_small and ships & ~tested:
            return False
        seats = math.fsum(self.seats[ship] for ship in bits(ships))
        return count <= seats or (not is_small and count <= self.cleared(part))

    def cleared(self, part: int) -> int:
        """The breath of how many people the absorbers of a part clear."""
        found = self._cleared.get(part)
        if found is None:
            found = self._cleared[part] = self._cleared_by(part)
        return found

    @cached_property
    def _cleared(self) -> dict[int, int]:
        return {}

    def _cleared_by(self, part: int) -> int:
        flow = math.fsum(float(self.air.absorbed_m3_s[m]) for m in bits(part))
        each = self.air.breath[1]
        return (
            int(flow * self.rules.limits.carbon_dioxide_most_pa / each)
            if each > 0.0
            else len(self.people)
        )


@dataclass(frozen=True)
class AirReadings:
    """What is read of the air of each module, Pa; fresh air where nothing is."""

    pressures_pa: Mapping[str, float]
    oxygen_pa: Mapping[str, float]
    carbon_dioxide_pa: Mapping[str, float]
    running: frozenset[str] | None = None


def air_of(station: Station, read: AirReadings, breath_kg_s: tuple[float, float]) -> CabinAir:
    """The air as it is read; machines that run or that are spare count, as advice switches these on."""
    fresh = station.atmosphere
    layout = layout_of(station)
    gases = np.array(
        [
            [_known(told, module, usual) for module in layout.modules]
            for told, usual in (
                (read.pressures_pa, fresh.pressure_pa),
                (read.oxygen_pa, fresh.oxygen_pa),
                (read.carbon_dioxide_pa, fresh.carbon_dioxide_pa),
            )
        ]
    )
    absorbed, made = np.zeros(len(layout.modules)), np.zeros(len(layout.modules))
    for machine in station.equipment:
        runs = read.running is None or machine.id in read.running or not machine.on
        if machine.module in layout.index and runs:
            at = layout.index[machine.module]
            if machine.kind == _SCRUBBER:
                absorbed[at] += machine.flow_m3_s * machine.efficiency
            elif machine.kind == _GENERATOR:
                made[at] += machine.rate_kg_s * R * fresh.temperature_k / O2_KG_MOL
    taken, given = (
        rate * R * fresh.temperature_k / molar
        for rate, molar in zip(breath_kg_s, (O2_KG_MOL, CO2_KG_MOL), strict=True)
    )
    return CabinAir(
        gases,
        np.array(layout.volumes_m3),
        np.array(layout.spreads_m3),
        absorbed,
        made,
        (taken, given),
    )


def _known(told: Mapping[str, float], module: str, usual: float) -> float:
    value = told.get(module, usual)
    return value if math.isfinite(value) else usual
