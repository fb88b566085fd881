"""Where in a TOML text a field stands; asked only when there is a mistake to show or a value to change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from iss_viewer.datafile.mistakes import Location


@dataclass(frozen=True)
class FieldSpot:
    """The line (from 1) of a field, and the bytes of its value; of a table: where its fields begin."""

    line: int
    start: int
    end: int
    is_table: bool = False


def line_of(text: str, location: Location) -> int:
    """The line (from 1) of the deepest part of `location` that the text has; 0 if none."""
    places = places_in(text)
    for length in range(len(location), 0, -1):
        if location[:length] in places:
            return places[location[:length]].line
    return 0


@lru_cache(maxsize=1)
def places_in(text: str) -> dict[Location, FieldSpot]:
    """All fields and tables of a TOML text."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    source = text.encode()
    root = Parser(Language(tree_sitter_toml.language())).parse(source).root_node
    places: dict[Location, FieldSpot] = {}
    counts: dict[Location, int] = {}
    for node in root.children:
        if node.type == "pair":
            _note_pair(node, (), places)
        elif node.type in ("table", "table_array_element"):
            keys = [child for child in node.children if "key" in child.type]
            if not keys:
                continue
            prefix = _resolve(_key_path(keys[0]), counts, node.type == "table_array_element")
            begin = source.find(b"]", keys[0].end_byte)
            begin += 2 if node.type == "table_array_element" else 1
            places.setdefault(
                prefix, FieldSpot(node.start_point[0] + 1, begin, begin, is_table=True)
            )
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


def _note_pair(pair: Any, prefix: Location, places: dict[Location, FieldSpot]) -> None:
    key, value = [part for part in pair.children if part.is_named and part.type != "comment"][:2]
    location = prefix + _key_path(key)
    line = pair.start_point[0] + 1
    places.setdefault(location, FieldSpot(line, value.start_byte, value.end_byte))
    _note_value(value, location, places)


def _note_value(value: Any, location: Location, places: dict[Location, FieldSpot]) -> None:
    if value.type == "inline_table":
        for child in value.children:
            if child.type == "pair":
                _note_pair(child, location, places)
    elif value.type == "array":
        items = [child for child in value.children if child.is_named and child.type != "comment"]
        for index, item in enumerate(items):
            place = FieldSpot(item.start_point[0] + 1, item.start_byte, item.end_byte)
            places.setdefault((*location, index), place)
            _note_value(item, (*location, index), places)


def _key_path(key: Any) -> tuple[str, ...]:
    if key.type == "dotted_key":
        return tuple(part for child in key.children if child.is_named for part in _key_path(child))
    return (key.text.decode().strip("\"'"),)
