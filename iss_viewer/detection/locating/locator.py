"""Where the leak is, from all parts jointly: give it readings and closures, ask it for the location."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from iss_viewer.detection.locating.evidence import Equation, Evidence
from iss_viewer.detection.locating.gauges import GaugeLog
from iss_viewer.detection.locating.hypotheses import infer
from iss_viewer.detection.locating.location import BelievedLeaks, Location
from iss_viewer.detection.locating.priors import Priors, read_priors
from iss_viewer.detection.locating.readings import PartReading
from iss_viewer.station import Station
from iss_viewer.station.topology import Part, parts_of
from iss_viewer.telemetry.events import PriorChoice
from iss_viewer.telemetry.packing import give_back, kept

_NEVER_SURE = 1e-12  # no chance comes nearer to none or certainty: both could not be left again

#: what its state is made of
STATE_CLASSES = (BelievedLeaks, Equation, PartReading, PriorChoice)
_ENDED_BELOW = 0.1  # belief that air is lost: less, and leaks that were read before have ended
_MOST_REMEMBERED = 8.0  # nats: readings of all parts may yet say that nothing leaks


class Locator:
    """Pure and deterministic: the same calls give the same location, bit for bit.

    Parameters
    ----------
    station
        The station with its vehicles docked.
    priors
        Odds, sizes and weights; those of the assets when left out.
    prior
        Weights by history or uniform; can be switched at any time with `choose_prior`.
    """

    def __init__(
        self,
        station: Station,
        priors: Priors | None = None,
        prior: PriorChoice = PriorChoice.HISTORY,
    ) -> None:
        self.station = station
        self.priors = priors or read_priors()
        self.prior = prior
        self._evidence = Evidence(station, self.priors.memory, self.priors.noise.noticed_pa)
        self._gauges = GaugeLog(station)
        self._closed: frozenset[str] = frozenset()
        self._readings: tuple[PartReading, ...] = ()
        self._believed = float("nan")
        self._remembered = 0.0  # nats for a leak that whoever watched undivided air was sure of
        self._leaks: BelievedLeaks | None = None
        self._location: Location | None = None

    def observe(
        self,
        time_s: float,
        closed: Collection[str],
        readings: Sequence[PartReading],
        believed: float = float("nan"),
        leaks: BelievedLeaks | None = None,
    ) -> None:
        """Learn the state of the hatches and the newest mass balance of each part.

        closed: hatches that are shut (with their equalisation valves); readings: at most one for
        each part of the hatch graph so cut, others are ignored; NaN where nothing is known yet.
        believed: the probability that something leaks by who watches the air, NaN: nobody does.
        leaks: where, by who remembers leaks module by module; None: by these readings.
        """
        if frozenset(closed) != self._closed:
            self._gauges.begin(time_s)
            self._remember()
        self._closed = frozenset(closed)
        self._readings, self._believed = tuple(readings), believed
        self._leaks = leaks
        self._evidence.take(time_s, self._closed, self._readings)
        if believed < _ENDED_BELOW and self._evidence.drop_ended():
            self._remembered = 0.0
        for reading in self._readings:
            if self._gauges.keep_since(reading.part, time_s - reading.span_s):
                self._evidence.drop_gauge(reading.part)
        self._location = None

    def _remember(self) -> None:
        """Keep how sure it was that something leaks: each new part is watched from the start again."""
        told = self.location().none
        own = self._infer(float("nan")).none
        if told < own:
            more = _log_odds(own) - _log_odds(told)
            self._remembered = min(self._remembered + more, _MOST_REMEMBERED)

    def _infer(self, believed: float) -> Location:
        return infer(self._evidence, self.priors, self.prior, believed, self._remembered)

    def read_gauge(self, time_s: float, module: str, pressure_pa: float) -> None:
        """Learn a reading of the hand-held gauge; two in one part tell how fast it falls."""
        part = next(p for p in self.parts() if module in p)
        reading = self._gauges.add(time_s, part, pressure_pa)
        if reading is not None:
            self._evidence.take_gauge(reading, self._closed, self._readings)
        self._location = None

    def pass_air(self, time_s: float) -> None:
        """Learn that air passed a hatch that is shut again: gauge readings from before it do not go on."""
        self._gauges.begin(time_s)

    def forget(self) -> None:
        """Drop all readings: a repair was made, or another leak began."""
        self._evidence.forget()
        self._remembered = 0.0
        self._gauges.begin(-np.inf)
        self._location = None

    def choose_prior(self, prior: PriorChoice) -> None:
        """Switch the weights; what was read stays."""
        self.prior = prior
        self._location = None

    def location(self) -> Location:
        """The probabilities by all that was learnt so far."""
        if self._location is None:
            location = self._infer(self._believed)
            self._location = location.believing(self._leaks) if self._leaks else location
        return self._location

    def parts(self) -> tuple[Part, ...]:
        """The parts as the hatches were last observed."""
        return parts_of(self.station, self._closed)

    @property
    def closed(self) -> frozenset[str]:
        """The hatches that were last observed shut."""
        return self._closed

    def pressures_pa(self) -> dict[str, float]:
        """The last pressure read in each module's part."""
        return {module: r.pressure_pa for r in self._readings for module in r.part}

    def spans_s(self) -> dict[Part, float]:
        """How long each standing part has been watched."""
        return self._evidence.spans_s()

    def losses_kg_s(self) -> dict[Part, float]:
        """The loss of each standing part as it was read."""
        return self._evidence.losses_kg_s()

    def errors_kg_s(self) -> dict[Part, float]:
        """The 1-sigma error of each standing part's loss."""
        return self._evidence.errors_kg_s()

    def state(self) -> dict[str, Any]:
        """All there is to keep."""
        own = kept(self, without=("station", "priors", "_evidence", "_gauges", "_location"))
        return {"own": own, "evidence": self._evidence.state(), "gauges": self._gauges.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`, of the same station and priors."""
        give_back(self, state["own"])
        self._evidence.restore(state["evidence"])
        self._gauges.restore(state["gauges"])
        self._location = None


def _log_odds(none: float) -> float:
    """ln of the odds of no leak, within what numbers can tell."""
    chance = min(max(none, _NEVER_SURE), 1.0 - _NEVER_SURE)
    return float(np.log(chance) - np.log1p(-chance))
