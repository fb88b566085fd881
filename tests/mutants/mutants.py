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
import signal
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from asking import Question, answer, copied, end_all, question, tests_of
from candidates import Mutant, drawn
from changeable import ROOT
from executed import executed

REASONS = Path(__file__).with_name("survivors.toml")
RESULTS = ROOT / "build/mutants"
MOST_SURVIVING = 0.15
Result = dict[str, Any]
Key = tuple[str, str, str]


def key(result: Result) -> Key:
    """What tells a mutant from all others, also when lines above it come and go."""
    return str(result["file"]), str(result["was"]), str(result["became"])


def _key_of(mutant: Mutant) -> Key:
    return mutant.file, mutant.was, mutant.became


def known_reasons() -> dict[Key, str]:
    """Survivors that somebody looked at -> why no test notices them."""
    if not REASONS.exists():
        return {}
    listed = tomllib.loads(REASONS.read_text()).get("survivor", [])
    return {key(each): each["reason"] for each in listed}


def run(mutants: list[Mutant], file: Path, processes: int) -> list[Result]:
    """The results of all, each written as soon as it is there.

    What is in the file is not asked again, but for survivors where tests were written since.
    """
    rooms = {each.file: tests_of(each.file, ROOT) for each in mutants}
    ran = executed(sorted(set().union(*rooms.values())), processes)
    done = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    results = {key(each): each for each in done}
    with tempfile.TemporaryDirectory(prefix="mutants-") as place, file.open("a") as log:
        as_it_is = copied(Path(place) / "as-it-is")
        folders: SimpleQueue[Path] = SimpleQueue()
        for k in range(processes):
            folders.put(copied(Path(place) / str(k)))

        def attempt(mutant: Mutant) -> Result:
            known = results.get(_key_of(mutant), {})
            asked = question(mutant, [ran[tests] for tests in rooms[mutant.file]], known)
            if known and not asked.files:
                return known
            folder = folders.get()
            result = _tried(mutant, asked, folder, as_it_is)
            folders.put(folder)
            log.write(json.dumps(result) + "\n")
            log.flush()
            print(_line(result), flush=True)
            return result

        with ThreadPoolExecutor(processes) as pool:
            try:
                return list(pool.map(attempt, mutants))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                end_all()
                raise


def _tried(mutant: Mutant, asked: Question, folder: Path, as_it_is: Path) -> Result:
    begun_s = time.monotonic()
    told, by = answer(mutant, asked, folder, as_it_is)
    return {
        "file": mutant.file, "line": mutant.line, "was": mutant.was, "became": mutant.became,
        "outcome": told, "by": by, "took_s": round(time.monotonic() - begun_s, 1),
        "passed": asked.passed if told == "survived" else [],
    }  # fmt: skip


def _unasked(mutant: Mutant) -> Result:
    """That a mutant survived which stands in survivors.toml with its reason."""
    return {"file": mutant.file, "was": mutant.was, "became": mutant.became, "outcome": "survived"}


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
    asked.add_argument("--all", action="store_true", help="ask also what has a reason to survive")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = asked.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    drawn_ones = list(itertools.islice(drawn(given.seed, set(given.room)), given.count))
    reasons = {} if given.all else known_reasons()
    open_ones = [each for each in drawn_ones if _key_of(each) not in reasons]
    results = run(open_ones, RESULTS / f"seed-{given.seed}.jsonl", given.processes)
    results += [_unasked(each) for each in drawn_ones if _key_of(each) in reasons]
    return 0 if report(results) else 1


if __name__ == "__main__":
    sys.exit(main())
