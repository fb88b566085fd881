"""A leak rate counts only where even the low end of its interval is a loss."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import iss_viewer
from iss_viewer.situation.losses import are_sure, is_sure, surest_s
from tests.views import prepared
from tests.views.prepared import changed, moment_at


@pytest.mark.parametrize(
    ("low_kg_s", "counts"), [(1e-9, True), (0.0, False), (-1e-6, False), (np.nan, False)]
)
def test_it_counts_where_its_low_end_is_above_zero(low_kg_s, counts):
    assert is_sure(changed(moment_at(1000.0), STATION__leak_rate_low_kg_s=low_kg_s)) is counts


def test_what_a_run_does_not_hold_is_not_sure():
    assert not is_sure(moment_at(1000.0), "NO_SUCH_MODULE")


def test_along_a_curve_the_low_end_at_or_before_each_time_counts():
    sure = are_sure(
        np.array([0.0, 5.0, 10.0, 15.0, 20.0]),
        np.array([5.0, 10.0, 18.0]),
        np.array([1.0, -1.0, 2.0]),
    )
    assert sure.tolist() == [True, True, False, False, True]


def test_a_run_is_surest_of_its_loss_when_the_low_end_is_greatest():
    history = prepared.history()
    times, low = history.curve(
        history.table.column("SM_PRK", "leak_rate_low_kg_s"), history.start_s, history.end_s
    )
    assert surest_s(history, "SM_PRK") == times[np.nanargmax(low)]
    assert np.isnan(surest_s(history, "NO_SUCH_MODULE"))


ROOT = Path(iss_viewer.__file__).parent
#: who reads conclusions; below them are those who make them
READERS = ("situation", "session", "debrief", "studies", "views", "app", "cli")


def judged(tree: ast.AST) -> Iterator[ast.Compare]:
    """Comparisons of what is named a low end with zero, in a file that reads leak rates."""
    if "leak_rate_" not in ast.unparse(tree) and "LOW_END" not in ast.unparse(tree):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.comparators) == 1:
            sides = [node.left, node.comparators[0]]
            zero = [side for side in sides if isinstance(side, ast.Constant) and side.value == 0]
            others = [ast.unparse(side).lower() for side in sides if side not in zero]
            low = [name for name in others if "low" in name.replace("flow", "")]
            if zero and low:
                yield node


def test_nobody_else_compares_a_low_end_with_zero():
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in READERS
        for path in (ROOT / room).rglob("*.py")
        if path.name != "losses.py"
        for node in judged(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not found, "ask iss_viewer/situation/losses.py"


def test_a_second_judge_is_found():
    code = 'low = value("leak_rate_low_kg_s")\nif low > 0.0 and flow > 0.0: ...\n'
    assert len(list(judged(ast.parse(code)))) == 1
