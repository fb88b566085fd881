"""Which module of the station, or which hatch, the name of a column speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iss_viewer.station import Station

_SHORTEST_INSIDE = 4


def module_in(text: str, station: Station) -> str:
    """The id of the one module that a text names; empty: none, or several."""
    if len(station.module_ids) == 1:
        return station.module_ids[0]
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    plain = _plain(text)
    found: dict[int, set[str]] = {}
    for module_id, spelled in _spellings(station):
        name = _plain(spelled)
        is_there = name in words or (len(name) >= _SHORTEST_INSIDE and name in plain)
        is_there |= len(name) >= 2 and bool(
            re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text.casefold())
        )
        if is_there:
            found.setdefault(len(name), set()).add(module_id)
    if not found:
        return ""
    longest = found[max(found)]
    return next(iter(longest)) if len(longest) == 1 else ""


def hatch_in(text: str, station: Station) -> str:
    """The id of the hatch that a text names; empty: none."""
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    found = [hatch.id for hatch in station.hatches if hatch.id.casefold() in words]
    return found[0] if len(found) == 1 else ""


def _spellings(station: Station) -> Iterator[tuple[str, str]]:
    for module in station.modules:
        yield module.id, module.id
        for part in (module.short, module.name, *re.split(r"[()]", module.name)):
            if part.strip():
                yield module.id, part.strip()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
