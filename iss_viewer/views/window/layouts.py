"""Where the panels stand: remembered between starts, saved under a name, passed on as a file."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QFileDialog, QMainWindow

#: counts up when panels get other names, so that an old layout is not half applied
VERSION = 1


class Layouts:
    """Reads and writes layouts of one window; what is broken is passed over."""

    def __init__(self, window: QMainWindow, settings: QSettings) -> None:
        self._window, self._settings = window, settings

    def remember(self) -> None:
        """Keep the present layout for the next start."""
        self._settings.setValue("window/geometry", self._window.saveGeometry())
        self._settings.setValue("window/state", self._window.saveState(VERSION))

    def recall(self) -> bool:
        """Take up the layout of the last time; whether there was a whole one."""
        geometry = self._settings.value("window/geometry")
        state = self._settings.value("window/state")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
        return isinstance(state, QByteArray) and self._window.restoreState(state, VERSION)

    def names(self) -> list[str]:
        """The layouts that were saved under a name."""
        self._settings.beginGroup("layouts")
        names = sorted(self._settings.childKeys())
        self._settings.endGroup()
        return names

    def save(self, name: str) -> None:
        """Save the present layout under a name."""
        self._settings.setValue(f"layouts/{name}", self._window.saveState(VERSION))

    def use(self, name: str) -> bool:
        """Take up a named layout; whether it could be read."""
        state = self._settings.value(f"layouts/{name}")
        return isinstance(state, QByteArray) and self._window.restoreState(state, VERSION)

    def remove(self, name: str) -> None:
        """Forget a named layout."""
        self._settings.remove(f"layouts/{name}")

    def write_file(self, path: Path) -> None:
        """Write the present layout to a file for others."""
        state = bytes(self._window.saveState(VERSION).data())
        text = {"iss_viewer_layout": VERSION, "state": base64.b64encode(state).decode("ascii")}
        path.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")

    def read_file(self, path: Path) -> bool:
        """Take up a layout from a file; False where it is none."""
        try:
            text = json.loads(path.read_text(encoding="utf-8"))
            state = base64.b64decode(text["state"], validate=True)
        except (OSError, ValueError, KeyError, TypeError, binascii.Error):
            return False
        return self._window.restoreState(QByteArray(state), VERSION)


def ask_and_write(window: QMainWindow) -> None:
    """Ask for a file and write the window's layout to it."""
    path, _ = QFileDialog.getSaveFileName(window, "Layout", "layout.json", "Layouts (*.json)")
    if path:
        Layouts(window, QSettings()).write_file(Path(path))


def ask_and_read(window: QMainWindow) -> bool:
    """Ask for a file and take up its layout; False where it holds none that fits."""
    path, _ = QFileDialog.getOpenFileName(window, "Layout", "", "Layouts (*.json)")
    return not path or Layouts(window, QSettings()).read_file(Path(path))
