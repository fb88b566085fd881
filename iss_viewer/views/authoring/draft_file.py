"""The file behind a text that is written: when it differs from it, and how it is replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from iss_viewer.datafile import FileMistakes, text_of


class DraftFile:
    """A text as it was read or saved last. path: its file; None: it has none yet, and `name` stands for it."""

    def __init__(self, text: str, path: Path | None = None, name: str = "untitled.toml") -> None:
        self.saved, self.path = plain_lines(text), path
        self.name = path.name if path is not None else name

    @classmethod
    def of(cls, path: Path) -> DraftFile:
        """The draft of a file. Raises FileMistakes."""
        return cls(text_of(path), path)

    @property
    def place(self) -> str:
        """Where it lies, or would: files beside it are known by it."""
        return str(self.path or Path(self.name))

    def is_changed(self, text: str) -> bool:
        """Whether a text differs from what is saved; of one that has no file yet, from what it began with."""
        return text != self.saved

    def is_overwritten(self) -> bool:
        """Whether somebody else has written the file since."""
        if self.path is None or not self.path.exists():
            return False
        try:
            return plain_lines(text_of(self.path)) != self.saved
        except FileMistakes:
            return True

    def save(self, text: str, path: Path) -> None:
        """Put a text in place of a file, whole or not at all. Raises OSError."""
        target = path.resolve()  # a link stays one
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with fresh.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                fresh.chmod(target.stat().st_mode & 0o777)
            fresh.replace(target)
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
        self.saved, self.path, self.name = text, path, path.name


def plain_lines(text: str) -> str:
    """A text with one kind of line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
