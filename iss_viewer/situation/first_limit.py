"""Which limit people meet first as their air thins, and when: oxygen to breathe, or the crew's rule for leaving; and the
same in words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from iss_viewer.detection.assessment import STATION
from iss_viewer.situation.air_loss import (
    is_manned,
    losing,
    main_module,
    place_of_loss,
    reserve_text,
    source_of,
    subject_of_loss,
)
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.ways_home import heads_text, people_in
from iss_viewer.situation.words.quantities import pressure_limit_text
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.units import UnitSystem


@dataclass(frozen=True)
class FirstLimit:
    """Until it is met, s; whether it is that of oxygen; and the pressure of all gases then, Pa."""

    left_s: float
    is_oxygen: bool
    pressure_pa: float


def subject_of_people(moment: Moment) -> str:
    """The air whose reserve people live by: of those that lose air with people in them the one that lasts shortest;
    where nobody is in any, the one that loses most.
    """
    manned = [one.module for one in losing(moment) if is_manned(moment, one.module)]
    left = {module: moment.value(source_of(moment, module), "reserve_s") for module in manned}
    known = {module: left_s for module, left_s in left.items() if left_s == left_s}
    return min(known, key=known.__getitem__) if known else subject_of_loss(moment)


def first_limit(moment: Moment, subject: str) -> FirstLimit:
    """The limit that the air of a subject meets first, by its reserve time to the crew's rule."""
    rule_s = moment.value(source_of(moment, subject), "reserve_s")
    return limit_met(*_air(moment, subject), rule_s, moment.words.limits.reserve.limit_pa)


def limit_met(pressure_pa: float, oxygen_pa: float, rule_s: float, rule_pa: float) -> FirstLimit:
    """The limit that air meets first which reaches the pressure of the crew's rule, rule_pa, after rule_s.

    Oxygen thins by the same share as all of the air, so that its limit is met at the pressure p·(limit / oxygen), and a
    pressure that falls exponentially, as through a hole, reaches that after rule_s·ln(p/that) / ln(p/rule_pa).
    Where oxygen is not known (NaN), the crew's rule alone is told.
    """
    rule = FirstLimit(rule_s, False, rule_pa)
    if not (oxygen_pa > 0.0 and pressure_pa > rule_pa and 0.0 < rule_s < math.inf):
        return rule
    met_pa = pressure_pa * read_safety_rules().limits.oxygen_least_pa / oxygen_pa
    if met_pa <= rule_pa:
        return rule
    share = math.log(max(pressure_pa / met_pa, 1.0)) / math.log(pressure_pa / rule_pa)
    return FirstLimit(rule_s * share, True, met_pa)


def people_text(moment: Moment, subject: str) -> str:
    """For whom the time is: how many people breathe the air of a subject, and where."""
    module = main_module(moment) if subject == STATION else subject
    count = {m: people_in(moment, m)[1] for m in moment.sharing_air(module)}
    manned = [m for m, people in count.items() if people]
    if not manned:
        place = place_of_loss(moment) or name_of(moment.station, module)
        return f"Reserve time · {place}, nobody inside"
    people = heads_text(int(math.fsum(count.values())))
    where = f"{len(manned)} modules" if len(manned) > 1 else name_of(moment.station, *manned)
    return f"Reserve time · {people} in {where}"


def limit_text(first: FirstLimit, units: UnitSystem) -> str:
    """Which limit ends it; empty where none is in sight."""
    if not 0.0 < first.left_s < float("inf"):
        return ""
    if not first.is_oxygen:
        return f"First limit: the crew's rule, {pressure_limit_text(first.pressure_pa)}"
    return f"First limit: oxygen, at {units.pressure_text(first.pressure_pa)}"


def rule_text(moment: Moment, subject: str, band: str, units: UnitSystem) -> str:
    """What the crew's rule gives, with its band."""
    limit = pressure_limit_text(moment.words.limits.reserve.limit_pa)
    said = f"{limit}: {reserve_text(moment, subject).lower()}"
    return f"{said} ({band})" if band else said


def _air(moment: Moment, subject: str) -> tuple[float, float]:
    """Pressure, and partial pressure of oxygen as the analysers of the same air have it, Pa."""
    module = main_module(moment) if subject == STATION else subject
    oxygen = np.array([moment.value(m, "oxygen_pa") for m in moment.sharing_air(module)])
    known = oxygen[np.isfinite(oxygen)]
    mean_pa = float(known.mean()) if known.size else math.nan
    return moment.value(module, "space_pressure_pa"), mean_pa
