"""On which line of a TOML text a field stands; asked only when there is a mistake to show."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from iss_viewer.datafile.mistakes import Location


def line_of(text: str, location: Location) -> int:
    """The line (from 1) of the deepest part of `location` that the text has; 0 if none."""
    places = _places(text)
    for length in range(len(location), 0, -1):
        if location[:length] in places:
            return places[location[:length]]
    return 0


@lru_cache(maxsize=1)
def _places(text: str) -> dict[Location, int]:
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    source = text.encode()
    root = Parser(Language(tree_sitter_toml.language())).parse(source).root_node
    places: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    for node in root.children:
        if node.type == "pair":
            _note_pair(node, (), places)
        elif node.type in ("table", "table_array_element"):
            keys = [child for child in node.children if "key" in child.type]
            if not keys:
                continue
            prefix = _resolve(_key_path(keys[0]), counts, node.type == "table_array_element")
            places.setdefault(prefix, node.start_point[0] + 1)
            for child in node.children:
                if child.type == "pair":
                    _note_pair(child, prefix, places)
    return places


def _resolve(path: tuple[str, ...], counts: dict[Location, int], is_element: bool) -> Location:
    """`path` with the indices of the arrays of tables that it goes through."""
    resolved: Location = ()
    for depth, part in enumerate(path):
        resolved += (part,)
        last = depth == len(path) - 1
        if last and is_element:
            counts[resolved] = counts.get(resolved, -1) + 1
        if resolved in counts:
            resolved += (counts[resolved],)
    return resolved


def _note_pair(pair: Any, prefix: Location, places: dict[Location, int]) -> None:
    key, value = pair.children[0], pair.children[-1]
    location = prefix + _key_path(key)
    places.setdefault(location, pair.start_point[0] + 1)
    _note_value(value, location, places)


def _note_value(value: Any, location: Location, places: dict[Location, int]) -> None:
    if value.type == "inline_table":
        for child in value.children:
            if child.type == "pair":
                _note_pair(child, location, places)
    elif value.type == "array":
        items = [child for child in value.children if child.is_named and child.type != "comment"]
        for index, item in enumerate(items):
            places.setdefault((*location, index), item.start_point[0] + 1)
            _note_value(item, (*location, index), places)


def _key_path(key: Any) -> tuple[str, ...]:
    if key.type == "dotted_key":
        return tuple(part for child in key.children if child.is_named for part in _key_path(child))
    return (key.text.decode().strip("\"'"),)
