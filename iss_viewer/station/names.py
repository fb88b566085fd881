"""What people call the parts of a station: names in place of ids."""

from __future__ import annotations

import re

from iss_viewer.station.station import Station

_ID = re.compile(r"\b[A-Z][A-Z0-9_]*[A-Z0-9]\b")


def name_of(station: Station, subject: str) -> str:
    """The short name of what an alarm or event is about; the subject itself where it has none."""
    names = {"STATION": "Station"}
    names |= {loop.id: loop.name for loop in station.coolant_loops}
    names |= {tank.id: tank.name for tank in station.tanks}
    names |= {machine.id: machine.name for machine in station.equipment}
    names |= {module.id: module.short_name for module in station.modules}
    names |= {person.id: person.name for person in station.crew}
    if subject in names:
        return names[subject]
    is_hatch = any(hatch.id == subject for hatch in station.hatches)
    return station.hatch_words(subject) if is_hatch else subject


def and_more(name: str, others: int) -> str:
    """What several are called by one of them: ``Harmony and 6 more``; one alone by its name."""
    return f"{name} and {others} more" if others > 0 else name


def with_names(station: Station, text: str) -> str:
    """A text with the ids of modules, hatches, machines and people replaced by their names."""
    return _ID.sub(lambda found: name_of(station, found[0]), text)
