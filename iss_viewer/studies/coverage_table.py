"""Where the shown intervals hold the truth and where not, from all looks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from iss_viewer.studies.coverage_trial import PHASES
from iss_viewer.studies.pages import share_limits, table
from iss_viewer.studies.results import Row

_GOAL = (0.93, 0.97)

ALL_LOOKS_WORDS = """## Do intervals hold at every look?

All scenarios of the assets; leaks of 0.5 to 1,200 kg/day drawn anywhere with noise of 0.5 to 3 times what the detector is
told and a hatch beside them shut for 3 s to 3 h; leaks that double each hour, and two at once; holes by noise; all barometers
dead an hour before the onset. The station is as it may really be: volumes, seals and warmth drawn by seed. A hundred
looks a run, evenly spaced from the first row, at the interval of each air space. Looks of a run hang together: limits come
from the spread between runs, where there are several. An interval of 95 % should hold 93 to 97 %; more is too wide,
which is no fault where nothing leaks, since a loss is never negative. Not held: fewer than 93 %, limits and all; below
it with limits that reach it, the runs are too few to tell."""


def all_looks_table(rows: Sequence[Row]) -> str:
    """One line for each kind of run and what was so at the look; then for all of them together."""
    lines = []
    for label in dict.fromkeys(row["label"] for row in rows):
        runs = [row for row in rows if row["label"] == label]
        for phase in PHASES:
            line = _line(label, phase, [run for run in runs if run["looks"].get(phase)])
            lines += [line] if line else []
        missing = sum(run["not_shown"] for run in runs)
        if missing:
            lines.append([label, "no interval shown", str(len(runs)), str(missing), "-", "-", ""])
    for phase in PHASES:
        line = _line("all", phase, [run for run in rows if run["looks"].get(phase)])
        lines += [line] if line else []
    lines += [_line("all", "whatever", [_at_all(run) for run in rows])]
    head = ["run", "at the look", "runs", "looks", "inside", "95 % limits", "93 to 97 %"]
    return table(head, lines)


def _at_all(run: Row) -> Row:
    """A run with all its looks taken together."""
    sums = {name: {"whatever": sum(run[name].values())} for name in ("looks", "covered")}
    return {**run, **sums}


def _line(label: str, phase: str, runs: Sequence[Row]) -> list[str]:
    if not runs:
        return []
    looks = sum(run["looks"][phase] for run in runs)
    inside = sum(run["covered"].get(phase, 0) for run in runs)
    share = inside / looks
    low, high = _limits(share, phase, runs)
    limits = f"{low:.0%} to {high:.0%}"
    return [label, phase, str(len(runs)), str(looks), f"{share:.1%}", limits, _verdict(share, high)]


def _verdict(share: float, high: float) -> str:
    if share > _GOAL[1]:
        return "wider"
    if share >= _GOAL[0]:
        return "held"
    return "**not held**" if high < _GOAL[0] else "below, too few runs"


def _limits(share: float, phase: str, runs: Sequence[Row]) -> tuple[float, float]:
    """95 % limits of a share: by the spread between runs, for one run or none missed those of a binomial."""
    looks, count = sum(run["looks"][phase] for run in runs), len(runs)
    off = [run["covered"].get(phase, 0) - share * run["looks"][phase] for run in runs]
    if count < 2 or not any(off):
        return share_limits(round(share * count), count)
    error = math.sqrt(math.fsum(one * one for one in off) * count / (count - 1)) / looks
    return max(share - 1.96 * error, 0.0), min(share + 1.96 * error, 1.0)
