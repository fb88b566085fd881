"""How numeric loops are compiled and kept on disk, under stamps that name the sources of their room.

Numba compares the file of the function itself alone, but what it compiles holds the functions and
constants of other files too, and the index that says what was compiled names their classes. So the stamp
that numba asks of an index before it reads it holds a digest of all these files: what was compiled from
other sources is never found, wherever the cache lies, and is overwritten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit
from numba.core.dispatcher import Dispatcher

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
        compiled: Any = njit(cache=True, **self._options, **more)(function)
        is_compiled: bool = isinstance(compiled, Dispatcher)  # not with NUMBA_DISABLE_JIT
        if is_compiled:
            index = compiled._cache._cache_file  # numba has no public way to stamp an index
            index._version = f"{index._version} {self._digest}"
        return cast(Function, compiled)


def _files(source: Path) -> list[Path]:
    return list(source.rglob("*.py")) if source.is_dir() else [source]


def _named(file: Path) -> bytes:
    return file.name.encode() + b"\0" + file.read_bytes() + b"\0"
