"""Every number of an estimate has a name, so that it can be found, explained and changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import iss_viewer.detection

ROOM = Path(iss_viewer.detection.__file__).parent
ESTIMATING = ("estimation", "sensors", "sensor_validation", "posterior", "cycle", "state")
#: plain algebra: nothing, a whole, twice and half, neighbours of an index, a square
ALGEBRA = {0.0, 1.0, 2.0, 0.5}
FILES = sorted(path for room in ESTIMATING for path in (ROOM / room).glob("*.py"))
FILES += [ROOM / name for name in ("assess.py", "conclusion.py", "station_detector.py")]


def unnamed(tree: ast.AST) -> Iterator[ast.Constant]:
    """The numbers inside of functions that no name stands for."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in (inside for line in function.body for inside in ast.walk(line)):
            is_number = isinstance(node, ast.Constant) and type(node.value) in (int, float)
            if is_number and node.value not in ALGEBRA:
                yield node


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_estimate_holds_a_factor_without_a_name(path):
    found = [f"line {n.lineno}: {n.value}" for n in unnamed(ast.parse(path.read_text("utf-8")))]
    assert not found, f"name it in the settings value of {path.name}: {found}"


def test_a_factor_without_a_name_is_found():
    code = "LIMIT = 8.0\ndef judge(x):\n    return x > LIMIT and 2.0 * x > 0.7 * x ** 2\n"
    assert [node.value for node in unnamed(ast.parse(code))] == [0.7]
