"""Where the leak is believed to be: a probability for each module and for what else could explain it."""

from __future__ import annotations

from dataclasses import dataclass

from iss_viewer.station.topology import Part
from iss_viewer.telemetry.events import PriorChoice, RankedLocation
from iss_viewer.telemetry.frames import Floats


@dataclass(frozen=True)
class Location:
    """What all readings together say.

    modules: shape (modules,), the probability that the module leaks; with two leaks the sum may
        exceed the probability that anything leaks.
    alone: shape (modules,), that the module leaks and no other does.
    leak, none, seal, sensor: that some module leaks; that all is well; that the seal of a closed
        hatch passes air; that a sensor drifts. several: that two modules leak.
    rate_low_kg_s, rate_kg_s, rate_high_kg_s: 16, 50 and 84 % of the loss at one atmosphere of the
        likeliest leak; NaN when nothing was read.
    cells: the groups of modules that no reading has told apart yet.
    """

    module_ids: tuple[str, ...]
    modules: Floats
    alone: Floats
    leak: float
    none: float
    seal: float
    sensor: float
    several: float
    hatches: dict[str, float]
    sensors: dict[str, float]
    rate_low_kg_s: float
    rate_kg_s: float
    rate_high_kg_s: float
    cells: tuple[Part, ...]
    prior: PriorChoice

    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Modules with their probabilities, likeliest first; equals in the station's order."""
        order = sorted(range(len(self.module_ids)), key=lambda i: -self.modules[i])
        return tuple((self.module_ids[i], float(self.modules[i])) for i in order)

    def ranking(self) -> RankedLocation:
        """The same as plain values, as an event carries them."""
        return RankedLocation(
            ranked=self.ranked(),
            leak=self.leak,
            none=self.none,
            seal=self.seal,
            sensor=self.sensor,
            several=self.several,
            hatches=dict(self.hatches),
            sensors=dict(self.sensors),
            rate_low_kg_s=self.rate_low_kg_s,
            rate_kg_s=self.rate_kg_s,
            rate_high_kg_s=self.rate_high_kg_s,
            cells=tuple(tuple(sorted(cell)) for cell in self.cells),
            prior=self.prior,
        )

    def found(self, confidence: float) -> tuple[str, ...]:
        """The modules that leak with at least this probability."""
        return tuple(name for name, chance in self.ranked() if chance >= confidence)
