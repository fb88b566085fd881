"""All readings so far, as linear equations over everything that could explain them.

Leaks of modules, leaking seals and drifting sensors all enter a part's mass balance linearly, so
readings of any number of isolations add up to a vector b and a matrix A. The readings of parts that
still stand are replaced as they improve; those of parts that were joined or cut again are kept.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.locating.priors import Memory
from iss_viewer.detection.locating.readings import REFERENCE_PA, PartReading, kg_per_pa
from iss_viewer.station import Station
from iss_viewer.station.topology import Part, inner_hatches, parts_of, refined
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.packing import give_back

_MOST_HALVINGS = 500.0  # beyond them nothing is left of what was believed

_SEAL_FLOWS = 0.01  # of an atmosphere across a closed hatch: enough to feed a part past its seal
_LONG_STANDING_S = 6.0 * 3600.0  # a part older than any step of a search
_NEIGHBOURS = 3  # sensors in one air, by which a drifting one stands out
_SURE = 3.0  # standard errors from which a loss is one
_LEFT = 0.25  # of a loss: where less is seen now, it has ended
#: attributes that change with what is read
_KEPT = ("_kept", "_standing", "_drift_errors_pa_s", "_time_s", "cells")
_MOST_KEPT = 300  # readings of parts that are no more; the oldest are left out first


@dataclass(frozen=True, slots=True)
class Equation:
    """A reading as ``loss = row . sources``, with an error; of a span that ended at `until_s`.

    is_onset: the span begins where a leak began, so that what was read before it says nothing of now.
    """

    row: Floats
    loss_kg_s: float
    variance: float
    span_s: float
    until_s: float
    is_onset: bool = False


@dataclass(frozen=True, slots=True)
class Equations:
    """The equations that count now. rows: shape (readings, sources); others: (readings,)."""

    rows: Floats
    losses_kg_s: Floats
    variances: Floats

    def misfits(self, sizes: Floats) -> Floats:
        """How many standard errors each reading is off what sources of some sizes would give."""
        found: Floats = (self.losses_kg_s - self.rows @ sizes) / np.sqrt(self.variances)
        return found


class Evidence:
    """Sufficient statistics over the sources: modules, then inner hatches, then pressure sensors."""

    def __init__(self, station: Station, memory: Memory, noticed_pa: float) -> None:
        self.station = station
        self._noticed_pa = noticed_pa
        self._memory = memory
        self.modules = station.module_ids
        self.hatches = tuple(hatch.id for hatch in inner_hatches(station))
        self.sensors = _pressure_sensor_modules(station)
        self._index = {name: i for i, name in enumerate(self.modules)}
        self._sensor_index = {name: i for i, name in enumerate(self.sensors)}
        self.forget()

    def forget(self) -> None:
        """Drop all readings, as after a repair or the onset of a new leak."""
        count = len(self.modules) + len(self.hatches) + len(self.sensors)
        self._count = count
        self._kept: list[Equation] = []
        self._standing: dict[tuple[Part, str], Equation] = {}
        self._drift_errors_pa_s: dict[str, float] = {}
        self._time_s = -np.inf
        self.cells: tuple[Part, ...] = (frozenset(self.modules),)

    def take(self, time_s: float, closed: Collection[str], readings: Sequence[PartReading]) -> None:
        """Take the readings of this instant; those of parts that no longer stand are kept for good."""
        self._time_s = max(time_s, self._time_s)
        parts = parts_of(self.station, closed)
        self._keep_all_but(set(parts))
        self.cells = refined(self.cells, parts)
        usable = {r.part: r for r in readings if r.part in parts and _is_usable(r)}
        for reading in usable.values():
            self._stand(reading, "balance", closed, usable)
            self._compare_sensors(reading)

    def take_gauge(
        self, reading: PartReading, closed: Collection[str], others: Sequence[PartReading]
    ) -> None:
        """Take the fall read off a hand-held gauge in a part; independent of its sensors."""
        if _is_usable(reading):
            self._stand(reading, "gauge", closed, {r.part: r for r in others})

    def drop_ended(self) -> bool:
        """Drop losses of parts that are no more, of which those that hold their modules now show less
        than a quarter; whether there were any. To be asked where whoever watches the air sees no leak.
        """
        kept = [equation for equation in self._kept if not self._has_ended(equation)]
        has_dropped = len(kept) < len(self._kept)
        self._kept = kept
        return has_dropped

    def _has_ended(self, equation: Equation) -> bool:
        if equation.loss_kg_s < _SURE * np.sqrt(equation.variance):
            return False
        inside = self._modules_in(equation)
        now = [e for e in self._standing.values() if self._modules_in(e)[inside].any()]
        seen = np.any([self._modules_in(e) for e in now], axis=0) if now else np.zeros_like(inside)
        most = math.fsum(max(e.loss_kg_s, 0.0) + 2.0 * float(np.sqrt(e.variance)) for e in now)
        return bool(seen[inside].all() and most < _LEFT * equation.loss_kg_s)

    def _modules_in(self, equation: Equation) -> NDArray[np.bool_]:
        return equation.row[: len(self.modules)] > 0.0

    def drop_gauge(self, part: Part) -> None:
        """The loss of a part has changed since its gauge was read."""
        self._standing.pop((part, "gauge"), None)

    def _compare_sensors(self, reading: PartReading) -> None:
        """Sensors that share an air and were not called faulty have not drifted apart in its time."""
        here = [module for module in sorted(reading.part) if module in self._sensor_index]
        if len(here) >= _NEIGHBOURS and reading.span_s > 0.0:
            error_pa_s = self._noticed_pa / reading.span_s
            for module in here:
                least = self._drift_errors_pa_s.get(module, np.inf)
                self._drift_errors_pa_s[module] = min(least, error_pa_s)

    def equations(self) -> Equations:
        """All readings kept and standing; the older a kept one, the larger its error."""
        before_s = max((e.until_s - e.span_s for e in self._all() if e.is_onset), default=-np.inf)
        kept = [e for e in self._kept if e.until_s > before_s]
        told = [*kept, *self._standing.values()]
        age_s = np.array([self._time_s - e.until_s for e in kept] + [0.0] * len(self._standing))
        faded = np.exp2(np.clip(age_s / self._memory.half_life_s, 0.0, _MOST_HALVINGS))
        return Equations(
            np.array([e.row for e in told]).reshape(len(told), self._count),
            np.array([e.loss_kg_s for e in told]),
            np.array([e.variance for e in told]) * faded,
        )

    def totals(self, told: Equations) -> tuple[Floats, Floats]:
        """b, shape (sources,), and A, shape (sources, sources), of equations and of all drifts."""
        weighed = told.rows / told.variances[:, None]
        b, a = weighed.T @ told.losses_kg_s, weighed.T @ told.rows
        base = len(self.modules) + len(self.hatches)
        for module, error_pa_s in self._drift_errors_pa_s.items():
            at = base + self._sensor_index[module]
            a[at, at] += error_pa_s**-2  # it has not drifted
        return b, a

    @property
    def remembers(self) -> bool:
        """Whether readings of parts that are no more count."""
        return len(self.equations().variances) > len(self._standing)

    def _all(self) -> list[Equation]:
        return [*self._kept, *self._standing.values()]

    def spans_s(self) -> dict[Part, float]:
        """How long the sensors of each standing part have been watched."""
        return {part: s.span_s for (part, kind), s in self._standing.items() if kind == "balance"}

    def losses_kg_s(self) -> dict[Part, float]:
        """The loss of each standing part as it was read."""
        return {p: s.loss_kg_s for (p, kind), s in self._standing.items() if kind == "balance"}

    def errors_kg_s(self) -> dict[Part, float]:
        """The 1-sigma error of each standing part's loss."""
        return {
            part: float(np.sqrt(s.variance))
            for (part, kind), s in self._standing.items()
            if kind == "balance"
        }

    def _keep_all_but(self, parts: set[Part]) -> None:
        for key in [key for key in self._standing if key[0] not in parts]:
            self._keep(key)

    def _keep(self, key: tuple[Part, str]) -> None:
        self._kept = [*self._kept, self._standing.pop(key)][-_MOST_KEPT:]

    def _stand(
        self,
        reading: PartReading,
        kind: str,
        closed: Collection[str],
        others: dict[Part, PartReading],
    ) -> None:
        key = (reading.part, kind)
        row = self._row(reading, closed, others, kind == "balance")
        variance = reading.error_kg_s**2 + self._memory.floor_kg_s**2
        seals = row[len(self.modules) : len(self.modules) + len(self.hatches)]
        if seals.min(initial=0.0) > -_SEAL_FLOWS:
            # no leak makes air: what a part gains beyond its error is an inflow that nobody
            # accounted for, and the loss is not known better than that
            variance += max(-reading.loss_kg_s - 2.0 * reading.error_kg_s, 0.0) ** 2
        self._standing[key] = Equation(
            row,
            reading.loss_kg_s,
            variance,
            reading.span_s,
            self._time_s,
            _is_onset(reading, self._standing.get(key)),
        )

    def _row(
        self,
        reading: PartReading,
        closed: Collection[str],
        others: dict[Part, PartReading],
        has_sensors: bool,
    ) -> Floats:
        """What a unit of each source adds to the loss of a part."""
        row = np.zeros(self._count)
        for module in sorted(reading.part):
            row[self._index[module]] = reading.pressure_pa / REFERENCE_PA
        pressure_of = {m: r.pressure_pa for part, r in others.items() for m in part}
        for offset, hatch in enumerate(inner_hatches(self.station)):
            if hatch.id not in closed or (hatch.a in reading.part) == (hatch.b in reading.part):
                continue
            beyond = hatch.b if hatch.a in reading.part else hatch.a
            difference = reading.pressure_pa - pressure_of.get(beyond, reading.pressure_pa)
            row[len(self.modules) + offset] = difference / REFERENCE_PA
        here = [module for module in sorted(reading.part) if module in self._sensor_index]
        if has_sensors and here:
            volume_m3 = math.fsum(
                self.station.module(m).free_volume_m3 for m in sorted(reading.part)
            )
            each = kg_per_pa(volume_m3, reading.temperature_k) / len(here)
            base = len(self.modules) + len(self.hatches)
            for module in here:
                row[base + self._sensor_index[module]] = each
        return row

    def state(self) -> dict[str, Any]:
        """All there is to keep; what follows from the station is made anew."""
        return {name: getattr(self, name) for name in _KEPT}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from `state`, of the same station."""
        give_back(self, state)


def _is_onset(reading: PartReading, before: Equation | None) -> bool:
    """Whether an air that was watched for long is now watched from the onset of a leak on."""
    if before is None:
        return False
    if before.is_onset and reading.span_s >= before.span_s:
        return True
    is_sure = reading.loss_kg_s > _SURE * reading.error_kg_s
    return is_sure and before.span_s > _LONG_STANDING_S and reading.span_s < 0.5 * before.span_s


def _is_usable(reading: PartReading) -> bool:
    finite = np.isfinite([reading.loss_kg_s, reading.error_kg_s, reading.pressure_pa])
    return bool(finite.all()) and reading.error_kg_s > 0.0 and reading.pressure_pa > 0.0


def _pressure_sensor_modules(station: Station) -> tuple[str, ...]:
    kinds = {kind.id: kind.quantity for kind in station.sensor_classes}
    found = {s.module for s in station.sensors if kinds.get(s.sensor_class) == "pressure"}
    return tuple(module for module in station.module_ids if module in found)
