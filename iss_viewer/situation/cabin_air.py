"""The cabin air of the main air space against the limits of the run: each quantity on a scale on which normal is the same
stretch, so that what is normal stands in one line and a drift breaks it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from iss_viewer.detection.limits import Rule
from iss_viewer.situation.air_loss import main_module
from iss_viewer.situation.air_spaces import AirSpaceNow, air_spaces_now, space_of
from iss_viewer.situation.emphasis import ALARM_TONE
from iss_viewer.situation.losses import HIGH_END
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words.quantities import quantity_text
from iss_viewer.telemetry.status import AlarmClass
from iss_viewer.units import UnitSystem

NORMAL = (0.28, 0.72)  # of the scale, where normal is
_ENDS = (0.02, 0.98)  # between which anything stands, however far out it is


@dataclass(frozen=True)
class _Kind:
    """A quantity of the air: of the whole space, or of the module that is nearest to a limit."""

    name: str
    quantity: str
    is_of_space: bool
    floor: float = (
        math.nan
    )  # what stands for a low limit where there is none; NaN: as far below 0 as the high one


_KINDS = (
    _Kind("Pressure", "space_pressure_pa", True),
    _Kind("dP/dt", "dpdt_pa_s", True),
    _Kind("ppO₂", "oxygen_pa", False),
    _Kind("ppCO₂", "carbon_dioxide_pa", False, floor=0.0),
)
_LIMITED_AS = {"dpdt_pa_s": "dpdt_sure_pa_s"}  # by which quantity the rules of another go


@dataclass(frozen=True)
class CabinReading:
    """One quantity. place_1: of the pointer on the scale; NaN where nothing is known. low, high: the limits as written,
    empty where there is none. where: the module that reads so; empty for the whole space. tone: of what is outside.
    """

    name: str
    text: str
    where: str
    low: str
    high: str
    place_1: float
    tone: str

    @property
    def words(self) -> str:
        """All of it in a sentence for screen readers."""
        where = f" in {self.where}" if self.where else ""
        limits = " to ".join(filter(None, (self.low, self.high)))
        stands = (
            "not known" if self.place_1 != self.place_1 else "outside" if self.tone else "normal"
        )
        return f"{self.name} {self.text}{where}, {stands}" + (
            f", limits {limits}" if limits else ""
        )


def cabin_readings(moment: Moment, units: UnitSystem) -> tuple[CabinReading, ...]:
    """What the main air is like, in a fixed order; quantities for which the run has no limit are left out."""
    space = space_of(moment, main_module(moment))
    if space is None:
        return ()
    made = (_reading(moment, units, space, kind) for kind in _KINDS)
    return tuple(one for one in made if one is not None)


def seen_text(moment: Moment, units: UnitSystem) -> str:
    """The smallest loss that could not hide in the measurement noise of the main air now."""
    most = moment.value(main_module(moment), HIGH_END)
    if not 0.0 < most < math.inf:
        return "Which leak could hide in measurement noise is not known yet."
    return f"A leak above {units.mass_rate_text(most)} would be noticed now (95 %)."


def aside_text(moment: Moment, units: UnitSystem) -> str:
    """The parts that are closed by plan, with their pressures; empty where there is none."""
    aside = [space for space in air_spaces_now(moment) if space.is_planned]
    told = (
        f"{space.short_name} {units.pressure_text(moment.value(space.named_by, 'space_pressure_pa'))}"
        for space in aside
    )
    return f"Closed by plan: {', '.join(told)}." if aside else ""


def _reading(
    moment: Moment, units: UnitSystem, space: AirSpaceNow, kind: _Kind
) -> CabinReading | None:
    quantity = _LIMITED_AS.get(kind.quantity, kind.quantity)
    rules = [rule for rule in moment.words.limits.rules if rule.quantity == quantity]
    low, high = _nearest(moment, rules, "below"), _nearest(moment, rules, "above")
    if low is None and high is None:
        return None
    ends = _scale(low, high, kind)
    if kind.is_of_space:
        module, value = "", moment.value(space.named_by, kind.quantity)
    else:
        module, value = _least_normal(moment, space, kind.quantity, ends)
    texts = [
        "" if rule is None else quantity_text(_limit(moment, rule), kind.quantity, units)
        for rule in (low, high)
    ]
    return CabinReading(
        kind.name, quantity_text(value, kind.quantity, units),
        name_of(moment.station, module) if module else "", texts[0], texts[1],
        _place(value, ends), _tone(moment, rules, value),
    )  # fmt: skip


def _nearest(moment: Moment, rules: list[Rule], side: str) -> Rule | None:
    """The limit on a side that is passed first on the way out."""
    found = [rule for rule in rules if rule.side == side]
    first = max if side == "below" else min
    return first(found, key=lambda rule: _limit(moment, rule)) if found else None


def _limit(moment: Moment, rule: Rule) -> float:
    """A limit as somebody may have edited it in this run."""
    return moment.board.limits.get((rule.id, "value"), rule.value)


def _scale(low: Rule | None, high: Rule | None, kind: _Kind) -> tuple[float, float]:
    """The values at both ends of normal; a side without a limit is told of by none."""
    if low is not None and high is not None:
        return low.value, high.value
    if low is not None:
        return low.value, -low.value
    assert high is not None
    return (kind.floor if kind.floor == kind.floor else -high.value), high.value


def _place(value: float, ends: tuple[float, float]) -> float:
    share = (value - ends[0]) / (ends[1] - ends[0])
    place = NORMAL[0] + share * (NORMAL[1] - NORMAL[0])
    return place if place != place else min(max(place, _ENDS[0]), _ENDS[1])


def _least_normal(
    moment: Moment, space: AirSpaceNow, quantity: str, ends: tuple[float, float]
) -> tuple[str, float]:
    """The module of an air space that is farthest from the middle of normal, and its value; NaN where none is measured."""
    told = {module: moment.value(module, quantity) for module in space.modules}
    known = {module: value for module, value in told.items() if value == value}
    middle = (ends[0] + ends[1]) / 2.0
    far = max(known, key=lambda module: abs(known[module] - middle), default="")
    return far, known.get(far, math.nan)


def _tone(moment: Moment, rules: list[Rule], value: float) -> str:
    """The tone of the worst limit that is passed; empty where none is."""
    passed = [
        rule.alarm_class
        for rule in rules
        if (value < _limit(moment, rule) if rule.side == "below" else value > _limit(moment, rule))
    ]
    return ALARM_TONE[max(passed)] if passed and max(passed) > AlarmClass.ADVISORY else ""
