"""The inner loop: format, types, import contracts, and the tests of what changed. Under a minute.

    .venv/bin/python scripts/check.py               # everything; tests of what changed since main
    .venv/bin/python scripts/check.py types linter  # only these, as the git hooks do
    .venv/bin/python scripts/check.py --since REF   # tests of what changed since another commit

The tests of a changed file are those that lie where it lies (`iss_viewer/detection/alarms/rules.py`:
`tests/detection/alarms`). What rooms that import it make of the change, `make test` asks.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv/bin"
PACKAGE, TESTS = "iss_viewer", "tests"

CHECKS = {
    "format": ["ruff", "format", "--check", "-q", PACKAGE, TESTS, "scripts"],
    "linter": ["ruff", "check", "-q", PACKAGE, TESTS, "scripts"],
    "types": ["mypy"],
    "contracts": ["lint-imports"],
}


def git(*arguments: str) -> list[str]:
    """The lines that git prints; none where it refuses."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines() if done.returncode == 0 else []


def changed_files(since: str = "") -> list[str]:
    """What differs from `since` (else from what main has), committed or not, and still exists."""
    main = "origin/main" if git("branch", "--show-current") == ["main"] else "main"
    base = since or next(iter(git("merge-base", main, "HEAD")), "HEAD")
    names = git("diff", "--name-only", base) + git("ls-files", "--others", "--exclude-standard")
    return [name for name in sorted(set(names)) if (ROOT / name).exists()]


def tests_of(name: str) -> list[str]:
    """The tests that lie where a file of the package lies; a file of the tests belongs to its folder.

    A file directly in a room has the tests directly in the room's folder; where there is none, those of
    the nearest room above that has some.
    """
    path = Path(name)
    if path.parts[0] in ("assets", "docs"):
        return [f"{TESTS}/assets"]
    if path.suffix != ".py" or path.parts[0] not in (PACKAGE, TESTS):
        return []
    if path.parts[0] == TESTS and path.name.startswith("test_"):
        return [name]
    inside = path.with_suffix("").parts[1:]
    for depth in range(len(inside), 0, -1):
        folder = ROOT.joinpath(TESTS, *inside[:depth])
        found = sorted(folder.glob("test_*.py"))
        if found:
            return [str(file.relative_to(ROOT)) for file in found]
    return []


def run(title: str, command: list[str]) -> bool:
    """Print the title, and what the command says if it fails."""
    print(f"== {title}", flush=True)
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def run_tests(files: list[str]) -> bool:
    """Run these files of tests, two at a time."""
    print(f"== tests: {' '.join(files) or 'none lie where something changed'}", flush=True)
    if not files:
        return True
    calm = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    command = [
        str(BIN / "python"),
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "2",
        "--dist",
        "loadfile",
        *files,
    ]
    environment = {**os.environ, **calm, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def main() -> int:
    """Every check that is asked for, also after one that failed; tests only where the others pass."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join([*CHECKS, "tests"]))
    asked.add_argument("--since", default="", help="a commit; else what main has")
    given = asked.parse_args()
    wanted = given.checks or [*CHECKS, "tests"]
    if unknown := set(wanted) - {*CHECKS, "tests"}:
        asked.error(f"no check is named {', '.join(sorted(unknown))}")
    failed = [name for name in CHECKS if name in wanted and not run(name, CHECKS[name])]
    if failed:
        return 1
    files = sorted({test for name in changed_files(given.since) for test in tests_of(name)})
    return 0 if "tests" not in wanted or run_tests(files) else 1


if __name__ == "__main__":
    sys.exit(main())
