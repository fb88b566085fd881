"""Measured series that force a channel: read from the tables that a scenario names, and checked."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from iss_viewer import units
from iss_viewer.datafile import (
    Complaint,
    FileMistakes,
    Mistake,
    SetValue,
    nearest,
    unknown,
    with_values,
)
from iss_viewer.datafile.lines import line_of
from iss_viewer.datafile.mistakes import Location
from iss_viewer.datafile.parsing import parse
from iss_viewer.scenario.scenario import Forced, Scenario
from iss_viewer.station import Station

#: points of one series, each of which is a thing that happens
MOST_POINTS = 10_000
#: of the written size of a leak
MOST_FACTOR = 1000.0
_MOST_HEAT_W = 100_000.0
_WALLS_K = (120.0, 700.0)
Points = list[tuple[float, float]]


def with_series(text: str, path: Path) -> str:
    """The text of the scenario `path` with the series of its tables in it: it then needs no other file.

    Raises FileMistakes with all that is wrong in the tables.
    """
    changes, mistakes = [], []
    entries = parse(text, path).get("forced", [])
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict) or not isinstance(entry.get("series"), str):
            continue
        try:
            points = _points(entry, path.parent)
        except ValueError as error:
            key = "series" if "column" in entry else "column"
            where: Location = ("forced", index, key)
            name = f"forced[{index}].{key}"
            mistakes.append(Mistake(path, line_of(text, where), name, str(error)))
            continue
        changes.append(SetValue(f"forced.{index}.series", json.dumps(points)))
    if mistakes:
        raise FileMistakes(mistakes)
    return with_values(text, path, changes)


def _points(entry: dict[str, object], folder: Path) -> Points:
    """Times in s and values in SI of a table; rows without a value are left out. Raises ValueError."""
    told = {"time": "time_s", "time_unit": "s", "unit": ""}
    told |= {key: value for key, value in entry.items() if isinstance(value, str)}
    if "column" not in told:
        raise ValueError("is missing: the column of the table that has the values")
    quantity = units.kind_of(told.get("channel", ""))
    points: Points = []
    for line, row in _rows(folder / told["series"], (told["time"], told["column"])):
        written = row[told["column"]]
        if not written.strip():
            continue
        try:
            time_s = units.to_si(float(row[told["time"]]), told["time_unit"], "duration")
            value = float(written)
            if told["unit"]:
                value = units.to_si(value, told["unit"], quantity or "temperature")
        except units.UnitError:
            raise
        except (ValueError, TypeError):
            raise ValueError(f"{told['series']}:{line}: no numbers: {dict(row)}") from None
        if not (math.isfinite(time_s) and math.isfinite(value)):
            raise ValueError(f"{told['series']}:{line}: not finite")
        points.append((time_s, value))
    return points


def _rows(file: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            for name in needed:
                if name not in (table.fieldnames or ()):
                    known = nearest(name, table.fieldnames or ())
                    raise ValueError(f"{file.name}: no column is named '{name}'{known}")
            for row in table:
                yield table.line_num, row
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: {getattr(error, 'strerror', None) or error}") from None


def series_complaints(scenario: Scenario, station: Station) -> Iterator[Complaint]:
    """What of the forced channels is not there, or takes on values that cannot be."""
    seen: set[str] = set()
    for index, forced in enumerate(scenario.forced):
        place: Location = ("forced", index)
        bounds = forceable(station) | {f"{k.id}.factor": (0.0, MOST_FACTOR) for k in scenario.leaks}
        if forced.channel not in bounds:
            yield Complaint(
                (*place, "channel"), unknown("channel to force", forced.channel, bounds)
            )
            continue
        if forced.channel in seen:
            yield Complaint((*place, "channel"), f"'{forced.channel}' is forced twice")
        seen.add(forced.channel)
        yield from _point_complaints(place, forced, bounds[forced.channel])
        leak = next((k for k in scenario.leaks if f"{k.id}.factor" == forced.channel), None)
        if leak is not None and (leak.changes or leak.doubling_s):
            words = f"leak '{leak.id}' changes by itself too: give it no changes and no doubling"
            yield Complaint((*place, "channel"), words)


def _point_complaints(
    place: Location, forced: Forced, bounds: tuple[float, float]
) -> Iterator[Complaint]:
    where = (*place, "series")
    count = len(forced.points)
    if not 0 < count <= MOST_POINTS:
        yield Complaint(where, f"1 to {MOST_POINTS:,} points, not {count:,}")
        return
    times = [time_s for time_s, _ in forced.points]
    late = [b for a, b in pairwise(times) if b <= a]
    if late or times[0] < 0.0:
        first = times[0] if times[0] < 0.0 else late[0]
        yield Complaint(
            where, f"times from 0 s on, each later than the one before (see {first:g} s)"
        )
    low, high = bounds
    off = next(((t, v) for t, v in forced.points if not low <= v <= high), None)
    if off is not None:
        unit = f" {units.unit_of(forced.channel)}".rstrip()
        words = f"at {off[0]:g} s {forced.channel} is {off[1]:g}{unit}"
        yield Complaint(where, f"{words}: allowed are {low:g} to {high:g}{unit}")


def forceable(station: Station) -> dict[str, tuple[float, float]]:
    """Every channel of a station that a series may force, with its least and largest value, in SI."""
    bounds = {f"{module}.environment_k": _WALLS_K for module in station.module_ids}
    bounds |= {f"{module}.heat_w": (0.0, _MOST_HEAT_W) for module in station.module_ids}
    for machine in station.equipment:
        if machine.kind.endswith("_feed"):
            bounds[f"{machine.id}.flow_kg_s"] = (0.0, machine.rate_kg_s)
        bounds[f"{machine.id}.is_on"] = (0.0, 1.0)
    for hatch in station.hatches:
        bounds[f"{hatch.id}.is_open"] = bounds[f"{hatch.id}.opening"] = (0.0, 1.0)
        if hatch.valve_diameter_m > 0.0:
            bounds[f"{hatch.id}.valve_is_open"] = (0.0, 1.0)
            bounds[f"{hatch.id}.valve_opening"] = (0.0, 1.0)
    fans = {f"{fan.id}.is_on": (0.0, 1.0) for fan in station.fans}
    return {**bounds, **fans, "FANS.is_on": (0.0, 1.0)}
