"""Build a wheel that carries its compiled loops, install it apart, and prove what it does: ``make wheel``.

Compiles for the plainest processor of this kind (two minutes), builds ``dist/*.whl``, installs it with the
pinned libraries into a new environment, and there asks that the pinned runs of tests/golden come out as they
do here, bit for bit, and what a first run takes beside the same one with loops that this machine compiled.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = str(ROOT / ".venv/bin/uv")
_CARRY = "import sys; from pathlib import Path; from iss_viewer.app.warming import write_carried; print(write_carried(Path(sys.argv[1])))"
_FIRST_RUN = ["run", "prk-2024", "--headless", "--until", "1h"]


def main() -> int:
    """Build and prove; the exit code is 1 where a proof fails."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        kernels = here / "kernels"
        plain = {"NUMBA_CPU_NAME": "generic", "NUMBA_CACHE_DIR": str(here / "cache")}
        count = _told([sys.executable, "-c", _CARRY, str(kernels)], **plain).strip()
        size_mb = sum(file.stat().st_size for file in kernels.iterdir()) / 1e6
        print(f"{count} functions that Python calls, {size_mb:.1f} MB")
        _told([UV, "build", "--wheel", "-o", str(here)], ISS_VIEWER_KERNELS=str(kernels))
        (wheel,) = here.glob("*.whl")
        kept = ROOT / "dist" / wheel.name
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(wheel.read_bytes())
        print(f"{kept.relative_to(ROOT)}, {kept.stat().st_size / 1e6:.1f} MB")
        return _prove(kept, here)


def _prove(wheel: Path, here: Path) -> int:
    apart = here / "apart"
    _told([UV, "venv", "-q", "--python", sys.executable, str(apart)])
    python = str(apart / "bin/python")
    pins = ["-c", str(ROOT / "constraints.txt")]
    _told([UV, "pip", "install", "-q", "--compile-bytecode", "--python", python, *pins, str(wheel)])
    empty = {"NUMBA_CACHE_DIR": str(here / "empty"), "HOME": str(here), "PYTHONPATH": ""}
    run = [str(apart / "bin/iss-viewer"), *_FIRST_RUN]
    first_s, compiled_s = (
        _cost_s(run, **empty),
        _cost_s([str(ROOT / ".venv/bin/iss-viewer"), *_FIRST_RUN]),
    )
    print(
        f"first run: {first_s:.1f} s of processor; of loops that this machine compiled: {compiled_s:.1f} s"
    )
    left = list((here / "empty").rglob("*.nbc"))
    print(f"compiled anew: {len(left)} functions")
    pins = [python, str(ROOT / "tests/golden/golden.py"), "check"]
    return subprocess.run(pins, cwd=here, env={**os.environ, **empty}).returncode


def _told(words: list[str], **more: str) -> str:
    done = subprocess.run(
        words, cwd=ROOT, env={**os.environ, **more}, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def _cost_s(words: list[str], **more: str) -> float:
    before = _spent_s()
    _told(words, **more)
    return _spent_s() - before


def _spent_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
