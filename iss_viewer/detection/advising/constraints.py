"""What the adviser must respect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from iss_viewer.detection.locating.location import Location
from iss_viewer.station.topology import Person
from iss_viewer.telemetry.events import Advice, SearchOrder


@dataclass(frozen=True)
class SearchConstraints:
    """What the adviser must respect.

    reserve_s: time to the pressure at which the station must be left, inf: no loss.
    oxygen_pa, carbon_dioxide_pa: of each module now.
    falls_pa_s: how fast the pressure of each module falls now, with 1-sigma, by two looks at it.
    last_found: where it was believed last, if that place has lost its air by now, or while the locator says that nothing
        leaks and air plainly falls.
    stiff: hatches that did not move when they were asked to. in_work: hatches that somebody should be moving by now.
    harm_counts: whether an action that harms people is barred; False only in studies of what that costs.
    calm_s: for how long nothing has been believed to leak. shut_for_search: hatches that advice asked to shut.
    is_under_way: whether people may have begun with the last advice; a way out that nobody is on is no reason to go on with it.
    gauge_at: where the hand gauge was read last, "": where it is kept.
    last_wait: the last wait or hold that was advised since hatches moved last, whatever was advised after it.
    running: machines of life support that are on, None: nobody told.
    closed_since_s: for each hatch shut during the search, when it was shut.
    silent: the modules of each air space that no valid pressure comes from.
    pressures_pa: of each module now, for the difference across closed hatches.
    unfit_ships: ships that may not be used, since their coolant is gone: no refuge and no way
        home, but where nobody has another.
    """

    time_s: float
    people: tuple[Person, ...] = ()
    reserve_s: float = float("inf")
    closed_since_s: Mapping[str, float] = field(default_factory=dict)
    pressures_pa: Mapping[str, float] = field(default_factory=dict)
    order: SearchOrder = SearchOrder.INFORMATION
    running: frozenset[str] | None = None
    oxygen_pa: Mapping[str, float] = field(default_factory=dict)
    silent: tuple[tuple[str, ...], ...] = ()
    carbon_dioxide_pa: Mapping[str, float] = field(default_factory=dict)
    stiff: frozenset[str] = frozenset()
    in_work: frozenset[str] = frozenset()
    harm_counts: bool = True
    falls_pa_s: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    last_found: Location | None = None
    calm_s: float = 0.0
    shut_for_search: frozenset[str] = frozenset()
    last_wait: Advice | None = None
    gauge_at: str = ""
    is_under_way: bool = True
    unfit_ships: frozenset[str] = frozenset()

    def with_fit_ships(self) -> SearchConstraints:
        """The same, but that whose ship may not be used has none."""
        if not self.unfit_ships:
            return self
        people = (
            replace(person, vehicle="") if person.vehicle in self.unfit_ships else person
            for person in self.people
        )
        return replace(self, people=tuple(people))
