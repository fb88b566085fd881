"""Parts of a page in Markdown that a study writes, and the look of its pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iss_viewer.units import S_PER_DAY

_INTRODUCTION = """# How well leaks are found and placed

What the detector and the search adviser reach, measured by four commands that remake this page:
`iss-viewer study detection`, `coverage`, `hatches` and `localisation` (`--scale 0.1` for a quick look).
Every run has a seed; a study that is cut short goes on where it was. Nothing here is typed in by hand:
where a goal is missed, the page says so.
"""


def made_by(study: str, scale: float) -> str:
    """By which command a section was made; a study at less than full scale has fewer runs a row."""
    how_much = "the whole study" if scale == 1.0 else "the whole study is `--scale 1`"
    return f"Made by `iss-viewer study {study} --scale {scale:g}` ({how_much})."


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def put_section(page: Path, name: str, text: str, introduction: str = _INTRODUCTION) -> None:
    """Write one section of the page anew and leave the others as they are; a new page begins with the
    introduction.
    """
    old = page.read_text(encoding="utf-8") if page.is_file() else introduction
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if begin in old and end in old:
        before, after = old.split(begin)[0], old.split(end)[1]
    else:
        before, after = old.rstrip() + "\n\n", "\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def verdict(is_reached: bool) -> str:
    """How a table says whether a goal was reached."""
    return "reached" if is_reached else "**missed**"


def hours_text(seconds: float | None) -> str:
    """A duration in the unit in which it has one to three digits before the point."""
    if seconds is None or not math.isfinite(seconds):
        return "never"
    for limit, unit, size in ((120.0, "s", 1.0), (7200.0, "min", 60.0), (172800.0, "h", 3600.0)):
        if seconds < limit:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / S_PER_DAY:.3g} d"


def most_probable_rate(count: int, exposure: float) -> tuple[float, float]:
    """The rate of rare events and its upper 95 % limit, per unit of exposure (Poisson, exact)."""
    low, high = 1e-9, 3.0 * (count + 5.0)
    for _ in range(80):
        mean = 0.5 * (low + high)
        terms = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(count + 1))
        below = math.fsum(math.exp(term) for term in terms)
        low, high = (mean, high) if below > 0.05 else (low, mean)
    return count / exposure, high / exposure


def share_limits(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    if of == 0:
        return 0.0, 1.0
    z, share = 1.96, count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - spread, 0.0), min(middle + spread, 1.0)


def figure(width: float = 7.0, height: float = 3.8) -> tuple[Any, Any]:
    """A figure and its axes, drawn without any window."""
    from matplotlib.figure import Figure

    drawing = Figure(figsize=(width, height), dpi=120, layout="constrained")
    axes = drawing.add_subplot()
    axes.grid(True, color="#d8dde3", linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return drawing, axes
