"""When sentences hold if nobody does anything: whole rows of instants at once, judged on the truth of a run.

What people or a detector would have to do (orders, answers, alarms, what is shown) never holds here; `unjudged` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from iss_viewer.scenario.exercise.sentence import (
    STATION,
    Acted,
    AllOf,
    AnyOf,
    Becomes,
    Beyond,
    Delayed,
    Lasting,
    Measure,
    Negated,
    Numeric,
    Once,
    Sentence,
    Status,
    StatusOf,
)
from iss_viewer.simulation import Trajectory
from iss_viewer.station import Station

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
#: malfunction -> from when to when it is active, s; inf: never
Spans = Mapping[str, tuple[float, float]]
_COLUMNS = {
    Measure.PRESSURE: "pressure_pa",
    Measure.OXYGEN: "oxygen_pa",
    Measure.CARBON_DIOXIDE: "carbon_dioxide_pa",
    Measure.TEMPERATURE: "temperature_k",
}


@dataclass
class IdleJudge:
    """Judges sentences on a run. main: the module whose air stands for the station; closed: hatches from the start."""

    run: Trajectory
    station: Station
    main: str
    closed: frozenset[str]
    spans: Spans
    unjudged: set[str] = field(default_factory=set)

    def holds(self, sentence: Sentence) -> Mask:
        """Whether a sentence holds at each instant of the run."""
        match sentence:
            case AllOf(parts=parts):
                return np.asarray(np.all([self.holds(part) for part in parts], axis=0))
            case AnyOf(parts=parts):
                return np.asarray(np.any([self.holds(part) for part in parts], axis=0))
            case Negated(part=part):
                return ~self.holds(part)
            case Once(part=part):
                return np.logical_or.accumulate(self.holds(part))
            case Becomes(part=part):
                mask = self.holds(part)
                return mask & ~np.concatenate(([True], mask[:-1]))
            case Delayed(delay_s=delay_s, part=part):
                return self.run.time_s >= self.first_s(part) + delay_s
            case Lasting(part=part, hold_s=hold_s):
                return self.lasted_s(self.holds(part)) >= hold_s
        return self._atom(sentence)

    def first_s(self, sentence: Sentence) -> float:
        """The first instant at which a sentence holds; inf: never."""
        found = np.flatnonzero(self.holds(sentence))
        return float(self.run.time_s[found[0]]) if len(found) else float("inf")

    def lasted_s(self, mask: Mask) -> Floats:
        """For how long a mask has been true without a break, s; -inf where it is not."""
        time_s = self.run.time_s
        begins = mask & ~np.concatenate(([False], mask[:-1]))
        since_s = np.maximum.accumulate(np.where(begins, time_s, -np.inf))
        return np.where(mask, time_s - since_s, -np.inf)

    def _atom(self, atom: Sentence) -> Mask:
        never = np.zeros(len(self.run.time_s), dtype=bool)
        match atom:
            case Numeric():
                series = None if atom.is_shown else self.series(atom)
                if series is None:
                    return self._unknown(atom.measure.value, never)
                is_below = atom.beyond is Beyond.BELOW
                return series < atom.limit_si if is_below else series > atom.limit_si
            case Status(subject=StatusOf.MALFUNCTION, name=name, state=state):
                begin_s, end_s = self.spans.get(name, (np.inf, np.inf))
                time_s = self.run.time_s
                active = (time_s >= begin_s) & (time_s < end_s)
                masks = {"active": active, "cleared": time_s >= end_s, "armed": time_s < begin_s}
                return masks.get(state, never)
            case Status():
                return never | self._state(atom)
            case Acted():
                return self._unknown("orders", never)
        return never

    def _unknown(self, what: str, never: Mask) -> Mask:
        self.unjudged.add(what)
        return never

    def series(self, atom: Numeric) -> Floats | None:
        """What a number is at each instant, SI; None: that is not known of an idle run."""
        of = self.main if atom.of == STATION else atom.of
        match atom.measure:
            case Measure.TIME:
                return self.run.time_s
            case Measure.LOST:
                lost = [name for name in self.run.columns.names if name.endswith(".lost_kg")]
                return np.asarray(sum((self.run[name] for name in lost), 0.0 * self.run.time_s))
            case Measure.FALL:
                return np.asarray(-np.gradient(self._pressure(of), self.run.time_s))
            case Measure.PEOPLE:
                here = [person for person in self.station.crew if person.module == of]
                return np.full(len(self.run.time_s), float(len(here)))
            case Measure.DIFFERENCE:
                hatch = self.station.hatch(of)
                return np.abs(self._pressure(hatch.a) - self._pressure(hatch.b))
        column = _COLUMNS.get(atom.measure)
        is_module = of in self.station.module_ids
        return self.run[f"{of}.{column}"] if column and is_module else None

    def _pressure(self, module: str) -> Floats:
        if module not in self.station.module_ids:
            return 0.0 * self.run.time_s
        return self.run[f"{module}.pressure_pa"]

    def _state(self, atom: Status) -> bool:
        """A state that nobody changes."""
        match atom.subject:
            case StatusOf.HATCH:
                return (atom.state == "closed") == (atom.name in self.closed)
            case StatusOf.VALVE:
                return atom.state == "closed"
            case StatusOf.PLACE if atom.state != "isolated":
                is_manned = any(person.module == atom.name for person in self.station.crew)
                return is_manned == (atom.state == "manned")
            case StatusOf.FANS | StatusOf.FAN:
                return atom.state == "on"
            case StatusOf.SIGNAL:
                return atom.state == "good"
            case StatusOf.ALARM:
                self.unjudged.add("alarms")
                return False
        return False
