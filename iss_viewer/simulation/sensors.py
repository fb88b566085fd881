"""What the instruments make of the truth: noise, quantisation, lag, drift, faults, lost samples.

``y = quantised(gain lag(x) + bias + walk + tco (T - T0) + noise)``. The noise of a sensor at a sample
is a pure function of the seed, the sensor's id and the number of the sample (Philox counters), so it
does not depend on how the samples are cut into blocks or on which other sensors there are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.compiled import entry, inner
from iss_viewer.station.station import SensorClass
from iss_viewer.telemetry import Quality
from iss_viewer.units import S_PER_DAY

Floats = NDArray[np.float64]

#: samples whose noise is drawn at once
BLOCK = 512


@dataclass(frozen=True, slots=True)
class SimulatedFault:
    """An instrument that errs from `since_s` on; kinds and sizes as in a scenario."""

    sensor: str
    kind: str
    size: float
    since_s: float


@dataclass
class SensorState:
    """What instruments carry from one sample to the next, each of shape (sensors,)."""

    sample: int  # number of the next sample
    lagged: Floats
    last_true: Floats
    last_shown: Floats
    last_shown_s: Floats
    walk: Floats  # at the start of the noise block in use


class Sensors:
    """The instruments of a station, seeded; `observe` is called with each stretch of truth in turn."""

    def __init__(
        self,
        ids: Sequence[str],
        classes: Sequence[SensorClass],
        period_s: float,
        seed: int,
        reference_k: float,
        ideal: bool = False,
    ) -> None:
        count = len(ids)
        self._ids = {sensor: index for index, sensor in enumerate(ids)}
        self._keys = [random_key(seed, sensor) for sensor in ids]
        self._reference_k = reference_k
        offsets = np.array([_at(key, 0, 0).standard_normal(2) for key in self._keys])
        offsets = offsets.reshape(count, 2)
        share = 0.0 if ideal else 1.0
        rows = [_parameters(sort, period_s, share) for sort in classes]
        self._parameters = np.array(rows, dtype=np.float64).reshape(count, _PARAMETERS)
        self._parameters[:, _BIAS] *= offsets[:, 0]
        self._parameters[:, _GAIN] *= offsets[:, 1]
        nothing = np.full(count, np.nan)
        self.state = SensorState(
            0, nothing, nothing.copy(), nothing.copy(), np.full(count, -np.inf), np.zeros(count)
        )
        self._block = -1
        self._white = self._walks = self._luck = np.zeros((0, count))

    def observe(
        self,
        times_s: Floats,
        truth: Floats,
        temperature_k: Floats,
        errs: Sequence[SimulatedFault] = (),
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """What is read at the next n samples.

        truth: shape (n, sensors), the quantity that each instrument measures; temperature_k: same
        shape, of the instrument; errs: the faults of the time. Returns values and Quality codes, same shape.
        """
        values = np.empty_like(truth)
        quality = np.zeros(truth.shape, dtype=np.uint8)
        faults = self._fault_table(errs)
        at = 0
        while at < len(times_s):
            block, row = divmod(self.state.sample, BLOCK)
            self._draw(block)
            count = min(BLOCK - row, len(times_s) - at)
            here, drawn = slice(at, at + count), slice(row, row + count)
            _observe(
                times_s[here], truth[here], temperature_k[here] - self._reference_k,
                self._white[drawn], self._walks[drawn], self._luck[drawn], self._parameters, faults,
                self.state.lagged, self.state.last_true, self.state.last_shown,
                self.state.last_shown_s, values[here], quality[here],
            )  # fmt: skip
            self.state.sample += count
            at += count
            if row + count == BLOCK:
                self.state.walk = self._walks[-1].copy()
        return values, quality

    def restore(self, state: SensorState) -> None:
        """Go on from a state taken earlier."""
        self.state = state
        self._block = -1

    def _draw(self, block: int) -> None:
        if block == self._block:
            return
        drawn = [_at(key, 1, block) for key in self._keys]
        count = len(drawn)
        white = np.array([draw.standard_normal((2, BLOCK)) for draw in drawn])
        white = white.reshape(count, 2, BLOCK)
        self._white = np.ascontiguousarray(white[:, 0].T)
        steps = white[:, 1].T * self._parameters[:, _WALK]
        self._walks = self.state.walk + np.cumsum(steps, axis=0)
        luck = np.array([draw.random(BLOCK) for draw in drawn]).reshape(count, BLOCK)
        self._luck = np.ascontiguousarray(luck.T)
        self._block = block

    def _fault_table(self, faults: Sequence[SimulatedFault]) -> Floats:
        """Per sensor: bias, drift a second, drift at time 0, noise variance, stuck, part lost."""
        table = np.zeros((len(self._keys), 6))
        for fault in faults:
            row = table[self._ids[fault.sensor]]
            if fault.kind == "bias":
                row[0] += fault.size
            elif fault.kind == "drift":
                rate = fault.size / S_PER_DAY
                row[1] += rate
                row[2] -= rate * fault.since_s
            elif fault.kind == "noise":
                row[3] += fault.size**2
            elif fault.kind == "stuck":
                row[4] = 1.0
            elif fault.kind == "dropout":
                row[5] = max(row[5], fault.size or 1.0)
        return table


def random_key(seed: int, name: str) -> NDArray[np.uint64]:
    """A Philox key from a seed and a name, the same on every machine and day."""
    digest = sha256(f"{seed}/{name}".encode()).digest()
    return np.frombuffer(digest[:16], dtype="<u8").astype(np.uint64)


def _at(key: NDArray[np.uint64], stream: int, block: int) -> np.random.Generator:
    counter = np.array([0, 0, block, stream], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


_PARAMETERS = 11
(
    _NOISE, _QUANTUM, _FADE, _LAG, _BIAS, _GAIN, _WALK, _TCO, _LOW, _HIGH, _STALE,
) = range(_PARAMETERS)  # fmt: skip


def _parameters(sort: SensorClass, period_s: float, share: float) -> list[float]:
    lag = sort.lag_s * share
    fade = math.exp(-period_s / lag) if lag > 0.0 else 0.0
    walk = sort.drift_per_sqrt_day * math.sqrt(period_s / S_PER_DAY)
    return [
        share * sort.noise, share * sort.quantum, fade, lag, share * sort.bias,
        share * sort.gain_error, share * walk, share * sort.per_kelvin, sort.low, sort.high,
        sort.stale_after_s,
    ]  # fmt: skip


_STALE_CODE, _MISSING_CODE, _RANGE_CODE = (
    int(Quality.STALE), int(Quality.MISSING), int(Quality.OUT_OF_RANGE),
)  # fmt: skip


@entry
def _observe(
    times_s: Floats, truth: Floats, warmer_k: Floats, white: Floats, walks: Floats, luck: Floats,
    parameters: Floats, faults: Floats, lagged: Floats, last_true: Floats, last_shown: Floats,
    last_shown_s: Floats, values: Floats, quality: NDArray[np.uint8],
) -> None:  # fmt: skip
    for row in range(truth.shape[0]):
        now = times_s[row]
        for i in range(truth.shape[1]):
            p, fault, x = parameters[i], faults[i], truth[row, i]
            lagged[i] = _lagged(lagged[i], last_true[i], x, p[_FADE], p[_LAG])
            last_true[i] = x
            if fault[5] > luck[row, i]:
                if now - last_shown_s[i] <= p[_STALE]:
                    values[row, i], quality[row, i] = last_shown[i], _STALE_CODE
                else:
                    values[row, i], quality[row, i] = np.nan, _MISSING_CODE
                continue
            noise = math.sqrt(p[_NOISE] ** 2 + fault[3])
            y = lagged[i] * (1.0 + p[_GAIN]) + p[_BIAS] + walks[row, i]
            y += p[_TCO] * warmer_k[row, i] + noise * white[row, i]
            y += fault[0] + fault[1] * now + fault[2]
            if p[_QUANTUM] > 0.0:
                y = math.floor(y / p[_QUANTUM] + 0.5) * p[_QUANTUM]
            if fault[4] > 0.0 and last_shown[i] == last_shown[i]:
                y = last_shown[i]
            if y < p[_LOW] or y > p[_HIGH]:
                y = min(max(y, p[_LOW]), p[_HIGH])
                quality[row, i] = _RANGE_CODE
            values[row, i] = y
            last_shown[i], last_shown_s[i] = y, now


@inner
def _lagged(lagged: float, last: float, x: float, fade: float, lag: float) -> float:
    """A first-order lag, exact for a truth that is straight between two samples."""
    if lag == 0.0 or fade == 0.0 or lagged != lagged:
        return x
    slope_lag = (x - last) * lag / (-lag * math.log(fade))
    return x - slope_lag * (1.0 - fade) + (lagged - last) * fade
