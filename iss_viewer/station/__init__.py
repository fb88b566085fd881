"""What is true with time stopped: modules, hatches, vehicles, sensors, equipment, where they sit in
3D, and what a person can do to them. It must not know pressure histories, nor time.
"""

from iss_viewer.station.reading import configured, read_station
from iss_viewer.station.station import VACUUM, Hatch, Module, Station

__all__ = ["VACUUM", "Hatch", "Module", "Station", "configured", "read_station"]
