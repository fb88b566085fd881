"""Hours of a real window with random clicks at high speed: what its memory does, and whether anything breaks.

Needs a display. ``python tests/soak/soak.py --hours 8`` plays a scenario in a window of its own data folder, lets a
monkey click, drag, turn the wheel, press keys and choose from menus and dialogs, and looks once a minute at the
memory of the window's process. 0: the window lived, no traceback came, and memory grew by less than MOST_GROWN_MB after
the first hour (of a shorter soak: the first third). The same seed is the same monkey, on the same machine at the same pace.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psutil

MOST_GROWN_MB = 30.0
_LOOK_S, _PACE_MS = 60.0, 150
_SPEED, _SCENARIO = 3600.0, "debris-strike"
#: readings that are taken together at both ends
_TOGETHER = 10
_HERE = Path(__file__)


def main() -> int:
    """Soak as long as asked, print what came of it as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--hours", type=float, default=8.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--out", type=Path, default=Path("soak.json"), help="where it is written too"
    )
    asked.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.child:
        from monkey import play

        play(_SCENARIO, _SPEED, given.seed, _PACE_MS)
        return 0
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        result = soak(given.hours, given.seed, Path(folder))
    given.out.write_text(json.dumps(result, indent=1) + "\n")
    told = {key: value for key, value in result.items() if key != "window_mb"}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return int(not result["is_good"])


def soak(hours: float, seed: int, folder: Path) -> dict[str, object]:
    """Let the monkey play in a process of its own; what its memory did, MB, and what it wrote to stderr."""
    errors, actions = folder / "stderr", folder / "actions"
    command = [sys.executable, str(_HERE), "--child", "--seed", str(seed)]
    own = {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "SOAK_ACTIONS": actions}
    own |= {"PYTHONFAULTHANDLER": "1"}  # a crash in the toolkit says where it was called from
    environment = os.environ | {name: str(path) for name, path in own.items()}
    sizes: list[float] = []
    with errors.open("wb") as stderr:
        window = subprocess.Popen(command, env=environment, cwd=folder, stderr=stderr)
        process, end_s = psutil.Process(window.pid), time.monotonic() + hours * 3600.0
        while time.monotonic() < end_s and window.poll() is None:
            time.sleep(min(_LOOK_S, max(end_s - time.monotonic(), 0.0)))
            if window.poll() is None:
                sizes.append(round(process.memory_full_info().uss / 1e6, 1))
        lived = window.poll() is None
        window.terminate()
        window.wait(60.0)
    text = errors.read_text(errors="replace")
    done = actions.read_text().splitlines() if actions.exists() else []
    return _judged(hours, seed, sizes, text, lived) | {
        "actions": len(done),
        "last_actions": [] if lived else done[-20:],
    }


def _judged(
    hours: float, seed: int, sizes: list[float], text: str, lived: bool
) -> dict[str, object]:
    """How the memory grew from the first hour's end to the end, and which tracebacks came."""
    settled = min(len(sizes) // 3, round(3600.0 / _LOOK_S))
    first, last = sizes[settled : settled + _TOGETHER], sizes[-_TOGETHER:]
    grown_mb = round(median(last) - median(first), 1) if first else float("inf")
    tracebacks = text.count("Traceback (most recent call last)")
    return {
        "hours": hours,
        "seed": seed,
        "window_lived": lived,
        "tracebacks": tracebacks,
        "grown_mb": grown_mb,
        "is_good": lived and not tracebacks and grown_mb < MOST_GROWN_MB,
        "stderr": text.splitlines()[-200:] if tracebacks or not lived else [],
        "window_mb": sizes,
    }


if __name__ == "__main__":
    sys.exit(main())
