"""Which tests a mutant is shown to, in which order, and what they say."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candidates import Mutant
from changeable import ROOT, statement
from executed import IMPORT, SURROUNDINGS, Executed

#: tests may take that many times as long as under coverage on the code as it is
PATIENCE = 10.0
START_S = 60.0
COMPILING_S = 900.0
#: so many tests of so many files are read and asked by themselves before all: most mutants end there
FIRST_TESTS, FIRST_FILES = 12, 2
#: exit codes of pytest that are no answer: ended from outside, its own fault, no tests
NO_ANSWER = (-signal.SIGKILL, 3, 5)
#: pytest's exit code where what all tests share cannot be imported
NOT_IMPORTED = 4

#: the tests that run now, to be ended with this program
running: set[subprocess.Popen[str]] = set()

#: put below the copy's compiled.py: what was compiled from the code as it is, is found by a mutant too
_FROZEN = """

_AS_IT_IS = Path("{as_it_is}")
_HERE = Path(__file__).parents[1]
_named_before, _compile_before = _named, Compiler._compile


def _original(file: Path) -> Path:
    return _AS_IT_IS / file.relative_to(_HERE) if file.is_relative_to(_HERE) else file


def _named(file: Path) -> bytes:
    return _named_before(_original(file))


def _compile(self, function, **more):
    compiled = _compile_before(self, function, **more)
    if isinstance(compiled, Dispatcher):
        locator = compiled._cache._impl.locator
        here, locator._py_file = locator._py_file, str(_original(Path(locator._py_file)))
        compiled._cache._cache_file._source_stamp = locator.get_source_stamp()
        locator._py_file = here
    return compiled


Compiler._compile = _compile
"""


@dataclass(frozen=True, slots=True)
class Question:
    """The files of tests that a mutant is shown to, and the order of tests and files, likeliest first."""

    files: list[str]
    first: list[str]  # some likely and light tests, that are asked by themselves before all
    order: list[str]
    longest_s: float
    is_compiled_anew: bool  # it may change what compiled code takes for constant
    passed: list[str]  # digests of all files that it has passed if it passes these


def tests_of(file: str, root: Path) -> list[str]:
    """The tests of the room that a file lies in, as they are in `root`: first those that lie where it lies, and that name it.

    A module that is no room, such as physics.py, is held by the tests that name it, wherever they lie.
    """
    inside = Path(file).with_suffix("").parts[1:]
    module = ".".join(("iss_viewer", *inside))
    folder = root.joinpath("tests", *(inside[:2] if inside[0] == "views" else inside[:1]))

    def distance(test: Path) -> tuple[int, bool, str]:
        pairs = zip(test.relative_to(root).parts[1:-1], inside, strict=False)
        shared = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        return -shared, module not in test.read_text(), str(test)

    everywhere = (root / "tests").rglob("test_*.py")
    found = list(folder.rglob("test_*.py")) or [t for t in everywhere if module in t.read_text()]
    return [str(test.relative_to(root)) for test in sorted(found, key=distance)]


def question(mutant: Mutant, room: list[Executed], known: dict[str, Any]) -> Question:
    """Of the tests of the room, the files that run the changed statement.

    All tests of such a file are asked, for one may use what another had made; but those that run the statement
    come first; then file by file, those before that run anything of the mutant's file. What runs less comes before
    what runs more. What is `known` from before is not asked again.
    """
    span = statement((ROOT / mutant.file).read_text(), mutant.line)
    of_it = {each.tests: each.of(mutant.file, span) for each in room}
    passed = [each.digest for each in room if not of_it[each.tests]] + known.get("passed", [])
    is_open = known.get("outcome", "survived") == "survived"
    asked = [each for each in room if is_open and each.digest not in passed]
    near = sorted((each.lightest(of_it[each.tests]) for each in asked), key=lambda tests: tests[0])
    light = sorted(asked, key=lambda each: (not each.busiest(mutant.file), each.weight))
    far = [name for each in light for name in (*each.busiest(mutant.file), each.tests)]
    order = [*(test for tests in near for _, test in tests), *far]
    files = [
        each
        for each in dict.fromkeys(name.partition("::")[0] for name in order)
        if each.endswith(".py")
    ]
    tests = [name for name in order if "::" in name and name.startswith(tuple(files[:FIRST_FILES]))]
    is_compiled_anew = any(IMPORT in of_it[each.tests] for each in asked)
    longest_s = START_S + PATIENCE * sum(each.took_s for each in asked)
    return Question(
        files,
        tests[:FIRST_TESTS] or files[:FIRST_FILES],
        list(dict.fromkeys(order)),
        longest_s + (COMPILING_S if is_compiled_anew else 0.0),
        is_compiled_anew,
        sorted({*passed, *(each.digest for each in asked)}),
    )


def copied(folder: Path) -> Path:
    """A copy of the work tree to be changed, with what was compiled for it."""
    for name in ("iss_viewer", "tests", "assets", "docs", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".git":
            shutil.copy2(file, folder)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    return folder


def answer(mutant: Mutant, asked: Question, folder: Path, as_it_is: Path) -> tuple[str, str]:
    """Change the line in that copy, ask the tests, put all back: (killed, late or survived, which test failed)."""
    if not asked.files:
        return "survived", ""
    compiler = folder / "iss_viewer/compiled.py"
    if not asked.is_compiled_anew:
        compiler.write_text(compiler.read_text() + _FROZEN.format(as_it_is=as_it_is))
    (folder / mutant.file).write_text(mutant.text)
    told, by = "survived", ""
    try:
        for tests in (asked.first, asked.files):
            if told == "survived":
                told, by = _said(asked, tests, folder)
        return told, by
    finally:
        shutil.copytree(as_it_is / "iss_viewer", folder / "iss_viewer", dirs_exist_ok=True)


def _said(asked: Question, tests: list[str], folder: Path) -> tuple[str, str]:
    first = folder / "first.txt"
    first.write_text("\n".join(asked.order))
    options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "tests.mutants.in_pytest"]
    limits = ["--timeout=600"] if asked.is_compiled_anew else []
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, *limits, f"--first={first}", *tests],
        cwd=folder,
        env={**os.environ, **SURROUNDINGS, "PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        running.add(process)
        try:
            said, _ = process.communicate(timeout=asked.longest_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return "late", ""
        finally:
            running.discard(process)
    if process.returncode in NO_ANSWER:
        raise RuntimeError(f"The tests gave no answer ({process.returncode}):\n{said}")
    named = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if process.returncode == NOT_IMPORTED:
        named = [f"not imported: {said.splitlines()[-1]}"]
    return ("survived" if process.returncode == 0 else "killed"), next(iter(named), "")


def end_all() -> None:
    """End the tests that run."""
    for process in tuple(running):
        os.killpg(process.pid, signal.SIGKILL)
