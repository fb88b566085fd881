"""Compiled functions called by themselves, and records to give them."""

from __future__ import annotations

import numpy as np
from numba import njit

from iss_viewer.detection.state.channel_map import MODULE
from iss_viewer.detection.state.records import Sample
from iss_viewer.detection.state.sensor_records import ABSENT, INSTRUMENT
from iss_viewer.detection.state.settings import SETTINGS
from iss_viewer.detection.state.space_records import FilterState, new_spaces


def outside(kernel):
    """A kernel that only compiled functions call, made fit for a call from Python."""
    return njit(error_model="numpy")(kernel.py_func)


def modules(count=1, volume_m3=100.0, **pressure):
    """Modules with a barometer in column 0, 1, ... each, and nothing else."""
    rows = np.zeros(count, MODULE)
    rows["volume_m3"] = volume_m3
    rows["crew_column"] = rows["gauge_column"] = ABSENT
    rows["gases"]["column"] = rows["temperature"]["column"] = ABSENT
    rows["pressure"]["column"] = np.arange(count)
    for name, value in pressure.items():
        rows["pressure"][name] = value
    return rows


def instrument(**fields):
    """One instrument that errs as `fields` say."""
    rows = np.zeros(1, INSTRUMENT)
    for name, value in fields.items():
        rows[name] = value
    return rows[0]


def space(**fields):
    """An air space of 100 m3 at 100 kPa and 295 K that is measured."""
    rows = new_spaces(1)
    usual = {
        "volume_m3": 100.0,
        "level_pa": 1e5,
        "reference_pa": 1e5,
        "temperature_k": 295.0,
        "reference_k": 295.0,
        "gases_pa": 0.0,
        "is_settled": 1,
        "filter_state": FilterState.RUNNING,
    }
    for name, value in (usual | fields).items():
        rows[name] = value
    return rows[0]


def settings(**fields):
    """Settings of which only `fields` are not 0."""
    rows = np.zeros(1, SETTINGS)
    for name, value in fields.items():
        rows[name] = value
    return rows[0]


def sample(values, now_s=0.0, dt_s=1.0):
    """A sample in which all is good."""
    values = np.asarray(values, dtype=np.float64)
    return Sample(values, np.zeros(len(values), dtype=np.uint8), dt_s, now_s)
