"""Set single values of a TOML text, and leave the rest of it as it is written."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iss_viewer.datafile.lines import FieldSpot, places_in
from iss_viewer.datafile.mistakes import FileMistakes, Location, Mistake, unknown
from iss_viewer.datafile.parsing import parse

#: how an entry of a list is meant in a path, beside by its number
_NAMES = ("id", "module", "sensor", "loop", "target", "title")


@dataclass(frozen=True)
class SetValue:
    """A value to be set: ``SetValue("leaks.HOLE.diameter", "2 mm")``.

    path: keys by dots; an entry of a list by its id (or module, sensor, loop, target, title) or its
    number from 0. value: as TOML writes it, or a bare text such as ``2mm``.
    """

    path: str
    value: str

    @classmethod
    def to(cls, path: str, value: object) -> SetValue:
        """The change to a value of Python: a text as it is, all else as TOML writes it."""
        text = isinstance(value, str)
        return cls(path, str(value) if text else json.dumps(value, default=str))

    @property
    def literal(self) -> str:
        """The value as TOML."""
        try:
            told = tomllib.loads(f"x = {{ value = {self.value} }}")
        except tomllib.TOMLDecodeError:
            told = {}
        if set(told) == {"x"} and set(told["x"]) == {"value"}:
            return self.value
        return json.dumps(self.value, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_values(text: str, path: Path, changes: Sequence[SetValue]) -> str:
    """The text of the file `path` with values set. Raises FileMistakes with all that cannot be."""
    mistakes = []
    for change in changes:
        document = parse(text, path)
        try:
            text = _edited(text, document, change)
        except ValueError as error:
            mistakes.append(Mistake(path, 0, change.path, str(error)))
    if mistakes:
        raise FileMistakes(mistakes)
    return text


def _edited(text: str, document: dict[str, Any], change: SetValue) -> str:
    """The text with one value set. Raises ValueError that says what its path does not find."""
    location = _location(document, change.path)
    places = places_in(text)
    place = places.get(location)
    if place is None or place.is_table:
        return _with_new(text, location, change.literal, places)
    return _spliced(text, place.start, place.end, change.literal)


def _with_new(
    text: str, location: Location, literal: str, places: dict[Location, FieldSpot]
) -> str:
    """The text with a field that it did not have."""
    *above, key = location
    line = f"{key} = {literal}"
    if not above:
        return f"{line}\n{text}"
    home = places.get(tuple(above))
    if home is None:
        return f"{text.rstrip()}\n\n[{'.'.join(map(str, above))}]\n{line}\n"
    if home.is_table:
        return _spliced(text, home.start, home.end, f"\n{line}")
    is_empty = not text.encode()[home.start + 1 : home.end - 1].strip()
    return _spliced(text, home.start + 1, home.start + 1, f" {line}{' ' if is_empty else ','}")


def _spliced(text: str, start: int, end: int, new: str) -> str:
    source = text.encode()
    return (source[:start] + new.encode() + source[end:]).decode()


def _location(document: Any, path: str) -> Location:
    """Where a path leads; its last key need not be there yet."""
    here, location = document, ()  # type: Any, Location
    *above, last = path.split(".")
    for part in above:
        here, step = _entered(here, part)
        location += (step,)
    if isinstance(here, list):
        return (*location, _entered(here, last)[1])
    if not last or not isinstance(here, dict):
        raise ValueError("leads to no field")
    return (*location, last)


def _entered(here: Any, part: str) -> tuple[Any, str | int]:
    if isinstance(here, dict):
        return here.get(part, {}), part
    if not isinstance(here, list):
        raise ValueError(f"'{part}' is no part of a single value")
    if part.isdigit() and int(part) < len(here):
        return here[int(part)], int(part)
    names = [_names_of(item) for item in here]
    for index, known in enumerate(names):
        if part in known:
            return here[index], index
    raise ValueError(unknown("entry", part, [name for known in names for name in known]))


def _names_of(item: Any) -> list[str]:
    if not isinstance(item, dict):
        return []
    return [item[key] for key in _NAMES if isinstance(item.get(key), str)]
