"""Where the panels stand: remembered between starts, saved under a name, passed on as a file."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

from iss_viewer.views.shared.settings import WindowSettings

#: counts up when panels get other names, so that an old layout is not half applied
VERSION = 2


class KeepsContent(Protocol):
    """Panels that keep more than their places."""

    def content(self) -> object:
        """What is to be kept, as plain data."""

    def take_content(self, content: object) -> None:
        """Take up what `content` gave; what is broken in it is passed over."""


class Layouts:
    """Reads and writes layouts of one window; what is broken is passed over.

    settings: where they are kept; None: nowhere. content: panels that keep more than their places. workspace: the one that is meant, each has its own.
    """

    def __init__(
        self,
        window: QMainWindow,
        settings: WindowSettings | None,
        content: KeepsContent | None = None,
    ) -> None:
        self._window, self._settings, self._content = window, settings, content
        self.workspace = ""

    def can_save(self) -> bool:
        """Whether layouts are kept at all."""
        return self._settings is not None

    def remember(self) -> None:
        """Keep the present layout for the next start."""
        if self._settings is not None:
            geometry, state = self._window.saveGeometry(), self._window.saveState(VERSION)
            self._settings.keep_state("window/geometry", bytes(geometry.data()))
            self._settings.keep_state(self._key("window"), bytes(state.data()))
            self._settings.keep(self._key("content"), self._content_text())

    def recall_geometry(self) -> None:
        """Stand where the window stood the last time."""
        geometry = self._value("window/geometry")
        if geometry is not None:
            self._window.restoreGeometry(QByteArray(geometry))

    def recall(self) -> bool:
        """Take up the layout of the last time; whether there was a whole one."""
        self._take_content(self._text(self._key("content")))
        return self._restore(self._value(self._key("window")))

    def names(self) -> list[str]:
        """The layouts that were saved under a name."""
        return [] if self._settings is None else self._settings.names(self._key("layouts", ""))

    def save(self, name: str) -> None:
        """Save the present layout under a name."""
        if self._settings is not None:
            state = bytes(self._window.saveState(VERSION).data())
            self._settings.keep_state(self._key("layouts", name), state)
            self._settings.keep(self._key("contents", name), self._content_text())

    def use(self, name: str) -> bool:
        """Take up a named layout; whether it could be read."""
        self._take_content(self._text(self._key("contents", name)))
        return self._restore(self._value(self._key("layouts", name)))

    def write_file(self, path: Path) -> None:
        """Write the present layout to a file for others."""
        state = bytes(self._window.saveState(VERSION).data())
        text = {
            "iss_viewer_layout": VERSION,
            "state": base64.b64encode(state).decode("ascii"),
            "content": self._content_text(),
        }
        path.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")

    def read_file(self, path: Path) -> bool:
        """Take up a layout from a file; False where it is none."""
        try:
            text = json.loads(path.read_text(encoding="utf-8"))
            state = base64.b64decode(text["state"], validate=True)
        except (OSError, ValueError, KeyError, TypeError, binascii.Error):
            return False
        is_whole = self._restore(state)
        if is_whole:
            self._take_content(text.get("content"))
        return is_whole

    def _content_text(self) -> str:
        return json.dumps(self._content.content()) if self._content is not None else ""

    def _text(self, key: str) -> str:
        return "" if self._settings is None else self._settings.text(key)

    def _take_content(self, text: object) -> None:
        """Hand panels what they kept; what is broken is passed over."""
        if self._content is None or not isinstance(text, str) or not text:
            return
        try:
            self._content.take_content(json.loads(text))
        except (ValueError, RecursionError):
            return

    def _key(self, *parts: str) -> str:
        return "/".join((parts[0], self.workspace, *parts[1:]))

    def _value(self, key: str) -> bytes | None:
        return None if self._settings is None else self._settings.state(key)

    def _restore(self, state: bytes | None) -> bool:
        return state is not None and self._window.restoreState(QByteArray(state), VERSION)


def refusal_of(path: Path) -> str:
    """Why a file's layout was not taken up: it is of another version, or it is no layout at all."""
    try:
        version = json.loads(path.read_text(encoding="utf-8"))["iss_viewer_layout"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        version = VERSION
    if version == VERSION or not isinstance(version, int):
        return "This file holds no layout that fits."
    return f"This layout is of version {version}, and this ISS Viewer reads version {VERSION}: write it anew."
