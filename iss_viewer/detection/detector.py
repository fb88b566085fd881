"""The detector's door: samples in, assessments and events out, nothing of the truth."""

from __future__ import annotations

from typing import Protocol

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import Event
from iss_viewer.telemetry.frames import Floats, Samples


class Detector(Protocol):
    """Feeds on samples in order; the same samples give the same conclusions, however they are cut."""

    @property
    def channels(self) -> ChannelTable:
        """The columns of the assessments."""

    def update(self, samples: Samples) -> tuple[Floats, tuple[Event, ...]]:
        """Take n samples; give (n, channels) assessments and the events they raised."""

    def obey(self, command: Command, time_s: float) -> tuple[Event, ...]:
        """Obey an order that concerns alarms, limits or options; others are noted or ignored."""

    def note(self, event: Event) -> None:
        """Learn of something that crew and ground know (a hatch moved, a gauge read)."""

    def snapshot(self) -> bytes:
        """The whole state."""

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot."""
