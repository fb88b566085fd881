"""Compiled functions that a wheel carries, so that its first start compiles nothing.

They are compiled for the plainest processor of their kind, which gives the same results bit for bit, and
lie under the same stamps as what this machine compiles itself: those of other sources, of another numba
or another Python are not found. What this machine has compiled goes first. ``make wheel`` writes them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, IndexDataCacheFile

#: beside the package; there in wheels that carry them, and only there
FOLDER = Path(__file__).with_name("kernels")

#: numba's name for the processor that all of a kind can stand in for, and the features that it asks for
PLAIN = "generic"
_FEATURES = ""


class CarriedCache:
    """What a folder has of one function, before or in place of what numba keeps for this machine."""

    def __init__(self, dispatcher: Any, digest: str, folder: Path) -> None:
        """Of a function that numba compiles, whose sources have this digest."""
        self._own: FunctionCache = dispatcher._cache
        function = dispatcher.py_func
        name = f"{function.__module__}.{function.__qualname__}.{sys.implementation.cache_tag}"
        self._file = IndexDataCacheFile(str(folder), name, digest)

    def load(self, signature: Any, target: Any) -> Any:
        """The function for these types of arguments; None where the folder has none."""
        found = self._file.load(self._own._index_key(signature, _Plain(target.codegen())))
        return None if found is None else self._own._impl.rebuild(target, found)

    def save(self, signature: Any, compiled: Any) -> None:
        """Write one that was compiled for the plain processor."""
        key = self._own._index_key(signature, compiled.codegen)
        self._file.save(key, self._own._impl.reduce(compiled))


class _Plain:
    """Stands for numba's generator of code where only the name of its processor is asked."""

    def __init__(self, own: Any) -> None:
        self._system = own.magic_tuple()[0]

    def magic_tuple(self) -> tuple[str, str, str]:
        """System, processor, features, as they are in the index."""
        return self._system, PLAIN, _FEATURES


def carry(dispatcher: Any, digest: str, folder: Path) -> None:
    """Have a function look into the folder for what this machine has not compiled itself."""
    own = dispatcher._cache
    carried, load_own = CarriedCache(dispatcher, digest, folder), own.load_overload

    def load(signature: Any, target: Any) -> Any:
        found = load_own(signature, target)
        return carried.load(signature, target) if found is None else found

    own.load_overload = load


def write(functions: Iterable[tuple[Any, str]], folder: Path) -> int:
    """Write what this process has compiled of functions, each with its digest; returns how many forms.

    Raises ValueError in a process that compiles for its own processor: NUMBA_CPU_NAME has to be `PLAIN`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for dispatcher, digest in functions:
        carried = CarriedCache(dispatcher, digest, folder)
        for signature, compiled in dispatcher.overloads.items():
            if compiled.codegen.magic_tuple()[1:] != (PLAIN, _FEATURES):
                name = dispatcher.py_func.__qualname__
                raise ValueError(f"{name} is compiled for this processor alone")
            carried.save(signature, compiled)
            count += 1
    return count
