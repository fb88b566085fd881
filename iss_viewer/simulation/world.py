"""The whole state of a simulated run at one instant. It is frozen: time and people make new ones, so
that a stretch may be tried, cut short and taken back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air import AirState
from iss_viewer.simulation.plant import Plant
from iss_viewer.simulation.script import Agenda
from iss_viewer.simulation.sensors import SimulatedFault


@dataclass(frozen=True, slots=True)
class World:
    """What there is at `time_s`, right after all that happened then.

    sample: the number of the next sample, at ``sample x period``. loops: the state of the coolant
    loops. shown: what the hand-held gauge showed, by module, to be seen in the next sample. reading:
    the module where it is being read. failing: people in air that incapacitates, and since when. mean_pa: the mean true pressure when the automatic response last looked.
    """

    time_s: float
    sample: int
    air: AirState
    loops: NDArray[np.float64]
    plant: Plant
    agenda: Agenda
    faults: tuple[SimulatedFault, ...] = ()
    shown: tuple[tuple[str, float], ...] = ()
    reading: str = ""
    failing: tuple[tuple[str, float], ...] = ()
    mean_pa: float = float("nan")
    fans_were_stopped: bool = False
