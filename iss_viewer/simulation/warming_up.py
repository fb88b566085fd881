"""Compile the loops of air, instruments and coolant, or load them from the disk cache, ahead of a run."""

from __future__ import annotations

from iss_viewer.scenario import read_scenario
from iss_viewer.simulation.source import SimulatedSource


def compile_now() -> None:
    """Make the compiled loops ready in this process, and in the cache for the next."""
    SimulatedSource(*read_scenario("prk-2024")).read(60.0, 10)
