"""The shell of the window paints before the heavy libraries are loaded."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.shell import Shell

_HEAVY = ("pyqtgraph", "pyvista", "vtkmodules", "matplotlib", "numba", "pyarrow", "scipy")
_SCRIPT = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
from iss_viewer.views.window.main_window import MainWindow
window = MainWindow(lambda wanted: None, tuple)
window.show()
window.grab()
print(*[name for name in {heavy!r} if name in sys.modules])
sys.stdout.flush()
import os
os._exit(0)
"""


def test_the_window_paints_before_plots_and_3d_are_loaded():
    script = _SCRIPT.format(heavy=_HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


class _Silent:
    """A link to a session that has not said anything yet."""

    def receive(self) -> list[object]:
        return []

    def post(self, command: object) -> None:
        pass

    def close(self) -> None:
        pass


def test_a_session_that_is_started_before_the_window_is_seen_waits_with_the_plots(qtbot):
    window = MainWindow(lambda wanted: _Silent(), tuple)
    qtbot.addWidget(window)
    window.start()
    QCoreApplication.processEvents()
    assert window.panels.plots is None
    window.show()
    qtbot.waitUntil(lambda: window.panels.plots is not None, timeout=60_000)


def test_the_shell_says_what_is_prepared_and_leaves_its_place_to_the_window(qtbot, tmp_path):
    shell, window = Shell(WindowSettings(tmp_path / "window.json")), QMainWindow()
    qtbot.addWidget(window)
    shell.resize(700, 500)
    shell.paint_now()
    assert shell.is_painted
    assert "being prepared" in shell.centralWidget().text()
    shell.give_way(window)
    window.show()
    qtbot.waitUntil(lambda: not isValid(shell), timeout=5000)
    assert window.size().toTuple() == (700, 500)
