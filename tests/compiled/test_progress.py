"""How far compiling is, is told from the compiler's own events, and rooms do not wait for each other."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOM = """
from pathlib import Path
from iss_viewer.compiled import Compiler, count_compiled
COMPILER = Compiler(Path(__file__))
@COMPILER.inner
def half(x):
    return x / 2
@COMPILER.inner
def third(x):
    return x / 3
@COMPILER.entry
def whole(x):
    return half(x) + third(x)
told = []
with count_compiled(lambda done, count: told.append((done, count))):
    whole(1.0)
print(told)
"""
HOLDS = """
import sys
from iss_viewer import compiled
turn = compiled._turn_of("one")
with turn.taken():
    print("holds", flush=True)
    sys.stdin.readline()
"""
TAKES = """
import sys
from iss_viewer import compiled
with compiled._turn_of(sys.argv[1]).taken():
    print("took", flush=True)
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": root}


def test_each_function_is_told_of_once_when_it_is_compiled_and_all_at_the_end(
    tmp_path, environment
):
    (tmp_path / "room.py").write_text(ROOM)
    words = [sys.executable, str(tmp_path / "room.py")]
    first, second = (
        subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert first.strip() == "[(0, 3), (1, 3), (2, 3), (3, 3), (3, 3)]"
    assert second.strip() == "[(0, 3), (3, 3)]"


def test_a_room_waits_for_its_own_turn_and_not_for_that_of_another(environment):
    def take(room: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", TAKES, room]
        return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)

    holds = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holds.stdout is not None and holds.stdin is not None
    assert holds.stdout.readline() == "holds\n"
    same = take("one")
    other, _ = take("another").communicate(timeout=60.0)
    assert other == "took\n"
    time.sleep(0.2)
    assert same.poll() is None
    holds.stdin.write("\n")
    holds.stdin.flush()
    assert same.communicate(timeout=60.0)[0] == "took\n"
    holds.communicate(timeout=60.0)
