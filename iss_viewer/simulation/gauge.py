"""The hand-held manovacuumeter: who can read it where, and what is read."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.simulation.plant import ActionHandler, Plant
from iss_viewer.simulation.sensors import random_key
from iss_viewer.station import VACUUM, Station
from iss_viewer.station.station import Gauge


def can_be_read(station: Station, doer: ActionHandler, plant: Plant, module: str) -> bool:
    """Whether someone can get to `module`, or to a hatch of it: closed ones have a gauge port."""
    beside = {hatch.a for hatch in station.hatches_of(module)}
    beside |= {hatch.b for hatch in station.hatches_of(module)}
    places = (beside | {module}) - {VACUUM}
    return any(
        places & doer.reachable(plant, person) for person in {place for _, place in plant.able}
    )


def reading_pa(gauge: Gauge, pressure_pa: float, seed: int, sample: int, ideal: bool) -> float:
    """What is called down: noise that hangs on seed and sample alone, then whole steps."""
    counter = np.array([0, 0, sample, 0], dtype=np.uint64)
    draw = np.random.Generator(np.random.Philox(key=random_key(seed, "gauge"), counter=counter))
    noise = 0.0 if ideal else gauge.noise_pa * float(draw.standard_normal())
    value = min(max(pressure_pa + noise, gauge.low_pa), gauge.high_pa)
    return math.floor(value / gauge.quantum_pa + 0.5) * gauge.quantum_pa
