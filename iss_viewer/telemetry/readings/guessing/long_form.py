"""Tables with a row for each reading: a column of channels' names beside one of values."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from iss_viewer.station import Station
from iss_viewer.telemetry.readings.column_map import LongForm
from iss_viewer.telemetry.readings.guessing.cell_kinds import CellKind
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.places import module_in
from iss_viewer.telemetry.readings.guessing.quantities import quantity_of
from iss_viewer.telemetry.readings.guessing.time_facts import TableFacts

_NAMES = {
    "channel",
    "sensor",
    "name",
    "parameter",
    "variable",
    "signal",
    "tag",
    "item",
    "key",
    "series",
    "kanal",
    "messgröße",
    "id",
    "measurement",
    "field",
}
_VALUES = {
    "value",
    "val",
    "reading",
    "wert",
    "valeur",
    "valor",
    "messwert",
    "data",
    "значение",
    "measured",
}
_MOST_CHANNELS = 200


def long_form_of(facts: TableFacts) -> LongForm | None:
    """The columns of names and values, where most names come again and again."""
    names = [p for p, title in enumerate(facts.titles) if title.casefold() in _NAMES]
    values = [p for p, title in enumerate(facts.titles) if title.casefold() in _VALUES]
    names = [p for p in names if facts.kinds[p] is CellKind.WORD]
    values = [p for p in values if facts.kinds[p] is CellKind.NUMBER]
    if len(values) != 1 or not names:
        return None
    counts = Counter(facts.cells[names[0]])
    is_repeated = len(counts) <= min(_MOST_CHANNELS, max(len(facts.cells[0]) // 2, 1))
    if not is_repeated:
        return None
    return LongForm(names=facts.names[names[0]], values=facts.names[values[0]])


def of_long_form(facts: TableFacts, long: LongForm, station: Station) -> tuple[ColumnDraft, ...]:
    """A column for each channel."""
    units = _units_by_name(facts, long)
    names = facts.cells[facts.names.index(long.names)]
    numbers = facts.numbers[facts.names.index(long.values)]
    made = []
    for name in dict.fromkeys(names):
        plain = ColumnDraft(name, name)
        values = [v for v, of in zip(numbers, names, strict=True) if of == name and v == v]
        if name and values:
            found = quantity_of(name, units.get(name, ""), values)
            module = module_in(name, station) if found.quantity else ""
            plain = replace(plain, quantity=found.quantity, unit=found.unit, module=module)
        made.append(plain)
    return tuple(made)


def _units_by_name(facts: TableFacts, long: LongForm) -> dict[str, str]:
    """Units that stand in a column of their own."""
    found = [
        p
        for p, title in enumerate(facts.titles)
        if title.casefold() in ("unit", "units", "einheit", "unité", "unidad")
    ]
    if not found:
        return {}
    names = facts.cells[facts.names.index(long.names)]
    return dict(zip(names, facts.cells[found[0]], strict=True))
