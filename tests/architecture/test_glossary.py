"""The code uses the words of docs/glossary.md: none that mislead, and no class name for two things."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADING = "## Words that are taken"


@lru_cache(maxsize=1)
def banned() -> tuple[tuple[str, ...], ...]:
    """The left column of the glossary's list, each as its words."""
    section = (ROOT / "docs/glossary.md").read_text().split(HEADING)[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    cells = [row for row in rows if row != "not"]
    return tuple(tuple(name.split("_")) for cell in cells for name in cell.split(", "))


def words_of(name: str) -> tuple[str, ...]:
    """``LeakTold`` and ``leak_told`` are two words."""
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name))


def misleading(name: str) -> bool:
    """Whether a banned word, or row of words, is a part of the name."""
    words = words_of(name)
    return any(words[k : k + len(each)] == each for each in banned() for k in range(len(words)))


def named() -> Iterator[tuple[str, str, bool]]:
    """File, name, whether a class: of all files, classes and functions of the package."""
    for file in sorted((ROOT / "iss_viewer").rglob("*.py")):
        place = str(file.relative_to(ROOT))
        yield place, file.stem, False
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield place, node.name, isinstance(node, ast.ClassDef)


def test_the_list_of_the_glossary_is_read():
    assert {("wiring",), ("recent", "shape"), ("desk",)} <= set(banned())
    assert misleading("LeakTold") and misleading("_hear_alone") and misleading("wiring")
    assert not misleading("foretold") and not misleading("shape_test")


def test_no_file_class_or_function_is_named_by_a_word_that_misleads():
    assert sorted({f"{place}: {name}" for place, name, _ in named() if misleading(name)}) == []


def test_no_class_name_stands_for_two_things():
    places = defaultdict(list)
    for place, name, is_class in named():
        if is_class and not name.startswith("_"):
            places[name].append(place)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


LIMITS = "assets/limits.toml"  # its numbers may be in any unit
#: where psi is a unit of differences, or one that people type
UNITS_OF = (LIMITS, "iss_viewer/situation/derived.py")
SPOKEN = ("views", "situation", "debrief", "cli", "app")


def _screen_words() -> list[str]:
    section = (ROOT / "docs/glossary.md").read_text().split("## On the screen")[1]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [line.split("|")[1].strip() for line in lines[1:]]


@lru_cache(maxsize=1)
def _texts() -> list[tuple[str, str]]:
    """Every text of the rooms that speak to people, but docstrings; and the limits."""
    found = [(LIMITS, (ROOT / LIMITS).read_text())]
    for room in SPOKEN:
        for path in sorted((ROOT / "iss_viewer" / room).rglob("*.py")):
            tree = ast.parse(path.read_text())
            docs = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            found += [
                (str(path.relative_to(ROOT)), node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
            ]
    return found


def _pattern(word: str) -> str:
    """A word anywhere, small or capital at its beginning; one in quotation marks at the beginning of a text."""
    if word.startswith('"'):
        return r"\A" + re.escape(word.strip('"')) + r"\b"
    if not word[0].isalpha():
        return rf"{re.escape(word)}\b"
    return rf"\b[{word[0].lower()}{word[0].upper()}]{re.escape(word[1:])}\b"


def test_no_text_says_a_word_of_the_screens_left_column():
    words = _screen_words()
    assert {'"NEW"', "psi", "Hatch shut"} <= set(words)
    assert re.search(_pattern("Hatch shut"), "each hatch shut")
    said = [
        f"{path}: {text[:60]!r} says {word}"
        for word in words
        for path, text in _texts()
        if re.search(_pattern(word), text) and not (path in UNITS_OF and word == "psi")
    ]
    assert said == []
