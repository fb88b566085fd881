"""What a finished run teaches: truth against belief, alarm figures, reports, exports. It must not
know Qt.
"""

from iss_viewer.debrief.alarm_figures import AlarmFigures, alarm_figures
from iss_viewer.debrief.export import export_table
from iss_viewer.debrief.truth import NoTruth, TruthAgainstBelief, truth_against_belief

__all__ = [
    "AlarmFigures",
    "NoTruth",
    "TruthAgainstBelief",
    "alarm_figures",
    "export_table",
    "truth_against_belief",
]
