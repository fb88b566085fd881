"""Which tests run which lines, so that a mutant is shown to those alone that could notice it.

Each file of tests runs once by itself, on the code as it is, under coverage.py, in a process of its own:
what it makes once for all of its tests, or finds in a cache, is made anew for it. The answer is kept in
build/mutants/executed under a digest of everything that it may depend on.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from changeable import PACKAGE, ROOT
from coverage import CoverageData

KEPT = ROOT / "build/mutants/executed"
#: what runs outside of any test: while files are imported, or in processes that tests start
IMPORT, CHILD = "import", "child process"
#: pytest's exit code where tests need a program that is not here
NO_TESTS = 5
#: one thread for each process, no display, and what is tested is what lies here
SURROUNDINGS = {
    **dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "PYTHONDONTWRITEBYTECODE": "1",
    "QT_QPA_PLATFORM": "offscreen",
}
_CONFIGURATION = """
[run]
source = iss_viewer
relative_files = true
patch = subprocess
sigterm = true
core = ctrace
data_file = {place}/ran
"""


@dataclass(frozen=True, slots=True)
class Executed:
    """What one file of tests runs: file -> line -> the tests that run it, `IMPORT`, `CHILD`.

    weights: how many lines each test runs in all, few where it asks for little.
    """

    tests: str
    digest: str
    took_s: float
    lines: dict[str, dict[int, list[str]]]
    weights: Counter[str]

    @property
    def weight(self) -> int:
        """Of all its tests together."""
        return sum(self.weights[test] for test in self.weights.keys() - {IMPORT, CHILD})

    def of(self, file: str, lines: Iterable[int]) -> set[str]:
        """The tests that run one of these lines."""
        known = self.lines.get(file, {})
        return {test for line in lines for test in known.get(line, ())}

    def lightest(self, tests: Iterable[str]) -> list[tuple[int, str]]:
        """Some of the tests with their weights, the lightest first."""
        return sorted((self.weights[test], test) for test in tests)

    def busiest(self, file: str) -> list[str]:
        """The tests that run anything of a file, first those that run most of it."""
        ran = Counter(test for tests in self.lines.get(file, {}).values() for test in tests)
        return [test for test, _ in ran.most_common() if test not in (IMPORT, CHILD)]


def executed(tests: list[str], processes: int) -> dict[str, Executed]:
    """What each of these files of tests runs; made anew where anything changed."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(processes) as pool:
        return dict(zip(tests, pool.map(_executed, tests), strict=True))


def _executed(tests: str) -> Executed:
    name, digest = tests.replace("/", "."), _digest(tests)
    file = KEPT / f"{name}-{digest}.json"
    if not file.exists():
        found = json.dumps(_run(tests))
        for old in KEPT.glob(f"{name}-*.json"):
            old.unlink()
        file.write_text(found)
    took_s, lines = json.loads(file.read_text())
    numbered = {name: {int(k): ran for k, ran in each.items()} for name, each in lines.items()}
    weights = Counter(by for each in lines.values() for ran in each.values() for by in ran)
    return Executed(tests, digest, took_s, numbered, weights)


def _digest(tests: str) -> str:
    """Of all that these tests may depend on: the package, its data, what tests share, and themselves."""
    above = [folder / "conftest.py" for folder in (ROOT / tests).parents]
    own = [file.read_bytes() for file in (*above, ROOT / tests) if file.exists()]
    return hashlib.sha256(b"\0".join([_shared(), *own])).hexdigest()[:16]


@lru_cache(maxsize=1)
def _shared() -> bytes:
    tests = [
        file for file in (ROOT / "tests").rglob("*.py") if Path(__file__).parent != file.parent
    ]
    helpers = [file for file in tests if not file.name.startswith(("test_", "conftest"))]
    files = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "assets").rglob("*.toml"), *helpers])
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).digest()


def _run(tests: str) -> tuple[float, dict[str, dict[int, list[str]]]]:
    """How long they took, and what they ran."""
    begun_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="executed-") as place:
        configuration = Path(place) / "coveragerc"
        configuration.write_text(_CONFIGURATION.format(place=place))
        options = ["-q", "-p", "no:cacheprovider", "-p", "tests.mutants.in_pytest", "--timeout=600"]
        coverage = [sys.executable, "-m", "coverage", "run", f"--rcfile={configuration}"]
        done = subprocess.run(
            [*coverage, "-m", "pytest", *options, tests],
            cwd=ROOT,
            env={**os.environ, **SURROUNDINGS, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        if done.returncode not in (0, NO_TESTS):
            raise RuntimeError(f"{tests} fails on the code as it is: mend that.\n{done.stdout}")
        took_s = round(time.monotonic() - begun_s, 1)
        print(f"{took_s:6.1f} s  {tests} as it is", flush=True)
        return took_s, _lines(Path(place)) if done.returncode == 0 else {}


def _lines(place: Path) -> dict[str, dict[int, list[str]]]:
    """What all processes together ran; the one that has tests is pytest's own."""
    found: dict[str, dict[int, set[str]]] = {}
    for written in place.glob("ran*"):
        data = CoverageData(str(written))
        data.read()
        outside = IMPORT if any(data.measured_contexts()) else CHILD
        for file in data.measured_files():
            lines = found.setdefault(Path(file).as_posix(), {})
            for line, by in data.contexts_by_lineno(file).items():
                lines.setdefault(line, set()).update(test or outside for test in by)
    return {
        file: {line: sorted(by) for line, by in sorted(lines.items())}
        for file, lines in found.items()
    }
