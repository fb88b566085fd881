"""The pictures of the validation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from iss_viewer.studies.validation.closed_forms import blowdown
from iss_viewer.studies.validation.published import (
    JULY_2021,
    LAWS,
    anchored_rate_kg_s,
    decay_mmhg,
)
from iss_viewer.studies.validation.solvers import AirStory
from iss_viewer.units import S_PER_DAY

Floats = NDArray[np.float64]

_COLOURS = ("#1f6fb2", "#d1592a")


def _axes(rows: int = 1) -> tuple[Any, Any]:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(rows, 1, figsize=(7.5, 3.6 * rows), layout="constrained")
    for one in np.atleast_1d(axes):
        one.spines[["top", "right"]].set_visible(False)
        one.grid(alpha=0.25)
    return figure, axes


def draw_blowdown(path: Path) -> None:
    """Pressure of the isothermal and the adiabatic blowdown over their closed forms."""
    figure, axes = _axes()
    for colour, name, is_isothermal in zip(
        _COLOURS, ("isothermal", "adiabatic"), (True, False), strict=True
    ):
        tau, times, rows = blowdown(is_isothermal)
        x = times / tau
        exact = 1e5 * (np.exp(-x) if is_isothermal else (1.0 + 0.2 * x) ** -7)
        axes.plot(x, exact / 1e3, color=colour, label=f"{name}, closed form")
        axes.plot(
            x[::2],
            rows.pressure_pa[::2, 0] / 1e3,
            "o",
            ms=4,
            mfc="none",
            color=colour,
            label=f"{name}, network",
        )
    axes.set(
        xlabel="time / tau",
        ylabel="pressure, kPa",
        title="Choked blowdown of 10 m³ through a 10 mm hole",
    )
    axes.legend(frameon=False)
    figure.savefig(path, dpi=110)


def draw_story(path: Path, story: AirStory, exact: Floats) -> None:
    """PrK and its neighbour through the hatch events, and the worst difference of any module."""
    p_exact, _ = story.gas(exact)
    p, _ = story.gas(story.advance())
    figure, (above, below) = _axes(2)
    minutes = story.times_s / 60.0
    shut, opened = (end_s / 60.0 for end_s, _ in story.segments[:2])
    for colour, module in zip(_COLOURS, ("SM_PRK", "SM_RO"), strict=True):
        i = story.network.module_index[module]
        above.plot(minutes, p_exact[:, i] / 1e3, color=colour, label=f"{module}, general solver")
        above.plot(
            minutes, p[:, i] / 1e3, "o", ms=4, mfc="none", color=colour, label=f"{module}, network"
        )
    above.set(
        ylabel="pressure, kPa",
        title=f"Whole station, 5 mm hole in PrK: hatch shut at {shut:g} min, opened at {opened:g} min",
    )
    above.legend(frameon=False)
    below.semilogy(minutes[1:], np.abs(p / p_exact - 1.0).max(axis=1)[1:], color="#444444")
    below.axhline(1e-4, color="#b00020", ls="--", lw=1, label="what is asked")
    below.set(xlabel="minutes", ylabel="worst relative difference")
    below.legend(frameon=False)
    figure.savefig(path, dpi=110)


def draw_july(path: Path) -> None:
    """July 2021: the readings, and each law through the first two."""
    figure, axes = _axes()
    times = np.linspace(0.0, 14.0 * S_PER_DAY, 60)
    start = JULY_2021.readings[0].pressure_mmhg
    for colour, law in zip(_COLOURS, LAWS, strict=True):
        curve = decay_mmhg(law, anchored_rate_kg_s(law, JULY_2021), start, start, times)
        axes.plot(times / S_PER_DAY, curve, color=colour, label=f"{law} law through the first two")
    days = [reading.after_s / S_PER_DAY for reading in JULY_2021.readings]
    axes.plot(days, [r.pressure_mmhg for r in JULY_2021.readings], "ks", label="published readings")
    axes.set(
        xlabel="days since 14 July 2021",
        ylabel="pressure in PrK, mmHg",
        title="The isolated PrK rejects the plain orifice",
    )
    axes.legend(frameon=False)
    figure.savefig(path, dpi=110)
