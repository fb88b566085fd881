"""What the detector remembers: all its records together, which compiled loops write to.

One row a module; an air space uses the row of its first module. Times are those of the detector's
own clock, which never runs backwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.state.channel_map import MODULE, Modules
from iss_viewer.detection.state.clock import CLOCK
from iss_viewer.detection.state.habit_records import Habits, new_habits
from iss_viewer.detection.state.leak_records import Segments, new_segments, new_station_loss
from iss_viewer.detection.state.sensor_records import (
    ANALYSER,
    GAS_COUNT,
    Analysers,
    Barometers,
    Thermometers,
    new_barometers,
    new_thermometers,
)
from iss_viewer.detection.state.space_records import AirSpaces, new_spaces
from iss_viewer.station.topology import Spaces

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Follower(IntEnum):
    """What is followed sample by sample and may have to begin anew: places in `restarts`."""

    AIR_SPACE = 0
    BAROMETER = 1
    THERMOMETER = 2
    ANALYSER = 3


class DetectorState(NamedTuple):
    """The whole numeric state."""

    clock: NDArray[np.void]  # shape (1,)
    modules: Modules  # with their instruments' noise and quantum as they were learned
    habits: Habits
    barometers: Barometers
    thermometers: Thermometers
    analysers: Analysers
    spaces: AirSpaces
    segments: Segments  # shape (modules,): at the first module of each air space
    loss: NDArray[np.void]  # shape (1,): of the station
    tanks_kg: Floats  # shape (tanks,): last known content; NaN: never told
    restarts: (
        Indices  # shape (modules, followers): how often each began anew because it held no number
    )
    announced: Indices  # those of them that an event has told of

    def take(self, kept: Mapping[str, NDArray[Any]]) -> None:
        """Go on from arrays that were kept by their names, whether or not they kept their fields' names.

        Raises ValueError for arrays of another version or station.
        """
        for name, array in self._asdict().items():
            array[...] = kept[name].view(array.dtype)


class Sample(NamedTuple):
    """One row of samples, and how it stands in time."""

    values: Floats  # shape (columns,)
    quality: NDArray[np.uint8]  # shape (columns,); 0: good
    dt_s: float  # since the last one that counted
    now_s: float  # of the detector's clock


class Grouping(NamedTuple):
    """The division into air spaces as compiled loops read it, see `Spaces`."""

    space_of: Indices  # shape (modules,): the first module of each module's air space
    firsts: Indices  # shape (spaces,)
    members: Indices  # all modules, those of one air space together
    starts: Indices  # shape (spaces + 1,): where each air space starts in `members`
    is_vented: Flags  # shape (modules,)
    main: int  # the first module of the largest air space


def grouping_of(spaces: Spaces) -> Grouping:
    """A division into air spaces for compiled loops."""
    return Grouping(
        spaces.space_of,
        spaces.firsts,
        spaces.members,
        spaces.starts,
        spaces.is_vented,
        spaces.main,
    )


def new_state(modules: int, tanks: int) -> DetectorState:
    """The state before the first sample."""
    return DetectorState(
        clock=np.zeros(1, CLOCK),
        modules=np.zeros(modules, MODULE),
        habits=new_habits(modules),
        barometers=new_barometers(modules),
        thermometers=new_thermometers(modules),
        analysers=np.zeros((modules, GAS_COUNT), ANALYSER),
        spaces=new_spaces(modules),
        segments=new_segments(modules),
        loss=new_station_loss(),
        tanks_kg=np.full(tanks, np.nan),
        restarts=np.zeros((modules, len(Follower)), np.int64),
        announced=np.zeros((modules, len(Follower)), np.int64),
    )
