"""The import contracts hold, and each one sees every violation that is planted for it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: contract -> lines that must break it, each in a room that may not have it
PLANTED = {
    "A room imports only from the rooms below it": [
        ("station", "from iss_viewer.telemetry import Samples"),
    ],
    "A panel knows the style and what all panels share, not another task's panels": [
        ("views/alarms", "from iss_viewer.views.plots import plot_panel"),
    ],
    "No room has a circle of imports": [
        ("telemetry/recording", "from iss_viewer.telemetry.catalogue import Catalogue"),
    ],
    "The detector is built in floors: state, estimates, cycle, alarms, assessment": [
        ("detection/locating", "from iss_viewer.detection.estimation.kalman import predict"),
    ],
    "Only views know a GUI toolkit": [
        ("session", "from PySide6.QtCore import QObject"),
        ("situation", "import pyqtgraph"),
        ("views/scene", "from PySide6.QtGui import QImage"),
    ],
    "Only the station in 3D knows a 3D toolkit": [
        ("debrief", "import vtkmodules"),
        ("detection", "from vtkmodules.vtkCommonCore import vtkPoints"),
        ("situation", "from iss_viewer.views.scene import station_scene"),
    ],
    "A panel draws the station by the scene alone": [
        ("views/window", "import vtkmodules"),
        ("views/module", "import vtk"),
    ],
    "Only reports and studies draw with matplotlib": [
        ("views/review", "from matplotlib.figure import Figure"),
        ("simulation", "import matplotlib"),
    ],
    "Only studies know Dask": [
        ("session", "from distributed import Client"),
        ("detection", "import dask"),
    ],
    "What wires builds no widgets, scenes or figures": [
        ("app", "from pyqtgraph import PlotCurveItem"),
        ("cli", "from matplotlib.figure import Figure"),
    ],
    "The commands know no window": [
        ("cli", "from PySide6.QtWidgets import QApplication"),
    ],
    "The detector writes no file and knows no database": [
        ("detection/alarms", "import sqlite3"),
        ("detection", "import tempfile"),
        ("detection/estimation", "from iss_viewer.telemetry.journal import Journal"),
    ],
    "The detector never sees the truth": [
        ("detection", "from iss_viewer.scenario import Scenario"),
    ],
    "Nobody above the link names a particular source": [
        ("views", "from iss_viewer.simulation import SimulatedSource"),
    ],
}

#: what is said of a violation where its module is not named
SAID = {"No room has a circle of imports": ".recording -> .catalogue"}


def lint(folder: Path) -> str:
    """What import-linter says of the package in `folder`."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "500"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def verdicts(said: str) -> dict[str, str]:
    """Contract -> KEPT or BROKEN."""
    found = re.findall(r"^(.+) (KEPT|BROKEN)$", said, re.MULTILINE)
    assert found, said
    return {name.strip(): state for name, state in found}


def reasons(said: str) -> dict[str, str]:
    """Broken contract -> what is said of it: its heading, underlined, and all up to the next one."""
    parts = re.split(r"^(.+)\n-+\n", said.partition("Broken contracts")[2], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(
        ROOT / "iss_viewer", folder / "iss_viewer", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_all_contracts_are_kept(copy: Path):
    found = verdicts(lint(copy))
    assert set(found.values()) == {"KEPT"}
    assert set(found) == set(PLANTED)


@pytest.fixture(scope="module")
def broken(copy: Path) -> dict[str, str]:
    """What is said of each contract once all violations are planted."""
    for number, lines in enumerate(PLANTED.values()):
        for index, (room, line) in enumerate(lines):
            planted = copy / "iss_viewer" / room / f"planted_{number}_{index}.py"
            planted.write_text(line + "\n")
    return reasons(lint(copy))


@pytest.mark.parametrize("contract", PLANTED)
def test_each_planted_violation_breaks_its_contract(broken: dict[str, str], contract: str):
    number = list(PLANTED).index(contract)
    for index, (room, _) in enumerate(PLANTED[contract]):
        name = f"iss_viewer.{room.replace('/', '.')}.planted_{number}_{index}"
        assert SAID.get(contract, name) in broken[contract]
