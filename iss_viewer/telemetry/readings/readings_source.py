"""A stranger's table of readings as a source: any columns, any rate, gaps and all."""

from __future__ import annotations

from functools import cached_property

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

#: nobody waits through a gap that is longer, in time and in usual steps
_GAP_S, _GAP_PERIODS = 600.0, 20.0


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

    @cached_property
    def sample_period_s(self) -> float:
        """The usual time between two readings."""
        steps = np.diff(self.readings.samples.time_s)
        return float(np.median(steps)) if len(steps) else 1.0

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next readings; where none is due and the next lies behind a long gap, that one at once."""
        samples, start = self.readings.samples, self._row
        upto = int(np.searchsorted(samples.time_s, until_s, side="right"))
        if upto <= start and self._is_before_gap():
            upto = start + 1
        self._row = max(start, min(upto, start + most))
        return samples.rows(start, self._row), ()

    def _is_before_gap(self) -> bool:
        times, row = self.readings.samples.time_s, self._row
        if not 0 < row < len(times):
            return False
        gap_s = float(times[row] - times[row - 1])
        return gap_s > max(_GAP_S, _GAP_PERIODS * self.sample_period_s)

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
