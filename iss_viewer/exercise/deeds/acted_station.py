"""What the queue of orders needs of the station that it acts on, and who may stand in its way."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.simulation.truth_now import TruthNow
from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.events import ActionDone
from iss_viewer.telemetry.events.refused import Obstacle


class ActedStation(Protocol):
    """A simulated source, as those know it who act on it by the truth."""

    @property
    def station(self) -> Station:
        """The station."""

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""

    def act(self, action: Action, by_script: bool = False) -> ActionDone:
        """Do an action right after the last sample. Raises ActionRefused."""

    def truth_now(self) -> TruthNow:
        """What is true right after the last sample."""


class Spoiler(Protocol):
    """Whoever makes orders fail or take longer: the malfunctions of an exercise."""

    @property
    def has_signal(self) -> bool:
        """Whether telecommands reach the station; else what the ground does is done at a panel."""

    @property
    def delay_s(self) -> float:
        """How late telecommands reach the station."""

    def hinders(self, action: Action) -> Obstacle | None:
        """What stands in the way of an action that was tried just now; None: nothing."""


class NothingSpoiled:
    """All goes well."""

    has_signal, delay_s = True, 0.0

    def hinders(self, action: Action) -> Obstacle | None:
        """Nothing stands in the way."""
        return None
