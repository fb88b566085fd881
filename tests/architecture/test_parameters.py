"""A function asks for no more than seven things: what belongs together is a record."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import iss_viewer

ROOT = Path(iss_viewer.__file__).parent
MOST = 7
#: those that have more, and why
ALLOWED = {
    "picture": "each is an option of a command, which the command line reads from here",
    "real": "each is an option of a command, which the command line reads from here",
    "run": "each is an option of a command, which the command line reads from here",
    "shot": "each is an option of a command, which the command line reads from here",
    "_situation": "one caller: the threats of one instant, each from another estimate",
}
#: compiled loops: records hold the state, but tuples of arrays cost references (docs/decisions.md)
COMPILED = ("inner", "entry", "kernel", "part")


def is_compiled(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one).split(".")[-1] in COMPILED for one in function.decorator_list)


def long_lists(tree: ast.AST) -> Iterator[str]:
    """The functions that ask for more than `MOST` things."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not is_compiled(node):
            given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if len([one for one in given if one.arg not in ("self", "cls")]) > MOST:
                yield node.name


def test_no_function_asks_for_more_than_seven_things() -> None:
    found = {
        name: str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        for name in long_lists(ast.parse(path.read_text(encoding="utf-8")))
    }
    new = {name: path for name, path in found.items() if name not in ALLOWED}
    assert not new, "put into one record what belongs together"


def test_a_list_of_eight_is_found() -> None:
    code = "class A:\n    def f(self, a, b, c, d, e, f, *, g, h): ...\n    def g(self, a): ..."
    code += "\n@inner\ndef loop(a, b, c, d, e, f, g, h): ..."
    assert list(long_lists(ast.parse(code))) == ["f"]
