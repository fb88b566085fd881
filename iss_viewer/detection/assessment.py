"""The columns of an assessment: what is concluded, per module and for the whole station.

An assessment is a row of numbers laid out by `assessed_channels`; what is not a number (alarms,
verdict reasons, advice) comes as events.
"""

from __future__ import annotations

from iss_viewer.station import Station
from iss_viewer.telemetry.channels import Channel, ChannelTable

STATION = "STATION"

#: per module; those of an air space are the same for all its modules
MODULE_QUANTITIES = (
    "status",  # ModuleStatus
    "alarm",  # AlarmClass of its worst active alarm
    "air_space",  # index of the first module of the air space it is in
    "space_pressure_pa",  # agreed by the sensors of its air space
    "dpdt_pa_s",  # of its air space
    "dpdt_error_pa_s",  # 1-sigma
    "dpdt_sure_pa_s",  # upper bound of 5 sigma: it falls at least so fast, beyond doubt
    "leak_rate_kg_s",  # of its air space; positive: air is lost
    "leak_rate_low_kg_s",  # 95 % interval
    "leak_rate_high_kg_s",
    "reserve_s",  # median time to the reserve limit; inf: never
    "reserve_low_s",  # 90 % band
    "reserve_high_s",
    "leak_probability",  # that the leak is in this module
    "leak_evidence_1",  # of its air space: the leak test over its threshold; from 1: a leak is detected
    "leak_onset_s",  # when that leak began, in the time of the samples; NaN: none is detected
    "sensor_fault_probability",  # of its pressure sensor
    "data_age_s",  # since its last good pressure; inf: never
    "thermometer_fault_probability",  # of its other instruments
    "oxygen_fault_probability",
    "carbon_dioxide_fault_probability",
    "water_fault_probability",
)

STATION_QUANTITIES = (
    "pressure_pa",  # volume-weighted over the main air space
    "dpdt_pa_s",
    "leak_rate_kg_s",
    "leak_rate_low_kg_s",
    "leak_rate_high_kg_s",
    "reserve_s",
    "reserve_low_s",
    "reserve_high_s",
    "gas_reserve_s",  # median time until repressurization gas runs out; inf: never
    "gas_reserve_low_s",  # 90 % band
    "gas_reserve_high_s",
    "alarm",
    "no_leak_probability",
    "seal_probability",
    "sensor_fault_probability",
    "verdict_crew",  # Verdict
    "verdict_operations",
    "verdict_mission",
    "cooling_probability",  # that a fall of temperature explains the present fall of pressure
    "metabolic_probability",  # that breathing, scrubbing or condensing explains it
    "data_age_s",  # since any gauge gave a good pressure; inf: never; NaN: there is no gauge
)


def assessed_channels(station: Station) -> ChannelTable:
    """The columns of an assessment of `station`: all quantities of module 0, of module 1, ..."""
    rows = [Channel(module, name) for module in station.module_ids for name in MODULE_QUANTITIES]
    return ChannelTable((*rows, *(Channel(STATION, name) for name in STATION_QUANTITIES)))
