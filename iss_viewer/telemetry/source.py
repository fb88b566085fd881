"""The one protocol of all that yields samples: a simulation, a recording, a live feed."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import ActionDone, Event
from iss_viewer.telemetry.events.refused import Hindrance, Obstacle
from iss_viewer.telemetry.frames import Samples


class ActionRefused(ValueError):
    """An action that cannot be done, or an order that cannot be obeyed; `obstacle` says why."""

    def __init__(
        self,
        hindrance: Hindrance,
        name: str = "",
        what: str = "",
        place: str = "",
        most: float | None = None,
        told: str = "",
        amount: float | None = None,
    ) -> None:
        self.obstacle = Obstacle(hindrance, name, what, place, most, told, amount)
        super().__init__(self.obstacle)


class TelemetrySource(Protocol):
    """Yields samples in order of time. How fast it is asked never changes what it yields."""

    @property
    def station(self) -> Station:
        """The station that the samples speak of."""

    @property
    def channels(self) -> ChannelTable:
        """The columns of the samples."""

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""

    @property
    def end_s(self) -> float:
        """When the source ends by itself; inf if never."""

    @property
    def sample_period_s(self) -> float:
        """The usual time between two samples."""

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next samples with time <= until_s, `most` rows at most, and what happened by itself.

        The first sample is at time 0 (or the recording's start). Zero rows: nothing yet, or ended. What was
        recorded with gaps may leap over one: it yields the row behind it, though that is later.
        """

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """What people told the detector, and when, right before the samples of the last `read`.

        Only what was recorded knows; of a run that is new nothing was told before.
        """

    def act(self, action: Action) -> ActionDone:
        """Do an action right after the last sample yielded. Raises ActionRefused."""

    def snapshot(self) -> bytes:
        """The whole state, from which `restore` goes on bit-identically. May raise ActionRefused."""

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot of the same station and scenario."""
