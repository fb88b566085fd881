"""How the loops of instruments and of coolant are compiled; those of the air have a compiler of their own."""

from __future__ import annotations

from pathlib import Path

from iss_viewer.compiled import Compiler
from iss_viewer.telemetry import frames

_ROOM = Path(__file__).parent
COMPILER = Compiler(
    _ROOM / "sensors.py", _ROOM / "coolant.py", Path(frames.__file__), error_model="python"
)
entry, inner = COMPILER.entry, COMPILER.inner
