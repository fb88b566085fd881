"""What the readings of one instrument were seen to do: their steps, their noise, how long they stay, how
often they come. The station file's noise and quantum are only the first guess.

Fields are eight bytes each, so that a record has no padding and its bytes are its value.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.sensor_records import FLOAT, GAS_COUNT, INT

STEPS = 16  # last changes of a reading that are kept
#: the instruments of a module, places in `habits`: barometer, thermometer, then analysers by Gas
PRESSURE, TEMPERATURE, GASES = range(3)
KINDS = GASES + GAS_COUNT

HABIT = np.dtype(
    [
        ("assumed_noise", FLOAT),  # first guess: by the station file or the map
        ("assumed_quantum", FLOAT),
        ("coarsest", FLOAT),  # the coarsest usual step of such an instrument
        ("last", FLOAT),  # last reading, and the one before it that counts; NaN: none
        ("before", FLOAT),
        ("lowest", FLOAT),  # of all readings
        ("highest", FLOAT),
        ("changes", INT),
        ("steps", FLOAT, (STEPS,)),  # sizes of the last changes
        ("unrepeated", INT),  # readings of late that came only once
        ("bends", INT),  # second differences that the noise rests on
        ("square", FLOAT),  # the variance of a reading that they show
        ("is_held", INT),  # equal readings are copies, not readings that rounding made equal
        ("repeats", INT),  # how often the last reading came again
        ("since_s", FLOAT),  # when it came first
        ("longest_run", INT),  # most repeats in a row
        ("longest_s", FLOAT),  # longest time until a reading changed
        ("runs_s", FLOAT),  # sum of such times, and of their squares
        ("runs_s2", FLOAT),
        ("readings", INT),
        ("missing", INT),  # samples in a row without a reading
        ("longest_missing", INT),
    ]
)
Habit: TypeAlias = np.void
Habits: TypeAlias = NDArray[np.void]  # shape (modules, KINDS)


def new_habits(modules: int) -> Habits:
    """Instruments that gave no reading yet."""
    habits = np.zeros((modules, KINDS), HABIT)
    for name in ("last", "before", "lowest", "highest"):
        habits[name] = np.nan
    return habits
