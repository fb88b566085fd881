"""Others open a recording without a converter: Rerun, with its own command line.

Defined only where Rerun is installed: `make test-others` fetches it and runs this.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from recorded import frames, record

RERUN = shutil.which("rerun")


def _rerun(folder: Path, *words: str) -> str:
    """What Rerun answers, with its anonymous reports switched off."""
    assert RERUN is not None
    own = {**os.environ, "HOME": str(folder)}
    subprocess.run([RERUN, "analytics", "disable"], env=own, capture_output=True, check=False)
    done = subprocess.run([RERUN, *words], env=own, capture_output=True, text=True, check=True)
    assert "ERROR" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def check_values_can_be_plotted_in_rerun(tmp_path: Path) -> None:
    """Each value is a float64 field on a timeline of its own, each event a line of a log."""
    run = frames(30)
    record(tmp_path / "a.mcap", run)
    checked = _rerun(tmp_path, "mcap", "check", "--full", str(tmp_path / "a.mcap"))
    assert re.search(r"ok\s+1\s+\d+\s+/samples", checked), checked
    _rerun(tmp_path, "mcap", "convert", str(tmp_path / "a.mcap"), "-o", str(tmp_path / "a.rrd"))
    shown = _rerun(tmp_path, "rrd", "print", "-vvv", str(tmp_path / "a.rrd"))
    assert '"SM_PRK": Struct("pressure_pa": non-null Float64, "temperature_k"' in shown
    assert "index_name: message_log_time" in shown
    assert "2024-02-03T22:40:29.25" in shown  # the last of the thirty rows
    assert "event 27" in shown


if RERUN is not None:
    test_values_can_be_plotted_in_rerun = check_values_can_be_plotted_in_rerun
