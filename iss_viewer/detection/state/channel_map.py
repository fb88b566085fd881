"""Where in a sample each instrument stands and how it errs: the station's sensor classes and
machines as arrays for the compiled loops.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.limits import Limits
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_fields import P_BIAS, P_DRIFT, P_LAG, P_NOISE, P_QUANTUM
from iss_viewer.detection.state.thresholds import threshold_at_start, threshold_table
from iss_viewer.station import Station
from iss_viewer.station.station import SensorClass
from iss_viewer.telemetry.channels import ChannelTable

Indices = NDArray[np.int64]

#: kinds of machines
OXYGEN_SOURCE, NITROGEN_SOURCE, AIR_SOURCE, SCRUBBER, CONDENSER, RELIEF = range(6)
_KINDS = {
    "oxygen_generation": OXYGEN_SOURCE,
    "oxygen_feed": OXYGEN_SOURCE,
    "nitrogen_feed": NITROGEN_SOURCE,
    "air_feed": AIR_SOURCE,
    "co2_removal": SCRUBBER,
    "condenser": CONDENSER,
    "relief_valve": RELIEF,
}
#: columns of `Wiring.machines`
MODULE, KIND, FLOW_COLUMN, ON_COLUMN, DRAWN_M3_S, AIR_LOSS_KG_S = range(6)

#: what a sensor is taken to be when the station's file does not say (class "raw", assumed there)
_PRESSURE, _TEMPERATURE = "pressure", "temperature"


class Wiring(NamedTuple):
    """Columns (-1: there is none), traits of instruments, machines, and assumed noise."""

    pressure: Indices  # (modules,)
    temperature: Indices
    gas: Indices  # (modules, 3)
    crew: Indices
    pressure_traits: Floats  # (modules, 5)
    temperature_traits: Floats
    gas_traits: Floats  # (modules, 3, 5)
    machines: Floats  # (machines, 6)
    seals: Floats  # (ways, 3): module a, module b (-1: vacuum), kg/s at one atmosphere
    volumes: Floats
    volume_spreads: Floats
    thresholds: Floats
    laws: Floats
    noise: Floats  # the numbers of `NOISE_FIELDS`, in their order
    slope_scales: Floats


#: the estimation numbers that the loops use, in the order of `Wiring.noise`
NOISE_FIELDS = (
    "thermal_sd_k", "thermal_sd_single_k", "thermal_sd_unsensed_k", "thermal_time_s",
    "diurnal_sd_k", "diurnal_period_s", "orbital_sd_k", "orbital_period_s", "harmonic_memory_s",
    "baseline_slope_sd_pa_s", "metabolic_slope_share_1", "seal_leak_share_1", "leak_prior_kg_s",
    "leak_growth_share_per_sqrt_day", "leak_walk_pa_s_per_sqrt_day", "leak_onsets_per_year",
    "leak_at_start_1", "temperature_smoothing_s", "gas_smoothing_s", "water_smoothing_s", "equal_pressure_pa",
    "settle_limit_s", "outlier_sigmas_1", "vacuum_pa", "report_s", "sensor_faults_per_year",
    "false_alarms_per_year", "unsensed_water_share_1", "fed_warmth_s",
    "gas_smoothing_room_m3", "analyser_room_m3",
)  # fmt: skip
(
    THERMAL_SD, THERMAL_SD_SINGLE, THERMAL_SD_UNSENSED, THERMAL_TIME, DIURNAL_SD, DIURNAL_PERIOD,
    ORBITAL_SD, ORBITAL_PERIOD, HARMONIC_MEMORY, BASELINE_SLOPE, METABOLIC_SHARE, SEAL_SHARE,
    LEAK_PRIOR, LEAK_GROWTH, LEAK_WALK, LEAK_ONSETS, LEAK_AT_START, TEMPERATURE_SMOOTHING,
    GAS_SMOOTHING, WATER_SMOOTHING, EQUAL_PRESSURE, SETTLE_LIMIT, OUTLIER, VACUUM_PRESSURE, REPORT_EVERY, FAULTS,
    FALSE_ALARMS, UNSENSED_WATER, FED_WARMTH, GAS_SMOOTHING_ROOM, ANALYSER_ROOM,
    RESERVE_LIMIT, SEAL_FLOOR, BREATH_OXYGEN, BREATH_CARBON_DIOXIDE, BREATH_WATER, VENTILATION, AIR_PO2, AIR_PCO2, AIR_PH2O,
    AIR_PRESSURE, AIR_TEMPERATURE, START_THRESHOLD,
) = range(43)  # fmt: skip


def wire(station: Station, sampled: ChannelTable, limits: Limits) -> Wiring:
    """The wiring of a station's samples."""
    ids = station.module_ids
    gases = ("oxygen", "carbon_dioxide", "water")
    gas = np.stack([sampled.columns(ids, f"{name}_pa") for name in gases], axis=1)
    index = {name: i for i, name in enumerate(ids)}
    seals = [
        (index[hatch.a], index.get(hatch.b, -1), hatch.seal_leak_kg_s) for hatch in station.hatches
    ]
    # the normal loss of a module is a seal to space that is always there
    seals += [
        (index[module.id], -1, module.background_leak_kg_s)
        for module in station.modules
        if module.background_leak_kg_s > 0.0
    ]
    laws = limits.laws
    weights = np.array([laws.orifice_1, laws.crack_1, laws.seal_inflow_1])
    return Wiring(
        pressure=_int(sampled.columns(ids, "pressure_pa")),
        temperature=_int(sampled.columns(ids, "temperature_k")),
        gas=_int(gas),
        crew=_int(sampled.columns(ids, "crew")),
        pressure_traits=_traits(station, _PRESSURE),
        temperature_traits=_traits(station, _TEMPERATURE),
        gas_traits=np.stack([_traits(station, name) for name in gases], axis=1),
        machines=_machines(station, sampled, index),
        seals=np.array(seals, dtype=np.float64).reshape(-1, 3),
        volumes=np.array([module.free_volume_m3 for module in station.modules]),
        volume_spreads=np.array([module.free_volume_spread for module in station.modules]),
        thresholds=threshold_table(limits.estimation.false_alarms_per_year),
        laws=weights / weights.sum(),
        noise=_noise(station, limits),
        slope_scales=np.array(limits.estimation.slope_scales_s),
    )


