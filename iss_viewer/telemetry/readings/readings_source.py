"""A stranger's table of readings as a source: any columns, any rate, gaps and all."""

from __future__ import annotations

import numpy as np

from iss_viewer.station import Station
from iss_viewer.station.actions import Action
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.commands import Command
from iss_viewer.telemetry.events import ActionDone, Event
from iss_viewer.telemetry.frames import Samples
from iss_viewer.telemetry.packing import pack, unpack
from iss_viewer.telemetry.readings.mapped_values import reported_move
from iss_viewer.telemetry.readings.readings import Readings


class ReadingsSource:
    """Yields a table's readings; crew actions that are told are passed on to the detector."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._row = 0

    @property
    def station(self) -> Station:
        """The station that the map names."""
        return self.readings.station

    @property
    def channels(self) -> ChannelTable:
        """The mapped columns."""
        return self.readings.channels

    @property
    def time_s(self) -> float:
        """The time of the last sample yielded; -inf before the first."""
        return float(self.readings.samples.time_s[self._row - 1]) if self._row else -float("inf")

    @property
    def end_s(self) -> float:
        """The time of the last reading."""
        times = self.readings.samples.time_s
        return float(times[-1]) if len(times) else -float("inf")

    @property
    def sample_period_s(self) -> float:
        """The usual time between two readings."""
        steps = np.diff(self.readings.samples.time_s)
        return float(np.median(steps)) if len(steps) else 1.0

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next readings."""
        samples, start = self.readings.samples, self._row
        upto = int(np.searchsorted(samples.time_s, until_s, side="right"))
        self._row = max(start, min(upto, start + most))
        return samples.rows(start, self._row), ()

    def retell(self) -> tuple[tuple[float, Command], ...]:
        """Nothing: people tell it now."""
        return ()

    def act(self, action: Action) -> ActionDone:
        """Note that a hatch or valve was moved; all else cannot be done to recorded readings."""
        return reported_move(action, self.station, self.time_s)

    def snapshot(self) -> bytes:
        """The place in the table."""
        return pack(self._row)

    def restore(self, snapshot: bytes) -> None:
        """Go to a place in the table."""
        self._row = unpack(snapshot)
