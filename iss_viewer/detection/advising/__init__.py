"""What to do next, with people in the station: which hatches to move, who stands where meanwhile, and when to
leave. It takes where the leak may be from `locating`, and never infers it.
"""

from iss_viewer.detection.advising.adviser import next_best_action
from iss_viewer.detection.advising.constraints import SearchConstraints
from iss_viewer.detection.advising.crew import people_aboard

__all__ = ["SearchConstraints", "next_best_action", "people_aboard"]
