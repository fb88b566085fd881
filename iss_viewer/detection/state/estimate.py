"""What is known of one air space at an instant: the value that location, advice and views build on."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpaceEstimate:
    """The mass balance of one air space (connected open modules), in N2-equivalent air.

    The loss is positive where air is lost. `loss_kg_s` and `loss_error_kg_s` are the mean and the
    1-sigma of the posterior over when the leak began; `mean_loss_kg_s` and its error assume one
    steady loss since the air space came to be, which is what a comparison of isolated parts wants.
    """

    time_s: float
    modules: tuple[str, ...]
    since_s: float  # when this air space came to be (the last closure or opening around it)
    span_s: float  # how long it has been measured
    volume_m3: float
    pressure_pa: float
    temperature_k: float
    loss_kg_s: float
    loss_error_kg_s: float
    mean_loss_kg_s: float
    mean_loss_error_kg_s: float
    evidence_1: float  # the leak test over its threshold; from 1 a leak is detected
    leak_probability: float  # that it loses air; NaN before anything was measured
    onset_s: float  # when the loss began, as time_s counts; NaN while none is detected
    is_detected: bool  # the evidence is past the threshold of false alarms
    is_settled: bool  # pressures are equal inside and it has been measured at least once
    is_main: bool  # the largest air space
    oxygen_pa: float  # as followed by breath, feeds and analysers; NaN before anything was measured
    mmhg_fall_s: float  # the time in which the pressure falls 1 mmHg; inf when it does not fall
    carbon_dioxide_pa: float = math.nan  # as oxygen_pa
