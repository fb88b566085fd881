"""How numeric loops are compiled and kept on disk, under stamps that name the sources of their room.

Numba compares the file of the function itself alone, but what it compiles holds the functions and
constants of other files too, and the index that says what was compiled names their classes. So the stamp
that numba asks of an index before it reads it holds a digest of all these files: what was compiled from
other sources is never found, wherever the cache lies, and is overwritten.

One process at a time compiles or reads what is of one room. Numba names a result in the index before it
writes it, and two processes that compile side by side each find a part of what the other has done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba import njit
from numba.core.caching import FunctionCache
from numba.core.compiler_lock import global_compiler_lock
from numba.core.dispatcher import Dispatcher
from numba.core.event import Event, Listener, install_listener

from iss_viewer import carried

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

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
        self.digest = hashlib.sha256(b"".join(map(_named, self.sources))).hexdigest()
        self._options = {"error_model": "numpy", **options}  # division by zero gives infinity
        self._turn = _turn_of(Path(os.path.commonpath(sources)).stem)

    def entry(self, function: Function) -> Function:
        """Compile a function that Python calls, unless the wheel carries it."""
        compiled = self._compile(function)
        if isinstance(compiled, Dispatcher):
            ENTRIES.append((compiled, self.digest))
            if carried.FOLDER.is_dir():
                carried.carry(compiled, self.digest, carried.FOLDER)
        return compiled

    def inner(self, function: Function) -> Function:
        """Compile one that only compiled functions call; a call from Python would end the process.

        Without the wrappers for Python and C, which shortens the first start.
        """
        return self._compile(function, **_WITHOUT_WRAPPERS)

    def part(self, function: Function) -> Function:
        """Put a function into the one compiled function that calls it, in place of compiling it apart.

        What is compiled apart is optimised again, with all that it calls, in each function above it.
        """
        return self._compile(function, inline="always", **_WITHOUT_WRAPPERS)

    def _compile(self, function: Function, **more: Any) -> Function:
        compiled: Any = njit(cache=True, **self._options, **more)(function)
        is_compiled: bool = isinstance(compiled, Dispatcher)  # not with NUMBA_DISABLE_JIT
        if is_compiled:
            index = compiled._cache._cache_file  # numba has no public way to stamp an index
            index._version = f"{index._version} {self.digest}"
            compiled.compile = _in_turn(compiled.compile, self._turn)
            if more.get("inline") != "always":
                _KNOWN.add(f"{function.__module__}.{function.__qualname__}")
        return cast(Function, compiled)


#: functions that Python calls, of all rooms that were imported, each with the digest of its room
ENTRIES: list[tuple[Dispatcher, str]] = []

#: functions that are compiled apart, of all rooms that were imported
_KNOWN: set[str] = set()


@contextmanager
def count_compiled(told: Callable[[int, int], None]) -> Iterator[None]:
    """Tell how many of the functions of the imported rooms are there, as each is compiled or found."""
    seen: set[str] = set()

    def count(function: Any) -> None:
        seen.add(f"{function.__module__}.{function.__qualname__}")
        told(len(seen & _KNOWN), len(_KNOWN))

    with install_listener("numba:compile", _CompiledListener(count)):
        told(0, len(_KNOWN))
        yield
    told(len(_KNOWN), len(_KNOWN))


def stamp_of(*rooms: Compiler) -> Path:
    """A file that may say that all of these rooms' sources are compiled for this processor."""
    return Path(FunctionCache(_files).cache_path, _stamp_name(rooms, codegen_cpu()))


def stamp_carried(folder: Path, *rooms: Compiler) -> Path:
    """A file that is there where a wheel carries all that these rooms' sources need."""
    return folder / _stamp_name(rooms, carried.PLAIN)


def codegen_cpu() -> str:
    """The processor that is compiled for."""
    from numba.core.registry import cpu_target

    return str(cpu_target.target_context.codegen().magic_tuple())


def _stamp_name(rooms: Iterable[Compiler], processor: str) -> str:
    told = [room.digest for room in rooms] + [numba.__version__, processor]
    return f"compiled-{hashlib.sha256(' '.join(told).encode()).hexdigest()[:16]}"


class _CompiledListener(Listener):
    """Hears of each function when it is compiled."""

    def __init__(self, heard: Callable[[Any], None]) -> None:
        self._heard = heard

    def on_start(self, event: Event) -> None:
        """Nothing is there yet."""

    def on_end(self, event: Event) -> None:
        """One more is there."""
        self._heard(event.data["dispatcher"].py_func)


class _Turn:
    """Whose turn it is to compile a room: that of one process, and of one of its threads.

    It ends with the process, however it ends. Where the system has no such locks, nobody waits.
    """

    def __init__(self, room: str) -> None:
        self._room, self._depth = room, 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn; what is compiled within what is compiled has it already."""
        with global_compiler_lock:
            if self._depth or fcntl is None:
                yield
                return
            file = os.open(_lock_file(self._room), os.O_RDONLY | os.O_CREAT, 0o666)
            fcntl.flock(file, fcntl.LOCK_EX)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                os.close(file)


@cache
def _turn_of(room: str) -> _Turn:
    """One for all compilers of a room."""
    return _Turn(room)


def _lock_file(room: str) -> Path:
    """A file that all processes with this cache open: where numba would keep what is compiled of this file."""
    return Path(FunctionCache(_files).cache_path, f"compiling-{room}.lock")


def _in_turn(function: Function, turn: _Turn) -> Function:
    @wraps(function)
    def waits(*args: Any) -> Any:
        with turn.taken():
            return function(*args)

    return cast(Function, waits)


def _files(source: Path) -> list[Path]:
    return list(source.rglob("*.py")) if source.is_dir() else [source]


def _named(file: Path) -> bytes:
    return file.name.encode() + b"\0" + file.read_bytes() + b"\0"
