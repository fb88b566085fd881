"""What recording and review cost: ``python tests/benchmarks/bench_recording.py``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from iss_viewer.telemetry.recording.bench import bench

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for line in bench(Path(folder)):
            print(line)
