"""The import contracts hold, and each one sees a violation that is planted for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: contract -> (file that is made to break it, the line planted there)
PLANTED = {
    "A room imports only from the rooms below it": (
        "station/planted.py",
        "from iss_viewer.telemetry import Samples",
    ),
    "A panel knows the style and what all panels share, not another task's panels": (
        "views/alarms/planted.py",
        "from iss_viewer.views.plots import plot_panel",
    ),
    "No room has a circle of imports": (
        "telemetry/recording/planted.py",
        "from iss_viewer.telemetry.catalogue import Catalogue",
    ),
    "The detector is built in floors: state, estimates, cycle, alarms, assessment": (
        "detection/locating/planted.py",
        "from iss_viewer.detection.estimation.kalman import predict",
    ),
    "Only views know a GUI toolkit": ("session/planted.py", "from PySide6.QtCore import QObject"),
    "The detector never sees the truth": (
        "detection/planted.py",
        "from iss_viewer.scenario import Scenario",
    ),
    "Nobody above the link names a particular source": (
        "views/planted.py",
        "from iss_viewer.simulation import SimulatedSource",
    ),
}


def verdicts(folder: Path) -> dict[str, str]:
    """Contract -> KEPT or BROKEN, for the package in `folder`."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = {}
    for line in done.stdout.splitlines():
        for state in ("KEPT", "BROKEN"):
            if line.endswith(f" {state}"):
                found[line.removesuffix(f" {state}").strip()] = state
    assert found, done.stdout + done.stderr
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "iss_viewer", folder / "iss_viewer", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_all_contracts_are_kept(copy: Path):
    assert set(verdicts(copy).values()) == {"KEPT"}
    assert set(verdicts(copy)) == set(PLANTED)


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str):
    name, line = PLANTED[contract]
    planted = copy / "iss_viewer" / name
    planted.write_text(line + "\n")
    try:
        assert verdicts(copy)[contract] == "BROKEN"
    finally:
        planted.unlink()
