"""What a file may say: the bounds of every field, as docs/formats-bounds.md lists them.

``python tests/bounds.py`` writes that page anew, after a bound was changed on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from iss_viewer.datafile.ranges import instrument_ranges, quantity_ranges
from iss_viewer.station.station import SensorClass
from iss_viewer.units import unit_of

PAGE = Path(__file__).resolve().parents[1] / "docs/formats-bounds.md"
_WORDS = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
_LENGTHS = {"min_length": "length at least", "max_length": "length at most", "pattern": "form"}
_HEAD = """# What a file may say

The bounds of every number and text in the files that people write, in SI units (kelvins, pascals, seconds, metres, kilograms);
what lies outside is refused with its line. Written by `python tests/bounds.py` from the code, and held by the tests.
"""


def models_of(
    model: type[BaseModel], seen: dict[str, type[BaseModel]]
) -> dict[str, type[BaseModel]]:
    """A model and those inside it, by their names."""
    seen[model.__name__] = model
    for field in model.model_fields.values():
        inner = [field.annotation, *(field.metadata)]
        while inner:
            part = inner.pop()
            inner += get_args(part)
            is_model = isinstance(part, type) and issubclass(part, BaseModel)
            if is_model and part.__name__ not in seen:
                models_of(part, seen)
    return seen


def bounds_of(model: type[BaseModel]) -> str:
    """The table of all fields of a model, and of the models inside it, that have a bound or a default."""
    rows = []
    for name, each in sorted(models_of(model, {}).items()):
        for key, field in each.model_fields.items():
            bounds = ", ".join(_limits(field.metadata, field.annotation))
            is_plain = isinstance(field.default, bool | int | float | str) and field.default != ""
            default = f"{field.default}" if is_plain else ""
            if bounds or default:
                rows.append(f"| {name} | {field.alias or key} | {bounds} | {default} |")
    return "\n".join(["| of | field | may be | if left out |", "|---|---|---|---|", *rows])


def _limits(metadata: list[Any], annotation: Any) -> Iterator[str]:
    parts = list(metadata)
    inner = [annotation]
    while inner:
        part = inner.pop()
        parts += getattr(part, "__metadata__", ())
        inner += get_args(part)
    for part in parts:
        for names in (_WORDS, _LENGTHS):
            for name, words in names.items():
                bound = getattr(part, name, None)
                if bound is not None and not callable(bound):
                    yield (
                        f"{words} {bound:g}"
                        if isinstance(bound, int | float)
                        else f"{words} `{bound}`"
                    )


def ranges_table() -> str:
    """The table of what any number may be, by the quantity that the name of its field ends in."""
    rows = [
        f"| {unit_of(ending)} | {least:g} | {most:g} |"
        for ending, (least, most) in quantity_ranges().items()
    ]
    return "\n".join(["| unit | least, but 0 | most |", "|---|---|---|", *rows])


def instruments_table() -> str:
    """The table of what the numbers of an instrument's class may be, by what it measures."""
    kinds = get_args(SensorClass.model_fields["quantity"].annotation)
    fields = list(instrument_ranges(kinds[0]))
    rows = [
        f"| {kind} | " + " | ".join(f"{instrument_ranges(kind)[f]:g}" for f in fields) + " |"
        for kind in kinds
    ]
    head = f"| in Pa, or K | {' | '.join(fields)} |"
    return "\n".join([head, "|---" * (len(fields) + 1) + "|", *rows])


def section(title: str) -> str:
    """The table that the page has under a title."""
    return PAGE.read_text().split(f"\n## {title}\n\n")[1].split("\n\n## ")[0].strip()


def write_page() -> None:
    """Write the page from the code."""
    from iss_viewer.detection.limits import Limits
    from iss_viewer.detection.locating.priors import Priors
    from iss_viewer.incidents import Incident
    from iss_viewer.scenario import Scenario
    from iss_viewer.station import Station
    from iss_viewer.telemetry.readings.column_map import ReadingsMap

    listed = {
        "Station": Station, "Scenario": Scenario, "Incident": Incident, "Alarm limits": Limits,
        "Priors": Priors, "Map of readings": ReadingsMap,
    }  # fmt: skip
    tables = [
        f"\n## Any number\n\n{ranges_table()}\n",
        f"\n## Instruments\n\n{instruments_table()}\n",
    ]
    tables += [f"\n## {title}\n\n{bounds_of(model)}\n" for title, model in listed.items()]
    PAGE.write_text(_HEAD + "".join(tables))


if __name__ == "__main__":
    write_page()
