"""A scenario many times, with values of it set differently: what came of each run, as one table."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from iss_viewer.app.headless import run_headless
from iss_viewer.app.opening.requests import ScenarioRequest
from iss_viewer.app.summary import Summary
from iss_viewer.datafile import FileMistakes, Mistake, SetValue
from iss_viewer.scenario import read_scenario

#: values of a range that does not say how many
USUAL_VALUES = 10
MOST_RUNS = 10_000
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})\s*([A-Za-z/0-9]*?)(?::(\d+))?")


@dataclass(frozen=True)
class SweepRow:
    """What was set in a run, and what it came to. Times in s, SI; NaN where there is none."""

    changes: tuple[SetValue, ...]
    summary: Summary

    @property
    def figures(self) -> dict[str, float | str]:
        """The columns of the table, by name."""
        found = self.summary
        return {
            **{change.path: change.value for change in self.changes},
            "truth_lost_kg": sum(found.truth_lost_kg.values()),
            "leak_rate_kg_s": found.leak_rate_kg_s,
            "reserve_s": found.reserve_s,
            "station_pressure_pa": found.station_pressure_pa,
            "first_alarm_s": found.alarms[0]["time_s"] if found.alarms else float("nan"),
            "alarms": len(found.alarms),
            "verdict_crew": found.verdict_crew,
        }


def combinations(written: Sequence[str]) -> tuple[tuple[SetValue, ...], ...]:
    """The runs that some ``PATH=VALUES`` ask for: each value of one with each of the others.

    VALUES is one value, several by commas (``1mm,2mm``), or a range in even steps (``1..10mm``,
    ``1..10mm:4`` for four values). Raises ValueError.
    """
    choices = []
    for text in written:
        path, equals, values = text.partition("=")
        if not equals or not path.strip():
            raise ValueError(f"'{text}': write PATH=VALUE, such as leaks.HOLE.diameter=2mm")
        choices.append([SetValue(path.strip(), value) for value in _values(values.strip())])
    count = int(np.prod([float(len(each)) for each in choices]))
    if count > MOST_RUNS:
        raise ValueError(f"{count:,} runs are asked for: at most {MOST_RUNS:,}")
    return tuple(itertools.product(*choices))


def _values(text: str) -> list[str]:
    found = _RANGE.fullmatch(text)
    if found is None:
        return [text] if text[:1] in ("[", "{", '"') else [each.strip() for each in text.split(",")]
    count = int(found[4] or USUAL_VALUES)
    if not 2 <= count <= MOST_RUNS:
        raise ValueError(f"'{text}': a range has 2 to {MOST_RUNS:,} values")
    steps = np.linspace(float(found[1]), float(found[2]), count)
    unit = f" {found[3]}".rstrip()
    return [format(value, ".10g") + unit for value in steps.tolist()]


def run_sweep(
    request: ScenarioRequest,
    runs: Sequence[tuple[SetValue, ...]],
    until_s: float | None,
    out_dir: Path | None,
    progress: Callable[[int, int], None],
) -> tuple[SweepRow, ...]:
    """Run a scenario once for each of `runs`, without a window; the table goes to `out_dir`.

    All runs are checked before the first begins. Raises FileMistakes.
    """
    _check(request, runs)
    rows = []
    for done, changes in enumerate(runs):
        progress(done, len(runs))
        asked = replace(request, changes=(*request.changes, *changes))
        rows.append(SweepRow(changes, run_headless(asked, until_s, None, lambda at_s, end_s: None)))
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        with (out_dir / "sweep.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0].figures))
            table.writeheader()
            table.writerows(row.figures for row in rows)
    return tuple(rows)


def _check(request: ScenarioRequest, runs: Sequence[tuple[SetValue, ...]]) -> None:
    mistakes = dict.fromkeys(found for changes in runs for found in _mistakes(request, changes))
    if mistakes:
        raise FileMistakes(list(mistakes))


def _mistakes(request: ScenarioRequest, changes: tuple[SetValue, ...]) -> Iterator[Mistake]:
    try:
        read_scenario(request.scenario, request.station, (*request.changes, *changes))
    except FileMistakes as error:
        yield from error.mistakes
