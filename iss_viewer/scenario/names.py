"""Complaints about names that a scenario uses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from iss_viewer.datafile import Complaint, unknown
from iss_viewer.datafile.mistakes import Location


def named(place: Location, what: str, name: str, known: Collection[str]) -> Iterator[Complaint]:
    """A name that nothing has."""
    if name not in known:
        yield Complaint(place, unknown(what, name, known))


def duplicates(kind: str, ids: list[str]) -> Iterator[Complaint]:
    """Names given twice in a list of the file such as ``start.modules``."""
    place: Location = tuple(kind.split("."))
    for index, item_id in enumerate(ids):
        if item_id in ids[:index]:
            yield Complaint((*place, index), f"'{item_id}' is named twice")
