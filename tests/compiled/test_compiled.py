"""What was compiled from other sources is never used, wherever it is kept; and keys name all sources."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from numba.core.dispatcher import Dispatcher

from iss_viewer.compiled import Compiler
from iss_viewer.detection.state.compiled import COMPILER as DETECTOR
from iss_viewer.simulation.air.kernel_work import COMPILER as AIR
from iss_viewer.simulation.compiled import COMPILER as SIMULATION

_CALLEE = """
from compiler import inner
@inner
def part(x):
    return {}
"""
_CALLER = """
from callee import part
from compiler import entry
@entry
def whole(x):
    return 1 + part(x)
"""
_PAIR_CALLEE = """
from typing import NamedTuple
from compiler import inner
class {name}(NamedTuple):
    x: int
Pair = {name}
@inner
def part(pair):
    return pair.x
"""
_PAIR_CALLER = """
from callee import Pair, part
from compiler import entry
@entry
def of_pair(pair):
    return 1 + part(pair)
def whole(x):
    return of_pair(Pair(x))
whole.stats = of_pair.stats
"""
_COMPILER = """
from pathlib import Path
from iss_viewer.compiled import Compiler
compiler = Compiler(Path(__file__).parent)
entry, inner = compiler.entry, compiler.inner
"""
_ASK = "from caller import whole; print(whole(1), sum(whole.stats.cache_hits.values()))"
_ASK_TOGETHER = """
import sys
from pathlib import Path
from caller import whole
here = Path(sys.argv[1])
(here / sys.argv[2]).touch()
while len(list(here.glob("ready-*"))) < 2:
    pass
print(whole(1), sum(whole.stats.cache_hits.values()))
"""


def environment(folder: Path, cache: str) -> dict[str, str]:
    """That of a process which compiles what a folder holds."""
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path])}
    found.pop("NUMBA_CACHE_DIR", None)
    return {**found, "NUMBA_CACHE_DIR": cache} if cache else found


def answer(folder: Path, cache: str) -> tuple[int, int]:
    """What the caller gives, and how many compiled functions it found."""
    done = subprocess.run(
        [sys.executable, "-c", _ASK],
        env=environment(folder, cache),
        capture_output=True,
        text=True,
        check=True,
    )
    value, hits = done.stdout.split()
    return int(value), int(hits)


def write_room(folder: Path) -> None:
    """Two small functions in two files, and what compiles them."""
    folder.mkdir(exist_ok=True)
    (folder / "compiler.py").write_text(_COMPILER)
    (folder / "caller.py").write_text(_CALLER)
    (folder / "callee.py").write_text(_CALLEE.format("x"))


@pytest.mark.parametrize("is_apart", [False, True], ids=["beside the sources", "in a folder apart"])
def test_a_callee_changed_in_another_file_gives_its_new_result(
    tmp_path: Path, is_apart: bool
) -> None:
    room, cache = tmp_path / "room", str(tmp_path / "cache") if is_apart else ""
    write_room(room)
    assert answer(room, cache) == (2, 0)
    assert answer(room, cache) == (2, 1)
    (room / "callee.py").write_text(_CALLEE.format("x + 99"))
    assert answer(room, cache) == (101, 0)
    assert answer(room, cache) == (101, 1)
    (room / "callee.py").write_text(_CALLEE.format("x"))
    assert answer(room, cache)[0] == 2


def test_of_two_processes_that_start_together_one_compiles_and_the_other_finds_all(
    tmp_path: Path,
) -> None:
    write_room(tmp_path)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _ASK_TOGETHER, str(tmp_path), f"ready-{number}"],
            env=environment(tmp_path, str(tmp_path / "cache")),
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in (1, 2)
    ]
    assert sorted(process.communicate()[0].split() for process in started) == [
        ["2", "0"], ["2", "1"],
    ]  # fmt: skip


def test_a_class_renamed_since_it_was_compiled_for_is_compiled_for_anew(tmp_path: Path) -> None:
    (tmp_path / "compiler.py").write_text(_COMPILER)
    (tmp_path / "caller.py").write_text(_PAIR_CALLER)
    (tmp_path / "callee.py").write_text(_PAIR_CALLEE.format(name="Couple"))
    assert answer(tmp_path, "") == (2, 0)
    (tmp_path / "callee.py").write_text(_PAIR_CALLEE.format(name="Twins"))
    assert answer(tmp_path, "") == (2, 0)
    assert answer(tmp_path, "") == (2, 1)


@pytest.mark.parametrize(
    "compiler", [AIR, SIMULATION, DETECTOR], ids=["air", "simulation", "detector"]
)
def test_all_that_a_compiled_function_uses_is_in_its_key(compiler: Compiler) -> None:
    outside = {
        f"{function.__module__}.{function.__qualname__}: {name} of {source.name}"
        for function in functions(compiler)
        for name, source in used(function)
        if source not in compiler.sources
    }
    assert not outside


def functions(compiler: Compiler) -> Iterator[FunctionType]:
    """All functions that are compiled from the sources of a room."""
    package = Path(sys.modules["iss_viewer"].__path__[0]).parent
    for source in compiler.sources:
        name = ".".join(source.relative_to(package).with_suffix("").parts)
        for value in vars(importlib.import_module(name.removesuffix(".__init__"))).values():
            if isinstance(value, Dispatcher):
                yield value.py_func


def used(function: FunctionType) -> Iterator[tuple[str, Path]]:
    """The names from other files of the house that a function uses, each with its file."""
    module = sys.modules[function.__module__]
    for name in function.__code__.co_names:
        if name in function.__globals__:
            yield from ((name, file) for file in origins(module, name))


def origins(module: ModuleType, name: str) -> Iterator[Path]:
    """The file that a name of a module comes from, and those that hand it on."""
    for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text())):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("iss_viewer"):
            continue
        for alias in node.names:
            if name == (alias.asname or alias.name):
                yield from source_of(importlib.import_module(str(node.module)), alias.name)


def source_of(module: ModuleType, name: str) -> Iterator[Path]:
    """Where `name`, imported from `module`, is written."""
    value = getattr(module, name)
    if isinstance(value, ModuleType):
        yield Path(value.__file__ or "")
        return
    yield Path(module.__file__ or "")
    yield from origins(module, name)
