"""Air of three modules that leaks as a test says, followed as the detector does it, without samples. Gas that
expands is cold for a while.
"""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.process_noise import motion_of
from iss_viewer.detection.limits import read_limits
from iss_viewer.detection.locating.priors import read_priors
from iss_viewer.detection.posterior.accounts import first_segments
from iss_viewer.detection.posterior.memory import LeakMemory
from iss_viewer.detection.posterior.segment import SEGMENT_OF, follow_segment
from iss_viewer.detection.state.records import new_state
from iss_viewer.detection.state.space_records import KNOWN_FLOWS, FilterState
from iss_viewer.physics import AIR_KG_MOL, STANDARD_PA, R
from iss_viewer.station.topology import Spaces
from tests.detection.kernels import modules, outside, settings

VOLUMES_M3 = np.array([100.0, 60.0, 40.0])
MODULES = modules(3, volume_m3=VOLUMES_M3)
MODULES["volume_spread_1"] = 0.05
WHOLE, LAST_SHUT, ALL_SHUT = (0, 0, 0), (0, 0, 2), (0, 1, 2)
T_K, DT_S, NOISE_PA = 295.0, 10.0, 4.0
SETTINGS = settings(
    thermal_sd_k=0.03,
    thermal_time_s=14400.0,
    slow_air_time_s=21600.0,
    slow_air_return_s=216000.0,
    gas_smoothing_s=1800.0,
    harmonic_memory_s=1e6,
    diurnal_period_s=86400.0,
    orbital_period_s=5574.0,
    temperature_smoothing_s=60.0,
    baseline_slope_sd_pa_s=3.0 / 86400.0,
)
FOLLOW, MOTION_OF = outside(follow_segment), outside(motion_of)


def division(space_of):
    """Air spaces by the first module of each module's."""
    return Spaces.of(np.array(space_of), np.zeros(3, np.bool_), VOLUMES_M3)


class LeakingAir:
    """Three modules; rates of leaks by module, kg/day at one atmosphere, may be set at any time."""

    def __init__(self, space_of=WHOLE, seed=1):
        self.spaces = division(space_of)
        self.state = new_state(3, 0)
        self.memory = LeakMemory(MODULES, read_priors(), read_limits(), np.full(3, 1 / 3))
        self.rates_kg_day = np.zeros(3)
        self._rng = np.random.default_rng(seed)
        self._pa = np.full(3, STANDARD_PA)
        self._cold_pa = np.zeros(3)
        first_segments(self.state, self.spaces)
        self._arrange()

    @property
    def now_s(self):
        return float(self.state.clock[0]["now_s"])

    @property
    def level_pa(self):
        """The true pressure of the first module."""
        return float(self._pa[0])

    def _arrange(self):
        for first, volume_m3 in zip(self.spaces.firsts, self.spaces.volumes_m3, strict=True):
            space = self.state.spaces[first]
            usual = {
                "volume_m3": volume_m3,
                "changed_s": self.now_s,
                "temperature_k": T_K,
                "reference_k": T_K,
                "reference_pa": STANDARD_PA,
                "filter_state": FilterState.RUNNING,
                "gases_pa": 0.0,
                "sensor_count": 3,
                "thermometer_count": 2,
                "is_settled": 1,
                "is_found": 0,
                "measurement_variance_pa2": NOISE_PA**2,
            }
            for name, value in usual.items():
                space[name] = value
            inside = list(self.spaces.modules(int(first)))
            self._pa[inside] = np.average(self._pa[inside], weights=VOLUMES_M3[inside])
            space["level_pa"] = self._pa[first]

    def move_hatches(self, space_of):
        """Part and join air."""
        new = division(space_of)
        self.memory.regroup(self.state, self.spaces, new)
        self.spaces = new
        self._arrange()

    def wait(self, seconds):
        """Let air leak and be measured."""
        motion, flow = MOTION_OF(SETTINGS, DT_S), np.zeros(1, KNOWN_FLOWS)[0]
        for _ in range(round(seconds / DT_S)):
            self.state.clock["now_s"] += DT_S
            for first, volume_m3 in zip(self.spaces.firsts, self.spaces.volumes_m3, strict=True):
                inside = list(self.spaces.modules(int(first)))
                lost_kg = self.rates_kg_day[inside].sum() * self._pa[first] / STANDARD_PA
                lost_kg *= DT_S / 86400.0
                lost_pa = lost_kg * R * T_K / (AIR_KG_MOL * volume_m3)
                self._pa[inside] -= lost_pa
                self._cold_pa[first] *= math.exp(-DT_S / SEGMENT_OF.fresh_s)
                self._cold_pa[first] += SEGMENT_OF.cold_1 * lost_pa
                space, noise_pa = self.state.spaces[first], NOISE_PA * self._rng.standard_normal()
                space["level_pa"] = self._pa[first] - self._cold_pa[first] + noise_pa
                space["valid_s"] = self.now_s
                segment = self.state.segments[first]
                args = (segment, space, MODULES[first], flow, motion, SETTINGS, self.now_s)
                FOLLOW(*args, True, False)

    def look(self):
        return self.memory.look(self.state, self.spaces)
