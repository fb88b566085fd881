"""The words in which conclusions are put; they are carried by telemetry, so they are defined there."""

from iss_viewer.telemetry.status import AlarmClass as AlarmClass
from iss_viewer.telemetry.status import AlarmState as AlarmState
from iss_viewer.telemetry.status import ModuleStatus as ModuleStatus
from iss_viewer.telemetry.status import Verdict as Verdict
