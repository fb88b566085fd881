"""The shell of the window paints before the heavy libraries are loaded."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from iss_viewer.link.link import Announced
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.window.main_window import MainWindow
from iss_viewer.views.window.shell import Shell
from tests.views import prepared

_HEAVY = ("pyqtgraph", "vtkmodules", "matplotlib", "numba", "pyarrow", "scipy")
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


def test_the_plots_are_loaded_when_the_station_is_seen(qtbot):
    window = MainWindow(lambda wanted: _Silent(), tuple)
    qtbot.addWidget(window)
    window.start()
    window.show()
    qtbot.wait(100)
    assert window.panels.plots is None
    window.take(Announced("A run", prepared.station()))
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
