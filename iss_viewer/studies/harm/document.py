"""The study as a page: who was harmed, beside what could be done at all; and what became of the search."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from iss_viewer.studies.harm.bound import bound_of, informed_bound
from iss_viewer.studies.harm.jobs import DIAMETERS_MM, LOSSES_LB_DAY, jobs
from iss_viewer.studies.harm.trial import run_harm, station_of
from iss_viewer.studies.pages import made_by, put_section, table
from iss_viewer.studies.results import Progress, Row, Workers, collect, one_by_one

COST_WORDS = """\
What it costs that nobody may be harmed: the same holes searched for by the same adviser, hatches and people, once as it is
and once with every action allowed, however it harms; means over the pairs in which both named the right module, from the
alarm until it was told for good. Goal: a ratio of at most 1.3."""
_FOUND = ("isolate", "open")
_ENDED = (*_FOUND, "hold")  # with an answer: what to keep shut
WORDS = """\
Full simulator (walls, cooling, volumes and seals drawn from their spreads), every instrument with its errors; a crew
does each advice to the letter: 20 s a module, 180 s a hatch, valves equalised before a hatch is pulled (at most 300 N).
Harmed: pO2 below 16 kPa, below 490 mmHg, or pCO2 above 10 mmHg for ten minutes where somebody is. Bound: the runs in which
somebody who does not know where the hole is can keep everybody from harm (closed forms); in those the goal is 0. At least:
people whom nobody can keep from harm who knows place and size at the alarm, since their air does not last one closure. Found:
the hole was shut off, its module named right, nobody harmed. Contained: it was shut off with nobody there, short of one
module. In ships: people sit in ships that hold."""


def write_harm_study(
    out_dir: Path,
    scale: float = 1.0,
    progress: Progress | None = None,
    workers: Workers = one_by_one,
) -> Path:
    """Run what is missing of the study and write its page; `out_dir` is the folder of the docs.

    Results lie in `out_dir`/advice/harm.jsonl; delete it to start anew. Returns the page.
    """
    rows = collect(out_dir / "advice" / "harm.jsonl", run_harm, jobs(scale), workers, progress)
    page = out_dir / "advice.md"
    put_section(page, "harm", "\n\n".join(_sections(rows, scale)))
    return page


def _sections(rows: Sequence[Row], scale: float) -> list[str]:
    return [
        "## People harmed",
        made_by("harm", scale),
        WORDS,
        _by_size(rows),
        _by_case(rows),
        *cost_of_safety(rows),
    ]


def _by_size(rows: Sequence[Row]) -> str:
    plain = [row for row in rows if not _case(row)]
    sizes = [
        *(("loss_lb_day", loss, f"{loss:g} lb/day") for loss in LOSSES_LB_DAY),
        *(("diameter_mm", diameter, f"{diameter:g} mm") for diameter in DIAMETERS_MM),
    ]
    cells = [(label, [row for row in plain if row.get(key) == size]) for key, size, label in sizes]
    return table(_HEAD, [_line(label, some) for label, some in cells if some])


def _by_case(rows: Sequence[Row]) -> str:
    cases = sorted({_case(row) for row in rows} - {""})
    if not cases:
        return ""
    return table(_HEAD, [_line(case, [r for r in rows if _case(r) == case]) for case in cases])


_HEAD = (
    "hole", "runs", "people harmed", "in runs with bound 0", "at least", "found", "wrong", "contained", "in ships",
    "h to the end, median", "hatch moves, median",
)  # fmt: skip


def cost_of_safety(rows: Sequence[Row]) -> list[str]:
    """Hours to isolation beside those of the same search that does not care who is harmed."""
    found = {_hole(row): row for row in rows if not _case(row) and _is_right(row)}
    pairs = [
        (found[_hole(row)], row)
        for row in rows
        if row.get("careless") and _is_right(row) and _hole(row) in found
    ]
    if not pairs:
        return []
    sizes = sorted({row["diameter_mm"] for row, _ in pairs})
    by_size = [(f"{s:g} mm", [p for p in pairs if p[0]["diameter_mm"] == s]) for s in sizes]
    return [COST_WORDS, table(_COST_HEAD, [_cost_line(*one) for one in (*by_size, ("all", pairs))])]


_COST_HEAD = ("hole", "pairs", "h to isolation", "h, as if nobody could be harmed", "ratio", "harmed then")  # fmt: skip


def _cost_line(label: str, pairs: Sequence[tuple[Row, Row]]) -> tuple[str, ...]:
    safe, careless = (
        math.fsum(pair[k]["found_s"] for pair in pairs) / 3600.0 / len(pairs) for k in (0, 1)
    )
    harmed = sum(row["harmed"] for _, row in pairs)
    return (
        label, str(len(pairs)), f"{safe:.2f}", f"{careless:.2f}", f"{safe / careless:.2f}", str(harmed),
    )  # fmt: skip


def _hole(row: Row) -> tuple[object, ...]:
    return row["module"], row.get("diameter_mm"), row.get("loss_lb_day"), row["seed"]


def _is_right(row: Row) -> bool:
    """The module was named, and no other."""
    return row["end"] in _FOUND and row["answer"] == row["module"] and bool(row.get("found_s"))


def _case(row: Row) -> str:
    words = [str(row["station"])] if row.get("station") else []
    if row.get("careless"):
        words.append("searched as if nobody could be harmed")
    if row.get("crew"):
        words.append(f"{row['crew']} people")
    if row.get("asleep"):
        words.append("asleep")
    if row.get("fault"):
        words.append(f"barometer elsewhere: {row['fault']}")
    return ", ".join(words)


def _line(label: str, rows: Sequence[Row]) -> tuple[str, ...]:
    unharmed = [row for row in rows if not row["harmed"]]
    possible = [row for row in rows if bound(row) == 0]
    lost = sum(least_harmed(row) for row in rows)
    right = [r for r in unharmed if r["end"] in _FOUND and r["answer"] == r["module"]]
    wrong = [r for r in unharmed if r["end"] in _ENDED and r["module"] not in r["answer"].split()]
    aboard = [row for row in unharmed if row["end"] not in _FOUND and row["is_aboard"]]
    held = [row for row in unharmed if is_contained(row) and not row["is_aboard"]]
    hours = [row["search_s"] / 3600.0 for row in rows if row["search_s"] is not None]
    return (
        label,
        str(len(rows)),
        str(sum(row["harmed"] for row in rows)),
        f"{sum(row['harmed'] for row in possible)} of {len(possible)} runs",
        str(lost),
        str(len(right)),
        str(len(wrong)),
        str(len(held)),
        str(len(aboard)),
        f"{median(hours):.2f}" if hours else "",
        f"{median(row['moves'] for row in rows):g}",
    )


def is_contained(row: Row) -> bool:
    """Whether a run ends with the leak shut off, its module being one of several."""
    names = str(row["answer"]).split()
    is_told = row["end"] == "hold" or (row["end"] in _FOUND and len(names) > 1)
    return is_told and row["module"] in names


def bound(row: Row) -> int | None:
    """People harmed by the best that can be done in a run's case; None: not shown to be possible."""
    if not row.get("diameter_mm"):
        return 0
    return bound_of(station_of(row), row["module"], row["diameter_mm"])


def least_harmed(row: Row) -> int:
    """People harmed whatever is done in a run's case."""
    if bound(row) == 0:
        return 0
    return informed_bound(station_of(row), row["module"], row["diameter_mm"]) or 0


def last_line(row: Row) -> str:
    """What a single run ends with."""
    harmed = f"people harmed: {row['harmed']}"
    if bound(row) == 0:
        return f"{harmed} (bound: 0)"
    informed = informed_bound(station_of(row), row["module"], row["diameter_mm"])
    if informed is None:
        return f"{harmed} (bound: not known)"
    if informed:
        return f"{harmed} (bound: {informed}, the air does not last one closure)"
    return f"{harmed} (bound: 0 for who knows where it is, not known for others)"
