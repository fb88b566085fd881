"""A stretch of a recording for a spreadsheet: in the signs of the reader's country, times in the reader's notation."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from iss_viewer.situation.results import SheetForm
from iss_viewer.situation.words.clock import GMT, Clock
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.recording import RecordedRun

_BLOCK_ROWS = 16384
#: with these a spreadsheet begins a formula
_FORMULA = ("=", "+", "-", "@")
_DIGITS = 10  # of a number


def export_sheet(run: RecordedRun, path: Path, from_s: float, to_s: float, form: SheetForm) -> int:
    """Write the rows with from_s <= time <= to_s as a CSV that a spreadsheet opens; how many there were.

    Its first line names the columns, by channels whose unit ends their name; a value that is not known is an empty cell;
    no cell begins a formula. Raises OSError.
    """
    start, stop = (
        int(np.searchsorted(run.time_s, from_s, side="left")),
        int(np.searchsorted(run.time_s, to_s, side="right")),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    clock = Clock(run.header.start_utc_s, form.notation)
    names = (*run.header.sampled.names, *run.header.assessed.names)
    chosen = [at for at, name in enumerate(names) if not form.columns or name in form.columns]
    # with its mark, spreadsheets read the text as UTF-8
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=form.delimiter)
        writer.writerow([*_time_names(clock), *(safe(names[at]) for at in chosen)])
        for rows in _blocks(run, start, stop, chosen, clock, form.decimal):
            writer.writerows(rows)
    return max(stop - start, 0)


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _time_names(clock: Clock) -> tuple[str, ...]:
    return ("time_s", f"time {clock.notation}") if clock.is_dated else ("time_s",)


def _blocks(
    run: RecordedRun, start: int, stop: int, chosen: Sequence[int], clock: Clock, decimal: str
) -> Iterator[list[list[str]]]:
    for first in range(start, stop, _BLOCK_ROWS):
        last = min(stop, first + _BLOCK_ROWS)
        samples, assessed = run.samples(first, last), run.assessed(first, last)
        values: Floats = np.concatenate([samples.values, assessed], axis=1)[:, chosen]
        yield [
            [*_times(float(time_s), clock, decimal), *(_number(v, decimal) for v in row)]
            for time_s, row in zip(samples.time_s, values.tolist(), strict=True)
        ]


def _times(time_s: float, clock: Clock, decimal: str) -> tuple[str, ...]:
    """The elapsed seconds, and the date where there is one, in the form that spreadsheets of all countries read."""
    elapsed = _number(time_s, decimal)
    if not clock.is_dated:
        return (elapsed,)
    when = clock.at(time_s)
    return (
        elapsed,
        f"{when:%Y/%j/%H:%M:%S}" if clock.notation == GMT else f"{when:%Y-%m-%d %H:%M:%S}",
    )


def _number(value: float, decimal: str) -> str:
    """A number with the decimal sign of the country; empty where it is not known."""
    if value != value:
        return ""
    return f"{value:.{_DIGITS}g}".replace(".", decimal)
