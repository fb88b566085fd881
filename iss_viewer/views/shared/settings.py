"""What a window remembers between starts: texts, as JSON. Data alone: nothing in it could be run."""

from __future__ import annotations

import base64
import binascii
import json
import os
from pathlib import Path

_MOST_BYTES = 4_000_000


class WindowSettings:
    """A file of names and texts, for its owner only; what is broken in it is passed over.

    Where it cannot be written, nothing is remembered, and nothing else happens.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _read(path)

    def text(self, key: str, otherwise: str = "") -> str:
        """What was kept under a name."""
        return self._kept.get(key, otherwise)

    def state(self, key: str) -> bytes | None:
        """The bytes that `keep_state` kept; None where there are none."""
        try:
            return base64.b64decode(self._kept[key], validate=True)
        except (KeyError, ValueError, binascii.Error):
            return None

    def names(self, start: str) -> list[str]:
        """How names go on that begin so, sorted."""
        return sorted(key.removeprefix(start) for key in self._kept if key.startswith(start))

    def keep(self, key: str, text: str) -> None:
        """Keep a text under a name, at once."""
        if self._kept.get(key) != text:
            self._kept[key] = text
            self._write()

    def keep_state(self, key: str, state: bytes) -> None:
        """Keep bytes under a name, at once."""
        self.keep(key, base64.b64encode(state).decode("ascii"))

    def _write(self) -> None:
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as text:
                json.dump(self._kept, text, indent=1)
            fresh.replace(self._path)
        except OSError:
            fresh.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: text for key, text in found.items() if isinstance(text, str)}
