"""Points of an exercise, in words."""

from __future__ import annotations

from collections.abc import Sequence

from iss_viewer.units import PA_PER_MMHG, figure


def score_text(points: float, earned: float, deducted: float) -> str:
    """``84 (89 - 5)``; one number where nothing was deducted or capped."""
    if deducted == 0.0 and points == earned:
        return f"{points:.0f}"
    return f"{points:.0f} ({earned:.0f} - {deducted:.0f})"


def cost_text(points: float, times: int, about: Sequence[str] = ()) -> str:
    """How often something was done that costs points, and how many."""
    often = "once" if times == 1 else f"{times} times"
    where = f": {', '.join(about)}" if any(about) else ""
    return f"{often}, {points:.0f} points{where}"


def lowest_texts(pressures_pa: Sequence[float]) -> str:
    """The lowest pressures of several runs, in mmHg."""
    return " / ".join(figure(pressure_pa / PA_PER_MMHG) for pressure_pa in pressures_pa)
