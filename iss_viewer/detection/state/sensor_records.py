"""One instrument: how it errs (channel map), and what the detector remembers of it (records).

Fields are eight bytes each, so that a record has no padding and its bytes are its value.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FLOAT, INT = np.dtype(np.float64), np.dtype(np.int64)

#: the last readings of a single barometer that are kept
RECENT_COUNT = 12


class Fault(IntEnum):
    """What an instrument is accused of."""

    NONE = 0
    BIAS = 1
    DRIFT = 2
    STUCK = 3
    NOISE = 4
    DROPOUT = 5
    REFUTED = 6  # by the hand gauge, where it was the only one


class Gas(IntEnum):
    """The gases that are followed one by one: places in `gases` of modules and air spaces."""

    OXYGEN = 0
    CARBON_DIOXIDE = 1
    WATER = 2


GAS_COUNT = len(Gas)

#: where an instrument stands in a sample and how its class errs, in the unit of its channel
INSTRUMENT = np.dtype(
    [
        ("column", INT),  # of a sample; ABSENT: there is none
        ("noise", FLOAT),  # 1-sigma of one reading, white
        ("quantum", FLOAT),  # step of its digits
        ("drift_per_sqrt_day", FLOAT),  # 1-sigma of its random walk
        ("bias", FLOAT),  # 1-sigma of its constant error
        ("lag_s", FLOAT),  # time constant with which it follows
    ]
)
ABSENT = -1  # column of what a sample does not hold

#: the barometer of a module
BAROMETER = np.dtype(
    [
        ("last_pa", FLOAT),  # last reading; NaN before the first
        ("offset_pa", FLOAT),  # by how much it reads more than its neighbours agree on
        ("count", INT),  # readings that the offset rests on; 0: how it stands is not known
        ("seen_s", FLOAT),  # when it last gave a reading; -inf before the first
        ("repeats", INT),  # how often in a row it repeated its last reading
        ("repeat_level_pa", FLOAT),  # the air's pressure when that began
        (
            "news_variance_1",
            FLOAT,
        ),  # by how much its variance counts more, as it only repeats itself
        ("rise_1", FLOAT),  # cumulative sums of its residuals upwards and downwards, sigmas
        ("fall_1", FLOAT),
        ("spread_1", FLOAT),  # mean square residual over the variance of its class
        ("missing_share_1", FLOAT),  # of its last readings that did not come
        ("fault", INT),  # a Fault
        ("fault_s", FLOAT),  # since when
        ("reference_pa", FLOAT),  # an earlier offset, beside which a drift shows
        ("reference_s", FLOAT),  # when that was taken
        ("window_pa", FLOAT),  # while air evens out: how it stands to the others, mean of a window
        ("window_count", INT),  # of so many readings so far
        ("window_s", FLOAT),  # since when
        ("window_before_pa", FLOAT),  # and the mean of the window before; NaN: there is none
        ("is_excluded", INT),  # contradicted by its neighbours: not believed
        ("quiet_s", FLOAT),  # since when it is on trial
        ("trial_s", FLOAT),  # how long it is on trial
        ("trial_pa", FLOAT),  # by how much less its offset must move in that time
        ("recent_pa", FLOAT, (RECENT_COUNT,)),  # while single: last readings, oldest first
        ("recent_s", FLOAT, (RECENT_COUNT,)),  # and when they were taken; NaN: none yet
    ]
)

#: the thermometer of a module
THERMOMETER = np.dtype(
    [
        ("last_k", FLOAT),  # last reading; NaN before the first
        ("smooth_k", FLOAT),  # smoothed
        ("count", INT),  # readings that this is made of
        ("place_k", FLOAT),  # how it stands to the mean of its air space
        ("placed_s", FLOAT),  # since when that is learned; -inf: not yet
        ("is_suspect", INT),  # not believed: it went where its neighbours, or air, do not go
        ("trial_s", FLOAT),  # since when it is on trial
        ("trial_k", FLOAT),  # how far off it was then
        ("fault", INT),  # a Fault
    ]
)

#: an analyser of one gas in a module
ANALYSER = np.dtype(
    [
        ("offset_pa", FLOAT),  # by how much it reads more than the others agree on
        ("count", INT),  # readings that the offset rests on
        ("silent_s", FLOAT),  # how long it gave none
        ("people", FLOAT),  # of humidity only: people in its module
        ("pending_pa", FLOAT),  # and by how much it is yet to change because they came or went
        ("away_pa", FLOAT),  # smoothed, how far it is off what the others say
        ("is_suspect", INT),  # so far that it is left out
        ("trial_s", FLOAT),  # since when it is on trial
        ("trial_pa", FLOAT),  # how far away it was then
        ("fault", INT),  # a Fault
    ]
)

Instrument: TypeAlias = np.void
Barometer: TypeAlias = np.void
Barometers: TypeAlias = NDArray[np.void]  # shape (modules,)
Thermometer: TypeAlias = np.void
Thermometers: TypeAlias = NDArray[np.void]  # shape (modules,)
Analyser: TypeAlias = np.void
Analysers: TypeAlias = NDArray[np.void]  # shape (modules, GAS_COUNT)


def new_barometers(modules: int) -> Barometers:
    """Barometers that gave no reading yet."""
    barometers = np.zeros(modules, BAROMETER)
    for name in (
        "last_pa",
        "repeat_level_pa",
        "reference_pa",
        "window_before_pa",
        "recent_pa",
        "recent_s",
    ):
        barometers[name] = np.nan
    barometers["seen_s"] = -np.inf
    barometers["news_variance_1"] = 1.0
    return barometers


def new_thermometers(modules: int) -> Thermometers:
    """Thermometers that gave no reading yet."""
    thermometers = np.zeros(modules, THERMOMETER)
    thermometers["last_k"] = np.nan
    thermometers["placed_s"] = -np.inf
    return thermometers
