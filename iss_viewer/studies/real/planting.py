"""A leak planted in real readings, and readings made coarser: as the same instrument would have read it.

A leak through which air flows at the speed of sound takes a fixed share of what is there: pressure and partial
pressures fall by ``exp(-k t)`` from its onset on. What is read is rounded again to the steps of the instrument.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from iss_viewer.studies.real.series import Column, SeriesReadings
from iss_viewer.telemetry.frames import Floats

#: falls with the air; of relative humidity, too: the temperature stays
_FALLS = ("pressure", "oxygen", "carbon_dioxide", "relative_humidity")


@dataclass(frozen=True)
class Planted:
    """A leak: the share of the air that it takes each second, and when it begins, in the time of the readings."""

    share_1_s: float = 0.0
    onset_s: float = np.inf

    def left(self, time_s: Floats) -> Floats:
        """The share of the air that is left, (n,)."""
        since: Floats = np.maximum(time_s - min(self.onset_s, 1e300), 0.0)
        left: Floats = np.exp(-self.share_1_s * since)
        return left


@dataclass(frozen=True)
class Coarser:
    """SeriesReadings worse than they are. every_s: one is kept that often; step_pa: of the barometer; lost_s of each
    turn_s: nothing is received.
    """

    every_s: float = 0.0
    step_pa: float = 0.0
    lost_s: float = 0.0
    turn_s: float = 0.0


def plant(readings: SeriesReadings, leak: Planted) -> SeriesReadings:
    """The readings as they would have been with the leak; those before its onset stay as they are."""
    left, values = leak.left(readings.time_s), readings.values.copy()
    after = left < 1.0
    for place, column in enumerate(readings.columns):
        if column.quantity in _FALLS:
            values[after, place] = rounded(values[after, place] * left[after], column)
    return replace(readings, values=values)


def rounded(values: Floats, column: Column) -> Floats:
    """The nearest values that the instrument can show."""
    if not column.step:
        return values
    steps: Floats = np.round((values - column.origin) / column.step)
    return column.origin + column.step * steps


def coarsen(readings: SeriesReadings, coarser: Coarser, pa_per_unit: float) -> SeriesReadings:
    """The readings made worse; `pa_per_unit`: of the column of the pressure."""
    kept = np.ones(len(readings.time_s), dtype=np.bool_)
    since = readings.time_s - readings.time_s[0]
    if coarser.every_s:
        turns = np.floor(since / coarser.every_s)
        kept &= np.diff(turns, prepend=-1.0) > 0.0
    if coarser.lost_s:
        kept &= since % coarser.turn_s >= coarser.lost_s
    columns = readings.columns
    if coarser.step_pa:
        columns = tuple(
            column.model_copy(update={"step": coarser.step_pa / pa_per_unit, "origin": 0.0})
            if column.quantity == "pressure"
            else column
            for column in columns
        )
    values = readings.values[kept].copy()
    for place, column in enumerate(columns):
        if column.quantity == "pressure":
            values[:, place] = rounded(values[:, place], column)
    return SeriesReadings(readings.time_s[kept], values, columns)


def changes_alone(readings: SeriesReadings) -> SeriesReadings:
    """What is sent where a value goes out only when it differs from the one sent before."""
    values = readings.values.copy()
    for place, held in enumerate(readings.values.T):
        values[1:, place][np.diff(held) == 0.0] = np.nan
    sent = np.isfinite(values).any(axis=1)
    return replace(readings, time_s=readings.time_s[sent], values=values[sent])
