"""Which stretch of time plots show while they follow the run, and how far from it they may be moved."""

from __future__ import annotations

from collections.abc import Iterable

import pyqtgraph as pg

from iss_viewer.situation.air_loss import has_loss
from iss_viewer.situation.air_spaces import air_spaces_now
from iss_viewer.situation.moment import Moment

_AHEAD, _BESIDE = 0.45, 0.01  # of the stretch: room for a forecast, and where there is none
_LEAST_S, _LEAST_VIEW_S = 60.0, 0.1


def following_stretch(moment: Moment, span_s: float, has_forecast: bool) -> tuple[float, float]:
    """From when to when, s. span_s: how long before the moment. has_forecast: whether one may be drawn."""
    span_s = min(span_s, max(moment.time_s - moment.run.history.start_s, _LEAST_S))
    ahead_s = _ahead_s(moment, span_s) if has_forecast else span_s * _BESIDE
    return moment.time_s - span_s, moment.time_s + ahead_s


def bound(plots: Iterable[pg.PlotItem], moment: Moment) -> None:
    """Let plots be moved and zoomed about the run, and not beyond: ticks of ages have no end."""
    start_s, end_s = moment.run.history.start_s, moment.run.history.end_s
    beside_s = max(end_s - start_s, _LEAST_S)
    for plot in plots:
        plot.getViewBox().setLimits(
            xMin=start_s - beside_s, xMax=end_s + beside_s, minXRange=_LEAST_VIEW_S
        )


def _ahead_s(moment: Moment, span_s: float) -> float:
    """For how long there is to be room after the moment: a forecast needs some, up to its end."""
    spaces = air_spaces_now(moment)
    if not spaces or not has_loss(moment, spaces[0].named_by):
        return span_s * _BESIDE
    reserve_s = moment.value(spaces[0].named_by, "reserve_s")
    return min(_AHEAD * span_s, 1.2 * reserve_s) if reserve_s > 0.0 else span_s * _BESIDE
