"""What a window imports before it is drawn: nothing that only the session or a reviewer needs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "numba",
    "scipy",
    "matplotlib",
    "pyarrow",
    "mcap",
    "google.protobuf",
    "vtkmodules",
    "jinja2",
    "lz4",
    "iss_viewer.telemetry.recording",
    "iss_viewer.scenario",
    "iss_viewer.session",
    "iss_viewer.views.module",
    "iss_viewer.views.plots",
    "iss_viewer.views.trainer",
)
_ASK = f"""
import sys
import iss_viewer.app.window, iss_viewer.views.window.main_window
import iss_viewer.app.connector, iss_viewer.app.review_results, iss_viewer.app.scenario_list
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_the_window_is_drawn_before_anything_heavy_is_imported() -> None:
    done = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


_SHELL = """
import sys
from iss_viewer.cli import default, files, picture, review, run, study
import iss_viewer.app.window, iss_viewer.views.window.shell
print(*(name for name in {names!r} if name in sys.modules))
"""


def test_the_shell_is_painted_before_anything_but_qt_and_the_command_line_is_imported() -> None:
    names = (*HEAVY, "numpy", "pydantic", "pyqtgraph", "iss_viewer.telemetry", "iss_viewer.station")
    script = _SHELL.format(names=names)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


_SOURCES = """
import linecache, sys
import PySide6.QtCore
from iss_viewer.app.window import leave_sources_unread
leave_sources_unread()
import colorsys
print(any("colorsys" in file for file in linecache.cache))
"""


def test_no_source_of_a_module_is_kept_because_the_toolkit_looked_at_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SOURCES], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"]
