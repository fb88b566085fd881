"""What the result of a run depends on, as one digest: its code, the assets, the numeric libraries.

The code is the file of the run and all files of the package that it imports, however far; so a change of a panel
or of the words of a page costs no row of a study, and a change of a filter costs all.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import platform
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from iss_viewer.datafile import assets_dir

_PACKAGE = Path(__file__).resolve().parents[1]
_LIBRARIES = ("numpy", "numba")
_ASSETS = (
    "limits.toml",
    "priors.toml",
    "safety.toml",
    "deeds.toml",
    "stations/*",
    "scenarios/*",
    "series/*.*",
    "series/station/*",
)


@cache
def digest_of(run: Callable[..., Any]) -> str:
    """The digest of everything that decides what `run` returns for a job."""
    digest = hashlib.sha256(" ".join(_versions()).encode())
    assets = {path for pattern in _ASSETS for path in assets_dir().glob(pattern)}
    for file in [*sorted(sources_of(run)), *sorted(assets)]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def sources_of(run: Callable[..., Any]) -> frozenset[Path]:
    """The file of a function and all files of this package that are imported from there."""
    coming = [Path(inspect.getfile(inspect.unwrap(run))).resolve()]
    reached: set[Path] = set()
    while coming:
        file = coming.pop()
        if file not in reached:
            reached.add(file)
            coming += _imported(file)
    return frozenset(reached)


def _imported(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield from _files(name)


def _files(name: str) -> Iterator[Path]:
    """The files of this package that run when `name` is imported; a name in a module is of its file."""
    top, *parts = name.split(".")
    place = _PACKAGE
    if top != place.name:
        return
    yield place / "__init__.py"
    for part in parts:
        place = place / part
        if place.is_dir():
            yield place / "__init__.py"
        elif (file := place.with_suffix(".py")).is_file():
            yield file


def _versions() -> list[str]:
    return [platform.python_version(), *(f"{name} {version(name)}" for name in _LIBRARIES)]
