"""Which lines may be changed, and what each may become.

Left out: widgets (`views` but `scene`), compiled code with the constants beside it, annotations (types are
asked by mypy), and the arguments of `@dataclass` (so is frozenness).
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "iss_viewer"

#: decorators that compile, in this project and in numba
COMPILERS = {"entry", "inner", "kernel", "njit", "jit", "guvectorize", "vectorize"}
ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}
OF_SETS = {"BitOr", "BitAnd", "BitXor", "Sub"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One line changed: where, what stood there, what stands there now, and the whole file as it is now."""

    file: str
    line: int
    was: str
    became: str
    text: str

    @property
    def room(self) -> str:
        """The room that it lies in, or the module where it lies in none."""
        return Path(self.file).with_suffix("").parts[1]


def sources() -> list[Path]:
    """All files of the package but the widgets."""
    files = sorted(PACKAGE.rglob("*.py"))
    inside = [file.relative_to(PACKAGE).parts for file in files]
    return [
        file
        for file, parts in zip(files, inside, strict=True)
        if parts[0] != "views" or parts[1] == "scene"
    ]


def drawn(seed: int, rooms: set[str]) -> Iterator[Mutant]:
    """Mutants without end in sight, each of another line, in the order that the seed gives."""
    lines = [(file, line) for file in sources() for line in changeable(file.read_text())]
    dice = random.Random(seed)
    dice.shuffle(lines)
    for file, line in lines:
        if rooms and file.relative_to(PACKAGE).with_suffix("").parts[0] not in rooms:
            continue
        choices = _changes(file).get(line, ())
        for operator, occurrence in dice.sample(choices, len(choices)):
            mutant = _mutant(file, operator, occurrence)
            if mutant is not None:
                yield mutant
                break


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


@lru_cache(maxsize=1)
def _operators() -> tuple[str, ...]:
    """The operators of cosmic-ray whose changes may pass unseen.

    Without those that need arguments, arithmetic on bits (which any float refuses), and identity for
    equality (the same, for numbers and enums).
    """
    return tuple(name for name in sorted(operator_names()) if _may_pass(name))


def _may_pass(name: str) -> bool:
    family, _, change = name.partition("_")
    was, _, becomes = change.partition("_")
    if get_operator(name).arguments():
        return False
    if family.endswith("ReplaceBinaryOperator"):
        return {was, becomes} <= ARITHMETIC - {"FloorDiv"} or (
            was.startswith("Bit") and becomes in OF_SETS
        )
    if family.endswith("ReplaceComparisonOperator"):
        return not {was, becomes} & {"Is", "IsNot"} or {was, becomes} == {"Is", "IsNot"}
    return True


@cache
def _changes(file: Path) -> dict[int, list[tuple[str, int]]]:
    """Line -> what may be changed there, as operators of cosmic-ray and which of their places it is."""
    text = file.read_text()
    nodes = list(ast_nodes(get_ast(text)))
    annotated = _annotated(text)
    found: dict[int, list[tuple[str, int]]] = {}
    for name in _operators():
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for occurrence, ((line, column), end) in enumerate(places):
            inside = any(first <= (line, column) and end <= last for first, last in annotated)
            if line == end[0] and not inside:
                found.setdefault(line, []).append((name, occurrence))
    return found


def _annotated(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations begin and end."""
    found = []
    for node in ast.walk(ast.parse(text)):
        for name in ("annotation", "returns"):
            each = getattr(node, name, None)
            if each is not None:
                begin, end = (each.lineno, each.col_offset), (each.end_lineno, each.end_col_offset)
                found.append((begin, end))
    return found


def _mutant(file: Path, operator: str, occurrence: int) -> Mutant | None:
    """The file with that one change; None where it changes nothing, or more than a line."""
    text = file.read_text()
    changed = mutate_code(text, get_operator(operator)(), occurrence)
    before, after = text.splitlines(), (changed or text).splitlines()
    if len(before) != len(after):
        return None
    differing = [k for k in range(len(before)) if before[k] != after[k]]
    if len(differing) != 1 or changed is None:
        return None
    line = differing[0]
    name = str(file.relative_to(ROOT))
    return Mutant(name, line + 1, before[line].strip(), after[line].strip(), changed)
