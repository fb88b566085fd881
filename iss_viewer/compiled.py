"""How numeric loops are compiled and kept on disk, under keys that name the sources of their room.

Numba compares the file of the function itself alone, but what it compiles holds the functions and
constants of other files too. So each function gets a digest of all of them as a cell of its closure,
which is part of numba's key, wherever the cache lies: what was compiled from other sources is never found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import CellType, FunctionType
from typing import Any, TypeVar

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])

_WITHOUT_WRAPPERS: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


_CONSTANTS = tuple(Path(__file__).with_name(name) for name in ("physics.py", "units.py"))


class Compiler:
    """Compiles the functions of one room, whose sources are files, and all Python files below folders."""

    def __init__(self, *sources: Path, **options: Any) -> None:
        """`options` are numba's, for all functions of the room."""
        self.sources = tuple(
            sorted({file for source in (*sources, *_CONSTANTS) for file in _files(source)})
        )
        self._digest = hashlib.sha256(b"".join(map(_named, self.sources))).hexdigest()
        self._options = {"error_model": "numpy", **options}  # division by zero gives infinity

    def entry(self, function: Function) -> Function:
        """Compile a function that Python calls."""
        return self._compile(function)

    def inner(self, function: Function) -> Function:
        """Compile one that only compiled functions call; a call from Python would end the process.

        Without the wrappers for Python and C, which shortens the first start.
        """
        return self._compile(function, **_WITHOUT_WRAPPERS)

    def _compile(self, function: Function, **more: Any) -> Function:
        compiled: Function = njit(cache=True, **self._options, **more)(
            with_cell(function, self._digest)
        )
        return compiled


def with_cell(function: Function, value: str) -> Function:
    """The same function with one more cell in its closure, which it never reads."""
    assert isinstance(function, FunctionType)
    code = function.__code__.replace(co_freevars=(*function.__code__.co_freevars, "_sources"))
    cells = (*(function.__closure__ or ()), CellType(value))
    copy: Any = FunctionType(code, function.__globals__, None, function.__defaults__, cells)
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__annotations__ = function.__annotations__
    copy.__doc__, copy.__module__ = function.__doc__, function.__module__
    copy.__qualname__ = function.__qualname__
    return copy  # type: ignore[no-any-return]


def _files(source: Path) -> list[Path]:
    return list(source.rglob("*.py")) if source.is_dir() else [source]


def _named(file: Path) -> bytes:
    return file.name.encode() + b"\0" + file.read_bytes() + b"\0"
