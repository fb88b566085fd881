"""The words in which conclusions are put, carried by telemetry and so defined there; and from which
probability on a leak is suspected, believed in, likely, known.
"""

from iss_viewer.telemetry.status import AlarmClass as AlarmClass
from iss_viewer.telemetry.status import AlarmState as AlarmState
from iss_viewer.telemetry.status import ModuleStatus as ModuleStatus
from iss_viewer.telemetry.status import Verdict as Verdict

# probabilities from which a leak is spoken of, here and in every sentence for people
SUSPECTED_FROM = 0.2  # in a module, while its air space is seen to lose air
BELIEVED_FROM = 0.5  # also where that loss drowns in a larger air space, or is not measured yet
LIKELY_FROM = 0.8  # its place is named without "not yet known"
LEAKING_FROM = 0.9  # in a module, while its air space is seen to lose air
