"""What the detector remembers, as arrays that compiled loops write to, and their columns.

One row a module; an air space uses the row of its first module. Times are those of the detector's
own clock, which never runs backwards.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: columns of `Tracks.sensors`: the pressure sensor of a module
(
    LAST, OFFSET, COUNT, SEEN_S, RUN, RUN_LEVEL, RISE, FALL, SPREAD, MISSING, FAULT, FAULT_S,
    REFERENCE, REFERENCE_S, EXCLUDED, QUIET_S, TRIAL_S, TRIAL_PA,
) = range(18)  # fmt: skip
#: the last readings of a lone barometer, oldest first, and when they were taken
RECENT_COUNT = 12
RECENT = 18
RECENT_S = RECENT + RECENT_COUNT
SENSOR_COLUMNS = RECENT_S + RECENT_COUNT

#: values of FAULT
NO_FAULT, BIAS, DRIFT, STUCK, NOISE, DROPOUT = range(6)
FAULT_NAMES = ("none", "bias", "drift", "stuck", "noise", "dropout")

#: columns of `Tracks.thermometers`: last reading, what jumps added to it, the smoothed rest, how many
#: readings that rests on, how it stands to the mean of its air space
T_LAST, T_JUMPS, T_SMOOTH, T_COUNT, T_PLACE = range(5)
THERMOMETER_COLUMNS = 5
#: columns of `Tracks.gases`: offset of an analyser, how many readings it rests on; of humidity besides:
#: people in its module, and by how much it is still to change because people came or went, Pa
G_OFFSET, G_COUNT, G_PEOPLE, G_PENDING = range(4)
ANALYSER_COLUMNS = 4

#: gases
OXYGEN, CARBON_DIOXIDE, WATER = range(3)

#: columns of `Tracks.spaces`
(
    BORN_S, CHANGED_S, SETTLED, EQUAL_S, LEVEL, TEMPERATURE, P_REF, T_REF, VOLUME, PO2, PCO2, PH2O,
    SENSED, VALID_S, OUTLIERS, LAST_Z, NOISE_VAR, NOISE_FACTOR, IS_FILTERED, REPORT_S,
    ANCHOR_S, DETECTED, EVIDENCE, RATE, RATE_SD, LEAK_P, SLOPE_VAR,
    RESERVE, RESERVE_LOW, RESERVE_HIGH, DPDT, DPDT_SE, THERMAL_PART, THERMAL_SE, GAS_PART, SCALE,
    VOLUME_SPREAD, SENSOR_COUNT, PRIOR_LEAK, PRIOR_VAR, LOSS, LOSS_LOW, LOSS_HIGH, LEAK_ONSET_S,
    LAST_STEP, JITTER, SHARE, FIRST_OFF, DOUBT, IS_JUMPY, SCORE, COLD_LEVEL,
    FOUND, GAS_WALK, HAS_GROWN, OFF, FED, HAS_FLOWED, STEPPED_P, ODD_P, IS_GAINING,
    GAS_LAG, LAG_VAR,
) = range(63)  # fmt: skip
SPACE_COLUMNS = 63

#: the states of an air space's filter: N2-equivalent pressure, steady loss that is no leak (flows that
#: nobody accounts for), leak, slow temperature residual, daily and orbital swing (cosine and sine part
#: each), noise of the smoothed thermometers; all Pa, the losses Pa/s
#: IS_FILTERED: not yet, running, kept over a hatch move, to start with the sum of its parts' leaks
NOT_FILTERED, FILTERED, KEPT, SUMMED = range(4)
X, BASE, LEAK, THETA, DAY_C, DAY_S, ORBIT_C, ORBIT_S, WARMTH = range(9)
STATES = 9
#: what a step does to them: decay of THETA, turn of day and orbit (cosine, sine each), decay of WARMTH
MOTIONS = 6
SLOTS = 40  # onsets that are tried at once
OCTAVES = 27  # time scales 2^0 .. 2^26 s
SCALES = 4  # time scales of the plain slopes

#: columns of `Tracks.slots`
ONSET_S, SIGNATURE, B, J, ODDS = range(5)
SLOT_COLUMNS = 5
#: columns of `Tracks.scales` for each octave: mean square of how what onsets of that age showed differed
#: from look to look, how many looks it rests on, how much more noise there is than was assumed, the last look,
#: the one before
SQUARE, LOOKS, EXCESS, LAST_LOOK, LOOK_BEFORE = range(5)
SCALE_COLUMNS = 5
#: columns of `Tracks.slopes` for each scale: weights' sums, their squares', and of three signals
(W0, W1, W2, Q0, Q1, Q2, Y_P, TY_P, Y_T, TY_T, Y_G, TY_G) = range(12)
SLOPE_COLUMNS = 12

#: `Tracks.clock`
CLOCK_S, STAMP_S, BACK_STAMP_S, BACK_COUNT, STARTED, TICK_S, ROWS, IS_SET_BACK = range(8)


class Tracks(NamedTuple):
    """The whole numeric state."""

    clock: Floats
    sensors: Floats  # (modules, SENSOR_COLUMNS)
    thermometers: Floats  # (modules, THERMOMETER_COLUMNS)
    gases: Floats  # (modules, 3, ANALYSER_COLUMNS)
    spaces: Floats  # (modules, SPACE_COLUMNS)
    mean: Floats  # (modules, STATES)
    covariance: Floats  # (modules, STATES, STATES)
    slots: Floats  # (modules, SLOTS, SLOT_COLUMNS)
    responses: Floats  # (modules, SLOTS, STATES): what the filter makes of a unit leak
    slot_count: NDArray[np.int64]  # (modules,)
    scales: Floats  # (modules, OCTAVES, SCALE_COLUMNS)
    slopes: Floats  # (modules, SCALES, SLOPE_COLUMNS)
    gauges: Floats  # (modules, 2): last hand-held reading and when
    tanks: Floats  # (tanks,): last known content


def empty_tracks(modules: int, tanks: int) -> Tracks:
    """The state before the first sample."""
    sensors = np.zeros((modules, SENSOR_COLUMNS))
    sensors[:, [LAST, RUN_LEVEL, REFERENCE]] = np.nan
    sensors[:, RECENT:] = np.nan
    sensors[:, SEEN_S] = -np.inf
    thermometers = np.zeros((modules, THERMOMETER_COLUMNS))
    thermometers[:, T_LAST] = np.nan
    spaces = np.zeros((modules, SPACE_COLUMNS))
    spaces[:, [LEVEL, TEMPERATURE, PO2, PCO2, PH2O, DPDT, DPDT_SE, RATE, LOSS, LEAK_ONSET_S]] = (
        np.nan
    )
    spaces[:, VALID_S] = -np.inf
    return Tracks(
        clock=np.zeros(8),
        sensors=sensors,
        thermometers=thermometers,
        gases=np.zeros((modules, 3, ANALYSER_COLUMNS)),
        spaces=spaces,
        mean=np.zeros((modules, STATES)),
        covariance=np.zeros((modules, STATES, STATES)),
        slots=np.zeros((modules, SLOTS, SLOT_COLUMNS)),
        responses=np.zeros((modules, SLOTS, STATES)),
        slot_count=np.zeros(modules, dtype=np.int64),
        scales=np.ones((modules, OCTAVES, SCALE_COLUMNS)) * [0.0, 0.0, 1.0, np.nan, np.nan],
        slopes=np.zeros((modules, SCALES, SLOPE_COLUMNS)),
        gauges=np.full((modules, 2), np.nan),
        tanks=np.full(tanks, np.nan),
    )
