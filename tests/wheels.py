"""Wheels of somebody else that add something by an entry point, for tests of the plug points."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest


def added(folder: Path, name: str, code: str, group: str, function: str) -> None:
    """A wheel with one module, on the path, whose function is an entry point of a group."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", code)
        archive.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        archive.writestr(f"{about}/entry_points.txt", f"[{group}]\n{name} = {name}:{function}\n")
    sys.path.insert(0, str(file))


@pytest.fixture(autouse=True)
def own_path(monkeypatch):
    """The path of a test, without what others put there."""
    monkeypatch.setattr(sys, "path", list(sys.path))
