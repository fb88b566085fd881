"""A map of readings as the TOML file that a person could have written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from iss_viewer.telemetry.readings.column_map import ReadingsMap


def map_text(mapped: ReadingsMap, about: str = "") -> str:
    """The text of a map; what it does not say is as usual. about: a comment at its head."""
    written = mapped.model_dump(exclude_defaults=True)
    columns = [column.model_dump(exclude_defaults=True) for column in mapped.columns]
    lines = [f"# {line}" for line in about.splitlines()]
    plain = {k: v for k, v in written.items() if k not in ("time", "columns", "long")}
    lines += _fields({"station": mapped.station, **plain})
    lines += ["", "[time]", *_fields(written["time"])]
    if mapped.long is not None:
        lines += ["", "[long]", *_fields(written["long"])]
    for column in columns:
        lines += ["", "[[columns]]", *_fields(column)]
    return "\n".join(lines) + "\n"


def write_map(mapped: ReadingsMap, path: Path, about: str = "") -> None:
    """Write a map as a file. Raises OSError."""
    path.write_text(map_text(mapped, about), encoding="utf-8")


def _fields(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple() | list():
            return f"[{', '.join(_value(part) for part in value)}]"
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
