"""How each hatch stands at an instant: open, by plan or not, what holds it shut, what flows, and why an order is refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from iss_viewer.physics import CABIN_K, nozzle_flow_kg_s
from iss_viewer.situation.condition import is_at_fault
from iss_viewer.situation.hazards import hazards
from iss_viewer.situation.losses import is_sure
from iss_viewer.situation.moment import Moment, once_a_moment
from iss_viewer.situation.words.quantities import force_text
from iss_viewer.station import VACUUM, Hatch, Station
from iss_viewer.station.actions import Action, MoveHatch, MoveValve
from iss_viewer.station.hands import holding_n
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UnitSystem, figure

_LEAST_KG_S = 0.01 / 60.0  # less is told of no hatch
_SIGMAS = 2.0  # of the offsets of gauges, within which no flow is told


class HatchStands(Enum):
    """How a hatch stands."""

    OPEN = "open"
    HALF_OPEN = "half open"
    VALVE_OPEN = "valve open"
    CLOSED = "closed"
    UNKNOWN = "unknown"

    @property
    def is_closed(self) -> bool:
        """Whether it parts the air on both sides, but for its valve."""
        return self in (HatchStands.VALVE_OPEN, HatchStands.CLOSED)


@dataclass(frozen=True)
class HatchNow:
    """A hatch at an instant; unknown numbers are NaN.

    is_planned: it stands as in normal days. difference_pa: of the pressure at its side a to that at b. flow_kg_s:
    from a to b; 0 where nothing to tell of flows.
    """

    hatch: Hatch
    stands: HatchStands
    is_planned: bool
    difference_pa: float
    force_n: float
    flow_kg_s: float

    @property
    def leads_out(self) -> bool:
        """Whether vacuum is behind it."""
        return VACUUM in (self.hatch.a, self.hatch.b)


@once_a_moment
def hatches_now(moment: Moment) -> dict[str, HatchNow]:
    """All hatches of the station by their ids."""
    drawn = _flows_to_leaks(moment)
    return {h.id: _hatch(moment, h, drawn.get(h.id, 0.0)) for h in moment.station.hatches}


def _hatch(moment: Moment, hatch: Hatch, drawn_kg_s: float) -> HatchNow:
    stands = _stands(moment, hatch)
    usual = HatchStands.OPEN if hatch.normally == "open" else HatchStands.CLOSED
    sides = [0.0 if m == VACUUM else moment.value(m, "pressure_pa") for m in (hatch.a, hatch.b)]
    flow_kg_s = drawn_kg_s
    if stands is HatchStands.VALVE_OPEN:
        flow_kg_s = _through_valve(moment, hatch)
    return HatchNow(
        hatch=hatch,
        stands=stands,
        is_planned=stands is usual,
        difference_pa=sides[0] - sides[1],
        force_n=holding_n(hatch, lambda module: moment.value(module, "pressure_pa")),
        flow_kg_s=flow_kg_s if abs(flow_kg_s) >= _LEAST_KG_S else 0.0,
    )


def _stands(moment: Moment, hatch: Hatch) -> HatchStands:
    is_open = moment.is_hatch_open(hatch.id)
    if is_open is None:
        return HatchStands.UNKNOWN
    if is_open:
        is_half = moment.board.hatch_opening.get(hatch.id, 1.0) < 1.0
        return HatchStands.HALF_OPEN if is_half else HatchStands.OPEN
    return HatchStands.VALVE_OPEN if moment.is_valve_open(hatch.id) else HatchStands.CLOSED


def _through_valve(moment: Moment, hatch: Hatch) -> float:
    """What flows through the open valve of a closed hatch, by all gauges on both sides; 0 for a difference that
    their offsets make.
    """
    (a_pa, a_pa2), (b_pa, b_pa2) = (_side_pa(moment, side) for side in (hatch.a, hatch.b))
    if abs(a_pa - b_pa) < _SIGMAS * math.sqrt(a_pa2 + b_pa2):
        return 0.0
    opening = moment.board.valve_opening.get(hatch.id, 1.0)
    area_m2 = hatch.valve_discharge * opening * math.pi / 4.0 * hatch.valve_diameter_m**2
    high = hatch.a if a_pa >= b_pa else hatch.b
    told_k = moment.value(high, "temperature_k") if high != VACUUM else math.nan
    warmth_k = told_k if told_k > 0 else CABIN_K
    flow_kg_s = nozzle_flow_kg_s(area_m2, max(a_pa, b_pa), min(a_pa, b_pa), warmth_k)
    return flow_kg_s if a_pa >= b_pa else -flow_kg_s


def _side_pa(moment: Moment, side: str) -> tuple[float, float]:
    """The mean pressure of the part that a module is in, Pa, and the square of what offsets of gauges make of it;
    NaN where no gauge tells one.
    """
    if side == VACUUM:
        return 0.0, 0.0
    station = moment.station
    closed = [key for key, is_open in moment.open_hatches().items() if not is_open]
    part = part_with(parts_of(station, closed), side)
    told_pa = {m: moment.value(m, "pressure_pa") for m in part if not is_at_fault(moment, m)}
    known = {module: pa for module, pa in told_pa.items() if pa == pa}
    if not known:
        return math.nan, math.nan
    bias_pa2 = math.fsum(_offset_pa(station, module) ** 2 for module in known)
    return math.fsum(known.values()) / len(known), bias_pa2 / len(known) ** 2


def _offset_pa(station: Station, module: str) -> float:
    """1-sigma of the offset of a module's pressure gauge, Pa; 0 where it has none of its own."""
    classes = {one.id: one for one in station.sensor_classes}
    return max(
        (
            classes[one.sensor_class].bias
            for one in station.sensors
            if one.module == module and classes[one.sensor_class].quantity == "pressure"
        ),
        default=0.0,
    )


