"""Functions that are put into the one that calls them."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import iss_viewer

ROOM = Path(iss_viewer.__file__).parent / "detection"


def _parts(tree: ast.Module) -> list[str]:
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return [
        function.name
        for function in functions
        if any(ast.unparse(by) == "part" for by in function.decorator_list)
    ]


def _calls(tree: ast.Module) -> Counter[str]:
    return Counter(
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def test_part_is_called_in_one_place_or_it_would_be_compiled_in_each() -> None:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in ROOM.rglob("*.py")]
    everywhere = sum((_calls(tree) for tree in trees), Counter[str]())
    called = {
        name: (_calls(tree) if name.startswith("_") else everywhere)[name]
        for tree in trees
        for name in _parts(tree)
    }
    assert called
    assert {name: times for name, times in called.items() if times != 1} == {}
