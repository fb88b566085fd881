"""What will happen: leaks, hatch moves, repairs, sensor faults, crew plan, story and seed, read
from a data file. It must not know how air flows.
"""

from iss_viewer.scenario.reading import read_scenario, scenario_text
from iss_viewer.scenario.scenario import Scenario

__all__ = ["Scenario", "read_scenario", "scenario_text"]
