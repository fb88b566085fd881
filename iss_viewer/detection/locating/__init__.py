"""Where the leak is, from the mass balance of every part at once. It must not know how a mass balance is
estimated.
"""

from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.detection.locating.priors import Priors, read_priors
from iss_viewer.detection.locating.readings import PartReading, readings_of
from iss_viewer.station.topology import Part, Person, parts_of

__all__ = [
    "Location",
    "Locator",
    "Part",
    "PartReading",
    "Person",
    "Priors",
    "parts_of",
    "read_priors",
    "readings_of",
]
