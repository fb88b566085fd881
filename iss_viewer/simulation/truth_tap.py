"""A simulated source whose truth is heard too, while a session reads it like any other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.source import SimulatedSource
from iss_viewer.telemetry import Event, Samples

#: takes samples and the truth at the same instants, shape (n, truth channels)
TruthSink = Callable[[Samples, NDArray[np.float64]], None]


class TruthTap(SimulatedSource):
    """Hands samples and truth to `sinks` too, row for row as they are read."""

    sinks: tuple[TruthSink, ...] = ()

    def read(self, until_s: float, most: int) -> tuple[Samples, tuple[Event, ...]]:
        """The next samples; their truth goes to the sinks."""
        samples, truth, events = self.read_with_truth(until_s, most)
        for sink in self.sinks:
            sink(samples, truth)
        return samples, events
