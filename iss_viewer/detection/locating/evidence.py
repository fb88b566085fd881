"""All readings so far, as one quadratic form over everything that could explain them.

Leaks of modules, leaking seals and drifting sensors all enter a part's mass balance linearly, so
readings of any number of isolations add up to a vector b and a matrix A. The readings of parts that
still stand are replaced as they improve; those of parts that were joined or cut again are kept.
"""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from iss_viewer.detection.locating.hatch_graph import Part, inner_hatches, parts_of, refined
from iss_viewer.detection.locating.priors import Memory
from iss_viewer.detection.locating.readings import REFERENCE_PA, PartReading, kg_per_pa
from iss_viewer.station import Station
from iss_viewer.telemetry.frames import Floats

_SEAL_FLOWS = 0.01  # of an atmosphere across a closed hatch: enough to feed a part past its seal
_LONG_STANDING_S = 6.0 * 3600.0  # a part older than any step of a search
_NEIGHBOURS = 3  # sensors in one air, by which a drifting one stands out


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest reading of a part that still stands: loss = row . sources, with an error."""

    row: Floats
    loss_kg_s: float
    variance: float
    span_s: float


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
        self._b, self._a = np.zeros(count), np.zeros((count, count))
        self._misfit = np.zeros(2)  # of the readings kept: sum of (loss/error)^2, and their number
        self._standing: dict[tuple[Part, str], Standing] = {}
        self._drifts: dict[str, tuple[float, float]] = {}
        self._time_s = -np.inf
        self.cells: tuple[Part, ...] = (frozenset(self.modules),)

    def take(self, time_s: float, closed: Collection[str], readings: Sequence[PartReading]) -> None:
        """Take the readings of this instant; those of parts that no longer stand are kept for good."""
        self._age(time_s)
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

    def _drop_what_was_before(self, before: Standing, reading: PartReading) -> None:
        """A new estimate began; if at the onset of a leak, what earlier parts told is void too."""
        is_onset = reading.loss_kg_s > 3.0 * reading.error_kg_s
        if is_onset and before.span_s > _LONG_STANDING_S and reading.span_s < 0.5 * before.span_s:
            self._b[:], self._a[:], self._misfit[:] = 0.0, 0.0, 0.0

    def _compare_sensors(self, reading: PartReading) -> None:
        """Sensors that share an air and were not called faulty have not drifted apart in its time."""
        here = [module for module in sorted(reading.part) if module in self._sensor_index]
        if len(here) >= _NEIGHBOURS and reading.span_s > 0.0:
            error_pa_s = self._noticed_pa / reading.span_s
            for module in here:
                if error_pa_s < self._drifts.get(module, (0.0, np.inf))[1]:
                    self._drifts[module] = (0.0, error_pa_s)

    def take_drift(self, module: str, drift_pa_s: float, error_pa_s: float) -> None:
        """Take how a module's sensor drifts against its neighbours; replaces what was said before."""
        if module in self._sensor_index and np.isfinite(drift_pa_s) and error_pa_s > 0.0:
            self._drifts[module] = (drift_pa_s, error_pa_s)

    def totals(self) -> tuple[Floats, Floats]:
        """b, shape (sources,), and A, shape (sources, sources), of all readings kept and standing."""
        b, a = self._b.copy(), self._a.copy()
        for standing in self._standing.values():
            _add(b, a, standing)
        base = len(self.modules) + len(self.hatches)
        for module, (drift_pa_s, error_pa_s) in self._drifts.items():
            at = base + self._sensor_index[module]
            b[at] -= drift_pa_s / error_pa_s**2  # the source is a drift downward
            a[at, at] += error_pa_s**-2
        return b, a

    def misfit(self) -> tuple[float, float]:
        """The sum of (loss/error)^2 of all readings, and how many they are."""
        squares, count = self._misfit
        for standing in self._standing.values():
            squares += standing.loss_kg_s**2 / standing.variance
            count += 1.0
        return float(squares), float(count)

    def spans_s(self) -> dict[Part, float]:
        """How long the sensors of each standing part have been watched."""
        return {part: s.span_s for (part, kind), s in self._standing.items() if kind == "balance"}

    def errors_kg_s(self) -> dict[Part, float]:
        """The 1-sigma error of each standing part's loss."""
        return {
            part: float(np.sqrt(s.variance))
            for (part, kind), s in self._standing.items()
            if kind == "balance"
        }

    def _age(self, time_s: float) -> None:
        if np.isfinite(self._time_s) and time_s > self._time_s:
            kept = 0.5 ** ((time_s - self._time_s) / self._memory.half_life_s)
            self._b *= kept
            self._a *= kept
            self._misfit *= kept
        self._time_s = max(time_s, self._time_s)

    def _keep_all_but(self, parts: set[Part]) -> None:
        for key in [key for key in self._standing if key[0] not in parts]:
            self._keep(key)

    def _keep(self, key: tuple[Part, str]) -> None:
        standing = self._standing.pop(key)
        _add(self._b, self._a, standing)
        self._misfit += (standing.loss_kg_s**2 / standing.variance, 1.0)

    def _stand(
        self,
        reading: PartReading,
        kind: str,
        closed: Collection[str],
        others: dict[Part, PartReading],
    ) -> None:
        key = (reading.part, kind)
        before = self._standing.get(key)
        if before is not None and reading.span_s < before.span_s:
            self._drop_what_was_before(before, reading)
        row = self._row(reading, closed, others, kind == "balance")
        variance = reading.error_kg_s**2 + self._memory.floor_kg_s**2
        seals = row[len(self.modules) : len(self.modules) + len(self.hatches)]
        if seals.min(initial=0.0) > -_SEAL_FLOWS:
            # no leak makes air: what a part gains beyond its error is an inflow that nobody
            # accounted for, and the loss is not known better than that
            variance += max(-reading.loss_kg_s - 2.0 * reading.error_kg_s, 0.0) ** 2
        self._standing[key] = Standing(row, reading.loss_kg_s, variance, reading.span_s)

    def _row(
        self,
        reading: PartReading,
        closed: Collection[str],
        others: dict[Part, PartReading],
        has_sensors: bool,
    ) -> Floats:
        """What a unit of each source adds to the loss of a part."""
        row = np.zeros(len(self._b))
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
            volume_m3 = sum(self.station.module(m).free_volume_m3 for m in sorted(reading.part))
            each = kg_per_pa(volume_m3, reading.temperature_k) / len(here)
            base = len(self.modules) + len(self.hatches)
            for module in here:
                row[base + self._sensor_index[module]] = each
        return row

    def snapshot(self) -> bytes:
        """The whole state, as a NumPy archive."""
        keys = list(self._standing)
        rows = np.array([self._standing[key].row for key in keys]).reshape(len(keys), len(self._b))
        numbers = [
            (s.loss_kg_s, s.variance, s.span_s) for s in (self._standing[key] for key in keys)
        ]
        words = {
            "keys": [[sorted(part), kind] for part, kind in keys],
            "cells": [sorted(cell) for cell in self.cells],
            "drifts": self._drifts,
        }
        file = io.BytesIO()
        np.savez(
            file,
            b=self._b,
            a=self._a,
            rows=rows,
            numbers=np.array(numbers, dtype=np.float64).reshape(len(keys), 3),
            time_s=np.array(self._time_s),
            misfit=self._misfit,
            words=np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        )
        return file.getvalue()

    def restore(self, snapshot: bytes) -> None:
        """Go on from a snapshot of the same station."""
        with np.load(io.BytesIO(snapshot), allow_pickle=False) as state:
            self._b, self._a = state["b"].copy(), state["a"].copy()
            self._time_s = float(state["time_s"])
            self._misfit = state["misfit"].copy()
            words = json.loads(bytes(state["words"]))
            self.cells = tuple(frozenset(cell) for cell in words["cells"])
            self._drifts = {m: (d, e) for m, (d, e) in words["drifts"].items()}
            self._standing = {
                (frozenset(part), kind): _standing(row, n)
                for (part, kind), row, n in zip(
                    words["keys"], state["rows"], state["numbers"], strict=True
                )
            }


def _standing(row: Floats, numbers: Floats) -> Standing:
    loss, variance, span_s = numbers.tolist()
    return Standing(row.copy(), loss, variance, span_s)


def _add(b: Floats, a: Floats, standing: Standing) -> None:
    """Add a reading to b and A in place."""
    used = np.flatnonzero(standing.row)
    values = standing.row[used]
    b[used] += values * (standing.loss_kg_s / standing.variance)
    a[np.ix_(used, used)] += np.outer(values, values) / standing.variance


def _is_usable(reading: PartReading) -> bool:
    finite = np.isfinite([reading.loss_kg_s, reading.error_kg_s, reading.pressure_pa])
    return bool(finite.all()) and reading.error_kg_s > 0.0 and reading.pressure_pa > 0.0


def _pressure_sensor_modules(station: Station) -> tuple[str, ...]:
    kinds = {kind.id: kind.quantity for kind in station.sensor_classes}
    found = {s.module for s in station.sensors if kinds.get(s.sensor_class) == "pressure"}
    return tuple(module for module in station.module_ids if module in found)
