"""The curves of truth against belief: what leaked beside what was estimated, and where it was sought."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iss_viewer.situation.marks import MARKED, marker_kind
from iss_viewer.situation.moment import name_of
from iss_viewer.situation.results import TruthAgainstBelief
from iss_viewer.station import Station
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import UnitSystem, from_si
from iss_viewer.views.review.review_plots import ReviewCurve, ReviewMark, Sheet

_TONES = ("bad", "suspect", "closed", "notice", "good")
_MOST_MARKS = 400
_CHANCE = "How probable the leak was held to be here, %"


def truth_sheets(truth: TruthAgainstBelief, station: Station, units: UnitSystem) -> list[Sheet]:
    """Leak rate of the station, and the probability of each module of interest."""

    def shown(kg_s: Floats) -> Floats:
        return from_si(np.asarray(kg_s, np.float64), units.mass_rate, "mass_rate")

    band = np.stack([shown(truth.believed_low_kg_s), shown(truth.believed_high_kg_s)])
    true = shown(truth.true_kg_s)
    rates = (
        ReviewCurve("believed", truth.time_s, shown(truth.believed_kg_s), "accent", band=band),
        ReviewCurve("true, seals included", truth.time_s, true, "text", is_dashed=True),
    )
    title = f"Leak rate of the station, {units.mass_rate}; shaded: 95 %"
    chances = tuple(_chance_lines(truth, station))
    return [
        Sheet(title, rates, _two_digits, is_loss=True),
        Sheet(_CHANCE, chances, _percent, (-3.0, 103.0)),
    ]


def _chance_lines(truth: TruthAgainstBelief, station: Station) -> Iterator[ReviewCurve]:
    """How probable the leak was held to be in each module of interest, the true ones first."""
    true_homes = {belief.leak.module for belief in truth.beliefs}
    modules = sorted(truth.probability_by_module, key=lambda module: module not in true_homes)
    for module, tone in zip(modules, _TONES, strict=False):
        values = 100.0 * np.asarray(truth.probability_by_module[module], np.float64)
        truly = ", truly" if module in true_homes else ""
        yield ReviewCurve(f"{name_of(station, module)}{truly}", truth.time_s, values, tone)


def truth_marks(truth: TruthAgainstBelief) -> list[ReviewMark]:
    """When each leak began and the first alarm came, and what people did."""
    known = [
        ReviewMark(time_s, tone)
        for belief in truth.beliefs
        for time_s, tone in ((belief.leak.began_s, "text"), (belief.alarmed_s, "bad"))
        if time_s == time_s
    ]
    kinds = ((event.time_s, marker_kind(event)) for event in truth.actions_done)
    return (
        known + [ReviewMark(time_s, MARKED[kind]) for time_s, kind in kinds if kind][:_MOST_MARKS]
    )


def _two_digits(value: float) -> str:
    return "—" if value != value else f"{value:.3g}"


def _percent(value: float) -> str:
    return "—" if value != value else f"{value:.0f} %"
