"""The compiled kernel checks no index: here it runs as plain Python, which does."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np

from iss_viewer.studies.validation.solvers import hatch_story

# few modules, since plain Python is slow; the laboratory's lock is shut off with a hole and let in again
_STORY = (20.0, 40.0, 60.0, ("tiangong", "A4", "WT_AL"))
_PROGRAM = f"""
from iss_viewer.studies.validation.solvers import hatch_story
print(*hatch_story(*{_STORY!r}).advance()[-1].tolist())
"""


def test_the_kernel_compiled_does_what_it_says_read_as_python() -> None:
    plain = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PROGRAM],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    as_written = np.array(plain.stdout.split(), float)
    compiled = hatch_story(*_STORY).advance()[-1]
    np.testing.assert_allclose(compiled, as_written, rtol=1e-9, atol=1e-12)
