"""Where the leak is believed to be: a probability for each module and for what else could explain it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from iss_viewer.station.topology import Part
from iss_viewer.telemetry.events import PriorChoice, RankedLocation
from iss_viewer.telemetry.frames import Floats

_LEAST_WRONG = 1e-12  # of a probability that is shared out


@dataclass(frozen=True)
class BelievedLeaks:
    """What whoever remembers leaks by module believes; see `detection.posterior`.

    modules: shape (modules,), the probability that the module leaks now; leak, several: that any does,
    that two do; rates_kg_s: 16, 50 and 84 % of the loss if there is one.
    """

    modules: Floats
    leak: float
    several: float
    rates_kg_s: tuple[float, float, float]


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

    def believing(self, leaks: BelievedLeaks) -> Location:
        """The same with other beliefs of leaks; seals and sensors keep their part of what is wrong."""
        wrong = max(1.0 - self.none, _LEAST_WRONG)
        other = min((self.seal + self.sensor) / wrong, 1.0)
        scale = leaks.leak / wrong
        modules = leaks.modules * (1.0 - other)
        single = 1.0 - min(leaks.several / max(leaks.leak, _LEAST_WRONG), 1.0)
        return replace(
            self,
            modules=modules,
            alone=modules * single,
            leak=leaks.leak * (1.0 - other),
            none=1.0 - leaks.leak,
            seal=self.seal * scale,
            sensor=self.sensor * scale,
            several=leaks.several * (1.0 - other),
            hatches={name: chance * scale for name, chance in self.hatches.items()},
            sensors={name: chance * scale for name, chance in self.sensors.items()},
            rate_low_kg_s=leaks.rates_kg_s[0],
            rate_kg_s=leaks.rates_kg_s[1],
            rate_high_kg_s=leaks.rates_kg_s[2],
        )

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
