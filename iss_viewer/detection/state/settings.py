"""What a person may change of the estimators: the numbers of `assets/limits.toml` that compiled loops
use, with the station's usual air. What stands fixed in the method is in a settings value at each estimator.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.limits import Limits
from iss_viewer.detection.state.sensor_records import FLOAT, GAS_COUNT
from iss_viewer.detection.state.space_records import OCTAVES, SLOPE_SCALES
from iss_viewer.detection.state.thresholds import threshold_at_start, threshold_table
from iss_viewer.station import Station

#: fields that `Estimation` of the limits has by the same name; what each means stands there
_OF_ESTIMATION = (
    "thermal_sd_k", "thermal_sd_single_k", "thermal_sd_unsensed_k", "thermal_time_s",
    "diurnal_sd_k", "diurnal_period_s", "orbital_sd_k", "orbital_period_s", "harmonic_memory_s",
    "baseline_slope_sd_pa_s", "metabolic_slope_share_1", "seal_leak_share_1", "leak_prior_kg_s",
    "leak_growth_share_per_sqrt_day", "leak_walk_pa_s_per_sqrt_day", "leak_onsets_per_year",
    "leak_at_start_1", "temperature_smoothing_s", "gas_smoothing_s", "water_smoothing_s",
    "equal_pressure_pa", "settle_limit_s", "outlier_sigmas_1", "tick_s",
    "sensor_faults_per_year", "false_alarms_per_year", "unsensed_water_share_1", "fed_warmth_s",
    "gas_smoothing_room_m3", "analyser_room_m3",
    "slow_air_pa_s", "slow_air_time_s", "slow_air_return_s",
)  # fmt: skip
#: what many thermometers leave unseen falls with their number to this power: fitted to simulated air
THERMOMETER_EXPONENT = 0.75
LAW_COUNT = 3  # by which a leak may follow the pressure: orifice, crack, seal with inflow
DRIFT_KINDS = 3  # of barometers: usual, restless, as bad as any
SETTINGS = np.dtype(
    [
        *((name, FLOAT) for name in _OF_ESTIMATION),
        *((name, FLOAT) for name in ("least_leak_kg_s", "largest_leak_kg_s", "drift_walk_pa")),
        ("drift_slopes_pa_s", FLOAT, (DRIFT_KINDS,)),
        ("drift_shares_1", FLOAT, (DRIFT_KINDS,)),
        ("broken_1", FLOAT),
        ("reserve_limit_pa", FLOAT),  # until which reserve time is counted
        ("seal_floor_pa", FLOAT),  # of the law of a seal with inflow
        ("law_weights_1", FLOAT, (LAW_COUNT,)),  # before evidence; sum 1
        ("slope_scales_s", FLOAT, (SLOPE_SCALES,)),
        ("thresholds", FLOAT, (OCTAVES,)),  # sigmas at ages 2^0, 2^1, ... s
        ("start_threshold", FLOAT),  # sigmas for a loss from the start of an air space
        ("breath_oxygen_kg_s", FLOAT),  # of a person
        ("breath_carbon_dioxide_kg_s", FLOAT),
        ("breath_water_kg_s", FLOAT),
        ("ventilation_m3_s", FLOAT),  # of a module
        ("usual_gases_pa", FLOAT, (GAS_COUNT,)),  # of the station's air
        ("usual_temperature_k", FLOAT),
    ]
)
Settings: TypeAlias = np.void


class Beliefs(NamedTuple):
    """What is believed before any reading (`assets/priors.toml`); fields of the settings by the same names."""

    least_leak_kg_s: float
    largest_leak_kg_s: float
    drift_walk_pa: float  # per square root of a day
    drift_slopes_pa_s: tuple[float, ...]  # 1-sigma of steady drifts, and the shares of barometers
    drift_shares_1: tuple[float, ...]  # that have them
    broken_1: float  # of barometers that may show any fall


def settings_of(station: Station, limits: Limits, beliefs: Beliefs) -> NDArray[np.void]:
    """The settings for a station, shape (1,)."""
    settings = np.zeros(1, SETTINGS)
    for name, value in beliefs._asdict().items():
        settings[name] = value
    one, assumed, laws = settings[0], limits.estimation, limits.laws
    for name in _OF_ESTIMATION:
        one[name] = getattr(assumed, name)
    weights = np.array([laws.orifice_1, laws.crack_1, laws.seal_inflow_1])
    one["law_weights_1"] = weights / weights.sum()
    one["seal_floor_pa"] = laws.seal_floor_pa
    one["reserve_limit_pa"] = limits.reserve.limit_pa
    one["slope_scales_s"] = assumed.slope_scales_s
    one["thresholds"] = threshold_table(assumed.false_alarms_per_year)
    one["start_threshold"] = threshold_at_start(
        assumed.false_alarms_per_year, assumed.fresh_air_spaces_per_year
    )
    for gas in ("oxygen", "carbon_dioxide", "water"):
        one[f"breath_{gas}_kg_s"] = getattr(limits.breathing, f"{gas}_kg_s")
    one["ventilation_m3_s"] = limits.breathing.ventilation_m3_s
    air = station.atmosphere
    one["usual_gases_pa"] = air.oxygen_pa, air.carbon_dioxide_pa, air.water_pa
    one["usual_temperature_k"] = air.temperature_k
    return settings
