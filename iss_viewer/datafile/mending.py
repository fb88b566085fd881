"""Read on past faulty fields, so that one reading shows what is wrong with the names as well.

A file with a bad diameter and an unknown module has two mistakes. To find the second, harmless values
stand in for the faulty ones; nothing but more complaints is ever made of the result.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from iss_viewer.datafile.mistakes import Complaint, Location

Model = TypeVar("Model", bound=BaseModel)

_REMOVED = object()
#: tried in turn until a field takes one; removing it comes first, so that defaults are used
_HARMLESS: tuple[Any, ...] = (
    _REMOVED, 1.0, 0.1, 300.0, "x", "1000 d", "1 mm", "1 Pa", "1 kg/day", "1 mm2", "300 K", "1 K",
    "1 kg", "1 W", [0.0, 0.0, 1.0], [], {}, True, 1, date(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC),
)  # fmt: skip


def mended(
    document: dict[str, Any], model: type[Model], faults: Sequence[Any], freeze: Any
) -> Model | None:
    """`document` with harmless values in its faulty places as `model`, or None if that is hopeless.

    `freeze` turns the lists of a document into the tuples that models hold.
    """
    if any(fault["loc"] and fault["loc"][-1] == "id" for fault in faults):
        return None  # what refers to it would be called unknown
    patched = copy.deepcopy(document)
    for harmless in _HARMLESS:
        for fault in faults:
            _place(patched, tuple(fault["loc"]), _literal(fault) or harmless)
        try:
            return model.model_validate(freeze(patched))
        except ValidationError as error:
            faults = error.errors()
    return None


def beside(complaints: Sequence[Complaint], faults: Sequence[Location]) -> list[Complaint]:
    """The complaints that cannot come from a harmless value that stands at one of `faults`."""
    return [
        complaint
        for complaint in complaints
        if not any(_touch(complaint.location, fault) for fault in faults)
    ]


def _touch(one: Location, other: Location) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _literal(fault: Any) -> str | None:
    if fault["type"] != "literal_error":
        return None
    found = re.search(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))
    return found[1] if found else None


def _place(document: Any, location: Location, value: Any) -> None:
    """Set, or remove, what stands at `location`; nothing where there is no such place."""
    here = document
    for part in location[:-1]:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return
    last = location[-1] if location else None
    if isinstance(here, dict) and isinstance(last, str):
        if value is _REMOVED:
            here.pop(last, None)
        else:
            here[last] = copy.deepcopy(value)
    elif isinstance(here, list) and isinstance(last, int) and value is not _REMOVED:
        here[last : last + 1] = [copy.deepcopy(value)]
