"""Floats are summed exactly: the builtin `sum` of floats gives other last digits from Python 3.12 on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import iss_viewer

ROOT = Path(iss_viewer.__file__).parent
#: rooms whose numbers are pinned
PINNED = ("units.py", "station", "simulation", "detection", "situation", "debrief")
#: what counts: a comparison is one or none, these give whole numbers
COUNTING = (ast.Compare, ast.BoolOp)
WHOLE = ("len", "is_hatch_move", "is_waiting")


def inexact(tree: ast.AST) -> Iterator[ast.Call]:
    """Builtin sums of what is not plainly counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
            what = node.args[0]
            element = what.elt if isinstance(what, ast.GeneratorExp) else what
            words = ast.unparse(element)
            counts = isinstance(element, COUNTING) or any(name in words for name in WHOLE)
            if not counts and "number" not in words and "count" not in words:
                yield node


@pytest.mark.parametrize("room", PINNED)
def test_floats_are_summed_exactly(room: str) -> None:
    files = [ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py")
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for path in files
        for call in inexact(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "use math.fsum"


def test_a_sum_of_floats_is_found_and_a_count_is_not() -> None:
    code = "sum(x.size_m for x in y), sum(x > 1 for x in y), sum(map(len, y)), sum(y)"
    assert [ast.unparse(call) for call in inexact(ast.parse(code))] == [
        "sum((x.size_m for x in y))", "sum(y)",
    ]  # fmt: skip
