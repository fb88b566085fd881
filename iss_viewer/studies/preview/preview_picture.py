"""The picture of a preview: pressures over time, and a mark where each malfunction comes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from iss_viewer import units
from iss_viewer.studies.preview.idle_run import Preview
from iss_viewer.studies.preview.preview_text import LEAVE_PA, shown_places

_COLOURS = ("#1f6fb2", "#d1592a", "#3a8f5c", "#8a5fb0", "#9a7b2f")
#: above the curves, for the names of malfunctions
_HEADROOM = 0.15
#: longer runs are drawn over hours, and over days
_HOURS_FROM_S, _DAYS_FROM_S = 3 * 3600.0, 4 * 86_400.0


def draw_preview(preview: Preview, path: Path) -> None:
    """Draw it to a PNG, SVG or PDF file. Raises OSError, ValueError for another ending."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(10.0, 5.6), layout="constrained")
    unit_s, unit = _time_unit(float(preview.run.time_s[-1]))
    for colour, place in zip(_COLOURS, shown_places(preview), strict=False):
        pressure = preview.run[f"{place}.pressure_pa"] / units.PA_PER_MMHG
        name = preview.station.module(place).name
        label = f"{name}: the air space with most people" if place == preview.main else name
        axes.plot(preview.run.time_s / unit_s, pressure, color=colour, lw=1.8, label=label)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + _HEADROOM * (high - low))
    if low < LEAVE_PA / units.PA_PER_MMHG < high:
        axes.axhline(LEAVE_PA / units.PA_PER_MMHG, color="#b00020", lw=1.0, ls="--")
    _mark_malfunctions(preview, axes, unit_s)
    axes.ticklabel_format(axis="y", useOffset=False)
    axes.set(xlabel=f"time, {unit}", ylabel="pressure, mmHg", title=preview.title)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    figure.legend(loc="outside lower center", ncols=2, frameon=False)
    figure.savefig(path, dpi=130)
    pyplot.close(figure)


def _mark_malfunctions(preview: Preview, axes: Any, unit_s: float) -> None:
    """A line where each malfunction comes, its name in the headroom; several in rows."""
    coming = sorted((begin_s, name) for name, (begin_s, _) in preview.spans.items())
    coming = [(begin_s, name) for begin_s, name in coming if begin_s <= preview.run.time_s[-1]]
    is_late = 0.75 * preview.run.time_s[-1]
    for row, (begin_s, name) in enumerate(coming):
        axes.axvline(begin_s / unit_s, color="#777777", lw=0.9, ls=":")
        side, gap = ("right", -4) if begin_s > is_late else ("left", 4)
        place = (begin_s / unit_s, 0.985 - 0.04 * (row % 3))
        axes.annotate(
            name,
            place,
            (gap, 0),
            axes.get_xaxis_transform(),
            "offset points",
            va="top",
            ha=side,
            size=9,
        )


def _time_unit(length_s: float) -> tuple[float, str]:
    if length_s >= _DAYS_FROM_S:
        return 86_400.0, "d"
    return (3600.0, "h") if length_s >= _HOURS_FROM_S else (60.0, "min")