def _flows_to_leaks(moment: Moment) -> dict[str, float]:
    """What goes through open hatches to a leak that is located: all air of a part thins alike, so that what is lost
    from beyond a hatch passes it, by volume. Hatches beside which there is another way are left out.
    """
    station, opened = moment.station, moment.open_hatches()
    closed = {hatch for hatch, is_open in opened.items() if not is_open}
    parts, flows = parts_of(station, closed), dict[str, float]()
    volume = {module.id: module.free_volume_m3 for module in station.modules}
    for part in parts:
        leaking = [m for m in part if moment.status(m) is ModuleStatus.LEAKING]
        if len(leaking) != 1 or not is_sure(moment, leaking[0]):
            continue
        rate_kg_s, whole = (
            moment.value(leaking[0], "leak_rate_kg_s"),
            math.fsum(volume[m] for m in part),
        )
        for hatch in station.hatches:
            if hatch.a in part and hatch.b in part and hatch.id not in closed:
                here = part_with(parts_of(station, closed | {hatch.id}), leaking[0])
                if {hatch.a, hatch.b} <= here:
                    continue
                share = 1.0 - math.fsum(volume[m] for m in here) / whole
                flows[hatch.id] = rate_kg_s * share * (1.0 if hatch.b in here else -1.0)
    return flows


def flow_text(flow_kg_s: float) -> str:
    """A flow through a hatch; empty for none to tell of."""
    return f"{figure(abs(flow_kg_s) * 60.0)} kg/min" if flow_kg_s else ""


def difference_text(one: HatchNow, units: UnitSystem) -> str:
    """The difference of pressure across a hatch, without a unit: ``Δ 55.2``; empty where not known."""
    if one.leads_out or one.difference_pa != one.difference_pa:
        return ""
    return f"Δ {units.pressure_text(abs(one.difference_pa)).split(' ')[0]}"


def stands_text(one: HatchNow) -> str:
    """How a hatch stands, and whether that is by plan."""
    said = one.stands.value
    if one.stands.is_closed and one.hatch.normally == "closed":
        return f"{said} by plan"
    return (
        f"{said}, against plan"
        if not one.is_planned and one.stands is not HatchStands.UNKNOWN
        else said
    )


def hatch_label(station: Station, hatch: str) -> str:
    """Which hatch it is: ``H17 Harmony–Columbus``."""
    return f"{hatch} {station.hatch_words(hatch)}"


def order_label(station: Station, hatch: str, order: str) -> str:
    """An order about a hatch, as a control is called: ``Open valve, Harmony–Columbus``."""
    return f"{order}, {station.hatch_words(hatch)}"


def hatch_text(moment: Moment, one: HatchNow, units: UnitSystem) -> str:
    """A hatch in a sentence: where it leads, how it stands, the difference and force on it, what flows."""
    parts = [hatch_label(moment.station, one.hatch.id), stands_text(one)]
    if one.stands.is_closed and not one.leads_out and one.difference_pa == one.difference_pa:
        parts.append(f"difference {units.pressure_text(abs(one.difference_pa))}")
    if one.stands.is_closed and one.force_n == one.force_n:
        parts.append(f"{force_text(one.force_n)} on it")
    if one.flow_kg_s:
        towards = one.hatch.b if one.flow_kg_s > 0 else one.hatch.a
        where = "outside" if towards == VACUUM else moment.station.module(towards).short_name
        parts.append(f"{flow_text(one.flow_kg_s)} to {where}")
    return ", ".join(parts)


def next_moves(one: HatchNow) -> tuple[Action | None, Action | None]:
    """What may be ordered of a hatch: to move itself, and its valve; None for what it does not have."""
    hatch, is_shut = one.hatch, one.stands.is_closed
    valve = None
    if hatch.valve_diameter_m > 0.0 and is_shut:
        valve = MoveValve(hatch.id, one.stands is not HatchStands.VALVE_OPEN)
    return MoveHatch(hatch.id, is_shut), valve


def why_not(moment: Moment, action: Action | None, units: UnitSystem) -> str:
    """Why an order would not be given now; empty where it would."""
    if action is None:
        return "It has no valve to move."
    if not moment.is_answered:
        return "The session does not answer."
    if moment.is_over:
        return "The run is over."
    if not moment.is_live:
        return "This is the past: orders go to the present."
    barred = [hazard.text for hazard in hazards(moment, (action,), units) if hazard.is_barred]
    return barred[0] if barred else ""
