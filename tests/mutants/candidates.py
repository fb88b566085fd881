"""What each line may become: cosmic-ray's operators, drawn by a seed."""

from __future__ import annotations

import ast
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from changeable import PACKAGE, ROOT, changeable, sources
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}
OF_SETS = {"BitOr", "BitAnd", "BitXor", "Sub"}
#: comparisons that a slip may swap; an order of enums or texts in place of their equality is none
COMPARISONS = ({"Eq", "NotEq"}, {"Lt", "LtE", "Gt", "GtE"}, {"Is", "IsNot"}, {"In", "NotIn"})


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


def drawn(seed: int, rooms: set[str]) -> Iterator[Mutant]:
    """Mutants without end in sight, each of another line, in the order that the seed gives.

    A line has its place by its file and its text, so that the sample stays nearly the same while other
    lines are written.
    """
    for lot, file, line in sorted(_places(seed, rooms)):
        choices = _changes(file).get(line, [])
        for operator, occurrence in random.Random(lot).sample(choices, len(choices)):
            mutant = _mutant(file, operator, occurrence)
            if mutant is not None:
                yield mutant
                break


def _places(seed: int, rooms: set[str]) -> Iterator[tuple[str, Path, int]]:
    """Each line that may be changed: its lot, its file, its number."""
    for file in sources():
        name = file.relative_to(PACKAGE)
        if rooms and name.with_suffix("").parts[0] not in rooms:
            continue
        text = file.read_text()
        lines, seen = text.splitlines(), Counter[str]()
        for line in changeable(text):
            words = lines[line - 1].strip()
            seen[words] += 1
            lot = f"{seed}:{name}:{words}:{seen[words]}"
            yield hashlib.sha256(lot.encode()).hexdigest(), file, line


@lru_cache(maxsize=1)
def _operators() -> tuple[str, ...]:
    """The operators of cosmic-ray whose changes may pass unseen.

    Without those that need arguments, arithmetic on bits (which any float refuses), and comparisons of
    another kind.
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
        return any({was, becomes} <= each for each in COMPARISONS)
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
    """The file with that one change; None where it changes nothing, more than a line, or to no Python."""
    text = file.read_text()
    changed = mutate_code(text, get_operator(operator)(), occurrence)
    before, after = text.splitlines(), (changed or text).splitlines()
    if len(before) != len(after):
        return None
    differing = [k for k in range(len(before)) if before[k] != after[k]]
    if len(differing) != 1 or changed is None or not _is_python(changed):
        return None
    line = differing[0]
    name = str(file.relative_to(ROOT))
    return Mutant(name, line + 1, before[line].strip(), after[line].strip(), changed)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
