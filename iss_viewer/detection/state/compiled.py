"""How the detector's loops are compiled: `entry` for functions that Python calls, `inner` for those that
only other compiled functions call, `part` for large ones of these that one function alone calls, `kernel` for
those that make and return no arrays, nor what they call: references to what they are given are not counted
(`_nrt`), which took half of a look at all leaks. All they are made of is in the key of the cache.
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
_SOURCES = (
    *(_ROOM / floor for floor in _WITH_LOOPS), _ROOM / "limits.py", _ROOM / "assessment.py"
)  # fmt: skip
COMPILER = Compiler(*_SOURCES)
entry, inner, part = COMPILER.entry, COMPILER.inner, COMPILER.part
kernel = Compiler(*_SOURCES, _nrt=False).inner
