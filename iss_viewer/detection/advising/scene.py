"""All that one decision looks at, made once: beliefs, people, what closures promise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from iss_viewer.detection.advising.air import time_to_s
from iss_viewer.detection.advising.breathing import Breath
from iss_viewer.detection.advising.constraints import SearchConstraints
from iss_viewer.detection.advising.hatch_layout import HatchLayout, bits, layout_of
from iss_viewer.detection.advising.outset import (
    AirReadings,
    Hypotheses,
    Outset,
    air_of,
    hypotheses_of,
)
from iss_viewer.detection.advising.plan import Circumstances, HatchPlan, Outlook
from iss_viewer.detection.advising.plausible import plausible
from iss_viewer.detection.advising.rehearsal import CARBON_DIOXIDE, OXYGEN, WHOLE
from iss_viewer.detection.advising.second_leak import PartReadings, as_seen
from iss_viewer.detection.belief import LEAST_CHANCE
from iss_viewer.detection.limits import Breathing, read_limits
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.detection.locating.priors import Procedure
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.safety import SafetyRules, read_safety_rules
from iss_viewer.station.topology import inner_hatches
from iss_viewer.telemetry.events import Advice, AdviceKind, AirReserve
from iss_viewer.telemetry.frames import Floats

FOUND = (AdviceKind.ISOLATE, AdviceKind.OPEN)  # one leak is known, or several are


SECOND_LEAK = 0.2  # of the probability of several leaks, above which the search goes on
_SIZE_KNOWN = 0.5  # 16 % of the loss over its median
WAITS = (AdviceKind.WAIT, AdviceKind.HOLD)  # all is left as it is
#: what is advised once something is believed to leak
SEARCHES = (AdviceKind.CLOSE, AdviceKind.ISOLATE, AdviceKind.RETREAT, AdviceKind.LEAVE, *WAITS)


@dataclass(frozen=True)
class Scene:
    """What is known when somebody asks what to do. previous: the last advice, if any. any_ship: the same where ships count
    that may not be used, for who else would be lost; None: all may be used.
    """

    locator: Locator
    situation: SearchConstraints
    previous: Advice | None = None
    any_ship: SearchConstraints | None = None

    @property
    def last_wait(self) -> Advice | None:
        """The last wait or hold since hatches moved."""
        previous = self.previous
        is_wait = previous is not None and previous.kind in WAITS
        return previous if is_wait else self.situation.last_wait

    @property
    def station(self) -> Station:
        """The station with its ships."""
        return self.locator.station

    @cached_property
    def location(self) -> Location:
        """Where the leak is believed to be, and not against what pressures plainly do."""
        situation = self.situation
        parts = self.locator.parts()
        read = PartReadings(
            self.locator.losses_kg_s(),
            self.locator.errors_kg_s(),
            situation.falls_pa_s,
            situation.pressures_pa,
            self.rules.limits.pressure_least_pa,
            self.previous is not None and self.previous.kind in FOUND,
        )
        location = as_seen(self.locator.location(), situation.last_found, parts, read)
        return plausible(
            self.station,
            location,
            parts,
            situation.falls_pa_s,
            situation.pressures_pa,
        )

    @property
    def procedure(self) -> Procedure:
        """How the crew search."""
        return self.locator.priors.procedure

    @cached_property
    def rules(self) -> SafetyRules:
        """What harms people, and how long their hands take."""
        return read_safety_rules()

    @cached_property
    def layout(self) -> HatchLayout:
        """Hatches and modules as bits."""
        return layout_of(self.station)

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The first leak while a second is searched for, as long as it is known for sure."""
        found = self.location.found(self.procedure.confidence)
        return found[:1]

    @cached_property
    def hypotheses(self) -> Hypotheses:
        """Where the leak may be, or the second where the first is known."""
        location = self.location
        known: dict[int, float] = {}
        chances, rates = location.modules.copy(), self.rates_kg_s
        if self.known and location.several >= SECOND_LEAK:
            chances, rates = self._second
            if float(chances.sum()) < self.rules.doubt.tested_below_1:
                chances, rates = location.modules.copy(), self.rates_kg_s
            else:
                known = {self.layout.index[self.known[0]]: location.rate_kg_s}
        return hypotheses_of(chances, rates, self.rules, known)

    @property
    def is_size_known(self) -> bool:
        """Whether it is known how much is lost, to a factor of about two."""
        return self.location.rate_low_kg_s >= _SIZE_KNOWN * self.location.rate_kg_s

    @property
    def rates_kg_s(self) -> Floats:
        """16, 50 and 84 % of what the leak loses."""
        location = self.location
        return np.array([location.rate_low_kg_s, location.rate_kg_s, location.rate_high_kg_s])

    @cached_property
    def _second(self) -> tuple[Floats, Floats]:
        """The probability of each module to have the second leak, and its size: what the likeliest other part
        loses, as it was read.
        """
        locator, location, first = self.locator, self.location, self.known[0]
        chances = location.modules.copy()
        chances[self.layout.index[first]] = 0.0
        chances *= min(1.0, 1.0 / max(float(chances.sum()), LEAST_CHANCE))
        losses, errors = locator.losses_kg_s(), locator.errors_kg_s()
        others = [part for part in losses if first not in part and part in errors]
        index = self.layout.index
        part = max(others, key=lambda p: float(chances[[index[m] for m in p]].sum()), default=None)
        least = locator.priors.sizes.least_leak_kg_s
        loss, error = (
            (losses[part], errors[part]) if part is not None else (location.rate_kg_s, 0.0)
        )
        return chances, np.maximum(np.array([loss - error, loss, loss + error]), least)

    @cached_property
    def tested(self) -> int:
        """The mask of ships that were shut off by themselves, or with their port, and hold."""
        location, mask = self.location, 0
        leak = max(location.leak, LEAST_CHANCE)
        chance = dict(zip(location.module_ids, location.modules.tolist(), strict=True))
        for module in self.station.modules:
            if not module.crew_seats:
                continue
            cell = next(c for c in location.cells if module.id in c)
            volume = math.fsum(self.station.module(m).free_volume_m3 for m in sorted(cell))
            share = math.fsum(chance[m] for m in sorted(cell)) / leak
            if volume < self.rules.refuge.small_m3 and share < self.rules.doubt.tested_below_1:
                mask |= 1 << self.layout.index[module.id]
        return mask

    @cached_property
    def outset(self) -> Outset:
        """What plans are made from."""
        station, situation = self.station, self.situation
        breathing = _breathing()
        readings = AirReadings(
            situation.pressures_pa,
            situation.oxygen_pa,
            situation.carbon_dioxide_pa,
            situation.running,
        )
        return Outset(
            self.layout,
            self.layout.closed_mask(self.locator.closed),
            situation.people,
            self._seats,
            self.tested,
            air_of(station, readings, (breathing.oxygen_kg_s, breathing.carbon_dioxide_kg_s)),
            self.hypotheses,
            self.rules,
            self.layout.closed_mask(situation.stiff),
            self.layout.closed_mask(situation.in_work),
            situation.harm_counts,
        )

    @property
    def _seats(self) -> dict[int, int]:
        """The seats of each ship; none in one that may not be used: it is a room in which nobody stays."""
        unfit = self.situation.unfit_ships
        return {
            self.layout.index[m.id]: 0 if m.id in unfit else m.crew_seats
            for m in self.station.modules
            if m.crew_seats
        }

    @cached_property
    def breath(self) -> Breath:
        """What people breathe, and how much of it is too little or too much."""
        situation = self.situation
        return Breath(
            situation.oxygen_pa,
            situation.carbon_dioxide_pa,
            self.station.atmosphere.carbon_dioxide_pa,
            self.outset.air.breath[CARBON_DIOXIDE - 1],
            self.rules.limits.carbon_dioxide_opens_pa,
        )

    @cached_property
    def limit_s(self) -> float:
        """How long a search may take at most."""
        situation, procedure = self.situation, self.procedure
        return min(
            procedure.most_of_reserve * situation.reserve_s,
            situation.reserve_s - procedure.leave_before_s,
        )

    @cached_property
    def outlook(self) -> Outlook:
        """What closures promise: of the one leak, or of the second where the first was found."""
        location, situation = self.location, self.situation
        if self.known and self.hypotheses.others:
            chances, rates = self._second
        else:
            chances = location.alone / max(1.0 - location.several, LEAST_CHANCE)
            rates = self.rates_kg_s
        return Outlook(
            self.station,
            dict(zip(location.module_ids, chances.tolist(), strict=True)),
            rates,
            SlopeNoise.of(self.locator.priors.noise),
            self.procedure,
            max(self.limit_s, self.rules.hands.hatch_s),
            Circumstances(
                self.locator.priors.memory.floor_kg_s,
                self.locator.errors_kg_s(),
                Counter(person.vehicle for person in situation.people if person.vehicle),
                self.breath,
            ),
        )

    @cached_property
    def standing(self) -> HatchPlan:
        """The parts as they stand, and for how long."""
        spans, parts = self.locator.spans_s(), self.locator.parts()
        return HatchPlan(parts, tuple(-spans.get(part, 0.0) for part in parts))

    @cached_property
    def differences_pa(self) -> Mapping[str, float]:
        """The pressure difference across each inner hatch, where both sides are known."""
        known = self.situation.pressures_pa
        return {
            h.id: known[h.a] - known[h.b]
            for h in inner_hatches(self.station)
            if h.a in known and h.b in known and VACUUM not in (h.a, h.b)
        }

    def reserve(self) -> AirReserve | None:
        """How long the air lasts in the part with people where it goes first, if the leak is there."""
        outset, limits = self.outset, self.rules.limits
        best: AirReserve | None = None
        for part in self.layout.parts(outset.closed):
            at = [p for p in outset.places if part >> p & 1]
            if not at or not part & outset.hypotheses.suspects:
                continue
            volume, hole = self.layout.volume_m3(part), outset.hypotheses.believed_m3_s
            gases = outset.air.gases_pa[:, at[0]]
            oxygen_s = time_to_s(volume, hole, float(gases[OXYGEN]), limits.oxygen_least_pa)
            rule_s = time_to_s(volume, hole, float(gases[WHOLE]), limits.pressure_least_pa)
            first_s = min(oxygen_s, rule_s)
            if best is None or first_s < best.first_s:
                names = tuple(self.layout.modules[m] for m in bits(part))
                best = AirReserve(first_s, oxygen_s <= rule_s, rule_s, names)
        return best


@lru_cache(maxsize=1)
def _breathing() -> Breathing:
    """What a person breathes, by the limits of the assets."""
    return read_limits().breathing
