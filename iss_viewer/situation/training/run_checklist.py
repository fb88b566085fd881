"""Which checklist a run has, and how it stands at an instant."""

from __future__ import annotations

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.checklist import ChecklistNow, checklist_now


def checklist_of(moment: Moment) -> ChecklistNow | None:
    """The first checklist of the run; None where it has none."""
    cover = moment.run.opened.cover
    if cover is None or not cover.procedures:
        return None
    now_s = 0.0 if moment.is_empty else moment.time_s
    return checklist_now(cover.procedures[0], moment.board.ticks, now_s, moment.clock.text)


def fall_pa_s(moment: Moment) -> float:
    """How fast the pressure falls where most people are, Pa/s; NaN: not known."""
    return moment.value(STATION, "dpdt_pa_s")
