"""Small stations and the readings their sensors would give, for tests of the detector: air with the
noise of the reference class (`docs/formats-limits.md`), without the simulator.
"""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.situation.board import Board, ranked
from iss_viewer.station import Station, read_station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Floats, Quality, Samples

P0_PA = 101325.0
T0_K = 295.15
PA_PER_LB_DAY = 38.4 / 86400.0  # in 1000 m3
_COMPRESSED = {"equipment": (), "tanks": (), "crew": (), "ports": (), "docked": (), "fans": ()}


def station(modules: int = 5, volume_m3: float = 1000.0, noise_pa: float = 5.0) -> Station:
    """Modules in a row, M0 - M1 - ..., joined by open hatches H0, H1, ..., sensors in each."""
    base = read_station("trio")
    module, hatch, sensor = base.modules[0], base.hatches[0], base.sensors[0]
    pressure = next(kind for kind in base.sensor_classes if kind.quantity == "pressure")
    warmth = next(kind for kind in base.sensor_classes if kind.quantity == "temperature")
    quiet = {"quantum": 0.0, "lag_s": 1.0}
    return base.model_copy(
        update={
            **_COMPRESSED,
            "coolant_loops": (),
            "modules": tuple(
                module.model_copy(
                    update={
                        "id": f"M{i}",
                        "free_volume_m3": volume_m3 / modules,
                        "background_leak_kg_s": 0.0,
                    }
                )
                for i in range(modules)
            ),
            "hatches": tuple(
                hatch.model_copy(
                    update={
                        "id": f"H{i}",
                        "a": f"M{i}",
                        "b": f"M{i + 1}",
                        "normally": "open",
                        "seal_leak_kg_s": 0.0,
                    }
                )
                for i in range(modules - 1)
            ),
            "sensor_classes": (
                pressure.model_copy(
                    update={**quiet, "id": "P", "noise": noise_pa, "drift_per_sqrt_day": 3.0}
                ),
                warmth.model_copy(
                    update={**quiet, "id": "T", "noise": 0.01, "drift_per_sqrt_day": 0.0}
                ),
            ),
            "sensors": tuple(
                sensor.model_copy(
                    update={"id": f"{kind}{i}", "module": f"M{i}", "sensor_class": kind}
                )
                for i in range(modules)
                for kind in "PT"
            ),
        }
    )


def table(of: Station) -> ChannelTable:
    """Pressure and temperature of each module, state of each hatch."""
    return ChannelTable.of(
        [
            *(f"{module}.pressure_pa" for module in of.module_ids),
            *(f"{module}.temperature_k" for module in of.module_ids),
            *(f"{hatch.id}.is_open" for hatch in of.hatches),
        ]
    )


def readings(
    of: Station,
    time_s: Floats,
    *,
    seed: int = 1,
    loss_pa: Floats | float = 0.0,
    warming_k: Floats | float = 0.0,
    noise_pa: float = 5.0,
    residual_k: float = 0.03,
    swings: bool = True,
) -> Samples:
    """What the sensors say: reference noise, `loss_pa` of air gone and `warming_k` (both by time;
    the temperature sensors see the warming, not the residual).
    """
    rng = np.random.default_rng(seed)
    count, modules = len(time_s), len(of.modules)
    dt = np.diff(time_s, prepend=time_s[0])
    residual = np.empty(count)
    level = residual_k * rng.standard_normal()
    for i, (step, kick) in enumerate(zip(dt, rng.standard_normal(count), strict=True)):
        keep = np.exp(-step / 14400.0)
        level = keep * level + residual_k * np.sqrt(1.0 - keep * keep) * kick
        residual[i] = level
    if swings:
        day, orbit = 0.035 * rng.standard_normal(2), 0.007 * rng.standard_normal(2)
        for (a, b), period in ((day, 86400.0), (orbit, 5574.0)):
            turn = 2.0 * np.pi * time_s / period
            residual += a * np.cos(turn) + b * np.sin(turn)
    air = (P0_PA - loss_pa) * (1.0 + (warming_k + residual) / T0_K)
    walks = np.cumsum(
        3.0 * np.sqrt(dt / 86400.0)[:, None] * rng.standard_normal((count, modules)), 0
    )
    pressure = air[:, None] + 30.0 * rng.standard_normal(modules) + walks
    pressure += noise_pa * rng.standard_normal((count, modules))
    warmth = T0_K + np.broadcast_to(warming_k, (count,))[:, None]
    warmth = warmth + 0.01 * rng.standard_normal((count, modules))
    hatches = np.ones((count, len(of.hatches)))
    values = np.concatenate([pressure, warmth, hatches], axis=1)
    return Samples(time_s, values, np.zeros(values.shape, dtype=np.uint8))


def clock(duration_s: float, period_s: float = 1.0) -> Floats:
    """Sample times from 0."""
    return np.arange(0.0, duration_s, period_s)


def lost(time_s: Floats, rate_pa_s: float, onset_s: float) -> Floats:
    """A steady loss from an onset on."""
    return rate_pa_s * np.maximum(time_s - onset_s, 0.0)


def blank(samples: Samples, column: int, start: int, stop: int) -> None:
    """Lose the values of a column for some rows, in place."""
    samples.values[start:stop, column] = np.nan
    samples.quality[start:stop, column] = Quality.MISSING


def column(detector: StationDetector, out: Floats, subject: str, quantity: str) -> Floats:
    """One column of an assessment."""
    return out[:, detector.channels.column(subject, quantity)]


def alarms_at(events, time_s):
    """The alarms that are not normal at an instant, as a list shows them."""
    return ranked(Board.of(e for e in events if e.time_s <= time_s).alarms.values())
