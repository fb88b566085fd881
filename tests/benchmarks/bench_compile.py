"""Processor seconds of the first compile, air and detector each in a process with an empty cache:
``python tests/benchmarks/bench_compile.py [air|detector]``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

_TIMED = "import time; {}; print(time.process_time())"
#: what each part runs; the imports that it needs are measured too (half a second)
PARTS = {
    "air": "from iss_viewer.simulation.air import compile_now; compile_now()",
    "detector": "from iss_viewer.detection.warming_up import compile_now; compile_now()",
}


def cold_s(part: str) -> float:
    """Processor seconds (user and system) of one part compiled anew."""
    with tempfile.TemporaryDirectory() as cache:
        done = subprocess.run(
            [sys.executable, "-c", _TIMED.format(PARTS[part])],
            env={**os.environ, "NUMBA_CACHE_DIR": cache},
            capture_output=True,
            text=True,
            check=True,
        )
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    spent = {part: cold_s(part) for part in sys.argv[1:] or PARTS}
    for part, seconds in spent.items():
        print(f"{part:10} {seconds:6.1f} s")
    print(f"{'together':10} {sum(spent.values()):6.1f} s   at most 95 s")
