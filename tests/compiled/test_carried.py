"""What a wheel carries is found in place of compiling, gives what compiling gives, and is never stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOM = {
    "compiler.py": """
import os
from pathlib import Path
from iss_viewer import carried
carried.FOLDER = Path(os.environ["CARRIED"])
from iss_viewer.compiled import ENTRIES, Compiler
compiler = Compiler(Path(__file__).parent)
entry, inner = compiler.entry, compiler.inner
""",
    "caller.py": """
import math
from callee import part
from compiler import entry
@entry
def whole(x):
    return math.exp(math.sin(x)) + part(x)
""",
    "callee.py": """
from compiler import inner
@inner
def part(x):
    return x * x - 0.3 * x
""",
}
_WRITE = """
from caller import whole
from compiler import ENTRIES, carried
whole(0.7)
print(carried.write(ENTRIES, carried.FOLDER))
"""
_ASK = "from caller import whole; print(whole(0.7).hex())"


def asked(folder: Path, code: str, cache: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A process of its own beside the room, with a cache of its own."""
    path = os.pathsep.join([str(folder / "room"), *sys.path])
    places = {"NUMBA_CACHE_DIR": str(folder / cache), "CARRIED": str(folder / "kernels")}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **places, **more},
        capture_output=True,
        text=True,
    )


def compiled_in(cache: Path) -> int:
    """How many functions a process has compiled itself."""
    return len(list(cache.rglob("*.nbc")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A room of two functions, and what a wheel would carry of it."""
    (tmp_path / "room").mkdir()
    for name, text in _ROOM.items():
        (tmp_path / "room" / name).write_text(text)
    done = asked(tmp_path, _WRITE, "of the maker", NUMBA_CPU_NAME="generic")
    assert (done.stdout, done.stderr) == ("1\n", "")
    return tmp_path


def test_what_is_carried_is_not_compiled_and_gives_the_same_bits(folder: Path) -> None:
    carried = asked(folder, _ASK, "of the user").stdout
    assert compiled_in(folder / "of the user") == 0
    compiled = asked(folder, _ASK, "of another", CARRIED="nowhere").stdout
    assert compiled_in(folder / "of another") == 2
    assert carried == compiled != ""


def test_what_is_carried_is_found_where_nothing_can_be_written(folder: Path) -> None:
    (folder / "a file").write_text("")  # in place of the folder that the cache would be in
    found = asked(folder, _ASK, "of the user").stdout
    assert asked(folder, _ASK, "a file/cache").stdout == found


def test_what_is_carried_of_other_sources_is_compiled_anew(folder: Path) -> None:
    before = asked(folder, _ASK, "of the user").stdout
    callee = folder / "room" / "callee.py"
    callee.write_text(callee.read_text().replace("0.3", "0.4"))
    after = float.fromhex(asked(folder, _ASK, "of the user").stdout)
    assert after == pytest.approx(float.fromhex(before) - 0.1 * 0.7, abs=1e-12)
    assert compiled_in(folder / "of the user") == 2


def test_what_this_machine_has_compiled_goes_before_what_is_carried(folder: Path) -> None:
    asked(folder, _ASK, "of the user", CARRIED="nowhere")
    for file in (folder / "kernels").iterdir():
        file.write_bytes(b"not asked for")
    assert asked(folder, _ASK, "of the user").returncode == 0


def test_what_was_compiled_for_one_processor_alone_is_not_carried(folder: Path) -> None:
    done = asked(folder, _WRITE, "of the maker", NUMBA_CPU_NAME="", CARRIED=str(folder / "other"))
    assert "ValueError" in done.stderr and not list((folder / "other").iterdir())
