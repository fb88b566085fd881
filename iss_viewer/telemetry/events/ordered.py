"""Events of what people were ordered to do, where that takes time, and of what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from iss_viewer.station.actions import Action, RepairKind, target_of
from iss_viewer.telemetry.events.about import ByItself, OfStation
from iss_viewer.telemetry.events.bounds import Amount, Finite, Span
from iss_viewer.telemetry.events.refused import Obstacle


class OrderState(Enum):
    """How far an order is. The last three are its end."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self not in (OrderState.WAITING, OrderState.WORKING)


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order was given, begun, done, refused or withdrawn.

    order: its number in the run. people: who do it; while it waits, for whom. until_s: when it is expected to
    begin (waiting) or to be done (working). obstacle: why it was refused, or waits.
    """

    time_s: Finite
    order: str
    action: Action
    state: OrderState
    people: tuple[str, ...] = ()
    until_s: Span = 0.0
    obstacle: Obstacle | None = None
    actor: str = ""
    kind: Literal["OrderChanged"] = field(default="OrderChanged", repr=False)

    @property
    def subject(self) -> str:
        """What the action is done to."""
        return target_of(self.action) or "STATION"


@dataclass(frozen=True, slots=True)
class CostsSet(OfStation):
    """From now on actions take time, people and a way, or happen at once."""

    time_s: Finite
    are_on: bool
    actor: str = ""
    kind: Literal["CostsSet"] = field(default="CostsSet", repr=False)


@dataclass(frozen=True, slots=True)
class SearchEnded(ByItself):
    """The walls of a module were searched. found: how many leaks were found there now, beside those known."""

    time_s: Finite
    module: str
    found: int
    kind: Literal["SearchEnded"] = field(default="SearchEnded", repr=False)

    @property
    def subject(self) -> str:
        """The module."""
        return self.module


@dataclass(frozen=True, slots=True)
class RepairEnded(ByItself):
    """A repair was done in a module. site: of the leak that it is on, counted as found there; 0: none was known."""

    time_s: Finite
    module: str
    repair: RepairKind
    site: int
    kind: Literal["RepairEnded"] = field(default="RepairEnded", repr=False)

    @property
    def subject(self) -> str:
        """The module."""
        return self.module


@dataclass(frozen=True, slots=True)
class LeakCheckEnded(ByItself):
    """A leak check of a module is over: by how much its pressure fell in which time, and whether it passed."""

    time_s: Finite
    module: str
    fall_pa: Finite
    over_s: Amount
    is_tight: bool
    kind: Literal["LeakCheckEnded"] = field(default="LeakCheckEnded", repr=False)

    @property
    def subject(self) -> str:
        """The module."""
        return self.module


@dataclass(frozen=True, slots=True)
class FallTimed(ByItself):
    """The pressure of a module was watched with a stopwatch: it fell by so much, in so long."""

    time_s: Finite
    module: str
    fall_pa: Finite
    over_s: Amount
    kind: Literal["FallTimed"] = field(default="FallTimed", repr=False)

    @property
    def subject(self) -> str:
        """The module."""
        return self.module
