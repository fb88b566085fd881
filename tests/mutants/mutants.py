"""Do the tests bite? Change single lines, one after the other, and ask the tests of the line's own room.

    .venv/bin/python tests/mutants/mutants.py                        # 200 of seed 1: `make mutants`
    .venv/bin/python tests/mutants/mutants.py --count 20 --seed 7 --room telemetry --room units

A mutant that no test notices survives. Exit code 1 if more than 15 % survive, or one without a reason in
survivors.toml. What was found so far lies in build/mutants; a run that was broken off goes on there.
docs/mutants.md tells how to read it.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

sys.path.insert(0, str(Path(__file__).resolve().parent))
from candidates import Mutant, drawn
from changeable import ROOT

REASONS = Path(__file__).with_name("survivors.toml")
RESULTS = ROOT / "build/mutants"
MOST_SURVIVING = 0.15
LIMIT_S = 1200.0  # a change beside compiled code compiles it anew
#: exit codes of pytest: interrupted by its user is 2, as are tests that cannot be read; these are ours
NO_ANSWER = (3, 4, 5)
Result = dict[str, str | int | float]

#: the tests that run now, to be ended with this program
running: set[subprocess.Popen[str]] = set()


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


def copied(folder: Path) -> Path:
    """A copy of the work tree to be changed, with what was compiled for it."""
    for name in ("iss_viewer", "tests", "assets", "docs", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".git":
            shutil.copy2(file, folder)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    return folder


def outcome(folder: Path, tests: list[str]) -> tuple[str, str]:
    """What the tests say in that copy: (passed, failed or late, the first test that failed)."""
    calm = dict.fromkeys(("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    environment = {
        **os.environ, **calm, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    options = ["-q", "-x", "-p", "no:cacheprovider", "--timeout=600"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        running.add(process)
        try:
            said, _ = process.communicate(timeout=LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return "late", ""
        finally:
            running.discard(process)
    if process.returncode in (-signal.SIGKILL, *NO_ANSWER):
        raise RuntimeError(f"The tests gave no answer ({process.returncode}):\n{said}")
    named = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return ("passed" if process.returncode == 0 else "failed"), next(iter(named), "")


def tried(mutant: Mutant, folder: Path) -> Result:
    """Change the line in that copy, ask the tests, and put the line back."""
    begun_s = time.monotonic()
    file, original = folder / mutant.file, ROOT / mutant.file
    file.write_text(mutant.text)
    try:
        said, by = outcome(folder, tests_of(mutant.file, folder))
    finally:
        shutil.copy2(original, file)
    told = {"passed": "survived", "failed": "killed", "late": "late"}[said]
    return {
        "file": mutant.file, "line": mutant.line, "was": mutant.was, "became": mutant.became,
        "outcome": told, "by": by, "took_s": round(time.monotonic() - begun_s, 1),
    }  # fmt: skip


def prove_sound(rooms: dict[str, str], folder: Path) -> None:
    """Ask the tests of each room (its name -> a file in it) on the code as it is: else all would fail."""
    for room, file in sorted(rooms.items()):
        begun_s = time.monotonic()
        said, by = outcome(folder, tests_of(file, folder))
        print(f"{said:8} {time.monotonic() - begun_s:5.1f} s  {room} as it is  {by}", flush=True)
        if said != "passed":
            sys.exit(f"The tests of {room} fail on the code as it is: mend that first.")


def key(result: Result) -> tuple[str, str, str]:
    """What tells a mutant from all others, also when lines above it come and go."""
    return str(result["file"]), str(result["was"]), str(result["became"])


def _key_of(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.file, mutant.was, mutant.became


def known_reasons() -> dict[tuple[str, str, str], str]:
    """Survivors that somebody looked at -> why no test notices them."""
    if not REASONS.exists():
        return {}
    listed = tomllib.loads(REASONS.read_text()).get("survivor", [])
    return {key(each): each["reason"] for each in listed}


def run(mutants: list[Mutant], file: Path, processes: int) -> list[Result]:
    """The results of all, each written as soon as it is there; those in the file are not tried again."""
    done = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    results = {key(each): each for each in done}
    with tempfile.TemporaryDirectory(prefix="mutants-") as place, file.open("a") as log:
        folders: SimpleQueue[Path] = SimpleQueue()
        for k in range(processes):
            folders.put(copied(Path(place) / str(k)))

        fresh = [each for each in mutants if _key_of(each) not in results]
        first = folders.get()
        prove_sound({each.room: each.file for each in fresh}, first)
        folders.put(first)

        def attempt(mutant: Mutant) -> Result:
            if _key_of(mutant) in results:
                return results[_key_of(mutant)]
            folder = folders.get()
            result = tried(mutant, folder)
            folders.put(folder)
            log.write(json.dumps(result) + "\n")
            log.flush()
            print(_line(result), flush=True)
            return result

        with ThreadPoolExecutor(processes) as pool:
            try:
                return list(pool.map(attempt, mutants))
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                for process in tuple(running):
                    os.killpg(process.pid, signal.SIGKILL)
                raise


def _line(result: Result) -> str:
    change = f"{result['was']}  ->  {result['became']}"
    return (
        f"{result['outcome']:8} {result['took_s']:5} s  {result['file']}:{result['line']}  {change}"
    )


def report(results: list[Result]) -> bool:
    """Print what survived, with reasons; true if that is little and all is known."""
    reasons = known_reasons()
    survived = [each for each in results if each["outcome"] == "survived"]
    unknown = [each for each in survived if key(each) not in reasons]
    print(f"\n{len(survived)} of {len(results)} survived, {len(unknown)} of them without a reason")
    for each in unknown:
        print("\n[[survivor]]")
        for name in ("file", "was", "became"):
            print(f"{name} = {json.dumps(each[name], ensure_ascii=False)}")
        print('reason = ""')
    return not unknown and len(survived) <= MOST_SURVIVING * len(results)


def main() -> int:
    """Draw, try, report."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--room", action="append", default=[], help="only this room; may be repeated"
    )
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    mutants = list(itertools.islice(drawn(given.seed, set(given.room)), given.count))
    return 0 if report(run(mutants, RESULTS / f"seed-{given.seed}.jsonl", given.processes)) else 1


if __name__ == "__main__":
    sys.exit(main())