def _int(columns: NDArray[np.intp]) -> Indices:
    return columns.astype(np.int64)


def _noise(station: Station, limits: Limits) -> Floats:
    air, breathing = station.atmosphere, limits.breathing
    return np.array(
        [
            *(float(getattr(limits.estimation, name)) for name in NOISE_FIELDS),
            limits.reserve.limit_pa,
            limits.laws.seal_floor_pa,
            breathing.oxygen_kg_s,
            breathing.carbon_dioxide_kg_s,
            breathing.water_kg_s,
            breathing.ventilation_m3_s,
            air.oxygen_pa,
            air.carbon_dioxide_pa,
            air.water_pa,
            air.pressure_pa,
            air.temperature_k,
            threshold_at_start(
                limits.estimation.false_alarms_per_year,
                limits.estimation.fresh_air_spaces_per_year,
            ),
        ]
    )


def _traits(station: Station, quantity: str) -> Floats:
    """Noise, quantum, drift per sqrt(day), bias and lag of each module's instrument; of several the
    first. A module without one that is named gets the noisiest class of the station.
    """
    classes = {kind.id: kind for kind in station.sensor_classes if kind.quantity == quantity}
    worst = max(classes.values(), key=lambda kind: kind.noise, default=None)
    found: dict[str, SensorClass] = {}
    for sensor in station.sensors:
        if sensor.sensor_class in classes:
            found.setdefault(sensor.module, classes[sensor.sensor_class])
    traits = np.zeros((len(station.modules), 5))
    for row, module in zip(traits, station.module_ids, strict=True):
        kind = found.get(module, worst)
        if kind is not None:
            row[[P_NOISE, P_QUANTUM, P_DRIFT]] = kind.noise, kind.quantum, kind.drift_per_sqrt_day
            row[[P_BIAS, P_LAG]] = kind.bias, kind.lag_s
    return traits


def _machines(station: Station, sampled: ChannelTable, index: dict[str, int]) -> Floats:
    rows = []
    for machine in station.equipment:
        flow = sampled.get(machine.id, "flow_kg_s")
        on = sampled.get(machine.id, "is_on")
        rows.append(
            (
                index[machine.module],
                _KINDS[machine.kind],
                -1 if flow is None else flow,
                -1 if on is None else on,
                machine.flow_m3_s * machine.efficiency,
                machine.air_loss_kg_day / 86400.0,
            )
        )
    return np.array(rows, dtype=np.float64).reshape(-1, 6)
