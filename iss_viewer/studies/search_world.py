"""A station reduced to what a search sees of it: hatches, parts, and noisy losses of parts.

The estimates of a part's loss at successive times are those of an efficient estimator: precision
times estimate is a Brownian motion in precision, so any number of looks at it are consistent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from iss_viewer.detection.advising.crew import rounds
from iss_viewer.detection.locating.readings import PartReading
from iss_viewer.detection.locating.slope_noise import SlopeNoise
from iss_viewer.station import Station
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch
from iss_viewer.station.topology import Part, inner_hatches, parts_of
from iss_viewer.units import S_PER_DAY

_DETECTED_AT = 4.0  # standard errors: nobody searches before the loss stands out so far
_KNOWN_TO = 5.0  # the search begins when the loss of the whole is known to one part in five


class SearchWorld:
    """The truth of one search and the instruments on it; every hatch is open at the start.

    Parameters
    ----------
    station, noise
        What there is, and how the parts' losses are measured: one sensor a part.
    leaks_kg_s
        Module -> loss at one atmosphere; the pressure does not fall noticeably in a search.
    closing_s, moving_s
        How long it takes to move one hatch, and people.
    seed
        Of the noise.
    """

    def __init__(
        self,
        station: Station,
        noise: SlopeNoise,
        leaks_kg_s: dict[str, float],
        closing_s: float,
        seed: int,
        moving_s: float = 300.0,
        sensors_a_part: int = 1,
    ) -> None:
        self.station = station
        self.closed: set[str] = set()
        self.places = {c.id: c.module for c in station.crew}
        self.time_s = 0.0
        self.closures = 0
        self.noise = noise
        self._leaks = leaks_kg_s
        self.closing_s, self._moving_s = closing_s, moving_s
        self._sensors = sensors_a_part
        self._rng = np.random.default_rng(seed)
        self._volume = {m.id: m.free_volume_m3 for m in station.modules}
        whole = parts_of(station, ())[0]
        total = math.fsum(leaks_kg_s.values())
        precision = (_KNOWN_TO / total) ** 2
        drawn = self._first_estimate(precision, total)
        self._begun: dict[Part, tuple[float, float, float]] = {
            whole: (-S_PER_DAY, drawn, precision)
        }
        self._frozen = {whole: (drawn, precision)}

    def _first_estimate(self, precision: float, total_kg_s: float) -> float:
        """Precision times the estimate of the whole, as a detector gives it when it raises an alarm."""
        while True:
            drawn = precision * total_kg_s + np.sqrt(precision) * self._rng.standard_normal()
            if drawn / np.sqrt(precision) >= _DETECTED_AT:
                return float(drawn)

    def loss_kg_s(self, part: Part) -> float:
        """The true loss of a part."""
        return math.fsum(rate for module, rate in self._leaks.items() if module in part)

    def wait(self, seconds: float) -> None:
        """Let the instruments watch for a while."""
        self.time_s += seconds
        for part in parts_of(self.station, self.closed):
            since_s, drawn, had = self._begun.get(part, (self.time_s - seconds, 0.0, 0.0))
            if part in self._frozen:  # of the whole only what was known at the start
                continue
            volume = np.array(math.fsum(self._volume[m] for m in sorted(part)))
            span = np.array(self.time_s - since_s)
            precision = float(self.noise.loss_precision(volume, np.array(self._sensors), span))
            more = max(precision - had, 0.0)
            drawn += more * self.loss_kg_s(part) + np.sqrt(more) * self._rng.standard_normal()
            self._begun[part] = (since_s, drawn, max(precision, had))

    def carry_out(self, actions: Sequence[Action], parties: int = 1) -> None:
        """Do actions one after another, each taking its time; people move all at once, and so many
        parties close hatches at the same time.
        """
        moves = [action for action in actions if isinstance(action, MoveCrew)]
        if moves:
            self.wait(self._moving_s)
            for move in moves:
                self.places.update(dict.fromkeys(move.crew, move.module))
        for together in rounds(actions, parties):
            self._move(together)

    def move_hatch(self, hatch: str, is_open: bool) -> None:
        """Open or close one hatch; the parts that change start to be watched anew."""
        self._move((MoveHatch(hatch, is_open),))

    def _move(self, together: Sequence[MoveHatch]) -> None:
        self.wait(self.closing_s)
        for move in together:
            self.closures += 1
            (self.closed.discard if move.is_open else self.closed.add)(move.hatch)
        standing = set(parts_of(self.station, self.closed))
        self._begun = {part: known for part, known in self._begun.items() if part in standing}
        for part in sorted(standing - set(self._begun), key=sorted):
            self._begun[part] = (self.time_s, 0.0, 0.0)

    def readings(self) -> tuple[PartReading, ...]:
        """What is known of each part now."""
        found = []
        for part, (since_s, drawn, precision) in self._begun.items():
            if precision > 0.0:
                span_s = self.time_s - since_s
                error = precision**-0.5
                found.append(PartReading(part, drawn / precision, error, span_s))
        return tuple(found)

    def volume_m3(self, part: Part) -> float:
        """The free volume of a part."""
        return math.fsum(self._volume[m] for m in sorted(part))


def all_inner(station: Station) -> tuple[str, ...]:
    """All hatches that a search can close."""
    return tuple(hatch.id for hatch in inner_hatches(station))
