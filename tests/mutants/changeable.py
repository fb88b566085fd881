"""Which lines of which files may be changed.

Left out: widgets (`views` but `scene`), compiled code with the constants beside it, annotations (types are
asked by mypy), and the arguments of `@dataclass` (so is frozenness).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "iss_viewer"
#: decorators that compile, in this project and in numba
COMPILERS = {"entry", "inner", "kernel", "part", "njit", "jit", "guvectorize", "vectorize"}


def sources() -> list[Path]:
    """All files of the package but the widgets."""
    files = sorted(PACKAGE.rglob("*.py"))
    inside = [file.relative_to(PACKAGE).parts for file in files]
    return [
        file
        for file, parts in zip(files, inside, strict=True)
        if parts[0] != "views" or parts[1] == "scene"
    ]


def changeable(text: str) -> list[int]:
    """The numbers of the lines that hold code that runs uncompiled."""
    tree = ast.parse(text)
    compiled = [node for node in ast.walk(tree) if _is_compiled(node)]
    skipped = {line for node in compiled for line in _span(node)}
    if compiled:
        inside = (ast.FunctionDef, ast.ClassDef)
        skipped |= {
            line for node in tree.body if not isinstance(node, inside) for line in _span(node)
        }
    skipped |= {line for node in _typing(tree) for line in _span(node)}
    code = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.expr | ast.stmt)}
    return sorted(code - skipped)


def statement(text: str, line: int) -> range:
    """The lines of the innermost statement that holds a line; of one that holds others, its head."""
    found = range(line, line + 1)
    for node in ast.walk(ast.parse(text)):  # outer ones come first
        if isinstance(node, ast.stmt):
            marks = [mark.lineno for mark in getattr(node, "decorator_list", ())]
            inner = getattr(node, "body", None)
            end = inner[0].lineno if inner else (node.end_lineno or node.lineno) + 1
            span = range(min([node.lineno, *marks]), max(end, node.lineno + 1))
            found = span if line in span else found
    return found


def _span(node: ast.AST) -> range:
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return range(first, node.end_lineno + 1)


def _is_compiled(node: ast.AST) -> bool:
    marks = getattr(node, "decorator_list", ()) if isinstance(node, ast.FunctionDef) else ()
    called = [mark.func if isinstance(mark, ast.Call) else mark for mark in marks]
    return bool({getattr(each, "attr", getattr(each, "id", "")) for each in called} & COMPILERS)


def _typing(tree: ast.Module) -> Iterator[ast.AST]:
    """Annotations, imports for types only, arguments of ``@dataclass``."""
    for node in ast.walk(tree):
        if (
            (isinstance(node, ast.AnnAssign) and node.value is None)
            or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
            or isinstance(node, ast.Import | ast.ImportFrom)
        ):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (mark for mark in node.decorator_list if "dataclass" in ast.dump(mark))
