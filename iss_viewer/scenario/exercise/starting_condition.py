"""Where the station is when an exercise begins, apart from what goes wrong: so that conditions and exercises combine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.datafile.quantities import Duration, PressureRate
from iss_viewer.scenario.scenario import CrewPlan, HeatSwing, Leak, Start
from iss_viewer.station import Station, configured
from iss_viewer.station.station import Crew, Docked


class StartingCondition(Strict):
    """A day of the station: its air, hatches, ships, people, and what is known to leak already."""

    title: str = Field(default="", max_length=200)
    about: str = ""
    station: str = "iss"
    start_utc: datetime
    sample_period_s: Duration = Field(default=1.0, ge=0.001, alias="sample_every")
    start: Start = Start()
    docked: tuple[Docked, ...] | None = None
    absent: tuple[str, ...] = ()
    joined: tuple[Crew, ...] = Field(
        default=(), description="people aboard beside those of the station file"
    )
    people: dict[str, str] = Field(default={}, description="person -> module")
    leaks: tuple[Leak, ...] = Field(default=(), description="that everybody knows of")
    heat_swings: tuple[HeatSwing, ...] = ()
    fans_stop_below_pa_s: PressureRate | None = Field(default=None, lt=0, alias="fans_stop_below")
    assumed: str = ""
    sources: tuple[str, ...] = ()

    def station_then(self, station: Station) -> Station:
        """The station of a file as it is on this day: ships, modules, and where its people are."""
        then = configured(station, self.docked, self.absent)
        crew = tuple(
            person.model_copy(update={"module": self.people.get(person.id, person.module)})
            for person in (*then.crew, *self.joined)
        )
        return then.model_copy(update={"crew": crew})

    def scenario_fields(self, then: Station) -> dict[str, Any]:
        """These things as the fields of a scenario; `then` is the station as it is on this day."""
        return {
            "start_utc": self.start_utc,
            "sample_period_s": self.sample_period_s,
            "start": self.start,
            "docked": self.docked,
            "absent": self.absent,
            "crew": CrewPlan.model_construct(people=then.crew),
            "leaks": self.leaks,
            "heat_swings": self.heat_swings,
            "fans_stop_below_pa_s": self.fans_stop_below_pa_s,
        }
