"""Where the leak is and which hatch to close next, from the mass balance of every part at once. It
must not know how a mass balance is estimated.
"""

from iss_viewer.detection.locating.hatch_graph import Part, parts_of
from iss_viewer.detection.locating.location import Location
from iss_viewer.detection.locating.locator import Locator
from iss_viewer.detection.locating.priors import PriorChoice, Priors, read_priors
from iss_viewer.detection.locating.readings import PartReading

__all__ = [
    "Location",
    "Locator",
    "Part",
    "PartReading",
    "PriorChoice",
    "Priors",
    "parts_of",
    "read_priors",
]
