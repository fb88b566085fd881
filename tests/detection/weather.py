"""A room on the ground, its one barometer and one thermometer, and weather: what killed a filter once."""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.assessment import assessed_channels
from iss_viewer.detection.cycle.rows import Batch, advance_rows
from iss_viewer.detection.estimation.hatch_watch import HatchWatch
from iss_viewer.detection.estimation.regrouping import first_grouping
from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.sensors.habits import begin_habits
from iss_viewer.detection.state.channel_map import channel_map_of
from iss_viewer.detection.state.records import DetectorState, grouping_of, new_state
from iss_viewer.detection.state.settings import settings_of
from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Floats, Samples
from tests.detection.air import P0_PA, T0_K, station

SENSED = ("pressure_pa", "temperature_k")


def room(quantum_pa: float = 34.0, noise_pa: float = 5.0) -> Station:
    """One room of 75 m3; its barometer has steps of `quantum_pa`."""
    one = station(1, 75.0)
    barometer, thermometer = one.sensor_classes
    return one.model_copy(
        update={
            "sensor_classes": (
                barometer.model_copy(update={"quantum": quantum_pa, "noise": noise_pa}),
                thermometer.model_copy(update={"noise": 0.05, "quantum": 0.01}),
            )
        }
    )


def sensed(of: Station) -> ChannelTable:
    """The columns of `weather`."""
    return ChannelTable.of([f"{m}.{name}" for m in of.module_ids for name in SENSED])


def weather(
    days: float, every_s: float, seed: int, quantum_pa: float = 34.0, walk_pa: float = 300.0
) -> Samples:
    """Readings of an open room: pressure a random walk of so much a square root of a day that returns
    within days, the day's warmth of some kelvins, rounded; intervals waver by a tenth.
    """
    rng = np.random.default_rng(seed)
    count = int(days * 86400.0 / every_s)
    time_s = np.cumsum(every_s * (1.0 + 0.1 * rng.uniform(-1.0, 1.0, count)))
    step, keep = every_s / 86400.0, np.exp(-every_s / (2.5 * 86400.0))
    fronts, air = walk_pa * np.sqrt(step) * rng.standard_normal(count), np.empty(count)
    level = 0.0
    for i, front in enumerate(fronts):
        level = keep * level + front
        air[i] = level
    day = 2.0 * np.pi * time_s / 86400.0
    pressure = P0_PA + air + 90.0 * np.cos(2.0 * day) + 5.0 * rng.standard_normal(count)
    warmth = T0_K + 4.0 * np.cos(day) + 0.3 * rng.standard_normal(count)
    values = np.stack([_rounded(pressure, quantum_pa), _rounded(warmth, 0.01)], axis=1)
    return Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8))


def _rounded(values: Floats, quantum: float) -> Floats:
    return np.round(values / quantum) * quantum if quantum > 0.0 else values


def filtered(of: Station, samples: Samples) -> tuple[Floats, DetectorState]:
    """What the compiled loop alone makes of samples of modules that are open to each other: assessed
    rows and the state; nothing is located, which costs most of the time.
    """
    columns = sensed(of)
    spaces = HatchWatch(of, columns).current()
    state = new_state(len(of.modules), 0)
    channel_map = begin_habits(state, channel_map_of(of, columns))
    first_grouping(state, channel_map.modules, spaces)
    assessed = np.empty((len(samples), len(assessed_channels(of))))
    batch = Batch(samples.time_s, samples.values, samples.quality, assessed, np.empty(len(samples)))
    limits, last = (
        settings_of(of, read_limits(), read_priors().beliefs()),
        np.full(assessed.shape[1], np.nan),
    )
    at = 0
    while at < len(samples):
        at, _ = advance_rows(
            state, channel_map, limits, grouping_of(spaces), batch, last, at, len(samples)
        )
    return assessed, state
