"""Whether this machine can draw 3D: tried once in a child process, because VTK crashes where it cannot.

The answer is kept in the user's cache folder per machine and graphics set-up. ``ISS_VIEWER_GL=off``
says no without trying, ``ISS_VIEWER_GL=on`` says yes.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_cache_path

SWITCH = "ISS_VIEWER_GL"
PATIENCE_S = 20.0
_TRIAL = """
from vtkmodules.vtkRenderingCore import vtkRenderer, vtkRenderWindow
import vtkmodules.vtkRenderingOpenGL2
window = vtkRenderWindow()
window.SetOffScreenRendering(True)
window.SetMultiSamples(0)
window.SetSize(16, 16)
window.AddRenderer(vtkRenderer())
window.Render()
text = window.ReportCapabilities() or ""
lines = [line for line in text.splitlines() if "renderer string" in line]
print("RENDERER", lines[0].split(":", 1)[1].strip() if lines else "unknown")
"""


@dataclass(frozen=True, slots=True)
class Probe:
    """The answer: whether 3D works, and the renderer's name or the reason in plain words."""

    works: bool
    said: str


def probe(cache: Path | None = None) -> Probe:
    """Whether 3D works here, from the switch, the cache (a folder), or a trial in a child process."""
    switch = os.environ.get(SWITCH, "").lower()
    if switch in ("off", "0", "no"):
        return Probe(False, f"3D is switched off by {SWITCH}={switch}")
    if switch in ("on", "1", "yes"):
        return Probe(True, "not tried")
    path = (cache or user_cache_path("iss-viewer")) / f"opengl-{_setup()}.json"
    known = _read(path)
    if known is not None:
        return known
    answer = trial()
    if answer.works:
        _write(path, answer)
    return answer


def trial() -> Probe:
    """Draw 16x16 pixels in a child process; what kills it there kills nothing here."""
    setting = dict(os.environ)
    if sys.platform == "linux" and not setting.get("DISPLAY"):
        setting.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _TRIAL],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            env=setting,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Probe(False, f"OpenGL did not answer within {PATIENCE_S:.0f} s")
    except OSError as error:
        return Probe(False, f"the trial could not be started: {error}")
    for line in done.stdout.splitlines():
        if line.startswith("RENDERER") and done.returncode == 0:
            return Probe(True, line.removeprefix("RENDERER").strip())
    return Probe(
        False, f"this machine has no working OpenGL (the trial ended with {done.returncode})"
    )


def _setup() -> str:
    """A short name of what the answer hangs on: machine, display, drivers chosen, VTK."""
    try:
        vtk = version("vtk")
    except PackageNotFoundError:
        vtk = "none"
    chosen = ("DISPLAY", "LIBGL_ALWAYS_SOFTWARE", "VTK_DEFAULT_OPENGL_WINDOW", "GALLIUM_DRIVER")
    parts = [platform.node(), platform.release(), vtk, *(os.environ.get(key, "") for key in chosen)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _read(path: Path) -> Probe | None:
    try:
        kept = json.loads(path.read_text())
        return Probe(bool(kept["works"]), str(kept["said"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, answer: Probe) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(answer)))
    except OSError:
        return  # a cache that cannot be written costs a second at the next start
