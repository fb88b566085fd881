"""One thing that really happened: a leak, a false alarm, a report; who said what of it, and where."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from iss_viewer import units
from iss_viewer.datafile import Strict

Kind = Literal["air", "coolant", "alarm", "report", "structure"]
Quantity = Literal["pressure", "pressure_rate", "mass_rate", "mass", "length", "volume", "duration"]


class Reading(Strict):
    """A published figure in the unit in which it was published; a range has `high` too."""

    what: str = Field(min_length=1, description="e.g. 'leak rate', 'PrK pressure'")
    quantity: Quantity
    value: str = Field(description="with its unit: '3.7 lb/day'")
    high: str = Field(default="", description="the upper end of a range, with its unit")
    when: str = Field(default="", description="a date or a time, as far as it was published")
    note: str = ""
    source: str = Field(min_length=1, description="one or more ids of `sources`, by commas")

    @property
    def value_si(self) -> float:
        """The figure, or the lower end of its range, in SI."""
        return units.parse(self.value, self.quantity)

    @property
    def high_si(self) -> float:
        """The upper end of the range, or the figure itself, in SI."""
        return units.parse(self.high or self.value, self.quantity)

    @property
    def text(self) -> str:
        """The figure as published: ``1 mmHg/day to 2 mmHg/day``."""
        return f"{self.value} to {self.high}" if self.high else self.value


class Position(Strict):
    """What an agency said or held, in our own words."""

    statement: str = Field(default="", description="what it announced; empty: nothing was found")
    position: str = Field(default="", description="what it held about cause, risk or next steps")
    source: str = Field(min_length=1, description="one or more ids of `sources`, by commas")


class Incident(Strict):
    """An event with its date, place, figures, what was done, and what the agencies said."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    kind: Kind
    began: date
    ended: date | None = None
    dated_to: Literal["day", "month"] = Field(
        default="day", description="how exactly `began` is known"
    )
    concerns: tuple[str, ...] = Field(
        default=(), description="module ids; empty: the whole station or another one"
    )
    vehicle_types: tuple[str, ...] = Field(
        default=(), description="types of ships that it is told of, e.g. 'SOYUZ'"
    )
    place: str = Field(min_length=1, description="where it was, in words")
    summary: str = Field(min_length=1)
    action: str = Field(default="", description="what was done; empty: nothing was found")
    readings: tuple[Reading, ...] = ()
    roscosmos: Position | None = None
    nasa: Position | None = None
    differ: str = Field(default="", description="where the agencies differ")
    claimed_cause: str = Field(default="", description="empty: none was claimed")
    confidence: Literal["high", "medium", "low"]
    not_found: str = Field(default="", description="what was looked for and not found")
    scenario: str = Field(default="", description="the scenario that plays it")
    sources: dict[str, str] = Field(min_length=1, description="source id -> address or title")

    @property
    def agencies(self) -> tuple[str, ...]:
        """The agencies whose words are told here."""
        said = (("Roscosmos", self.roscosmos), ("NASA", self.nasa))
        return tuple(name for name, position in said if position is not None)

    @property
    def date_text(self) -> str:
        """``2021-02-26 to 2021-03-01``, or ``2024-04`` where the day is not known."""
        if self.dated_to == "month":
            return f"{self.began:%Y-%m}"
        return f"{self.began} to {self.ended}" if self.ended else f"{self.began}"

    @property
    def words(self) -> str:
        """All that a search looks through."""
        said = [p for p in (self.roscosmos, self.nasa) if p is not None]
        parts = [
            self.id, self.title, self.kind, self.place, self.summary, self.action, self.differ,
            self.claimed_cause, self.date_text, *self.concerns,
            *(text for p in said for text in (p.statement, p.position)),
            *(text for r in self.readings for text in (r.what, r.text, r.note)),
        ]  # fmt: skip
        return " ".join(parts).casefold()
