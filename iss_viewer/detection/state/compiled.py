"""How the detector's loops are compiled: `entry` for functions that Python calls, `inner` for those that
only other compiled functions call. All they are made of is in the key of the cache.
"""

from __future__ import annotations

from pathlib import Path

from iss_viewer.compiled import Compiler

_ROOM = Path(__file__).parents[1]
_WITH_LOOPS = (
    "state",
    "sensors",
    "estimation",
    "sensor_validation",
    "posterior",
    "cycle",
    "alarms",
)
COMPILER = Compiler(
    *(_ROOM / floor for floor in _WITH_LOOPS), _ROOM / "limits.py", _ROOM / "assessment.py"
)
entry, inner = COMPILER.entry, COMPILER.inner
