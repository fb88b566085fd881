"""What the air and the coolant really do, and what the sensors make of it. It must not know detection
or any clock on the wall.
"""

from iss_viewer.simulation.source import SimulatedSource
from iss_viewer.simulation.trajectory import Trajectory, simulate

__all__ = ["SimulatedSource", "Trajectory", "simulate"]
