"""The whole station through hatch events, against a general stiff solver; and Cantera's reactors on
what they can express.
"""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from iss_viewer.physics import R
from iss_viewer.simulation.air import AirLeak, AirNetwork, Controls, Stepper, usual_controls
from iss_viewer.simulation.air.gas import CV
from iss_viewer.station import read_station
from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.chamber import chamber_cases, reactor_of
from iss_viewer.studies.validation.closed_forms import run
from iss_viewer.studies.validation.reference_solve import solve
from iss_viewer.studies.validation.stations import tanks

Floats = NDArray[np.float64]

#: BDF is no reference: over six hours it was 3e-4 off Radau
REFERENCE = ("Radau", 1e-9)


@dataclass(frozen=True)
class AirStory:
    """The station with everything on and a 5 mm hole in PrK; its hatch is closed, then reopened."""

    network: AirNetwork
    segments: list[tuple[float, Controls]]
    times_s: Floats

    @property
    def duration_s(self) -> float:
        """When it ends."""
        return self.segments[-1][0]

    def advance(self, tolerance: float | None = None) -> Floats:
        """Vectors at the times by the network's own method."""
        stepper = Stepper(self.network, **({} if tolerance is None else {"tolerance": tolerance}))
        state = stepper.start(self.segments[0][1], self.network.usual_air())
        parts, begin = [], 0.0
        for end, controls in self.segments:
            is_last = end == self.duration_s
            here = self.times_s[(self.times_s >= begin) & ((self.times_s < end) | is_last)]
            state, rows = stepper.advance(state, controls, end, here)
            parts.append(rows.vectors)
            begin = end
        return np.vstack(parts)

    def solve(self, method: str, rtol: float) -> Floats:
        """The same by scipy."""
        return solve(
            self.network, self.segments, self.network.usual_air(), self.times_s, method, rtol
        )

    def gas(self, vectors: Floats) -> tuple[Floats, Floats]:
        """Pressures and temperatures (m, n) of vectors."""
        n = len(self.network.volume_m3)
        moles = vectors[:, : 4 * n].reshape(-1, n, 4)
        warm = vectors[:, 4 * n : 5 * n] / (moles @ CV)
        return moles.sum(axis=2) * R * warm / self.network.volume_m3, warm


#: a station, a hatch, and the module that it parts from the rest
PRK = ("iss", "H01", "SM_PRK")


def hatch_story(
    closed_s: float = 600.0,
    open_s: float = 2400.0,
    end_s: float = 3600.0,
    place: tuple[str, str, str] = PRK,
) -> AirStory:
    """A module, PrK unless another is named, with a 5 mm hole; its hatch is closed, and reopened across most of a bar."""
    station, hatch, module = place
    network = AirNetwork(read_station(station))
    usual = usual_controls(network.station)
    door = network.hatch_index[hatch]

    def with_door(is_open: bool) -> Controls:
        doors = list(usual.hatch_is_open)
        doors[door] = is_open
        area = 0.8 * math.pi / 4.0 * 0.005**2
        leaks = (AirLeak("hole", module, orifice_m2=area),)
        return replace(usual, hatch_is_open=tuple(doors), leaks=leaks)

    doors = ((closed_s, True), (open_s, False), (end_s, True))
    segments = [(until_s, with_door(is_open)) for until_s, is_open in doors]
    return AirStory(network, segments, np.linspace(0.0, end_s, 61))


def six_hour_story() -> AirStory:
    """The same for so long that some 9 Pa are left in PrK when its hatch is opened."""
    return hatch_story(closed_s=3600.0, open_s=14400.0, end_s=21600.0)


def solver_cases(story: AirStory, exact: Floats) -> list[Case]:
    """The worst differences over all modules and times."""
    p_exact, t_exact = story.gas(exact)
    p, t = story.gas(story.advance())
    worst = np.unravel_index(np.abs(p / p_exact - 1.0).argmax(), p.shape)
    warm = np.unravel_index(np.abs(t / t_exact - 1.0).argmax(), t.shape)
    hours = story.duration_s / 3600.0
    title = f"Whole station ({p.shape[1]} modules) through two hatch events in {hours:g} h"
    source = f"scipy {REFERENCE[0]}, rtol {REFERENCE[1]:g}, an own right-hand side"
    return [
        Case(title, f"pressure, worst of {p.size}", source, p_exact[worst], p[worst], "Pa", 1e-4),
        Case(title, f"temperature, worst of {t.size}", source, t_exact[warm], t[warm], "K", 1e-4),
    ]


def has_cantera() -> bool:
    """Whether Cantera is installed; it is needed for its case alone."""
    return find_spec("cantera") is not None


def cantera_cases() -> list[Case]:
    """Oxygen at 2 bar and 320 K let into nitrogen at 0.2 bar and 280 K, no heat exchanged."""
    ct = importlib.import_module("cantera")
    reactors = [reactor_of(ct, 10.0, 2e5, 320.0, 1.0), reactor_of(ct, 4.0, 2e4, 280.0, 0.0)]
    valve = ct.Valve(reactors[0], reactors[1])
    valve.valve_coeff = 1e-5
    network = ct.ReactorNet(reactors)
    network.rtol, network.atol = 1e-10, 1e-14
    network.advance(3600.0)
    station = tanks({"A": 10.0, "B": 4.0}, [("A", "B")])
    controls = replace(usual_controls(station), hatch_is_open=(True,))
    partial = np.array([[0, 2e5, 0, 0], [2e4, 0, 0, 0]], np.float64)
    rows = run(station, controls, partial, np.array([320.0, 280.0]), np.array([120.0]))
    title, source = "Oxygen let into nitrogen, adiabatic", f"Cantera {ct.__version__} ReactorNet"
    cases = []
    for k, name in enumerate(("source", "receiver")):
        p, t = rows.pressure_pa[0, k], rows.temperature_k[0, k]
        there = reactors[k].phase
        cases.append(Case(title, f"{name} pressure", source, there.P, p, "Pa", 1e-5))
        cases.append(Case(title, f"{name} temperature", source, there.T, t, "K", 1e-4))
    mixed = float(reactors[1].phase["O2"].X[0])
    got = rows.oxygen_pa[0, 1] / rows.pressure_pa[0, 1]
    cases.append(Case(title, "receiver oxygen", source, mixed, got, "mol/mol", 1e-4))
    return [*cases, *chamber_cases()]
