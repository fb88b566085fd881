"""What each line may become: cosmic-ray's operators, drawn by a seed."""

from __future__ import annotations

import ast
import random
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
